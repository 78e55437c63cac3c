// The packages of one document of a pnpm lockfile. What two versions of pnpm would read differently is refused.
import valid from 'semver/functions/valid.js'
import type { Route } from '../model/location.ts'
import { isObject } from './json.ts'
import type { LockRow, Need } from './lock-row.ts'
import type { LockYaml } from './lock-yaml.ts'
import { isPackageName } from './names.ts'
import { textOf } from './pnpm-importers.ts'
import { keyOfReference, type PnpmStyle, parsePnpmKey, withoutPeers } from './pnpm-keys.ts'
import { type Fault, quoted, unreadable } from './text.ts'

/** How one document is read. */
export interface Reading {
  readonly style: PnpmStyle
  /** What routes of this document begin with. */
  readonly prefix: Route
  /** The first document of two: all of it is pnpm's own. */
  readonly isTools: boolean
}

/** Stands before routes and ids of the first document of two. */
export const TOOLS = 'tools'

/** One row for each package; entries that differ only in their peers are one. */
export function readPnpmRows({ value, lineOf }: LockYaml, reading: Reading): readonly LockRow[] | Fault {
  const [packages, snapshots] = [value['packages'] ?? {}, value['snapshots'] ?? {}]
  if (!isObject(packages)) return wrong('its "packages" is no map', lineOf(['packages']))
  if (!isObject(snapshots)) return wrong('its "snapshots" is no map', lineOf(['snapshots']))
  const stray = Object.keys(snapshots).find((key) => reading.style !== 9 || !isSnapshot(key, snapshots[key], packages))
  if (stray !== undefined) return wrong(`its snapshot ${quoted(stray)} is of no package`, lineOf(['snapshots', stray]))
  const needs = needsOf(reading.style === 9 ? snapshots : packages, reading)
  const rows = new Map<string, LockRow>()
  for (const [key, entry] of Object.entries(packages)) {
    const id = idOf(key, reading)
    const same = rows.get(id)
    // The first row of an id has the needs of all: to sort them out for each would cost their square.
    const own = same === undefined ? (needs.get(id) ?? []) : []
    const row = isObject(entry) ? toRow(key, entry, { reading, needs: own }) : null
    if (row === null) return wrong(`its entry ${quoted(key)} is none`, lineOf(['packages', key]))
    if (same !== undefined && !isSameRow(same, row))
      return wrong(`it has two entries ${quoted(id)} that differ`, lineOf(['packages', key]))
    if (same === undefined) rows.set(id, row)
  }
  return [...rows.values()]
}

/** The id of the row that a reference under `name` means; null for folders of the repository. */
export function targetOf(name: string, reference: string, reading: Reading): string | null {
  const key = keyOfReference(name, reference, reading.style)
  return key === null ? null : idOf(key, reading)
}

function wrong(reason: string, line: number): Fault {
  return unreadable(reason, line, 'Write it with pnpm install and review the result.')
}

/** pnpm lays a snapshot over its package: what tells where the bytes come from must stand in the package alone. */
function isSnapshot(key: string, snapshot: unknown, packages: Readonly<Record<string, unknown>>): boolean {
  if (!isObject(snapshot) || !Object.hasOwn(packages, withoutPeers(key))) return false
  return ['resolution', 'name', 'version'].every((field) => !Object.hasOwn(snapshot, field))
}

/** Keys that differ only in their peers are one package. */
function idOf(key: string, { prefix, style }: Reading): string {
  const parsed = parsePnpmKey(key, style)
  const id = parsed === null ? withoutPeers(key) : `${parsed.name}@${parsed.reference}`
  return prefix.length > 0 ? `${TOOLS}:${id}` : id
}

function needsOf(entries: Readonly<Record<string, unknown>>, reading: Reading): ReadonlyMap<string, readonly Need[]> {
  const found = new Map<string, Need[]>()
  for (const [key, entry] of Object.entries(entries)) {
    const id = idOf(key, reading)
    const needs = found.get(id) ?? []
    found.set(id, needs)
    for (const section of ['dependencies', 'optionalDependencies'])
      for (const need of isObject(entry) ? toNeeds(entry[section], reading) : []) needs.push(need)
  }
  return found
}

function toNeeds(section: unknown, reading: Reading): readonly Need[] {
  if (!isObject(section)) return []
  return Object.entries(section).flatMap(([name, reference]) =>
    typeof reference === 'string' ? [{ name, id: targetOf(name, reference, reading) }] : [],
  )
}

interface RowContext {
  readonly reading: Reading
  readonly needs: readonly Need[]
}

/** Null where it does not tell one package and where it comes from. */
function toRow(key: string, entry: Readonly<Record<string, unknown>>, { reading, needs }: RowContext): LockRow | null {
  const parsed = parsePnpmKey(key, reading.style)
  const { resolution } = entry
  const [own, ownVersion] = [textOf(entry['name']), textOf(entry['version'])]
  const name = parsed?.name ?? own
  if (name === null || !isPackageName(name) || !isObject(resolution)) return null
  const keyVersion = parsed !== null && valid(parsed.reference) !== null ? parsed.reference : null
  if ((own !== null && own !== name) || (keyVersion !== null && (ownVersion ?? keyVersion) !== keyVersion)) return null
  return {
    id: idOf(key, reading),
    name,
    installedAs: [],
    version: keyVersion ?? ownVersion,
    integrity: textOf(resolution['integrity']),
    resolved: originOf(resolution, parsed?.reference ?? key),
    archive: null,
    isLocal: textOf(resolution['type']) === 'directory',
    // Version 9 keeps no such flag.
    installScript: reading.style === 9 ? null : entry['requiresBuild'] === 'true',
    bundled: false,
    needs: needs.filter((need) => !isOptionalPeer(need.name, entry)),
    uses: needs.filter((need) => isOptionalPeer(need.name, entry)),
    route: [...reading.prefix, 'packages', key],
  }
}

/** Peers that were there stand among the dependencies. */
function isOptionalPeer(name: string, { peerDependenciesMeta: meta }: Readonly<Record<string, unknown>>): boolean {
  if (!isObject(meta) || !Object.hasOwn(meta, name)) return false
  const peer = meta[name]
  return isObject(peer) && peer['optional'] === 'true'
}

/** Where the bytes come from, if from no registry by its own rules. */
function originOf(resolution: Readonly<Record<string, unknown>>, reference: string): string | null {
  const [tarball, repo, commit] = ['tarball', 'repo', 'commit'].map((field) => textOf(resolution[field]))
  if (repo) return `git+${repo}${commit ? `#${commit}` : ''}`
  if (tarball) return tarball
  // Programs by address, one or one for each system.
  const type = textOf(resolution['type'])
  if (type === 'binary' || type === 'variations') return textOf(resolution['url']) ?? `${type}:${reference}`
  return valid(reference) ? null : reference
}

function isSameRow(one: LockRow, other: LockRow): boolean {
  return one.integrity === other.integrity && one.resolved === other.resolved && one.isLocal === other.isLocal
}
