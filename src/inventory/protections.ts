// Settings that protected before a change and do so no more, or less.
import type { SourceFact } from '../model/source.ts'

/**
 * One `install-policy` fact for each protection of `before` that `after` has not, or has at a lower level, in the order
 * of `before`. Where a fresh fact already speaks of the same setting, nothing is added to it.
 */
export function lostProtections(
  before: readonly SourceFact[],
  after: readonly SourceFact[],
  fresh: readonly SourceFact[],
): readonly SourceFact[] {
  const now = weakestOf(after)
  const told = new Set(fresh.flatMap(({ args }) => [args['key'], args['mechanism']]))
  return [...weakestOf(before).values()]
    .filter((former) => !told.has(former.args['key']))
    .flatMap((former) => {
      const current = now.get(former.key)
      return current !== undefined && levelOf(current) >= levelOf(former) ? [] : [toLoss(former, current)]
    })
}

/** Protections by key. Of several under one key only the weakest is sure to hold. */
function weakestOf(facts: readonly SourceFact[]): ReadonlyMap<string, SourceFact> {
  const weakest = new Map<string, SourceFact>()
  for (const fact of facts) {
    if (fact.kind !== 'protection') continue
    const known = weakest.get(fact.key)
    if (known === undefined || levelOf(fact) < levelOf(known)) weakest.set(fact.key, fact)
  }
  return weakest
}

function toLoss(former: SourceFact, current: SourceFact | undefined): SourceFact {
  const [key = '', was = ''] = [former.args['key'], former.args['value']]
  const value = `${current?.args['value'] ?? 'nothing'} (before: ${was})`
  return { ...former, kind: 'install-policy', key: `lost:${former.key}:${value}`, args: { key, value } }
}

function levelOf({ args }: SourceFact): number {
  return Number(args['level'])
}
