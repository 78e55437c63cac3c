// The thread's side: looks at every chunk it was given and answers once.
import { parentPort, workerData } from 'node:worker_threads'
import type { Chunk } from './arborist-plan.ts'
import { inspectChunk, type TreeFinding } from './arborist-tree.ts'

const chunks: readonly Chunk[] = workerData
const findings: TreeFinding[] = []
for (const chunk of chunks) findings.push(...(await inspectChunk(chunk)))
parentPort?.postMessage(findings)
