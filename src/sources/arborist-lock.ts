// Looks at the changed entries of one lockfile, tree by small tree.
import { entriesOf, type LockToInspect, rootManifest } from './arborist-input.ts'
import { planChunks } from './arborist-plan.ts'
import { inspectChunk, type TreeFinding } from './arborist-tree.ts'
import { readNpmLock } from './npm.ts'

/** Findings about every changed entry; none where the lockfile cannot be read, which is reported before. */
export async function inspectLock(request: LockToInspect): Promise<readonly TreeFinding[]> {
  const lock = readNpmLock(request)
  const entries = lock.status === 'lock' ? entriesOf(lock, request) : null
  if (entries === null) return []
  const findings: TreeFinding[] = []
  for (const chunk of planChunks(entries, request.changed, rootManifest(request)))
    findings.push(...(await inspectChunk(chunk)))
  return findings
}
