// Entries of npm's lockfiles, checked one by one: whatever npm's own reader would bend, drop or misread is refused here.
import type { Scope } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import { isObject } from './json.ts'
import { isPackageName } from './names.ts'
import { placeOf } from './npm-keys.ts'
import { faultOf, isPlainText, readSpecs, type Specs, splitPeers } from './specs.ts'
import { quoted } from './text.ts'

/** One place in the tree that npm would build. */
export interface LockEntry {
  /** The place: `node_modules/a/node_modules/b`, a workspace's folder, or '' for the project itself. */
  readonly key: string
  readonly route: Route
  /** Name of the folder below `node_modules`; null for folders elsewhere. */
  readonly installedAs: string | null
  /** The name that the entry itself states, if any. */
  readonly statedName: string | null
  readonly version: string | null
  readonly resolved: string | null
  readonly integrity: string | null
  /** Folder that a link leads to, as a key; null for everything that is no link. */
  readonly linkTo: string | null
  readonly scope: Scope
  readonly installScript: boolean | null
  /** The entry's claim to be inside its parent's tarball. */
  readonly inBundle: boolean
  readonly bundles: boolean
  /** npm's own mark for what nothing asks for. */
  readonly extraneous: boolean
  /** The field by which npm 12 says that it changes the package after unpacking it; null where it does not. */
  readonly alteredBy: string | null
  readonly dependencies: Specs
  readonly optionalDependencies: Specs
  readonly devDependencies: Specs
  /** Only those that npm installs by itself. */
  readonly peerDependencies: Specs
  /** Peers that are used where something else brings them. */
  readonly optionalPeers: Specs
}

/** Entries by key, in the order of the file. */
export type LockEntries = ReadonlyMap<string, LockEntry>

/** What is wrong with an entry, and where. */
export interface EntryFault {
  readonly status: 'fault'
  readonly reason: string
  readonly route: Route
}

export const MAX_ENTRIES = 100_000

/** Entries of a `packages` section. `folder` is where the lockfile stands, with its final slash. */
export function readPackages(packages: Readonly<Record<string, unknown>>, folder: string): LockEntries | EntryFault {
  const keys = Object.keys(packages)
  const crowd = collisionOf(keys)
  if (crowd !== null) return crowd
  const entries = new Map<string, LockEntry>()
  for (const key of keys) {
    const entry = readEntry(key, packages[key], folder)
    if ('status' in entry) return entry
    entries.set(key, entry)
  }
  for (const { key, linkTo } of entries.values())
    if (linkTo !== null && entries.get(linkTo)?.linkTo != null) return fault(key, 'is a link to a link')
  return entries
}

/** npm keeps one of several keys that differ in case or in Unicode form only. */
function collisionOf(keys: readonly string[]): EntryFault | null {
  if (keys.length > MAX_ENTRIES)
    return { status: 'fault', reason: `it has more than ${MAX_ENTRIES} entries`, route: ['packages'] }
  if (ALREADY_FOLDED.test(keys.join(' '))) return null
  const seen = new Set<string>()
  for (const key of keys) {
    const folded = ALREADY_FOLDED.test(key) ? key : key.normalize('NFKD').toLowerCase()
    if (seen.has(folded)) return fault(key, 'names the same folder as another entry where case does not count')
    seen.add(folded)
  }
  return null
}

const ALREADY_FOLDED = /^[\x20-\x40\x5b-\x7e]*$/

