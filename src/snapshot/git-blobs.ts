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

/** Returns a reader of blobs. Errors: SourceError `over-limit` above `maxBytes`, `snapshot-too-large` after too many others, `snapshot-unreadable` for a missing object. */
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

/** All at once, when git has ended: who starts to read the first keeps the others from arriving. */
async function answer(directory: string, batch: readonly Wanted[]): Promise<void> {
  const input = batch.map(({ oid }) => `${oid}\n`).join('')
  const objects: GitObject[] = []
  await runGit(directory, ['cat-file', '--batch'], { input, take: receive(batch, objects) })
  for (const [at, wanted] of batch.entries()) {
    const object = objects[at]
    if (object?.type !== 'blob') wanted.fail(missing(wanted))
    else if (object.size > wanted.maxBytes) wanted.fail(tooLarge(wanted.path, object.size, wanted.maxBytes))
    else if (object.bytes === null) wanted.fail(tooMuch(wanted))
    else if (object.filled < object.size) wanted.fail(missing(wanted))
    else wanted.done(object.bytes)
  }
}

/** What is asked for at once is held at once. */
export const MAX_BATCH_BYTES = 100 * 1024 * 1024

interface GitObject {
  readonly type: string
  /** Bytes. */
  readonly size: number
  /** Null where the object is too large to be kept, by itself or after those before it. */
  readonly bytes: Buffer | null
  /** Bytes that have come: fewer than there are where git ended early. */
  filled: number
}

/** Takes git's answers as they come, in the order of the batch: `<oid> <type> <size>`, the bytes, a line feed; for an object that it has not, a line alone. */
function receive(batch: readonly Wanted[], objects: GitObject[]): (chunk: Buffer) => void {
  let header = ''
  let left = 0
  let room = MAX_BATCH_BYTES
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      const object = objects.at(-1)
      if (left > 0 && object !== undefined) {
        const part = chunk.subarray(at, at + left)
        // The last byte is the line feed that git writes after each object: there is no room for it.
        object.filled += object.bytes === null ? 0 : part.copy(object.bytes, object.filled)
        left -= part.length
        at += part.length
      } else {
        const end = chunk.indexOf(10, at)
        header += chunk.toString('latin1', at, end < 0 ? chunk.length : end)
        if (end < 0) return
        const [, type = '', size] = header.split(' ')
        const fits = size !== undefined && Number(size) <= Math.min(room, batch[objects.length]?.maxBytes ?? -1)
        if (fits) room -= Number(size)
        objects.push({
          type,
          size: Number(size ?? 0),
          bytes: fits ? Buffer.allocUnsafe(Number(size)) : null,
          filled: 0,
        })
        left = size === undefined ? 0 : Number(size) + 1
        header = ''
        at = end + 1
      }
    }
  }
}

function missing({ path, oid }: Wanted): SourceError {
  return new SourceError('snapshot-unreadable', `${path}: object ${oid} is not in this clone`, {
    hint: 'Fetch the commit completely; a partial clone lacks some files.',
  })
}

function tooMuch({ path }: Wanted): SourceError {
  return new SourceError('snapshot-too-large', `${path} and the files before it are more than is read at once`, {
    hint: 'Change fewer files at once, or name some under `ignore` in the policy.',
  })
}

/** The refusal to read a file above a bound. */
export function tooLarge(path: string, size: number, maxBytes: number): SourceError {
  return new SourceError('over-limit', `${path} has ${size} bytes, more than the ${maxBytes} that are read`, {
    hint: 'Split the file, or name it under `ignore` in the policy.',
  })
}
