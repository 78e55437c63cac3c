// The entries of a yarn.lock of yarn 2 and later. Yarn installs what `resolution` says, whatever the key asks for.
import valid from 'semver/functions/valid.js'
import type { Archive } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import type { SourceFact } from '../model/source.ts'
import { isObject } from './json.ts'
import type { LockRow, Need } from './lock-row.ts'
import { folderFor, outsideRange, undeclaredAlias } from './lock-sync.ts'
import { isPackageName } from './names.ts'
import { type Fault, quoted, unreadable } from './text.ts'

type Entry = Readonly<Record<string, unknown>>

export interface BerryEntries {
  readonly entries: Entry
  /** The format of archives whose checksum names none; null where the lockfile does not tell. */
  readonly format: string | null
  readonly lineOf: (route: Route) => number
}

/** One row for each entry. Refused: a descriptor that stands twice, and a resolution that names no package and version. */
export function readBerryRows({ entries, format, lineOf }: BerryEntries): readonly LockRow[] | Fault {
  const index: Index = { byDescriptor: new Map(), byName: new Map(), format }
  for (const key of Object.keys(entries)) {
    const repeated = addTo(index, key)
    if (repeated !== null) return wrong(`${quoted(repeated)} stands twice`, lineOf([key]))
  }
  const rows: LockRow[] = []
  const patches: Patch[] = []
  for (const [key, entry] of Object.entries(entries)) {
    const patch = isObject(entry) ? ownPatchOf(key, entry, format) : null
    if (patch !== null) patches.push(patch)
    const row = isObject(entry) && patch === null ? toRow(key, entry, index) : null
    if (row !== null) rows.push(row)
    else if (patch === null)
      return wrong(`its entry ${quoted(key)} does not tell what it is resolved to`, lineOf([key]))
  }
  const releases = new Set(
    rows.filter(({ resolved }) => resolved === null).map(({ name, version }) => `${name}@${version}`),
  )
  const stray = patches.find(({ release }) => !releases.has(release))
  if (stray !== undefined) return wrong(`what ${quoted(stray.key)} patches is not in it`, lineOf([stray.key]))
  return withPatches(rows, patches)
}

/** Whether each descriptor of an entry asks for what it got. */
export function descriptorFacts(row: LockRow): readonly SourceFact[] {
  return descriptorsOf(row.id).flatMap((descriptor) => {
    const [name, range] = splitDescriptor(descriptor)
    const spec = range.replace(/^npm:(?!@?[^@]+@)/, '')
    const wish = { name, spec, row, route: row.route }
    // Yarn keeps the name of a descriptor whatever stands behind it: only an alias may change it.
    const declared = { ...wish, spec: spec.startsWith('npm:') ? spec : null }
    return [...undeclaredAlias(declared), ...folderFor(wish), ...(row.resolved === null ? outsideRange(wish) : [])]
  })
}

/** True for the key of the workspace at the root. */
export function isProject(key: string): boolean {
  return descriptorsOf(key).some((descriptor) => descriptor.endsWith('@workspace:.'))
}

function wrong(reason: string, line: number): Fault {
  return unreadable(reason, line, 'Delete it, let yarn install write it again, and review the result.')
}

function descriptorsOf(key: string): readonly string[] {
  return key.split(', ')
}

function splitDescriptor(descriptor: string): readonly [name: string, range: string] {
  const at = descriptor.indexOf('@', 1)
  return at < 0 ? [descriptor, ''] : [descriptor.slice(0, at), descriptor.slice(at + 1)]
}

interface Patch {
  readonly key: string
  /** What it is laid over. */
  readonly release: string
  /** What yarn installs in place of the release's. */
  readonly archive: Archive
}

/** Patches that yarn itself carries for three packages: nobody's code but yarn's, and the same release stands there unpatched. */
function ownPatchOf(key: string, entry: Entry, format: string | null): Patch | null {
  if (!OWN_PATCH_KEY.test(key)) return null
  const found = OWN_PATCH.exec(String(entry['resolution']))
  const name = splitDescriptor(key)[0]
  if (found === null || found[1] !== name) return null
  const archive = archiveOf(entry, format)
  // Another patch of a later yarn gives other bytes, with nothing wrong about them.
  return { key, release: `${name}@${found[2]}`, archive: { ...archive, format: `${found[3]} ${archive.format}` } }
}