function readEntry(key: string, raw: unknown, folder: string): LockEntry | EntryFault {
  if (!isObject(raw)) return fault(key, `is ${kindOf(raw)} instead of an object`)
  const place = placeOf(key, folder)
  if (place.status === 'bad') return fault(key, place.reason)
  const wrong = wrongField(raw)
  if (wrong !== null) return fault(key, `has a bad "${wrong}"`, wrong)
  const name = text(raw['name'])
  if (name !== null && place.installedAs !== null && !isPackageName(name))
    return fault(key, 'has an invalid name', 'name')
  const specs = specsOf(raw)
  if (specs === null) return specsFault(key, raw)
  const linkTo = raw['link'] === true ? linkTarget(raw['resolved'], folder) : null
  if (raw['link'] === true && (linkTo === null || linkTo === key))
    return fault(key, 'is a link that leads nowhere or out of the repository', 'resolved')
  return {
    key,
    route: ['packages', key],
    installedAs: place.installedAs,
    statedName: name,
    version: text(raw['version']),
    resolved: text(raw['resolved']),
    integrity: text(raw['integrity']),
    linkTo,
    scope: scopeOf(raw),
    installScript: raw['hasInstallScript'] === true,
    inBundle: raw['inBundle'] === true,
    bundles: bundlesAny(raw['bundleDependencies']) || bundlesAny(raw['bundledDependencies']),
    extraneous: raw['extraneous'] === true,
    alteredBy: ALTERING.find((field) => Object.hasOwn(raw, field) && raw[field] !== false) ?? null,
    // One by one: to spread an object costs more than all the rest of this.
    dependencies: specs.dependencies,
    optionalDependencies: specs.optionalDependencies,
    devDependencies: specs.devDependencies,
    peerDependencies: specs.peerDependencies,
    optionalPeers: specs.optionalPeers,
  }
}

const ALTERING = ['patched', 'packageExtensionsApplied', 'npmExtensionApplied']

const FIELD_TYPES = new Map<string, 'string' | 'boolean'>([
  ['name', 'string'],
  ['version', 'string'],
  ['resolved', 'string'],
  ['integrity', 'string'],
  ['link', 'boolean'],
  ['dev', 'boolean'],
  ['optional', 'boolean'],
  ['devOptional', 'boolean'],
  ['peer', 'boolean'],
  ['inBundle', 'boolean'],
  ['extraneous', 'boolean'],
  ['hasInstallScript', 'boolean'],
])

/** The first field that npm would take for something else than it is; also one whose text is no plain one. */
function wrongField(raw: Readonly<Record<string, unknown>>): string | null {
  for (const field of Object.keys(raw)) {
    const type = FIELD_TYPES.get(field)
    if (type === undefined) continue
    const value = raw[field]
    if (typeof value !== type || (typeof value === 'string' && !isPlainText(value))) return field
  }
  return null
}

type EntrySpecs = Pick<
  LockEntry,
  'dependencies' | 'optionalDependencies' | 'devDependencies' | 'peerDependencies' | 'optionalPeers'
>

/** Null where one of them is no map of specs. */
function specsOf(raw: Readonly<Record<string, unknown>>): EntrySpecs | null {
  const dependencies = readSpecs(raw['dependencies'])
  const optionalDependencies = readSpecs(raw['optionalDependencies'])
  const devDependencies = readSpecs(raw['devDependencies'])
  const peers = readSpecs(raw['peerDependencies'])
  if (dependencies === null || optionalDependencies === null || devDependencies === null || peers === null) return null
  const [peerDependencies, optionalPeers] = splitPeers(peers, raw['peerDependenciesMeta'])
  return { dependencies, optionalDependencies, devDependencies, peerDependencies, optionalPeers }
}

const SPEC_FIELDS = ['dependencies', 'optionalDependencies', 'devDependencies', 'peerDependencies'] as const

function specsFault(key: string, raw: Readonly<Record<string, unknown>>): EntryFault {
  const field = SPEC_FIELDS.find((each) => readSpecs(raw[each]) === null) ?? 'dependencies'
  const { reason } = faultOf(raw[field])
  return fault(key, `has "${field}" that ${reason}`, field)
}

function scopeOf(raw: Readonly<Record<string, unknown>>): Scope {
  if (raw['dev'] === true) return 'development'
  if (raw['peer'] === true) return 'peer'
  return raw['optional'] === true || raw['devOptional'] === true ? 'optional' : 'production'
}

function bundlesAny(value: unknown): boolean {
  return value === true || (Array.isArray(value) && value.length > 0)
}

function linkTarget(resolved: unknown, folder: string): string | null {
  if (typeof resolved !== 'string') return null
  const target = resolved
    .replace(/^file:/, '')
    .replace(/^\.\//, '')
    .replace(/\/$/, '')
  return placeOf(target, folder).status === 'ok' ? target : null
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

function fault(key: string, what: string, field?: string): EntryFault {
  const route = field === undefined ? ['packages', key] : ['packages', key, field]
  return { status: 'fault', reason: `the entry ${quoted(key)} ${what}`, route }
}
