// Reads a tarball as npm does, in memory and within bounds: nothing is written, links and odd paths are left out.
import { createHash } from 'node:crypto'
import { createGunzip } from 'node:zlib'
import type { Parser, ReadEntry } from 'tar'
import type { TarballFile } from '../model/evidence.ts'
import { type Unavailable, unavailable } from '../model/observation.ts'
import type { Bounds } from './bounds.ts'
import { textOf } from './thrown.ts'

export interface UnpackedFile extends TarballFile {
  /** Null where `keep` did not ask for it. */
  readonly bytes: Buffer | null
}

export interface Unpacking {
  readonly bounds: Bounds
  /** On the clock of `performance.now()`. */
  readonly deadline: number
  /** Whether the bytes of this file are wanted, and not only its size and hash. */
  readonly keep: (path: string, size: number) => boolean
  readonly onFile: (file: UnpackedFile) => void
}

/**
 * Calls `onFile` for each regular file, in the archive's order; of two with one path npm keeps the last.
 * Null when all was read, else why not: `over-limit` where a bound was exceeded, `bad-answer` where it is no tarball.
 */
export async function unpack(tarball: Buffer, unpacking: Unpacking): Promise<Unavailable | null> {
  if (tarball[0] !== 0x1f || tarball[1] !== 0x8b) return BROKEN
  const { Parser: TarParser } = await import('tar/parse')
  const reading = startReading(new TarParser(), unpacking)
  const gunzip = createGunzip({ chunkSize: 65_536 })
  gunzip.end(tarball)
  let bytes = 0
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      // The parser would expand an archive within the archive, past all bounds.
      if (bytes === 0 && isCompressed(chunk)) return BROKEN
      bytes += chunk.length
      const exceeded = excess({ bytes, packed: tarball.length, entries: reading.entries() }, unpacking)
      if (exceeded !== null) return unavailable('over-limit', exceeded)
      reading.write(chunk)
      if (reading.ended()) break
    }
  } catch (error) {
    if (/^(Z_|TAR_)/.test(textOf(error, 'code') ?? '')) return BROKEN
    throw error
  }
  return reading.finish() ? null : BROKEN
}

const BROKEN = unavailable('bad-answer', 'the tarball is broken')

interface Progress {
  readonly bytes: number
  readonly packed: number
  readonly entries: number
}

// Ten megabytes may be as compressible as they like.
const RATIO_FROM = 10_000_000

function excess({ bytes, packed, entries }: Progress, { bounds, deadline }: Unpacking): string | null {
  if (bytes > bounds.unpackedBytes) return `the tarball holds more than ${bounds.unpackedBytes} bytes`
  if (bytes > RATIO_FROM && bytes / packed > bounds.ratio) return 'the tarball expands beyond all measure'
  if (entries > bounds.entries) return `the tarball holds more than ${bounds.entries} entries`
  return performance.now() > deadline ? 'the tarball takes too long to read' : null
}

interface Reading {
  entries(): number
  /** The archive's end was seen; what follows is not part of it. */
  ended(): boolean
  write(chunk: Buffer): void
  /** False where the archive is damaged. */
  finish(): boolean
}

function startReading(parser: Parser, unpacking: Unpacking): Reading {
  let [entries, ended, sound] = [0, false, true]
  const count = () => {
    entries += 1
  }
  parser.on('entry', count).on('meta', count).on('ignoredEntry', count)
  parser.on('entry', (entry: ReadEntry) => readFile(entry, unpacking))
  parser.on('eof', () => {
    ended = true
  })
  parser.on('warn', (code: string) => {
    sound &&= code === 'TAR_ENTRY_INVALID' || code === 'TAR_ENTRY_INFO'
  })
  return {
    entries: () => entries,
    ended: () => ended,
    write: (chunk) => parser.write(chunk),
    finish: () => {
      parser.end()
      return sound
    },
  }
}

const FILE_TYPES = ['File', 'OldFile', 'ContiguousFile']

function readFile(entry: ReadEntry, { keep, onFile }: Unpacking): void {
  const path = toPath(entry.path)
  if (path === null || !FILE_TYPES.includes(entry.type)) {
    entry.resume()
    return
  }
  const hash = createHash('sha256')
  const chunks: Buffer[] | null = keep(path, entry.size) ? [] : null
  let size = 0
  entry.on('data', (chunk: Buffer) => {
    size += chunk.length
    hash.update(chunk)
    chunks?.push(chunk)
  })
  entry.on('end', () => {
    onFile({ path, size, sha256: hash.digest('hex'), bytes: chunks === null ? null : Buffer.concat(chunks) })
  })
}

// npm drops the first folder, whatever its name, and never writes through `..`.
function toPath(stored: string): string | null {
  const segments = stored.split('/').slice(1)
  const kept = segments.filter((segment) => segment !== '' && segment !== '.')
  return kept.length === 0 || kept.includes('..') ? null : kept.join('/')
}

function isCompressed(chunk: Buffer): boolean {
  const gzip = chunk[0] === 0x1f && chunk[1] === 0x8b
  return gzip || chunk.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))
}
