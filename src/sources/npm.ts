// package-lock.json and npm-shrinkwrap.json, lockfileVersion 1 to 4, as components and the graph between them.
import type { Component } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import type { Source, SourceFact } from '../model/source.ts'
import { isObject, type Json, readJson } from './json.ts'
import { readManifestSpecs, type WantedSpecs } from './manifest-specs.ts'
import { aliasTarget } from './names.ts'
import { type EntryFault, type LockEntries, type LockEntry, readPackages } from './npm-entries.ts'
import { directKeys, neededNames, toGraph } from './npm-graph.ts'
import { readLegacy, withProject } from './npm-legacy.ts'
import { alterationFact, bounded, disagreements, lackedNames, lackFact, rootFacts, sectionFact } from './npm-sync.ts'
import { isGit, isRegistryTarball, localPurl, npmPurl, originQualifier } from './purl.ts'
import { folderOf, type SourceContext, toReadSource, toUnreadSource } from './source.ts'
import { specOf } from './specs.ts'
import { type Fault, quoted, type TextFile, unreadable } from './text.ts'

/** Everything an npm lockfile says, by entry. */
export interface NpmLock {
  readonly status: 'lock'
  readonly version: number
  readonly entries: LockEntries
  /** Entries of the older section that are not, or not the same, in the newer one: npm 6 installs these. */
  readonly hidden: readonly LockEntry[]
  /** Names that only the newer section has, where there is an older one. */
  readonly lacked: readonly string[]
  /** What the root entry says of workspaces, unread: it counts only where there is no manifest. */
  readonly workspaces: unknown
  readonly lineOf: (route: Route) => number
}

/** Components of an npm lockfile. Never an empty tree for something that is none. */
export async function readNpmLockfile(file: TextFile, context: SourceContext): Promise<Source> {
  const lock = readNpmLock(file)
  if (lock.status !== 'lock') return toUnreadSource(file.path, 'npm-lockfile', lock)
  const { hidden, lacked } = lock
  const manifest = wantedBy(context.textOf(`${folderOf(file.path)}package.json`))
  const entries = lock.version === 1 && manifest !== null ? withProject(lock.entries, manifest) : lock.entries
  const direct = directKeys(entries)
  const components = [...entries.values()]
    .filter((entry) => isComponent(entry, entries))
    .map((entry) => toComponent(entry, { source: file.path, entries, direct }))
  const shadows = hidden.map((entry) => toShadow(entry, { source: file.path, entries, direct }))
  const facts = bounded([
    ...hidden.map(sectionFact),
    ...lacked.map(lackFact),
    ...rootFacts(entries, manifest),
    ...(await linkFacts(entries, manifest === null ? lock.workspaces : manifest.workspaces)),
    ...[...entries.values()].flatMap(alterationFact),
  ])
  return toReadSource({
    path: file.path,
    kind: 'npm-lockfile',
    components: [...components, ...shadows],
    facts,
    lineOf: lock.lineOf,
    graph: toGraph(entries, direct),
  })
}

/** Matching folders with globs takes a library that most lockfiles need not load. */
async function linkFacts(entries: LockEntries, workspaces: unknown): Promise<readonly SourceFact[]> {
  const hasLinks = [...entries.values()].some(({ linkTo }) => linkTo !== null)
  return hasLinks ? (await import('./npm-links.ts')).linkFacts(entries, workspaces) : []
}

function wantedBy(manifest: string | null): WantedSpecs | null {
  return manifest === null ? null : readManifestSpecs(manifest)
}

/** The entries of a lockfile's text, or why they must not be trusted. */
export function readNpmLock({ path, text }: TextFile): NpmLock | Fault {
  const json = readJson(text)
  if (json.status !== 'json') return json
  const { value, lineOf } = json
  if (!isObject(value)) return unreadable('it holds no JSON object', 1, WRITE_AGAIN)
  const version = versionOf(value)
  if (version !== 1 && version !== 2 && version !== 3 && version !== 4)
    return unknownVersion(value['lockfileVersion'], json)
  const sections = sectionsOf(value, version, folderOf(path))
  if ('reason' in sections) return unreadable(sections.reason, lineOf(sections.route), WRITE_AGAIN)
  return { status: 'lock', version, lineOf, ...sections }
}

const WRITE_AGAIN = 'Delete it and let npm install write it again, then review the result.'

/** npm up to 4, and `npm shrinkwrap` of its time, wrote no number: npm still reads these as version 1. */
function versionOf(value: Readonly<Record<string, unknown>>): unknown {
  const { lockfileVersion, dependencies, packages } = value
  return lockfileVersion === undefined && packages === undefined && isObject(dependencies) ? 1 : lockfileVersion
}

