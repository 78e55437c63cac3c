// Bytes of a source to text, strictly: what another reader would decode otherwise is refused rather than guessed.
import { maskText } from '../model/masking.ts'

/** Lockfiles: the largest known in public repositories are near 5 MB; above this bound nobody reviews one. */
export const MAX_LOCKFILE_BYTES = 20 * 1024 * 1024
/** Everything a person writes, and the package managers' own bundled programs (about 3 MB). */
export const MAX_FILE_BYTES = 5 * 1024 * 1024

/** All files of one side, whether they are judged or only needed to understand others. */
export const MAX_TOTAL_BYTES = 100 * 1024 * 1024

/** Why a source could not be read. Sentences are plain and hold no control characters. */
export interface Fault {
  readonly status: 'unreadable' | 'unsupported' | 'too-large'
  readonly reason: string
  /** Counted from 1. */
  readonly line: number
  readonly remedy: string
}

export interface Text {
  readonly status: 'text'
  readonly text: string
}

/** A file's path from the repository's root, and its text without a byte order mark. */
export interface TextFile {
  readonly path: string
  readonly text: string
}

/** Text of UTF-8 bytes, without their byte order mark; a fault for any other encoding and for more than `maxBytes`. */
export function decodeText(bytes: Uint8Array, maxBytes: number): Text | Fault {
  if (bytes.length > maxBytes) return tooLarge(maxBytes)
  if (isUtf16(bytes)) return unreadable('it is UTF-16, not UTF-8', 1, SAVE_AS_UTF8)
  const nul = bytes.indexOf(0)
  if (nul >= 0) return unreadable('it contains a NUL byte', lineAt(bytes, nul), SAVE_AS_UTF8)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.startsWith(LFS_POINTER)
      ? unreadable('it is a pointer of Git LFS', 1, COMMIT_ITSELF)
      : { status: 'text', text }
  } catch {
    return unreadable('it is not valid UTF-8', firstInvalidLine(bytes), SAVE_AS_UTF8)
  }
}

export function tooLarge(maxBytes: number): Fault {
  const reason = `it is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB, the most that is read`
  return { status: 'too-large', reason, line: 1, remedy: 'Split it, or remove what does not belong in it.' }
}

export function unreadable(reason: string, line: number, remedy: string): Fault {
  return { status: 'unreadable', reason, line, remedy }
}

export function unsupported(reason: string, line: number, remedy: string): Fault {
  return { status: 'unsupported', reason, line, remedy }
}

/** A name from outside as a sentence can hold it: quoted, without credentials, printable ASCII, at most 120 characters. */
export function quoted(name: string): string {
  const shown = maskText(name).text
  const short = shown.length > 120 ? `${shown.slice(0, 117)}...` : shown
  return `"${short.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
}

/** What a checkout puts in its place is not in the repository, and many formats would take the pointer for an empty file. */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/'
const COMMIT_ITSELF = 'Commit the file itself.'
const SAVE_AS_UTF8 = 'Save it as UTF-8.'

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}

function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) line++
  return line
}

/** A line feed is never part of a longer UTF-8 sequence, so each line can be decoded alone. */
function firstInvalidLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start)
    const stop = end < 0 ? bytes.length : end
    try {
      decoder.decode(bytes.subarray(start, stop))
    } catch {
      return line
    }
    start = stop + 1
  }
  return line
}
