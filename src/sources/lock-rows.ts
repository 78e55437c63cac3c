// What lockfiles of pnpm, yarn and bun have in common: rows with edges between them, turned into components and their graph.
import type { Component, Scope } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import type { DependencyGraph, ReadSource, SourceFact, SourceKind } from '../model/source.ts'
import { localPurl, npmPurl, originQualifier } from './purl.ts'
import { toReadSource } from './source.ts'

/** One installed thing of a lockfile. */
export interface LockRow {
  /** Unique within the lockfile. */
  readonly id: string
  /** The real package name. */
  readonly name: string
  readonly version: string | null
  readonly integrity: string | null
  readonly resolved: string | null
  /** A folder of the repository. */
  readonly isLocal: boolean
  /** The format's own flag; null where it has none. */
  readonly installScript: boolean | null
  readonly bundled: boolean
  /** What it needs: the name it asks for, and the row that it gets; null where the lockfile has none. */
  readonly needs: readonly Need[]
  readonly route: Route
}

export interface Need {
  readonly name: string
  readonly id: string | null
}

/** Something that the project or one of its workspaces names itself. */
export interface LockRoot extends Need {
  readonly scope: Scope
}

export interface LockRows {
  readonly path: string
  readonly kind: SourceKind
  readonly rows: readonly LockRow[]
  readonly roots: readonly LockRoot[]
  /** False where the format leaves out what workspaces ask for. */
  readonly knowsAllRoots: boolean
  readonly facts: readonly SourceFact[]
  readonly lineOf: (route: Route) => number
}

/** Scopes and aliases follow from who needs whom; a row that nobody needs is reported as out of sync. */
export function toLockSource({ path, kind, rows, roots, knowsAllRoots, facts, lineOf }: LockRows): ReadSource {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const scopes = scopesOf(byId, roots)
  const direct = new Set(roots.flatMap(({ id }) => (id === null ? [] : [id])))
  const aliases = aliasesOf(byId, roots)
  const about = { source: path, scopes, direct, aliases, byId }
  return toReadSource({
    path,
    kind,
    components: rows.map((row) => toComponent(row, about)),
    facts: knowsAllRoots ? [...facts, ...unneeded(rows, scopes)] : facts,
    lineOf,
    graph: toGraph(byId, direct),
  })
}

/** Strongest first: what production needs is production, whoever else needs it. */
const STRENGTH: readonly Scope[] = ['production', 'config', 'optional', 'peer', 'development']

type RowsById = ReadonlyMap<string, LockRow>

/** The strongest scope from which each row can be reached; rows that nothing reaches are not in it. */
function scopesOf(rows: RowsById, roots: readonly LockRoot[]): ReadonlyMap<string, Scope> {
  const scopes = new Map<string, Scope>()
  for (const scope of STRENGTH) {
    const waiting = roots.filter((root) => root.scope === scope).map(({ id }) => id)
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const row = id === null ? undefined : rows.get(id)
      if (row === undefined || scopes.has(row.id)) continue
      scopes.set(row.id, scope)
      waiting.push(...row.needs.map((need) => need.id))
    }
  }
  return scopes
}

/** The other name under which somebody asks for a row. */
function aliasesOf(rows: RowsById, roots: readonly LockRoot[]): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>()
  for (const { name, id } of [...roots, ...[...rows.values()].flatMap(({ needs }) => needs)]) {
    const row = id === null ? undefined : rows.get(id)
    if (row !== undefined && row.name !== name && !aliases.has(row.id)) aliases.set(row.id, name)
  }
  return aliases
}

function unneeded(rows: readonly LockRow[], scopes: ReadonlyMap<string, Scope>): readonly SourceFact[] {
  return rows
    .filter(({ id, isLocal }) => !isLocal && !scopes.has(id))
    .map(({ id, name, route }) => ({
      kind: 'out-of-sync',
      key: `unneeded:${id}`,
      name,
      component: id,
      args: { detail: `nothing in the lockfile needs ${name}` },
      route,
    }))
}

interface About {
  readonly source: string
  readonly scopes: ReadonlyMap<string, Scope>
  readonly direct: ReadonlySet<string>
  readonly aliases: ReadonlyMap<string, string>
  readonly byId: RowsById
}

function toComponent(row: LockRow, { source, scopes, direct, aliases, byId }: About): Component {
  const { id, name, version, integrity, resolved, isLocal, installScript, bundled, needs, route } = row
  return {
    id,
    source,
    ecosystem: isLocal ? 'local' : 'npm',
    name,
    version,
    spec: null,
    purl: isLocal ? localPurl(name, version) : npmPurl(name, version, originQualifier(resolved)),
    integrity,
    resolved,
    scope: scopes.get(id) ?? 'production',
    direct: direct.has(id),
    pinned: isLocal ? null : version !== null || integrity !== null,
    installScript,
    bundled,
    alias: aliases.get(id) ?? null,
    server: null,
    launcher: null,
    url: null,
    dependsOn: needs.map((need) => byId.get(need.id ?? '')?.name ?? need.name),
    launch: null,
    lockedIn: null,
    route,
  }
}

function toGraph(rows: RowsById, direct: ReadonlySet<string>): DependencyGraph {
  return {
    roots: [...direct].sort(),
    dependenciesOf: (id) => (rows.get(id)?.needs ?? []).flatMap((need) => need.id ?? []),
  }
}
