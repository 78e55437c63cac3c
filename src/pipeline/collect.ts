// From two snapshots to two inventories: finds the sources that differ, reads them with what is needed to understand them, nothing else.
import { SourceError } from '../errors.ts'
import type { Snapshot, TreeEntry } from '../model/snapshot.ts'
import type { Inventory, SourceKind } from '../model/source.ts'
import {
  classify,
  committedAs,
  contextOf,
  maxBytesOf,
  mayBeClientConfig,
  veilsClientConfigs,
} from '../sources/classify.ts'
import type { FileContent } from '../sources/index.ts'
import { MAX_TOTAL_BYTES } from '../sources/text.ts'
import { governedConfigs } from './governed.ts'

export interface Collected {
  readonly base: Inventory | null
  readonly head: Inventory
  /** Sources that the policy's `ignore` keeps from being judged, sorted. */
  readonly ignored: readonly { readonly path: string; readonly kind: SourceKind }[]
  /** Sources that the base has and the head has not, sorted. */
  readonly removed: readonly { readonly path: string; readonly kind: SourceKind }[]
  /** Files read from the head: manifests and lockfiles among them. */
  readonly headTexts: Texts
}

/** Texts of files, decoded when asked for. */
export interface Texts {
  readonly paths: readonly string[]
  get(path: string): string | undefined
}

interface Sides {
  readonly base: Snapshot | null
  readonly head: Snapshot
  readonly ignore: readonly string[]
}

/** With a base: every source that differs, and the lockfiles and manifests around it. Without one: every source. */
export async function collect({ base, head, ignore }: Sides): Promise<Collected> {
  const [baseTree, headTree] = await Promise.all([base ? listTree(base) : null, listTree(head)])
  const differing = differingPaths(baseTree, headTree)
  const isIgnored = await toIgnoreTest(ignore)
  const candidates = differing.filter(
    (path) => classify(path) !== null || mayBeClientConfig(path) || isVeil(headTree.get(path)),
  )
  const wanted = withGoverningLockfiles(
    candidates.filter((path) => !isIgnored(path)),
    headTree,
  )
  const unchanged = base === null ? [] : unchangedConfigs(wanted, headTree).filter((path) => !isIgnored(path))
  const paths = [...wanted, ...unchanged].sort()
  const [baseSide, headSide] = await Promise.all([
    base && baseTree ? readSide(base, baseTree, paths) : null,
    readSide(head, headTree, paths),
  ])
  const inventory = withoutOldTroubles(headSide.inventory, unchanged)
  return {
    base: baseSide?.inventory ?? (base ? { sources: [] } : null),
    head: base === null ? inventory : await withCommitted(inventory, { differing, headTree, isIgnored }),
    ignored: candidates.filter(isIgnored).flatMap(withKind),
    removed: wanted.filter((path) => baseTree?.has(path) && !headTree.has(path)).flatMap(withKind),
    headTexts: headSide.texts,
  }
}

type Tree = ReadonlyMap<string, TreeEntry>

function isVeil(entry: TreeEntry | undefined): boolean {
  return entry !== undefined && veilsClientConfigs(entry)
}

async function listTree(snapshot: Snapshot): Promise<Tree> {
  return new Map((await snapshot.list()).map((entry) => [entry.path, entry]))
}

/** Paths whose bytes, kind or existence differ; all of the head's where there is no base. */
function differingPaths(base: Tree | null, head: Tree): readonly string[] {
  if (base === null) return [...head.keys()]
  const added = [...head.values()].filter((entry) => !sameBytes(entry, base.get(entry.path)))
  const removed = [...base.keys()].filter((path) => !head.has(path))
  return [...added.map(({ path }) => path), ...removed].sort()
}

function sameBytes(entry: TreeEntry, other: TreeEntry | undefined): boolean {
  return other !== undefined && entry.oid !== null && entry.oid === other.oid && entry.kind === other.kind
}

interface Differing {
  readonly differing: readonly string[]
  readonly headTree: Tree
  readonly isIgnored: (path: string) => boolean
}

/** Archives and modules are many and large: what is said of them is said from the listing, and of all of them once. */
async function withCommitted(head: Inventory, { differing, headTree, isIgnored }: Differing): Promise<Inventory> {
  const entries = differing.flatMap((path) => headTree.get(path) ?? []).filter(({ path }) => !isIgnored(path))
  const groups = Map.groupBy(entries, committedAs)
  groups.delete(null)
  if (groups.size === 0) return head
  const { readCommitted } = await import('../sources/committed.ts')
  const committed = [...groups].flatMap(([held, files]) => (held === null ? [] : [readCommitted(files, held)]))
  return { sources: [...head.sources, ...committed].sort((a, b) => (a.path < b.path ? -1 : 1)) }
}

