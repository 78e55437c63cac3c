// The packages of a bun.lock: lists of an identity, a registry's address, details and a hash.
import valid from 'semver/functions/valid.js'
import { type Resolver, resolverOf, segmentsOf } from './bun-keys.ts'
import {
  type DocumentEntry,
  type DocumentList,
  type DocumentMap,
  type DocumentNode,
  lastValue,
  textOf,
} from './document.ts'
import type { LockRow, Need } from './lock-row.ts'
import { isPackageName } from './names.ts'
import { type Fault, quoted, unreadable } from './text.ts'

/** One row for each key, none of which may stand twice. */
export function readBunRows(root: DocumentNode): readonly LockRow[] | Fault {
  if (root.kind !== 'map') return wrong('it holds no object', root.line)
  const repeated = repeatedIn(root)
  if (repeated !== null) return wrong(`${quoted(repeated.key)} stands twice`, repeated.line)
  const packages = root.entries.find(({ key }) => key === 'packages')?.value
  if (packages === undefined) return []
  if (packages.kind !== 'map') return wrong('its "packages" is no object', packages.line)
  const twice = repeatedIn(packages)
  if (twice !== null) return wrong(`the package ${quoted(twice.key)} stands twice`, twice.line)
  const resolver = resolverOf(packages.entries.map(({ key }) => key))
  const rows: LockRow[] = []
  for (const { key, value, line } of packages.entries) {
    const row = value.kind === 'list' ? toRow(key, value, resolver) : null
    if (row === null) return wrong(`its entry ${quoted(key)} is none`, line)
    rows.push(row)
  }
  return rows
}

/** Names that a map of specs holds. */
export function namesIn(node: DocumentNode, section: string): readonly string[] {
  const specs = lastValue(node, section)
  return specs?.kind === 'map' ? specs.entries.map(({ key }) => key) : []
}

function repeatedIn({ entries }: DocumentMap): DocumentEntry | null {
  const taken = new Set<string>()
  for (const entry of entries) {
    if (taken.has(entry.key)) return entry
    taken.add(entry.key)
  }
  return null
}

function wrong(reason: string, line: number): Fault {
  return unreadable(reason, line, 'Write it with bun install and review the result.')
}

/** Null where the list says not what is installed. */
function toRow(key: string, { items: parts }: DocumentList, resolver: Resolver): LockRow | null {
  const identity = textAt(parts, 0) ?? ''
  const at = identity.indexOf('@', 1)
  const [name, reference] = [identity.slice(0, at), identity.slice(at + 1)]
  const installedAs = segmentsOf(key)?.at(-1) ?? ''
  if (at < 0 || !isPackageName(name) || !isPackageName(installedAs)) return null
  const fromRegistry = valid(reference) !== null
  const details = parts.find((part) => part.kind === 'map')
  const address = textAt(parts, 1)
  if (fromRegistry && (address === null || details === undefined)) return null
  return {
    id: key,
    name,
    installedAs: [installedAs],
    version: fromRegistry ? reference : null,
    integrity: integrityOf(parts),
    resolved: fromRegistry ? address || null : reference,
    archive: null,
    isLocal: isFolder(reference),
    installScript: null,
    bundled: details !== undefined && textOf(lastValue(details, 'bundled')) === 'true',
    ...needsOf(details, resolver(key)),
    route: ['packages', key],
  }
}

function textAt(parts: readonly DocumentNode[], index: number): string | null {
  const part = parts[index]
  return part?.kind === 'scalar' && typeof part.value === 'string' ? part.value : null
}

function isFolder(reference: string): boolean {
  return (
    /^(?:workspace|root|link):/.test(reference) || (/^file:/.test(reference) && !/\.t(?:ar\.)?gz$/i.test(reference))
  )
}

function integrityOf(parts: readonly DocumentNode[]): string | null {
  const last = textAt(parts, parts.length - 1)
  return last !== null && /^(?:sha\d+|md5)-/.test(last) ? last : null
}

function needsOf(details: DocumentMap | undefined, resolve: ReturnType<Resolver>): Pick<LockRow, 'needs' | 'uses'> {
  if (details === undefined) return { needs: [], uses: [] }
  const peers = lastValue(details, 'optionalPeers')
  const optionalPeers = new Set(peers?.kind === 'list' ? peers.items.map(textOf) : [])
  const toNeed = (name: string): Need => ({ name, id: resolve(name) })
  const asked = ['dependencies', 'optionalDependencies'].flatMap((section) => namesIn(details, section))
  const all = namesIn(details, 'peerDependencies')
  return {
    needs: [...asked, ...all.filter((name) => !optionalPeers.has(name))].map(toNeed),
    uses: all.filter((name) => optionalPeers.has(name)).map(toNeed),
  }
}
