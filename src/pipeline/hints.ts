// What selection and the impersonation rule are told: names the policy lists, names configs launch, whom new names imitate.

import type { SelectionHints } from '../mcp/select.ts'
import type { Change } from '../model/change.ts'
import type { PackageFacts } from '../model/evidence.ts'
import type { Impersonation } from '../model/impersonation.ts'
import type { Policy } from '../model/policy.ts'
import type { Collected } from './collect.ts'
import { launchedNames } from './tiers.ts'

interface Learned {
  readonly packages: ReadonlyMap<string, PackageFacts>
  readonly imitates: SelectionHints['imitates']
}

/** Hints from the files and the policy, and from what was learned since. */
export function hintsFor(collected: Collected, policy: Policy, learned?: Learned): SelectionHints {
  return {
    listed: new Set(allowedNames(policy)),
    launched: launchedNames(collected.head),
    packages: learned?.packages ?? new Map(),
    imitates: learned?.imitates ?? null,
  }
}

/** Whom the names that a change brings imitate; null where none imitates anybody. The list of protected names is loaded only where there is such a name. */
export async function imitationsIn(
  changes: readonly Change[],
  policy: Policy,
): Promise<((name: string) => Impersonation | null) | null> {
  const names = new Set(changes.filter(bringsName).map(({ name }) => name))
  if (names.size === 0) return null
  const { loadImpersonation } = await import('../mcp/impersonation.ts')
  const imitates = await loadImpersonation(allowedNames(policy))
  const found = new Map([...names].map((name) => [name, imitates(name)]))
  return [...found.values()].some((one) => one !== null) ? (name) => found.get(name) ?? null : null
}

function bringsName({ ecosystem, kind }: Change): boolean {
  return ecosystem === 'npm' && (kind === 'added' || kind === 'updated' || kind === 'present')
}

/** npm names that the policy's allow entries list. */
export function allowedNames(policy: Policy): readonly string[] {
  return policy.allow.flatMap((entry) => (entry.kind === 'package' && entry.ecosystem === 'npm' ? [entry.name] : []))
}
