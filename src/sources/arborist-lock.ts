// Looks at the changed entries of one lockfile, tree by small tree.
import { entriesOf, type LockToInspect, rootManifest } from './arborist-input.ts'
import { planChunks } from './arborist-plan.ts'
import { inspectChunk, type TreeFinding } from './arborist-tree.ts'
import { readNpmLock } from './npm.ts'
import type { LockEntries } from './npm-entries.ts'

/** Findings about every changed entry; none where the lockfile cannot be read, which is reported before. */
export async function inspectLock(request: LockToInspect): Promise<readonly TreeFinding[]> {
  const lock = readNpmLock(request)
  const entries = lock.status === 'lock' ? entriesOf(lock, request) : null
  return entries === null ? [] : inspectEntries({ entries, changed: request.changed, manifest: rootManifest(request) })
}

export interface EntriesToInspect {
  readonly entries: LockEntries
  readonly changed: ReadonlySet<string>
  /** The project's manifest as a value. */
  readonly manifest: unknown
}

/** One tree after the other, so that no more than one is in memory. */
export async function inspectEntries({
  entries,
  changed,
  manifest,
}: EntriesToInspect): Promise<readonly TreeFinding[]> {
  const findings: TreeFinding[] = []
  for (const chunk of planChunks(entries, changed, manifest)) findings.push(...(await inspectChunk(chunk)))
  return findings
}
