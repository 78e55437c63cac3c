// Where an npm lockfile contradicts itself or its manifest.
import semver from 'semver'
import type { Route } from '../model/location.ts'
import type { SourceFact } from '../model/source.ts'
import { readManifestSpecs } from './manifest-specs.ts'
import type { LockEntries, LockEntry, Specs } from './npm-entries.ts'
import { resolveFrom } from './npm-graph.ts'

/** Entries of the older section that the newer one has not, or has otherwise. */
export function disagreements(entries: LockEntries, legacy: LockEntries): readonly LockEntry[] {
  return [...legacy.values()].filter((old) => {
    const current = entries.get(old.key)
    return current === undefined || !agree(old, current)
  })
}

/** npm 6 installs from the older section, later ones from the newer. */
export function sectionFact(entry: LockEntry): SourceFact {
  const name = entry.statedName ?? entry.installedAs ?? entry.key
  const detail = `npm 6 would install ${name}@${entry.version ?? entry.resolved ?? ''}, later versions something else`
  return outOfSync(`sections:${entry.key}`, name, {
    component: `dependencies:${entry.key}`,
    detail,
    route: entry.route,
  })
}

interface Lock {
  readonly version: number
  readonly entries: LockEntries
}

/** Differences between what the manifest asks for and what the lockfile's root entry says that it does. */
export function rootFacts({ version, entries }: Lock, manifest: string | null): readonly SourceFact[] {
  const wanted = manifest === null ? null : readManifestSpecs(manifest)
  if (wanted === null) return []
  const root = entries.get('')
  if (version === 1 || root === undefined) return missingFacts(wanted.required, entries)
  const stated = statedSpecs(root)
  const names = [...new Set([...Object.keys(stated), ...Object.keys(wanted.all)])].sort()
  return names.flatMap((name) => {
    const spec = wanted.all[name] ?? null
    return fits(resolveFrom(entries, '', name), spec) && name in stated
      ? []
      : rootFact(name, stated[name] ?? null, spec)
  })
}

/** A lockfile without a root entry can only be asked whether what the manifest names is there. */
function missingFacts(required: Specs, entries: LockEntries): readonly SourceFact[] {
  return Object.keys(required)
    .filter((name) => resolveFrom(entries, '', name) === null)
    .sort()
    .map((name) => toRootFact(name, 'package.json asks for it and the lockfile has no such entry', []))
}

/** Where a name stands in several fields, the one npm takes. */
function statedSpecs(root: LockEntry): Specs {
  return { ...root.peerDependencies, ...root.devDependencies, ...root.dependencies, ...root.optionalDependencies }
}

/** `npm ci` accepts a root entry with an older range as long as the locked version is in the new one. */
function fits(entry: LockEntry | null, spec: string | null): boolean {
  if (entry === null || spec === null || entry.version === null || entry.statedName !== null || entry.linkTo !== null)
    return false
  return semver.satisfies(entry.version, spec)
}

function rootFact(name: string, stated: string | null, wanted: string | null): readonly SourceFact[] {
  if (stated === wanted) return []
  const route = ['packages', '']
  if (stated === null)
    return [toRootFact(name, `package.json asks for ${wanted}, the lockfile's root entry for nothing`, route)]
  if (wanted === null)
    return [toRootFact(name, `the lockfile's root entry asks for ${stated}, package.json for nothing`, route)]
  return [toRootFact(name, `package.json asks for ${wanted}, the lockfile's root entry for ${stated}`, route)]
}

function toRootFact(name: string, detail: string, route: Route): SourceFact {
  return outOfSync(`root:${name}`, name, { component: null, detail, route })
}

interface Details {
  readonly component: string | null
  readonly detail: string
  readonly route: Route
}

export function outOfSync(key: string, name: string | null, { component, detail, route }: Details): SourceFact {
  return { kind: 'out-of-sync', key, name, component, args: { detail }, route }
}

/** Where one side states no address or, for git and archives, no version, only what both state has to agree. */
function agree(old: LockEntry, current: LockEntry): boolean {
  if (old.linkTo !== null || current.linkTo !== null) return old.linkTo === current.linkTo
  const sameOrigin = old.resolved === null || old.resolved === current.resolved
  const sameVersion = old.version === null || (old.version === current.version && old.statedName === aliasOf(current))
  return sameOrigin && sameVersion && old.integrity === current.integrity
}

function aliasOf({ statedName, installedAs }: LockEntry): string | null {
  return statedName === installedAs ? null : statedName
}
