// npm's nested `dependencies` section (lockfileVersion 1, and the older half of version 2) as entries by key.
import type { Route } from '../model/location.ts'
import { isObject } from './json.ts'
import { aliasTarget, isPackageName } from './names.ts'
import { type EntryFault, type LockEntries, type LockEntry, MAX_ENTRIES } from './npm-entries.ts'
import { placeOf } from './npm-keys.ts'
import { isGit } from './purl.ts'
import { isPlainText, NO_SPECS, readSpecs, type Specs } from './specs.ts'
import { quoted } from './text.ts'

interface Level {
  readonly section: Readonly<Record<string, unknown>>
  readonly parentKey: string
  readonly parentRoute: Route
}

/** Entries of a `dependencies` section, keyed as npm would place them. `folder` is where the lockfile stands. */
export function readLegacy(section: Readonly<Record<string, unknown>>, folder: string): LockEntries | EntryFault {
  const entries = new Map<string, LockEntry>()
  const levels: Level[] = [{ section, parentKey: '', parentRoute: [] }]
  for (let level = levels.pop(); level !== undefined; level = levels.pop()) {
    for (const name of Object.keys(level.section)) {
      const route = [...level.parentRoute, 'dependencies', name]
      const raw = level.section[name]
      if (!isPackageName(name)) return fault(name, 'has a name that no package can have', route)
      if (!isObject(raw)) return fault(name, 'is no object', route)
      const entry = toEntry(name, raw, { level, route, folder })
      if ('status' in entry) return entry
      if (entries.size >= MAX_ENTRIES) return fault(name, `is beyond the bound of ${MAX_ENTRIES} entries`, route)
      entries.set(entry.key, entry)
      const nested = raw['dependencies'] ?? NO_SPECS
      if (!isObject(nested)) return fault(name, 'has "dependencies" of the wrong type', route)
      // What is nested under a link stands in the linked folder.
      levels.push({ section: nested, parentKey: entry.linkTo ?? entry.key, parentRoute: route })
    }
  }
  return entries
}

/** The entries with the project itself among them, which this format leaves to the manifest. */
export function withProject(entries: LockEntries, { all }: { readonly all: Specs }): LockEntries {
  return new Map([['', { ...PROJECT, dependencies: all }], ...entries])
}

const PROJECT: LockEntry = {
  key: '',
  route: [],
  installedAs: null,
  statedName: null,
  version: null,
  resolved: null,
  integrity: null,
  linkTo: null,
  scope: 'production',
  installScript: null,
  inBundle: false,
  bundles: false,
  extraneous: false,
  alteredBy: null,
  dependencies: NO_SPECS,
  optionalDependencies: NO_SPECS,
  devDependencies: NO_SPECS,
  peerDependencies: NO_SPECS,
  optionalPeers: NO_SPECS,
}

interface Where {
  readonly level: Level
  readonly route: Route
  readonly folder: string
}

function toEntry(
  name: string,
  raw: Readonly<Record<string, unknown>>,
  { level, route, folder }: Where,
): LockEntry | EntryFault {
  const wrong = wrongField(raw)
  if (wrong !== null) return fault(name, `has a bad "${wrong}"`, [...route, wrong])
  const key = `${level.parentKey === '' ? '' : `${level.parentKey}/`}node_modules/${name}`
  const place = placeOf(key, folder)
  if (place.status === 'bad') return fault(name, place.reason, route)
  const origin = originOf(text(raw['version']), text(raw['resolved']))
  if (origin.linkTo !== null && placeOf(origin.linkTo, folder).status === 'bad')
    return fault(name, 'is a link that leads out of the repository', [...route, 'version'])
  if (origin.statedName !== null && !isPackageName(origin.statedName))
    return fault(name, 'has an invalid name', [...route, 'version'])
  return {
    key,
    route,
    installedAs: name,
    ...origin,
    integrity: text(raw['integrity']),
    scope: raw['dev'] === true ? 'development' : raw['optional'] === true ? 'optional' : 'production',
    installScript: null,
    inBundle: raw['bundled'] === true,
    bundles: true,
    extraneous: raw['extraneous'] === true,
    alteredBy: null,
    dependencies: requiresOf(raw) ?? NO_SPECS,
    optionalDependencies: NO_SPECS,
    devDependencies: NO_SPECS,
    peerDependencies: NO_SPECS,
    optionalPeers: NO_SPECS,
  }
}

type Origin = Pick<LockEntry, 'statedName' | 'version' | 'resolved' | 'linkTo'>

/** In this format `version` may be an alias, a folder, an archive, a git or another address. */
function originOf(version: string | null, resolved: string | null): Origin {
  const plain = { statedName: null, version, resolved, linkTo: null }
  if (version === null) return plain
  const alias = aliasTarget(version)
  if (alias !== null) return { ...plain, statedName: alias.name, version: alias.range === '' ? null : alias.range }
  if (version.startsWith('file:') && !ARCHIVE.test(version)) {
    const linkTo = version.slice('file:'.length).replace(/^\.\//, '').replace(/\/$/, '')
    return { statedName: null, version: null, resolved: linkTo, linkTo }
  }
  if (isGit(version) || ADDRESS.test(version))
    return { ...plain, version: null, resolved: SHORTHAND.test(version) ? `github:${version}` : version }
  return plain
}

const ARCHIVE = /\.(?:tgz|tar\.gz|tar)$/i
const ADDRESS = /^[a-z][a-z0-9+.-]*:|\//i
/** `owner/repository#commit`. */
const SHORTHAND = /^[\w.-]+\/[\w.-]+(?:#|$)/

const TEXT_FIELDS = ['version', 'resolved', 'integrity', 'from'] as const
const FLAGS = ['dev', 'optional', 'bundled', 'peer', 'extraneous'] as const

function wrongField(raw: Readonly<Record<string, unknown>>): string | null {
  const text = TEXT_FIELDS.find((field) => field in raw && !isTextOrFalse(raw[field]))
  const flag = FLAGS.find((field) => field in raw && typeof raw[field] !== 'boolean')
  return text ?? flag ?? (requiresOf(raw) === null ? 'requires' : null)
}

/** `true` says no more than that the parent's list is to be trusted. */
function requiresOf({ requires }: Readonly<Record<string, unknown>>): Specs | null {
  return typeof requires === 'boolean' ? NO_SPECS : readSpecs(requires)
}

/** npm 5 wrote `false` where it knew no address. */
function isTextOrFalse(value: unknown): boolean {
  return value === false || (typeof value === 'string' && isPlainText(value))
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function fault(name: string, what: string, route: Route): EntryFault {
  return { status: 'fault', reason: `the entry ${quoted(name)} ${what}`, route }
}