/** Client configs that stay as they are, and may launch something else than before. */
function unchangedConfigs(wanted: readonly string[], headTree: Tree): readonly string[] {
  const known = new Set(wanted)
  return governedConfigs(wanted, new Set(headTree.keys())).filter((path) => !known.has(path))
}

/** A file that the change leaves as it is, and that could not be read before, is none of its business. */
function withoutOldTroubles({ sources }: Inventory, unchanged: readonly string[]): Inventory {
  const old = new Set(unchanged)
  return { sources: sources.filter(({ status, path }) => status === 'read' || !old.has(path)) }
}

/** A changed manifest is judged together with the lockfile that decides its versions, changed or not. */
function withGoverningLockfiles(paths: readonly string[], head: Tree): readonly string[] {
  const lockfiles = paths
    .filter((path) => classify(path) === 'manifest')
    .flatMap((path) => contextOf(path, 'manifest', (other) => head.has(other)))
    .filter((path) => classify(path)?.endsWith('-lockfile'))
  return [...new Set([...paths, ...lockfiles])].sort()
}

interface Side {
  readonly inventory: Inventory
  readonly texts: Texts
}

async function readSide(snapshot: Snapshot, tree: Tree, wanted: readonly string[]): Promise<Side> {
  const paths = wanted.filter(
    (path) => tree.has(path) && (tree.get(path)?.kind !== 'submodule' || isVeil(tree.get(path))),
  )
  if (paths.length === 0) return { inventory: { sources: [] }, texts: textsOf(new Map()) }
  const context = paths.flatMap((path) => {
    // A file that only its content can make a client config needs what client configs need.
    return contextOf(path, classify(path) ?? 'client-config', (other) => tree.has(other))
  })
  const entries = [...new Set([...paths, ...context])].flatMap((path) => tree.get(path) ?? [])
  // Readers are loaded only where there is something to read, and meanwhile.
  const [{ readSources }, read] = await Promise.all([
    import('../sources/index.ts'),
    Promise.all(withinTotal(entries).map(async (entry) => [entry.path, await readFile(snapshot, entry)] as const)),
  ])
  const files = new Map(read)
  const sources = await readSources({ paths, files })
  return { inventory: { sources }, texts: textsOf(files) }
}

type Granted = TreeEntry & { readonly isTooMuch: boolean }

/** In the order of their paths, as long as the sizes that a listing tells leave room; git tells none, and keeps to it by itself. */
function withinTotal(entries: readonly TreeEntry[]): readonly Granted[] {
  let bytes = 0
  return entries.map((entry) => {
    if (entry.kind === 'file' && (entry.size ?? 0) <= maxBytesOf(entry.path)) bytes += entry.size ?? 0
    return { ...entry, isTooMuch: bytes > MAX_TOTAL_BYTES }
  })
}

/** A symlink is not followed and a file over its bound is not read: both become findings, not errors. */
async function readFile(snapshot: Snapshot, entry: Granted): Promise<FileContent> {
  const { path } = entry
  if (entry.kind !== 'file') return { path, status: 'symlink' }
  if (entry.isTooMuch) return { path, status: 'too-much' }
  try {
    return { path, status: 'bytes', bytes: await snapshot.read(entry, maxBytesOf(path)) }
  } catch (error) {
    if (error instanceof SourceError && error.code === 'over-limit') return { path, status: 'too-large' }
    if (error instanceof SourceError && error.code === 'snapshot-too-large') return { path, status: 'too-much' }
    throw error
  }
}

function textsOf(files: ReadonlyMap<string, FileContent>): Texts {
  const decoder = new TextDecoder()
  return {
    paths: [...files.keys()],
    get: (path) => {
      const file = files.get(path)
      return file?.status === 'bytes' ? decoder.decode(file.bytes) : undefined
    },
  }
}

async function toIgnoreTest(globs: readonly string[]): Promise<(path: string) => boolean> {
  if (globs.length === 0) return () => false
  const { minimatch } = await import('minimatch')
  return (path) => globs.some((glob) => minimatch(path, glob, { dot: true }))
}

function withKind(path: string): { path: string; kind: SourceKind }[] {
  const kind = classify(path)
  return kind === null ? [] : [{ path, kind }]
}
