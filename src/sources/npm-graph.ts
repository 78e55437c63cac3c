// Who needs whom in an npm tree: names are looked up in node_modules folders upward, as Node does.
import type { DependencyGraph } from '../model/source.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { NO_SPECS } from './specs.ts'

/** The entry that `name` means to a package standing in `folder`; a link where that is what stands there. */
export function resolveFrom(entries: LockEntries, folder: string, name: string): LockEntry | null {
  for (const modules of modulesAbove(entries, folder)) {
    const entry = modules.get(name)
    if (entry !== undefined) return entry
  }
  return null
}

/** What stands in one `node_modules`, by the name of its folder. */
type Modules = ReadonlyMap<string, LockEntry>

interface Layout {
  /** By the folder that holds the `node_modules`. */
  readonly below: ReadonlyMap<string, Modules>
  /** For each folder asked about, every `node_modules` in which Node looks from there, the nearest first. */
  readonly above: Map<string, readonly Modules[]>
}

/** A look-up is made for every dependency of every entry: none may cost a text as long as a path. */
const layouts = new WeakMap<LockEntries, Layout>()

function modulesAbove(entries: LockEntries, folder: string): readonly Modules[] {
  const { below, above } = layoutOf(entries)
  const known = above.get(folder)
  if (known !== undefined) return known
  const found: Modules[] = []
  for (let at: string | null = folder; at !== null; at = enclosing(at)) {
    const modules = below.get(at)
    if (modules !== undefined) found.push(modules)
  }
  above.set(folder, found)
  return found
}

function layoutOf(entries: LockEntries): Layout {
  const known = layouts.get(entries)
  if (known !== undefined) return known
  const below = new Map<string, Map<string, LockEntry>>()
  for (const entry of entries.values()) {
    if (entry.installedAs === null) continue
    const folder = entry.key.slice(0, Math.max(0, entry.key.length - entry.installedAs.length - MODULES.length - 1))
    const modules = below.get(folder)
    if (modules === undefined) below.set(folder, new Map([[entry.installedAs, entry]]))
    else modules.set(entry.installedAs, entry)
  }
  const layout = { below, above: new Map() }
  layouts.set(entries, layout)
  return layout
}

const MODULES = 'node_modules/'

/** The project itself and its workspaces: entries whose dependencies a person wrote. */
export function projectEntries(entries: LockEntries): readonly LockEntry[] {
  return [...entries.values()].filter(({ key, installedAs, linkTo, resolved }) => {
    if (installedAs !== null || linkTo !== null || key.includes('node_modules')) return false
    return key === '' || resolved === null
  })
}

/** Keys of what the project and its workspaces name themselves; without a project entry, of what nothing else needs. */
export function directKeys(entries: LockEntries): ReadonlySet<string> {
  if (!entries.has('')) return unneededKeys(entries)
  const found = new Set<string>()
  for (const { key, dependencies, devDependencies, optionalDependencies, peerDependencies } of projectEntries(entries))
    for (const specs of [dependencies, devDependencies, optionalDependencies, peerDependencies])
      for (const name of Object.keys(specs)) {
        const entry = resolveFrom(entries, key, name)
        if (entry !== null) found.add(entry.key)
      }
  return found
}

function unneededKeys(entries: LockEntries): ReadonlySet<string> {
  const needed = new Set([...entries.values()].flatMap((entry) => installedFor(entries, entry)))
  return new Set([...entries.keys()].filter((key) => !needed.has(key)))
}

/** What runs in a package's process: its dependencies, optional and required peer ones included, development ones not. */
export function toGraph(entries: LockEntries, roots: ReadonlySet<string>): DependencyGraph {
  return {
    roots: [...roots].sort(),
    dependenciesOf: (id) => {
      const entry = entries.get(id)
      if (entry === undefined) return []
      const real = entry.linkTo === null ? entry : entries.get(entry.linkTo)
      return real === undefined ? [] : installedFor(entries, real)
    },
  }
}

/** Names of the three kinds of dependencies that are installed along. */
export function neededNames({ dependencies, optionalDependencies, peerDependencies }: LockEntry): readonly string[] {
  const names = Object.keys(dependencies)
  if (optionalDependencies === NO_SPECS && peerDependencies === NO_SPECS) return names
  return [...new Set([...names, ...Object.keys(optionalDependencies), ...Object.keys(peerDependencies)])]
}

/** For each entry that the project leads to, the one before it on a shortest way. */
export function stepsFromProject(entries: LockEntries): ReadonlyMap<string, string> {
  const before = new Map<string, string>()
  const project = entries.get('')
  const queue = project === undefined ? [] : [project]
  for (const entry of queue)
    for (const name of new Set([...neededNames(entry), ...Object.keys(entry.optionalPeers), ...developmentOf(entry)])) {
      const next = resolveFrom(entries, entry.key, name)
      if (next === null || before.has(next.key)) continue
      before.set(next.key, entry.key)
      queue.push(next)
    }
  return before
}

function developmentOf({ key, devDependencies }: LockEntry): readonly string[] {
  return key === '' ? Object.keys(devDependencies) : []
}

function installedFor(entries: LockEntries, entry: LockEntry): readonly string[] {
  return neededNames(entry).flatMap((name) => resolveFrom(entries, entry.key, name)?.key ?? [])
}

/** The next folder upward that can hold a node_modules; null above the root and above folders that are outside of it. */
function enclosing(folder: string): string | null {
  if (folder === '' || folder.endsWith('..')) return null
  const parent = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
  if (parent === 'node_modules') return ''
  return parent.endsWith('/node_modules') ? parent.slice(0, -'/node_modules'.length) : parent
}
