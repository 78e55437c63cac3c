// What a lock of the central policy means for a repository's own entries.
import type { AllowEntry, Policy } from '../../model/policy.ts'

/**
 * The entries that may silence a rule which says more than that nothing is listed. Where the central policy locks it, only
 * that policy's own do: else a repository could loosen it from the side.
 */
export function silencing(
  entries: readonly AllowEntry[],
  rule: string,
  { central, locked }: Pick<Policy, 'central' | 'locked'>,
): readonly AllowEntry[] {
  if (central === null || !locked.includes(rule)) return entries
  const theirs = new Set(central.allow)
  return entries.filter((entry) => theirs.has(entry))
}
