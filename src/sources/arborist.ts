// Has npm's own Arborist check what changed in a lockfile: entries nothing needs, versions nobody asked for, undeclared aliases.
import type { ReadSource, SourceFact } from '../model/source.ts'
import { entriesOf, type LockToInspect, rootManifest, wantedBy } from './arborist-input.ts'
import { freshRoom, inspectEntries, type Room } from './arborist-inspect.ts'
import { isTag, type TreeFinding } from './arborist-lookups.ts'
import { readNpmLock } from './npm.ts'
import type { LockEntries } from './npm-entries.ts'
import { projectEntries } from './npm-graph.ts'
import { bounded, outOfSync, projectFacts } from './npm-sync.ts'
import { isOverriddenTo } from './overrides.ts'

export { freshRoom }

interface Request extends LockToInspect {
  readonly source: ReadSource
  readonly room?: Room
}

/**
 * Facts about the changed entries of an npm lockfile, sorted. Reads no file and runs no script. Whatever Arborist cannot
 * take, and whatever exceeds its bounds, is an `out-of-sync` fact.
 */
export async function corroborate({
  source,
  text,
  manifests,
  changed,
  room = freshRoom(),
}: Omit<Request, 'path'>): Promise<readonly SourceFact[]> {
  const request = { path: source.path, text, manifests, changed }
  const lock = readNpmLock(request)
  if (lock.status !== 'lock') return [unchecked(lock.reason)]
  const manifest = rootManifest(request)
  const entries = changed.size === 0 ? null : entriesOf(lock, request)
  const findings = entries === null ? [] : await inspectEntries({ entries, changed, manifest, room })
  const facts = findings
    .filter((finding) => !isForgiven(finding, lock.entries, manifest))
    .map((finding) => toFact(finding, lock.entries))
  return bounded(unique([...workspaceFacts(lock.entries, request), ...facts]))
}

/** The root's own are found when the lockfile is read. */
function workspaceFacts(entries: LockEntries, request: LockToInspect): readonly SourceFact[] {
  return projectEntries(entries)
    .filter(({ key }) => key !== '')
    .flatMap(({ key }) => {
      const wanted = wantedBy(key, request)
      return wanted === null ? [] : projectFacts(entries, key, wanted)
    })
}

/** A small tree does not carry every override to its place. */
function isForgiven(finding: TreeFinding, entries: LockEntries, manifest: unknown): boolean {
  const entry = entries.get(finding.key)
  if (entry === undefined || finding.kind !== 'out-of-range') return false
  return (entry.resolved === null && isTag(finding.spec)) || isOverriddenTo(manifest, entry)
}

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
      // Every small tree meets the same obstacle: it is told once.
      return unchecked(`npm's Arborist cannot take it: ${finding.detail}`)
  }
}

function unchecked(detail: string): SourceFact {
  return outOfSync(`unchecked:${detail}`, null, { component: null, detail, route: [] })
}

function unique(facts: readonly SourceFact[]): readonly SourceFact[] {
  const byKey = new Map(facts.map((fact) => [`${fact.kind}\n${fact.key}`, fact]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact)
}
