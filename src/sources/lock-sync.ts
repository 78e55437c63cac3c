// Where a lockfile of pnpm, yarn or bun contradicts the manifest beside it, or installs under a name that nobody declared.
import type { Route } from '../model/location.ts'
import type { SourceFact } from '../model/source.ts'
import type { LockRoot, LockRow } from './lock-rows.ts'
import { readManifestSpecs } from './manifest-specs.ts'
import { aliasTarget } from './names.ts'
import { specOf } from './specs.ts'

/** What the manifest asks for and the lockfile's project does not know, and the other way round. */
export function manifestFacts(manifest: string | null, asked: ReadonlyMap<string, string>): readonly SourceFact[] {
  const wanted = manifest === null ? null : readManifestSpecs(manifest)
  if (wanted === null) return []
  const lacked = Object.keys(wanted.required).filter((name) => !asked.has(name))
  const surplus = [...asked.keys()].filter(
    (name) => specOf(wanted.all, name) === null && specOf(wanted.optionalPeers, name) === null,
  )
  return [
    ...lacked
      .sort()
      .map((name) =>
        outOfSync(name, `package.json asks for ${specOf(wanted.all, name)}, and the lockfile does not know it`),
      ),
    ...surplus
      .sort()
      .map((name) =>
        outOfSync(name, `the lockfile says that the project asks for ${asked.get(name)}, and package.json does not`),
      ),
  ]
}

function outOfSync(name: string, detail: string): SourceFact {
  return { kind: 'out-of-sync', key: `project:${name}`, name, component: null, args: { detail }, route: [] }
}

interface DeclaredRoot extends LockRoot {
  /** As the project asks for it; null where the lockfile does not tell. */
  readonly spec: string | null
  readonly route: Route
}

/** A package under another name than its own is legal only where the spec says so. */
export function undeclaredAlias(root: DeclaredRoot, rows: ReadonlyMap<string, LockRow>): readonly SourceFact[] {
  const row = rows.get(root.id ?? '')
  if (row === undefined || row.isLocal || row.name === root.name || row.resolved !== null) return []
  if (aliasTarget(root.spec ?? '')?.name === row.name || root.spec?.startsWith('catalog:')) return []
  return [
    {
      kind: 'alias-undeclared',
      key: `alias:${root.name}:${row.name}`,
      name: row.name,
      component: row.id,
      args: { alias: root.name },
      route: root.route,
    },
  ]
}
