// What is to be inspected of a lockfile, and the manifests that say what its projects really ask for.
import { isObject, readJson } from './json.ts'
import { readManifestSpecs, type WantedSpecs } from './manifest-specs.ts'
import type { NpmLock } from './npm.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { projectEntries } from './npm-graph.ts'
import { withProject } from './npm-legacy.ts'
import { folderOf } from './source.ts'

/** Plain data: it may cross to another thread. */
export interface LockToInspect {
  readonly path: string
  /** The lockfile's text, as its source was read from it. */
  readonly text: string
  /** Texts of package.json files by path; where a workspace's is missing, the lockfile's copy stands in. */
  readonly manifests: ReadonlyMap<string, string>
  /** Ids of the components that changed. */
  readonly changed: ReadonlySet<string>
}

/** Entries in which the project and its workspaces ask for what their manifests do; null where nothing tells who needs whom. */
export function entriesOf({ version, entries }: NpmLock, request: LockToInspect): LockEntries | null {
  // Lockfiles before npm 5.1 tell of no dependencies at all.
  if (version === 1 && ![...entries.values()].some(({ dependencies }) => Object.keys(dependencies).length > 0))
    return null
  const root = wantedBy('', request)
  if (version === 1 && root === null) return null
  const complete = version === 1 && root !== null ? withProject(entries, root) : entries
  const replaced = projectEntries(complete).flatMap((entry): [string, LockEntry][] => {
    const wanted = wantedBy(entry.key, request)
    if (wanted === null) return []
    const { dependencies, optionalDependencies, devDependencies, peers, optionalPeers } = wanted
    const asked = { dependencies, optionalDependencies, devDependencies, peerDependencies: peers, optionalPeers }
    return [[entry.key, { ...entry, ...asked }]]
  })
  return new Map([...complete, ...replaced])
}

/** What the manifest in a project's or workspace's folder asks for; null where it is not at hand. */
export function wantedBy(key: string, { path, manifests }: LockToInspect): WantedSpecs | null {
  const text = manifests.get(`${folderOf(path)}${key === '' ? '' : `${key}/`}package.json`)
  return text === undefined ? null : readManifestSpecs(text)
}

/** The manifest beside the lockfile as a value; null where it is not at hand. */
export function rootManifest({ path, manifests }: LockToInspect): unknown {
  const json = readJson(manifests.get(`${folderOf(path)}package.json`) ?? '')
  return json.status === 'json' && isObject(json.value) ? json.value : null
}
