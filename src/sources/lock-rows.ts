// What lockfiles of pnpm, yarn and bun have in common: rows with edges between them, turned into components and their graph.
import type { Component, Scope } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import type { DependencyGraph, ReadSource, SourceFact, SourceKind } from '../model/source.ts'
import { splitByName } from './lock-names.ts'
import type { LockRoot, LockRow, NamedRow } from './lock-row.ts'
import { scopesOf } from './lock-scopes.ts'
import { missing, unneeded } from './lock-sync.ts'
import { localPurl, npmPurl, originQualifier } from './purl.ts'
import { toReadSource } from './source.ts'

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

/** Scopes and aliases follow from who needs whom. What nobody needs and what is needed and not there are out of sync. */
export function toLockSource({ path, kind, facts, lineOf, knowsAllRoots, ...lock }: LockRows): ReadSource {
  const { rows, roots } = splitByName(lock.rows, lock.roots)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const scopes = scopesOf(byId, roots)
  const direct = new Set(roots.flatMap(({ id }) => (id === null ? [] : [id])))
  return toReadSource({
    path,
    kind,
    components: rows.map((row) => toComponent(row, { source: path, scopes, direct, byId })),
    facts: [...facts, ...missing(byId, roots), ...(knowsAllRoots ? unneeded(rows, scopes) : [])],
    lineOf,
    graph: toGraph(byId, direct),
  })
}

interface About {
  readonly source: string
  readonly scopes: ReadonlyMap<string, Scope>
  readonly direct: ReadonlySet<string>
  readonly byId: ReadonlyMap<string, NamedRow>
}

function toComponent(row: NamedRow, { source, scopes, direct, byId }: About): Component {
  const { id, name, version, integrity, resolved, archive, isLocal, installScript, bundled, alias, needs, route } = row
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
    archive,
    scope: scopes.get(id) ?? 'production',
    direct: direct.has(id),
    pinned: isLocal ? null : version !== null || integrity !== null,
    installScript,
    bundled,
    alias,
    server: null,
    launcher: null,
    url: null,
    urlDigest: null,
    dependsOn: needs.map((need) => byId.get(need.id ?? '')?.name ?? need.name),
    launch: null,
    lockedIn: null,
    route,
  }
}

function toGraph(rows: ReadonlyMap<string, NamedRow>, direct: ReadonlySet<string>): DependencyGraph {
  return {
    roots: [...direct].filter((id) => rows.has(id)).sort(),
    dependenciesOf: (id) => {
      const row = rows.get(id)
      const all = row === undefined ? [] : [...row.needs, ...row.uses]
      return all.flatMap((need) => (need.id !== null && rows.has(need.id) ? [need.id] : []))
    },
  }
}
