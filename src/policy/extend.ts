// A repository's policy on top of the central one it extends: lists add up, single values are the repository's, locks hold.
import type { Policy, RuleSetting } from '../model/policy.ts'
import type { Extending } from './extending.ts'
import { complainOfLoosening } from './loosening.ts'

/** Never looser than the central policy in what that one locks, unless it has complained. */
export function extendPolicy(extending: Extending): Policy {
  const { own, stated, central, reference } = extending
  complainOfLoosening(extending)
  return {
    origin: { ...own.origin, extends: { reference, sha256: central.origin.sha256 ?? '' } },
    central,
    locked: central.locked,
    failOn: stated['fail-on'] ?? central.failOn,
    approvers: stated.approvers ?? central.approvers,
    ignore: [...new Set([...central.ignore, ...own.ignore])],
    unavailable: stated.unavailable ?? central.unavailable,
    internalScopes: [...new Set([...central.internalScopes, ...own.internalScopes])],
    registries: stated.registries === undefined ? central.registries : own.registries,
    // The own ones come first, so that their places in the list are those of the file.
    allow: [...own.allow, ...central.allow],
    rules: mergeRules(extending),
    waivers: [...own.waivers, ...central.waivers],
  }
}

function mergeRules({ own, stated, central, catalogue }: Extending): Policy['rules'] {
  const settings = catalogue.flatMap(({ id }) => {
    const [mine, theirs] = [settingOf(own, id), settingOf(central, id)]
    if (mine === null) return theirs === null ? [] : [[id, theirs] as const]
    const isStated = Object.hasOwn(stated.rules ?? {}, id)
    const merged = merge(mine, theirs, isStated)
    return [[id, central.locked.includes(id) ? { ...merged, floor: floorOf(theirs) } : merged] as const]
  })
  return Object.fromEntries(settings)
}

/** `isStated`: the file names the rule itself, not only one of its messages, and so says whether it is on. */
function merge(mine: RuleSetting, theirs: RuleSetting | null, isStated: boolean): RuleSetting {
  return {
    enabled: isStated || theirs === null ? mine.enabled : theirs.enabled,
    severity: mine.severity ?? theirs?.severity ?? null,
    tiers: mine.tiers ?? theirs?.tiers ?? null,
    messages: { ...theirs?.messages, ...mine.messages },
    options: { ...theirs?.options, ...mine.options },
  }
}

function floorOf(theirs: RuleSetting | null): NonNullable<RuleSetting['floor']> {
  return { severity: theirs?.severity ?? null, messages: theirs?.messages ?? {} }
}

function settingOf({ rules }: Policy, id: string): RuleSetting | null {
  return Object.hasOwn(rules, id) ? (rules[id] ?? null) : null
}
