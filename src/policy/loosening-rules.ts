// Settings of a locked rule: on stays on, severities only rise, tiers only grow, options only move to their strict side.
import type { OptionValue, RuleSetting } from '../model/policy.ts'
import type { OptionSpec, RuleCatalogue } from '../model/rule.ts'
import { reaches, type Severity } from '../model/severity.ts'
import type { Complain, Extending } from './extending.ts'

type Rule = RuleCatalogue[number]

interface Locked {
  readonly rule: Rule
  readonly mine: RuleSetting
  readonly theirs: RuleSetting | null
  readonly complain: Complain
}

export function complainOfRules({ own, central, catalogue, complain }: Extending): void {
  for (const rule of catalogue) {
    const [mine, theirs] = [own.rules[rule.id], central.rules[rule.id] ?? null]
    // What the central policy itself has off can only become stricter.
    if (mine === undefined || !central.locked.includes(rule.id) || theirs?.enabled === false) continue
    const locked: Locked = { rule, mine, theirs, complain }
    if (!mine.enabled) complain(['rules', rule.id], `${rule.id} is locked by the central policy and cannot be off`)
    else complainOfSetting(locked)
  }
}

function complainOfSetting(locked: Locked): void {
  complainOfSeverities(locked)
  const { rule, mine, theirs, complain } = locked
  const tiers = theirs?.tiers ?? rule.tiers
  if (mine.tiers !== null && !tiers.every((tier) => mine.tiers?.includes(tier))) {
    complain(['rules', rule.id, 'tiers'], `${rule.id} is locked by the central policy for ${tiers.join(', ')}`)
  }
  for (const [name, value] of Object.entries(mine.options)) {
    const spec = rule.options[name]
    const least = theirs?.options[name] ?? spec?.default
    if (spec === undefined || least === undefined || isAsStrict(spec, value, least)) continue
    complain(
      ['rules', rule.id, name],
      `${name} of ${rule.id} is locked by the central policy at ${JSON.stringify(least)}${directionOf(spec)}`,
    )
  }
}

function complainOfSeverities({ rule, mine, theirs, complain }: Locked): void {
  const lowered = Object.entries(rule.messages).filter(([id, { severity }]) => {
    const least = theirs?.messages[id] ?? theirs?.severity ?? severity
    const own = mine.messages[id] ?? theirs?.messages[id] ?? mine.severity ?? least
    return isLower(own, least)
  })
  for (const [id] of lowered) {
    const key = Object.hasOwn(mine.messages, id) ? `${rule.id}/${id}` : rule.id
    complain(['rules', key], `${rule.id}/${id} is locked by the central policy and may only be graver`)
  }
}

function isLower(own: Severity | 'off', least: Severity | 'off'): boolean {
  if (least === 'off') return false
  return own === 'off' || !reaches(own, least)
}

/** An option of which no strict side is known must stay as it is. */
function isAsStrict({ stricter }: OptionSpec, value: OptionValue, least: OptionValue): boolean {
  if (JSON.stringify(value) === JSON.stringify(least)) return true
  if (typeof value === 'number' && typeof least === 'number') {
    return (stricter === 'higher' && value >= least) || (stricter === 'lower' && value <= least)
  }
  return stricter === 'fewer' && isList(value) && isList(least) && value.every((one) => least.includes(one))
}

function isList(value: OptionValue): value is readonly string[] {
  return Array.isArray(value)
}

function directionOf({ stricter }: OptionSpec): string {
  return stricter === undefined ? '' : ` and may only be ${stricter}`
}
