// Who needs whom in an npm tree: names are looked up in node_modules folders upward, as Node does.
import type { DependencyGraph } from '../model/source.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { NO_SPECS } from './specs.ts'

/** The entry that `name` means to a package standing in `folder`; a link where that is what stands there. */
export function resolveFrom(entries: LockEntries, folder: string, name: string): LockEntry | null {
  for (let at: string | null = folder; at !== null; at = enclosing(at)) {
    const entry = entries.get(at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`)
    if (entry !== undefined) return entry
  }
  return null
}

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
