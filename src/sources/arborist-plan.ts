// Cuts a lockfile into small trees for Arborist, whose cost grows with the square of a tree: what changed, the folders around it, its dependents.
import { isObject } from './json.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { projectEntries, resolveFrom } from './npm-graph.ts'
import { NO_SPECS, type Specs } from './specs.ts'

/** A tree to build and what to look at in it. Plain data: it may cross to another thread. */
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
  readonly integrity?: string
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

/** Entries in one tree, the project aside. Measured: below 100 the fixed cost wins, above 300 the square does. */
const CHUNK = 150

/** Chunks that together hold every changed entry with every dependent of it; their total size is linear in the lockfile. */
export function planChunks(entries: LockEntries, changed: ReadonlySet<string>, manifest: unknown): readonly Chunk[] {
  const dependents = dependentsOf(entries, changed)
  const project = toProject(entries.get(''), manifest)
  const chunks: Chunk[] = []
  let open = emptyChunk()
  for (const [target, keys] of dependents) {
    for (const part of slices(keys, CHUNK)) {
      if (open.keys.size + part.length >= CHUNK) {
        chunks.push(closeChunk(open, project, entries))
        open = emptyChunk()
      }
      open.targets.push(target)
      open.dependents.push(part)
      for (const key of [target, ...part]) for (const each of withFolders(key, entries)) open.keys.add(each)
    }
  }
  return open.targets.length === 0 ? chunks : [...chunks, closeChunk(open, project, entries)]
}

interface OpenChunk {
  readonly keys: Set<string>
  readonly targets: string[]
  readonly dependents: (readonly string[])[]
}

function emptyChunk(): OpenChunk {
  return { keys: new Set(), targets: [], dependents: [] }
}

function closeChunk({ keys, targets, dependents }: OpenChunk, project: ProjectPackage, entries: LockEntries): Chunk {
  const packages = Object.fromEntries(
    [...keys].flatMap((key) => {
      const entry = entries.get(key)
      // A link makes Arborist read its target from the disk.
      return entry === undefined || key === '' || entry.linkTo !== null ? [] : [[key, toPackage(entry)]]
    }),
  )
  return { project, packages, targets, dependents }
}

/** Keys of the entries that need each of the changed ones, in the order of the lockfile. One walk over all entries. */
function dependentsOf(entries: LockEntries, changed: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const names = new Set<string>()
  for (const key of entries.keys()) {
    const entry = entries.get(key)
    if (!changed.has(key) || entry?.installedAs == null || entry.linkTo !== null) continue
    found.set(key, [])
    names.add(entry.installedAs)
  }
  const projects = new Set(projectEntries(entries))
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

function toPackage(entry: LockEntry): EntryPackage {
  const { statedName, version, resolved, integrity } = entry
  const { dependencies, optionalDependencies, devDependencies, peerDependencies, optionalPeers } = entry
  return {
    ...(statedName === null ? {} : { name: statedName }),
    ...(version === null ? {} : { version }),
    ...(resolved === null ? {} : { resolved }),
    ...(integrity === null ? {} : { integrity }),
    dependencies: { ...dependencies },
    optionalDependencies: { ...optionalDependencies },
    devDependencies: { ...devDependencies },
    peerDependencies: { ...peerDependencies, ...optionalPeers },
    peerDependenciesMeta: Object.fromEntries(Object.keys(optionalPeers).map((name) => [name, { optional: true }])),
  }
}

/** `workspaces` stays out: Arborist would look for them on the disk. */
function toProject(root: LockEntry | undefined, manifest: unknown): ProjectPackage {
  const none = {
    dependencies: {},
    optionalDependencies: {},
    devDependencies: {},
    peerDependencies: {},
    peerDependenciesMeta: {},
  }
  const overrides = isObject(manifest) ? manifest['overrides'] : undefined
  return {
    ...none,
    ...(root === undefined ? {} : toPackage(root)),
    name: 'project',
    ...(overrides === undefined ? {} : { overrides }),
  }
}
