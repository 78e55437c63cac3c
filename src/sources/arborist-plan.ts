// Cuts a lockfile into small trees for Arborist, whose cost grows with the square of a tree: what changed, the folders around it, its dependents.
import { isObject } from './json.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { projectEntries, resolveFrom } from './npm-graph.ts'
import { NO_SPECS, type Specs } from './specs.ts'

/** A tree to build and what to look at in it. */
export interface Chunk {
  readonly project: ProjectPackage
  readonly packages: Readonly<Record<string, EntryPackage>>
  /** Keys of changed entries. */
  readonly targets: readonly string[]
  /** For each target, the dependents whose look-up really ends there: what a small tree lacks may make others end there. */
  readonly dependents: readonly (readonly string[])[]
}

export interface EntryPackage {
  readonly name?: string
  readonly version?: string
  readonly resolved?: string
  readonly dependencies: Specs
  readonly optionalDependencies: Specs
  readonly devDependencies: Specs
  readonly peerDependencies: Specs
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: true }>>
}

export interface ProjectPackage extends EntryPackage {
  /** As in the manifest, never checked: Arborist says what it can't take. */
  readonly overrides?: unknown
}

/** Entries in one tree, the project aside. Measured: with fewer the fixed cost wins, with more the square does. */
const CHUNK = 80

/**
 * Chunks that together hold every changed entry with every dependent of it, one at a time; their total size is linear
 * in the lockfile.
 */
export function* planChunks(entries: LockEntries, changed: ReadonlySet<string>, manifest: unknown): Generator<Chunk> {
  const view = { entries, manifest, projects: new Set(projectEntries(entries)) }
  let open = emptyChunk()
  for (const [target, keys] of dependentsOf(changed, view)) {
    for (const part of slices(keys, CHUNK)) {
      if (open.targets.size > 0 && open.keys.size + part.length >= CHUNK) {
        yield closeChunk(open, view)
        open = emptyChunk()
      }
      open.targets.set(target, part)
      for (const key of [target, ...part]) for (const each of withFolders(key, entries)) open.keys.add(each)
    }
  }
  if (open.targets.size > 0) yield closeChunk(open, view)
}

/** How many look-ups the chunks will hold, so that one can tell a small task from a large one. */
export function workIn(entries: LockEntries, changed: ReadonlySet<string>): number {
  const dependents = dependentsOf(changed, { entries, manifest: null, projects: new Set(projectEntries(entries)) })
  return [...dependents.values()].reduce((sum, keys) => sum + keys.length + 1, 0)
}

interface View {
  readonly entries: LockEntries
  readonly manifest: unknown
  readonly projects: ReadonlySet<LockEntry>
}

interface OpenChunk {
  readonly keys: Set<string>
  readonly targets: Map<string, readonly string[]>
}

function emptyChunk(): OpenChunk {
  return { keys: new Set(), targets: new Map() }
}

function closeChunk({ keys, targets }: OpenChunk, { entries, manifest }: View): Chunk {
  const names = new Set([...targets.keys()].map((key) => entries.get(key)?.installedAs ?? ''))
  const packages = [...keys].flatMap((key): [string, EntryPackage][] => {
    const entry = entries.get(key)
    // A link makes Arborist read its target from the disk.
    return entry === undefined || key === '' || entry.linkTo !== null
      ? []
      : [[key, { ...toPackage(entry, names), ...(targets.has(key) ? identityOf(entry) : {}) }]]
  })
  return {
    project: toProject(entries.get(''), manifest, names),
    packages: Object.fromEntries(packages),
    targets: [...targets.keys()],
    dependents: [...targets.values()],
  }
}

/** Keys of the entries that need each of the changed ones, in the order of the lockfile. One walk over all entries. */
function dependentsOf(
  changed: ReadonlySet<string>,
  { entries, projects }: View,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const names = new Set<string>()
  for (const key of entries.keys()) {
    const entry = entries.get(key)
    if (!changed.has(key) || entry?.installedAs == null || entry.linkTo !== null) continue
    found.set(key, [])
    names.add(entry.installedAs)
  }
  for (const entry of entries.values())
    for (const name of entry.extraneous ? [] : namesAskedBy(entry, projects.has(entry))) {
      if (!names.has(name)) continue
      const target = resolveFrom(entries, entry.key, name)
      if (target !== null) found.get(target.key)?.push(entry.key)
    }
  return found
}

function namesAskedBy(entry: LockEntry, isProject: boolean): ReadonlySet<string> {
  const { dependencies, optionalDependencies, peerDependencies, optionalPeers, devDependencies } = entry
  const maps = [
    dependencies,
    optionalDependencies,
    peerDependencies,
    optionalPeers,
    isProject ? devDependencies : NO_SPECS,
  ]
  return new Set(maps.flatMap((specs) => Object.keys(specs)))
}

function slices(keys: readonly string[], size: number): readonly (readonly string[])[] {
  if (keys.length <= size) return [keys]
  const count = Math.ceil(keys.length / size)
  return Array.from({ length: count }, (_, index) => keys.slice(index * size, (index + 1) * size))
}

/** A key and the packages and workspaces whose folders it stands in. */
function withFolders(key: string, entries: LockEntries): readonly string[] {
  const keys = [key]
  for (let at = key.lastIndexOf('/'); at > 0; at = key.lastIndexOf('/', at - 1)) {
    const folder = key.slice(0, at)
    if (entries.has(folder)) keys.push(folder)
  }
  return keys
}

/** Of its dependencies only those that are looked at: the others would be edges to nothing. */
function toPackage(entry: LockEntry, names: ReadonlySet<string> | null): EntryPackage {
  const only = (specs: Specs): Specs =>
    names === null ? { ...specs } : Object.fromEntries(Object.entries(specs).filter(([name]) => names.has(name)))
  const optionalPeers = only(entry.optionalPeers)
  return {
    dependencies: only(entry.dependencies),
    optionalDependencies: only(entry.optionalDependencies),
    devDependencies: only(entry.devDependencies),
    peerDependencies: { ...only(entry.peerDependencies), ...optionalPeers },
    peerDependenciesMeta: Object.fromEntries(Object.keys(optionalPeers).map((name) => [name, { optional: true }])),
  }
}

/** What an entry is, which only matters where it is looked at. */
function identityOf({ statedName, version, resolved }: LockEntry): Pick<EntryPackage, 'name' | 'version' | 'resolved'> {
  return {
    ...(statedName === null ? {} : { name: statedName }),
    ...(version === null ? {} : { version }),
    ...(resolved === null ? {} : { resolved }),
  }
}

/** An override may refer to any dependency of the project. `workspaces` stays out: Arborist would look for them on the disk. */
function toProject(root: LockEntry | undefined, manifest: unknown, names: ReadonlySet<string>): ProjectPackage {
  const overrides = isObject(manifest) ? manifest['overrides'] : undefined
  const project = root === undefined ? NOTHING : toPackage(root, overrides === undefined ? names : null)
  return { ...project, name: 'project', ...(overrides === undefined ? {} : { overrides: structuredClone(overrides) }) }
}

const NOTHING: EntryPackage = {
  dependencies: {},
  optionalDependencies: {},
  devDependencies: {},
  peerDependencies: {},
  peerDependenciesMeta: {},
}
