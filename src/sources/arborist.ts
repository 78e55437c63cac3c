// Has npm's own Arborist check what changed in a lockfile: entries nothing needs, versions nobody asked for, undeclared aliases.
import type { ReadSource, SourceFact } from '../model/source.ts'
import { type Chunk, planChunks } from './arborist-plan.ts'
import { runInWorker } from './arborist-thread.ts'
import type { TreeFinding } from './arborist-tree.ts'
import { isObject, readJson } from './json.ts'
import { readManifestSpecs } from './manifest-specs.ts'
import { readNpmLock } from './npm.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { projectEntries } from './npm-graph.ts'
import { withProject } from './npm-legacy.ts'
import { outOfSync, projectFacts } from './npm-sync.ts'
import { isOverriddenTo } from './overrides.ts'
import { folderOf } from './source.ts'

interface Request {
  readonly source: ReadSource
  /** The lockfile's text, as `source` was read from it. */
  readonly text: string
  /** Texts of package.json files by path; where a workspace's is missing, the lockfile's copy stands in. */
  readonly manifests: ReadonlyMap<string, string>
  /** Ids of the components that changed. */
  readonly changed: ReadonlySet<string>
}

/** Chunks up to this number are looked at right here: a thread costs more than they do. */
const INLINE_CHUNKS = 4

/**
 * Facts about the changed entries of an npm lockfile, sorted. Reads no file and runs no script. Whatever Arborist cannot
 * take, and whatever exceeds its bounds of time and memory, is an `out-of-sync` fact.
 */
export async function corroborate({ source, text, manifests, changed }: Request): Promise<readonly SourceFact[]> {
  const lock = readNpmLock({ path: source.path, text })
  if (lock.status !== 'lock') return [unchecked(lock.reason)]
  const folder = folderOf(source.path)
  const manifest = manifests.get(`${folder}package.json`) ?? null
  const entries = withManifests(lock.version === 1 ? withoutProject(lock.entries, manifest) : lock.entries, {
    folder,
    manifests,
  })
  if (lock.version === 1 && ![...entries.values()].some(hasRequires)) return []
  const parsed = manifest === null ? null : parsedManifest(manifest)
  const chunks = planChunks(entries, changed, parsed)
  const findings = chunks.length <= INLINE_CHUNKS ? await inspectHere(chunks) : await runInWorker(chunks)
  const facts = findings
    .filter((finding) => !isForgiven(finding, entries, parsed))
    .map((finding) => toFact(finding, entries))
  return unique([...workspaceFacts(lock.entries, { folder, manifests }), ...facts])
}

async function inspectHere(chunks: readonly Chunk[]): Promise<readonly TreeFinding[]> {
  if (chunks.length === 0) return []
  const { inspectChunk } = await import('./arborist-tree.ts')
  const findings: TreeFinding[] = []
  for (const chunk of chunks) findings.push(...(await inspectChunk(chunk)))
  return findings
}

interface Manifests {
  readonly folder: string
  readonly manifests: ReadonlyMap<string, string>
}

function withoutProject(entries: LockEntries, manifest: string | null): LockEntries {
  const wanted = manifest === null ? null : readManifestSpecs(manifest)
  return wanted === null ? entries : withProject(entries, wanted)
}

/** What the project and its workspaces really ask for takes the place of the lockfile's copy. */
function withManifests(entries: LockEntries, { folder, manifests }: Manifests): LockEntries {
  const replaced = projectEntries(entries).flatMap((entry): [string, LockEntry][] => {
    const wanted = wantedBy(entry, { folder, manifests })
    if (wanted === null) return []
    const { dependencies, optionalDependencies, devDependencies, peers, optionalPeers } = wanted
    return [
      [
        entry.key,
        { ...entry, dependencies, optionalDependencies, devDependencies, peerDependencies: peers, optionalPeers },
      ],
    ]
  })
  return new Map([...entries, ...replaced])
}

function wantedBy({ key }: LockEntry, { folder, manifests }: Manifests) {
  const text = manifests.get(`${folder}${key === '' ? '' : `${key}/`}package.json`)
  return text === undefined ? null : readManifestSpecs(text)
}

/** The root's own are found when the lockfile is read. */
function workspaceFacts(entries: LockEntries, manifests: Manifests): readonly SourceFact[] {
  return projectEntries(entries)
    .filter(({ key }) => key !== '')
    .flatMap((entry) => {
      const wanted = wantedBy(entry, manifests)
      return wanted === null ? [] : projectFacts(entries, entry.key, wanted)
    })
}

/** Lockfiles before npm 5.1 tell of no dependencies at all, so nothing can be said of who needs whom. */
function hasRequires({ key, dependencies }: LockEntry): boolean {
  return key !== '' && Object.keys(dependencies).length > 0
}

function parsedManifest(manifest: string): unknown {
  const json = readJson(manifest)
  return json.status === 'json' && isObject(json.value) ? json.value : null
}

/** What is inside a parent's tarball is the parent's business; a small tree does not carry every override to its place. */
function isForgiven(finding: TreeFinding, entries: LockEntries, manifest: unknown): boolean {
  const entry = entries.get(finding.key)
  if (entry === undefined || finding.kind === 'refused') return false
  if (entry.inBundle && entry.resolved === null && entry.integrity === null) return true
  if (finding.kind !== 'out-of-range') return false
  // A tag can only be held against an address, which honest lockfiles often lack.
  if (entry.resolved === null && TAG.test(finding.spec)) return true
  return isOverriddenTo(manifest, entry)
}

const TAG = /^[a-z][\w.-]*$/i

function toFact(finding: TreeFinding, entries: LockEntries): SourceFact {
  const entry = entries.get(finding.key)
  const name = entry?.statedName ?? entry?.installedAs ?? null
  const where = { component: finding.key, route: entry?.route ?? [] }
  const shown = `${name}@${entry?.version ?? ''}`
  switch (finding.kind) {
    case 'undeclared-alias':
      return { kind: 'alias-undeclared', key: finding.key, name, args: { alias: entry?.installedAs ?? '' }, ...where }
    case 'unneeded':
      return outOfSync(`unneeded:${finding.key}`, name, {
        ...where,
        detail: `nothing depends on ${shown} at ${finding.key}`,
      })
    case 'out-of-range':
      return outOfSync(`range:${finding.key}:${finding.by}`, name, {
        ...where,
        detail: `${finding.by || 'the project'} asks for ${finding.spec}, the lockfile has ${shown}`,
      })
    case 'other-package':
      return outOfSync(`package:${finding.key}:${finding.by}`, name, {
        ...where,
        detail: `${finding.by || 'the project'} asks for ${finding.spec}, the lockfile's entry is for ${name}`,
      })
    case 'refused':
      return outOfSync(`refused:${finding.key}`, name, {
        ...where,
        detail: `npm's Arborist cannot load it: ${finding.detail}`,
      })
  }
}

function unchecked(detail: string): SourceFact {
  return outOfSync('unchecked', null, { component: null, detail, route: [] })
}

function unique(facts: readonly SourceFact[]): readonly SourceFact[] {
  const byKey = new Map(facts.map((fact) => [`${fact.kind}\n${fact.key}`, fact]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact)
}
