// Cuts a lockfile into small trees for Arborist, whose cost grows with the square of a tree: what is asked about, the folders around it, its dependents.
import { isUnclear, type Question } from './arborist-lookups.ts'
import { isObject } from './json.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { stepsFromProject } from './npm-graph.ts'
import { type Overrides, readOverrides } from './overrides.ts'
import { NO_SPECS, type Specs, specOf } from './specs.ts'

/** A tree to build and what to look at in it. */
export interface Chunk {
  readonly project: ProjectPackage
  readonly packages: Readonly<Record<string, EntryPackage>>
  readonly questions: readonly Question[]
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

export interface Plan {
  readonly entries: LockEntries
  readonly questions: readonly Question[]
  /** The project's manifest as a value. */
  readonly manifest: unknown
}

/**
 * Chunks that together hold every question, one at a time; their total size is linear in the look-ups. One at least where
 * the project overrides anything, because only Arborist can tell whether it may.
 */
export function* planChunks({ entries, questions, manifest }: Plan): Generator<Chunk> {
  const overrides = readOverrides(manifest)
  const view = { entries, manifest, overrides }
  const above = questions.some(({ key }) => isUnclear(entries.get(key), overrides)) ? stepsFromProject(entries) : null
  let open = emptyChunk()
  for (const question of questions) {
    for (const dependents of slices(question.dependents, CHUNK)) {
      if (open.questions.length > 0 && open.keys.size + dependents.length >= CHUNK) {
        yield closeChunk(open, view)
        open = emptyChunk()
      }
      open.questions.push({ ...question, dependents })
      const ways = above !== null && isUnclear(entries.get(question.key), overrides) ? dependents : []
      for (const key of [question.key, ...dependents, ...ways.flatMap((way) => wayTo(way, above))])
        for (const each of withFolders(key, entries)) open.keys.add(each)
    }
  }
  if (open.questions.length > 0 || (questions.length === 0 && overrides.count > 0)) yield closeChunk(open, view)
}

/** The keys on a shortest way from the project to an entry; none where that is longer than any honest one. */
function wayTo(key: string, before: ReadonlyMap<string, string> | null): readonly string[] {
  const way: string[] = []
  for (let at = before?.get(key); at !== undefined && at !== '' && way.length <= MAX_WAY; at = before?.get(at))
    way.push(at)
  return way.length > MAX_WAY ? [] : way
}

const MAX_WAY = 30

interface View {
  readonly entries: LockEntries
  readonly manifest: unknown
  readonly overrides: Overrides
}

interface OpenChunk {
  readonly keys: Set<string>
  readonly questions: Question[]
}

function emptyChunk(): OpenChunk {
  return { keys: new Set(), questions: [] }
}

function closeChunk({ keys, questions }: OpenChunk, { entries, manifest, overrides }: View): Chunk {
  const asked = new Set(questions.map(({ key }) => key))
  // Overrides reach a package by way of who needs it, and may refer to other dependencies of the project or contradict them.
  const [told, around] = overrides.count === 0 ? [asked, []] : [keys, overrides.names]
  const names = new Set([...told].map((key) => entries.get(key)?.installedAs ?? ''))
  const packages = [...keys].flatMap((key): [string, EntryPackage][] => {
    const entry = entries.get(key)
    // A link makes Arborist read its target from the disk.
    return entry === undefined || key === '' || entry.linkTo !== null
      ? []
      : [[key, { ...toPackage(entry, names), ...(told.has(key) ? identityOf(entry) : {}) }]]
  })
  const project = toProject(entries.get(''), manifest, new Set([...names, ...around]))
  return { project, packages: Object.fromEntries(packages), questions }
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
function toPackage(entry: LockEntry, names: ReadonlySet<string>): EntryPackage {
  const only = (specs: Specs): Specs =>
    // An entry may have far more names than there are to look for.
    specs === NO_SPECS ? specs : Object.fromEntries([...names].flatMap((name) => withSpec(name, specs)))
  const optionalPeers = only(entry.optionalPeers)
  return {
    dependencies: only(entry.dependencies),
    optionalDependencies: only(entry.optionalDependencies),
    devDependencies: only(entry.devDependencies),
    peerDependencies: { ...only(entry.peerDependencies), ...optionalPeers },
    peerDependenciesMeta: Object.fromEntries(Object.keys(optionalPeers).map((name) => [name, { optional: true }])),
  }
}

function withSpec(name: string, specs: Specs): readonly (readonly [string, string])[] {
  const spec = specOf(specs, name)
  return spec === null ? [] : [[name, spec]]
}

/** What an entry is, which only matters where it is looked at. */
function identityOf({ statedName, version, resolved }: LockEntry): Pick<EntryPackage, 'name' | 'version' | 'resolved'> {
  return {
    ...(statedName === null ? {} : { name: statedName }),
    ...(version === null ? {} : { version }),
    ...(resolved === null ? {} : { resolved }),
  }
}

/** `workspaces` stays out: Arborist would look for them on the disk. */
function toProject(root: LockEntry | undefined, manifest: unknown, names: ReadonlySet<string>): ProjectPackage {
  const overrides = isObject(manifest) ? manifest['overrides'] : undefined
  const project = root === undefined ? NOTHING : toPackage(root, names)
  return { ...project, name: 'project', ...(overrides === undefined ? {} : { overrides: structuredClone(overrides) }) }
}

const NOTHING: EntryPackage = {
  dependencies: {},
  optionalDependencies: {},
  devDependencies: {},
  peerDependencies: {},
  peerDependenciesMeta: {},
}
