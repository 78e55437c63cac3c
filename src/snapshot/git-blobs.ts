// Blobs of a local repository, many by one git process: reads asked for in the same turn are answered together.
import { SourceError } from '../errors.ts'
import { runGit } from './git-run.ts'

interface Wanted {
  readonly oid: string
  readonly path: string
  readonly maxBytes: number
  readonly done: (bytes: Uint8Array) => void
  readonly fail: (error: unknown) => void
}

/** Returns a reader of blobs. Errors: SourceError `over-limit` above `maxBytes`, `snapshot-unreadable` for a missing object. */
export function readBlobs(directory: string): (oid: string, path: string, maxBytes: number) => Promise<Uint8Array> {
  let queue: Wanted[] = []
  const flush = () => {
    const batch = queue
    queue = []
    answer(directory, batch).catch((error: unknown) => {
      for (const { fail } of batch) fail(error)
    })
  }
  return (oid, path, maxBytes) =>
    new Promise((done, fail) => {
      if (queue.length === 0) setImmediate(flush)
      queue.push({ oid, path, maxBytes, done, fail })
    })
}

async function answer(directory: string, batch: readonly Wanted[]): Promise<void> {
  const sizes = await readSizes(directory, batch)
  const fitting = batch.filter((wanted, index) => {
    const size = sizes[index] ?? null
    if (size !== null && size <= wanted.maxBytes) return true
    wanted.fail(size === null ? missing(wanted) : tooLarge(wanted.path, size, wanted.maxBytes))
    return false
  })
  if (fitting.length === 0) return
  const output = await runGit(directory, ['cat-file', '--batch'], oidLines(fitting))
  let offset = 0
  for (const wanted of fitting) {
    const headerEnd = output.indexOf(10, offset)
    const size = Number(output.toString('latin1', offset, headerEnd).split(' ')[2])
    wanted.done(output.subarray(headerEnd + 1, headerEnd + 1 + size))
    offset = headerEnd + 1 + size + 1
  }
}

/** Bytes of each blob, null where the object is missing or is no blob. */
async function readSizes(directory: string, batch: readonly Wanted[]): Promise<readonly (number | null)[]> {
  const lines = (await runGit(directory, ['cat-file', '--batch-check'], oidLines(batch))).toString().split('\n')
  return batch.map((_, index) => {
    const [, type, size] = (lines[index] ?? '').split(' ')
    return type === 'blob' ? Number(size) : null
  })
}

function oidLines(batch: readonly Wanted[]): string {
  return batch.map(({ oid }) => `${oid}\n`).join('')
}

function missing({ path, oid }: Wanted): SourceError {
  return new SourceError('snapshot-unreadable', `${path}: object ${oid} is not in this clone`, {
    hint: 'Fetch the commit completely; a partial clone lacks some files.',
  })
}

/** The refusal to read a file above a bound. */
export function tooLarge(path: string, size: number, maxBytes: number): SourceError {
  return new SourceError('over-limit', `${path} has ${size} bytes, more than the ${maxBytes} that are read`, {
    hint: 'Split the file, or name it under `ignore` in the policy.',
  })
}
