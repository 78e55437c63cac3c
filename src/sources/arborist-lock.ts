// Has Arborist look at one small tree after the other.
import type { TreeFinding } from './arborist-lookups.ts'
import type { Chunk } from './arborist-plan.ts'
import { inspectChunk } from './arborist-tree.ts'

/** What is amiss in all of them; no more than one tree is in memory. */
export async function inspectChunks(chunks: Iterable<Chunk>): Promise<readonly TreeFinding[]> {
  const findings: TreeFinding[] = []
  for (const chunk of chunks) findings.push(...(await inspectChunk(chunk)))
  return findings
}
