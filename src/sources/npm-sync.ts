// Where an npm lockfile contradicts itself or its manifest.
import satisfies from 'semver/functions/satisfies.js'
import type { Route } from '../model/location.ts'
import type { SourceFact } from '../model/source.ts'
import type { WantedSpecs } from './manifest-specs.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { resolveFrom } from './npm-graph.ts'
import { type Specs, specOf } from './specs.ts'

/** Entries of the older section that the newer one has not, or has otherwise. */
export function disagreements(entries: LockEntries, legacy: LockEntries): readonly LockEntry[] {
  return [...legacy.values()].filter((old) => {
    const current = entries.get(old.key)
    return current === undefined || !agree(old, current)
  })
}

/** Names that the newer section installs and the older one does not know, sorted. */
export function lackedNames(entries: LockEntries, legacy: LockEntries): readonly string[] {
  const known = new Set([...legacy.values()].flatMap(realNames))
  const all = [...entries.values()].filter(({ installedAs, linkTo }) => installedAs !== null && linkTo === null)
  return [...new Set(all.filter((entry) => !realNames(entry).some((name) => known.has(name))).map(nameOf))].sort()
}

export function lackFact(name: string): SourceFact {
  const detail = `npm 6 would not install ${name}, later versions would`
  return outOfSync(`lacked:${name}`, name, { component: null, detail, route: ['dependencies'] })
}

/** npm 6 installs from the older section, later ones from the newer. */
export function sectionFact(entry: LockEntry): SourceFact {
  const name = nameOf(entry)
  const detail = `npm 6 would install ${name}@${entry.version ?? entry.resolved ?? ''}, later versions something else`
  return outOfSync(`sections:${entry.key}`, name, {
    component: `dependencies:${entry.key}`,
    detail,
    route: entry.route,
  })
}

/** An entry whose package npm changes after unpacking it: its bytes are not those that run. */
export function alterationFact(entry: LockEntry): readonly SourceFact[] {
  const { alteredBy, key, route } = entry
  if (alteredBy === null) return []
  const args = { mechanism: `"${alteredBy}" in the lockfile`, spec: 'a changed copy of it' }
  return [{ kind: 'override', key: `${alteredBy}:${key}`, name: nameOf(entry), component: key, args, route }]
}

/**
 * Where the manifest asks for something else than the lockfile's root entry says that it does, and what the project
 * asks for and the lockfile lacks. `manifest` is null where there is none to compare with.
 */
export function rootFacts(entries: LockEntries, manifest: WantedSpecs | null): readonly SourceFact[] {
  return projectFacts(entries, '', manifest)
}

/** The same for the project or one of its workspaces, by key. */
export function projectFacts(entries: LockEntries, key: string, manifest: WantedSpecs | null): readonly SourceFact[] {
  const root = entries.get(key)
  if (root === undefined) return []
  const stated = statedSpecs(root)
  const wanted = manifest?.all ?? stated
  const required = manifest?.required ?? { ...root.devDependencies, ...root.dependencies }
  const names = [...new Set([...Object.keys(stated), ...Object.keys(wanted)])].sort()
  return names.flatMap((name) => {
    const entry = resolveFrom(entries, key, name)
    if (entry === null && Object.hasOwn(required, name) && !Object.hasOwn(root.optionalDependencies, name))
      return toRootFact(key, name, `the project asks for ${specOf(required, name)}, and the lockfile has no such entry`)
    return rootFact(key, name, { stated: specOf(stated, name), wanted: specOf(wanted, name), entry })
  })
}

/** Where a name stands in several fields, the one npm takes. */
function statedSpecs(root: LockEntry): Specs {
  return { ...root.peerDependencies, ...root.devDependencies, ...root.dependencies, ...root.optionalDependencies }
}

/** `npm ci` accepts a root entry with an older range as long as the locked version is in the new one. */
function fits(entry: LockEntry | null, spec: string | null): boolean {
  if (entry === null || spec === null || entry.version === null || entry.statedName !== null || entry.linkTo !== null)
    return false
  return satisfies(entry.version, spec)
}

interface Asked {
  readonly stated: string | null
  readonly wanted: string | null
  readonly entry: LockEntry | null
}

function rootFact(key: string, name: string, { stated, wanted, entry }: Asked): readonly SourceFact[] {
  if (stated === wanted || (stated !== null && fits(entry, wanted))) return []
  if (stated === null)
    return [toRootFact(key, name, `package.json asks for ${wanted}, the lockfile's root entry for nothing`)]
  if (wanted === null)
    return [toRootFact(key, name, `the lockfile's root entry asks for ${stated}, package.json for nothing`)]
  return [toRootFact(key, name, `package.json asks for ${wanted}, the lockfile's root entry for ${stated}`)]
}

function toRootFact(key: string, name: string, detail: string): SourceFact {
  return outOfSync(`root:${key}:${name}`, name, { component: null, detail, route: ['packages', key] })
}

/** Far more than anyone reads; a lockfile could hold a million. */
const MAX_FACTS = 500

/** The first facts, and one that counts the rest. */
export function bounded(facts: readonly SourceFact[]): readonly SourceFact[] {
  const rest = facts.length - MAX_FACTS
  if (rest <= 0) return facts
  const detail = `${rest} further differences are not listed`
  return [...facts.slice(0, MAX_FACTS), outOfSync(`more:${rest}`, null, { component: null, detail, route: [] })]
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

function nameOf({ statedName, installedAs, key }: LockEntry): string {
  return statedName ?? installedAs ?? key
}

/** For what comes from git, the older section knows only the folder's name. */
function realNames({ statedName, installedAs }: LockEntry): readonly string[] {
  return [statedName, installedAs].filter((name) => name !== null)
}

function aliasOf({ statedName, installedAs }: LockEntry): string | null {
  return statedName === installedAs ? null : statedName
}