const OWN_PATCH_KEY =
  /^(fsevents|resolve|typescript)@patch:\1@[^#,]+#(?:optional!|~)*builtin<compat\/\1>(?:, \1@patch:\1@[^#,]+#(?:optional!|~)*builtin<compat\/\1>)*$/
const OWN_PATCH =
  /^(fsevents|resolve|typescript)@patch:\1@npm%3A([^#:]+)#(?:optional!|~)*builtin<compat\/\1>(?:::([^:]*))?$/

/** Null where its resolution names no package. */
function toRow(key: string, entry: Entry, index: Index): LockRow | null {
  const [name, reference] = splitDescriptor(typeof entry['resolution'] === 'string' ? entry['resolution'] : '')
  const version = versionOf(entry, reference)
  if (reference === '' || !isPackageName(name) || (reference.startsWith('npm:') && version === null)) return null
  return {
    id: key,
    name,
    installedAs: [...new Set(descriptorsOf(key).map((descriptor) => splitDescriptor(descriptor)[0]))],
    version,
    integrity: null,
    resolved: originOf(reference),
    archive: archiveOf(entry, index.format),
    isLocal: /^(?:workspace|link):/.test(reference) || (/^file:/.test(reference) && !ARCHIVE.test(reference)),
    installScript: null,
    bundled: false,
    needs: ['dependencies', 'optionalDependencies'].flatMap((section) => needsOf(entry[section], index)),
    uses: patched(key, name, index),
    route: [key],
  }
}

/** A release and what yarn makes of it by its own patches are one package: both are what is installed. */
function withPatches(rows: readonly LockRow[], patches: readonly Patch[]): readonly LockRow[] {
  if (patches.length === 0) return rows
  const byRelease = Map.groupBy(patches, ({ release }) => release)
  return rows.map((row) => {
    const own = row.resolved === null ? byRelease.get(`${row.name}@${row.version}`) : undefined
    if (own === undefined || row.archive === null) return row
    const parts = [row.archive, ...own.map(({ archive }) => archive)]
    const joined = (field: keyof Archive) => parts.map((part) => part[field] ?? 'none').join(', ')
    const digest = parts.every((part) => part.digest === null) ? null : joined('digest')
    return { ...row, archive: { format: joined('format'), digest, conditions: row.archive.conditions } }
  })
}

/** As yarn itself takes a checksum apart: a format, if there is one, stands before the last slash. */
function archiveOf(entry: Entry, format: string | null): Archive {
  const [checksum, conditions] = [entry['checksum'], entry['conditions']]
  const shared = { conditions: typeof conditions === 'string' ? conditions : null }
  if (typeof checksum !== 'string') return { ...shared, format: null, digest: null }
  const [, own, digest = ''] = /^(?:(\d.*)\/)?(.*)$/s.exec(checksum) ?? []
  return { ...shared, format: own ?? (checksum.includes('/') ? null : format), digest }
}

const ARCHIVE = /\.(?:tgz|tar\.gz|tar)(?:#|::|$)/i

/** A patch keeps the entry that it is laid over. */
function patched(key: string, name: string, { byDescriptor }: Index): readonly Need[] {
  const original = /^@?[^@]+@patch:([^#]+)#/.exec(key)?.[1] ?? ''
  const id = byDescriptor.get(original) ?? byDescriptor.get(original.replaceAll('%3A', ':'))
  return id === undefined ? [] : [{ name, id }]
}

/** Null also where the registry is asked for something that is no version. */
function versionOf(entry: Entry, reference: string): string | null {
  const [, registry] = /^npm:([^:]*)/.exec(reference) ?? []
  const version = registry ?? entry['version']
  return typeof version === 'string' && valid(version) ? version : null
}

/** Null for what the registry serves by its own rules; the address where one is named; the whole reference otherwise. */
function originOf(reference: string): string | null {
  const [, parameters] = /^npm:[^:]+(?:::(.*))?$/.exec(reference) ?? [null, null]
  if (!reference.startsWith('npm:')) return reference
  return parameters ? new URLSearchParams(parameters).get('__archiveUrl') : null
}

function needsOf(section: unknown, index: Index): readonly Need[] {
  if (!isObject(section)) return []
  return Object.entries(section).map(([name, range]) => ({ name, id: targetOf(name, String(range), index) }))
}

interface Index extends Pick<BerryEntries, 'format'> {
  readonly byDescriptor: Map<string, string>
  /** Keys by the name they are asked for by; null where there are several. */
  readonly byName: Map<string, string | null>
}

/** The descriptor that stands in another entry already; null where there is none. */
function addTo({ byDescriptor, byName }: Index, key: string): string | null {
  for (const descriptor of descriptorsOf(key)) {
    if (byDescriptor.has(descriptor)) return descriptor
    byDescriptor.set(descriptor, key)
    const name = splitDescriptor(descriptor)[0]
    byName.set(name, byName.has(name) && byName.get(name) !== key ? null : key)
  }
  return null
}

/**
 * Yarn 2 and 3 leave `npm:` out of the ranges of dependencies, and not out of the keys. With `resolutions` nothing may
 * stand for the range: the name's only entry is then what is meant.
 */
function targetOf(name: string, range: string, { byDescriptor, byName }: Index): string | null {
  const exact = byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`)
  return exact ?? byName.get(name) ?? null
}