function unknownVersion(version: unknown, { lineOf }: Json): Fault {
  const reason =
    version === undefined
      ? 'it states no lockfileVersion'
      : `its lockfileVersion ${quoted(String(version))} is none of 1, 2, 3 and 4`
  return unreadable(reason, lineOf(['lockfileVersion']), 'Write it with a current npm.')
}

type Sections = Pick<NpmLock, 'entries' | 'hidden' | 'lacked' | 'workspaces'>

function sectionsOf(value: Readonly<Record<string, unknown>>, version: number, folder: string): Sections | EntryFault {
  const { packages, dependencies = {} } = value
  if (!isObject(dependencies)) return missing('dependencies', 'it has "dependencies" of the wrong type')
  const legacy = readLegacy(dependencies, folder)
  if ('status' in legacy) return legacy
  if (version === 1)
    return packages === undefined
      ? { entries: legacy, hidden: [], lacked: [], workspaces: undefined }
      : missing('packages', 'it has "packages", which lockfileVersion 1 does not have')
  if (!isObject(packages)) return missing('packages', 'it has no object "packages"')
  const entries = readPackages(packages, folder)
  if ('status' in entries) return entries
  const { workspaces } = isObject(packages['']) ? packages[''] : {}
  const lacked = version === 2 ? lackedNames(entries, legacy) : []
  return { entries, hidden: disagreements(entries, legacy), lacked, workspaces }
}

function missing(section: string, reason: string): EntryFault {
  return { status: 'fault', reason, route: [section] }
}

interface Surroundings {
  readonly source: string
  readonly entries: LockEntries
  readonly direct: ReadonlySet<string>
}

/** A linked folder is one component, at its link; the project itself is none. */
function isComponent({ key, installedAs }: LockEntry, entries: LockEntries): boolean {
  return key !== '' && (installedAs !== null || !linkedFolders(entries).has(key))
}

const linkedByEntries = new WeakMap<LockEntries, ReadonlySet<string>>()

function linkedFolders(entries: LockEntries): ReadonlySet<string> {
  const known = linkedByEntries.get(entries)
  if (known !== undefined) return known
  const linked = new Set([...entries.values()].flatMap(({ linkTo }) => linkTo ?? []))
  linkedByEntries.set(entries, linked)
  return linked
}

function toComponent(entry: LockEntry, { source, entries, direct }: Surroundings): Component {
  const target = entry.linkTo === null ? entry : (entries.get(entry.linkTo) ?? entry)
  const isLocal = entry.linkTo !== null || (entry.installedAs === null && entry.resolved === null)
  const name = target.statedName ?? entry.installedAs ?? target.installedAs ?? baseName(target.key)
  const bundled = isBundled(entry, entries)
  return {
    id: entry.key,
    source,
    ecosystem: isLocal ? 'local' : 'npm',
    name,
    version: target.version,
    spec: null,
    purl: isLocal ? localPurl(name, target.version) : npmPurl(name, target.version, originQualifier(entry.resolved)),
    integrity: entry.integrity,
    resolved: entry.resolved,
    archive: null,
    scope: entry.scope,
    direct: direct.has(entry.key),
    pinned: isLocal ? null : isPinned(entry),
    installScript: target.installScript,
    bundled,
    alias: entry.installedAs !== null && entry.installedAs !== name ? entry.installedAs : null,
    server: null,
    launcher: null,
    url: null,
    urlDigest: null,
    dependsOn: dependsOn(target),
    launch: null,
    lockedIn: null,
    route: entry.route,
  }
}

/** What only npm 6 sees stands beside the rest under an id of its own. */
function toShadow(entry: LockEntry, surroundings: Surroundings): Component {
  return { ...toComponent(entry, surroundings), id: `dependencies:${entry.key}` }
}

/** Real names of what is always installed along; an alias among them is what it stands for. */
function dependsOn(entry: LockEntry): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies } = entry
  return neededNames(entry).map((name) => {
    const spec = specOf(dependencies, name) ?? specOf(optionalDependencies, name) ?? specOf(peerDependencies, name)
    return (spec === null ? null : aliasTarget(spec)?.name) ?? name
  })
}

/** Only a registry's release, bytes with a digest, and a git commit are one thing for good. */
function isPinned({ integrity, resolved }: LockEntry): boolean {
  if (integrity !== null || resolved === null) return true
  return isGit(resolved) ? /#[0-9a-f]{40}$/.test(resolved) : isRegistryTarball(resolved)
}

/** The flag alone proves nothing: something above must bundle, and what has bytes of its own is judged by them. */
function isBundled({ inBundle, integrity, resolved, key }: LockEntry, entries: LockEntries): boolean {
  if (!inBundle || integrity !== null || resolved !== null) return false
  for (let end = key.lastIndexOf('/node_modules/'); end > 0; end = key.lastIndexOf('/node_modules/', end - 1))
    if (entries.get(key.slice(0, end))?.bundles === true) return true
  return false
}

function baseName(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}
