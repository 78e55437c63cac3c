// Where there is much to look at it is done in a thread of its own, whose memory and time are bounded.
import { Worker } from 'node:worker_threads'
import type { TreeFinding } from './arborist-lookups.ts'
import type { Chunk } from './arborist-plan.ts'

interface Bounds {
  readonly milliseconds: number
  readonly megabytes: number
}

const BOUNDS: Bounds = { milliseconds: 10_000, megabytes: 1024 }

/** What is amiss in the chunks; a single finding that says so where the bounds were exceeded. */
export function runInWorker(chunks: readonly Chunk[], bounds: Bounds = BOUNDS): Promise<readonly TreeFinding[]> {
  const worker = new Worker(workerFile(), {
    workerData: chunks,
    resourceLimits: { maxOldGenerationSizeMb: bounds.megabytes },
    // Nothing of the environment is of use there, least of all its secrets.
    env: { ARBORIST_DEBUG: '0' },
  })
  return new Promise((resolve) => {
    const finish = (findings: readonly TreeFinding[]) => {
      clearTimeout(timer)
      resolve(findings)
      void worker.terminate()
    }
    const giveUp = (detail: string) => finish([{ kind: 'refused', key: '', detail }])
    const timer = setTimeout(
      () => giveUp(`it took longer than ${bounds.milliseconds / 1000} seconds`),
      bounds.milliseconds,
    )
    worker.once('message', finish)
    worker.once('error', (error) => giveUp(reasonOf(error)))
    worker.once('exit', () => giveUp('it stopped before it was done'))
  })
}

function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  const isMemory = code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isMemory ? 'it needs more memory than it may have' : 'it failed'
}

/** Beside this file in the sources; beside the bundle's chunks in dist/, where everything is JavaScript. */
function workerFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './arborist-worker.ts' : './arborist-worker.js', import.meta.url)
}
