// Why each row of a lockfile is there, told from the roots that lead to it.
import type { Scope } from '../model/component.ts'
import type { LockRoot, LockRow } from './lock-row.ts'

/** Strongest first: what production needs is production, whoever else needs it. */
const STRENGTH: readonly Scope[] = ['production', 'config', 'optional', 'peer', 'development']

/** The strongest scope from which each row can be reached; rows that nothing reaches are not in it. */
export function scopesOf(rows: ReadonlyMap<string, LockRow>, roots: readonly LockRoot[]): ReadonlyMap<string, Scope> {
  const scopes = new Map<string, Scope>()
  for (const scope of STRENGTH) {
    const waiting = roots.filter((root) => root.scope === scope).map(({ id }) => id)
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const row = id === null ? undefined : rows.get(id)
      if (row === undefined || scopes.has(row.id)) continue
      scopes.set(row.id, scope)
      for (const need of [...row.needs, ...row.uses]) waiting.push(need.id)
    }
  }
  return scopes
}
