// Names that packages are installed under: an alias must not hide behind another one.
import type { LockRoot, LockRow, NamedRow, Need } from './lock-row.ts'

/** A row that is installed under several names becomes as many, and whoever asks for it by one of them gets that one. */
export function splitByName(
  rows: readonly LockRow[],
  roots: readonly LockRoot[],
): { readonly rows: readonly NamedRow[]; readonly roots: readonly LockRoot[] } {
  const names = otherNames(rows, roots)
  if (names.size === 0) return { rows: rows.map((row) => ({ ...row, alias: null })), roots }
  const retarget = <N extends Need>(need: N): N => {
    const known = need.id === null ? undefined : names.get(need.id)
    return known === undefined ? need : { ...need, id: idUnder(need.id ?? '', need.name, known) }
  }
  return {
    roots: roots.map(retarget),
    rows: rows.flatMap((row) => {
      const [needs, uses] = [row.needs.map(retarget), row.uses.map(retarget)]
      const known = names.get(row.id) ?? new Set([row.name])
      return Array.from(known, (name) => {
        const alias = name === row.name ? null : name
        return { ...row, id: idUnder(row.id, name, known), needs, uses, alias }
      })
    }),
  }
}

/** Of rows that have an alias, by id: the own name first, where somebody asks for it, then aliases as they are met. */
function otherNames(rows: readonly LockRow[], roots: readonly LockRoot[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ownNames = new Map(rows.map(({ id, name }) => [id, name]))
  const aliases = new Map<string, Set<string>>()
  const askedByOwn = new Set<string>()
  const note = (name: string, id: string | null) => {
    if (id === null) return
    if (ownNames.get(id) === name) askedByOwn.add(id)
    else aliases.set(id, (aliases.get(id) ?? new Set()).add(name))
  }
  for (const { id, installedAs } of rows) for (const name of installedAs) note(name, id)
  for (const { name, id } of roots) note(name, id)
  for (const { needs } of rows) for (const { name, id } of needs) note(name, id)
  for (const { uses } of rows) for (const { name, id } of uses) note(name, id)
  return new Map(
    [...aliases].map(([id, found]) => [id, askedByOwn.has(id) ? new Set([ownNames.get(id) ?? '', ...found]) : found]),
  )
}

/** The first name keeps the entry's own id. */
function idUnder(id: string, name: string, known: ReadonlySet<string>): string {
  const [first] = known
  return name === first || !known.has(name) ? id : `${id} (as ${name})`
}
