// JSON with comments and trailing commas, as clients accept it, read without recursion into a document with lines.
// Own code because a gate must see every occurrence of a repeated key and survive any depth.
import {
  type DocumentEntry,
  type DocumentNode,
  type DocumentScalar,
  MAX_DOCUMENT_DEPTH,
  type ParsedDocument,
} from './document.ts'
import { closingQuote } from './locate.ts'
import { unreadable } from './text.ts'

/** Where a value ended, for JSON that stands inside other text. */
export type JsoncValue = ParsedDocument & { readonly end?: number }

interface Walk {
  readonly text: string
  at: number
  line: number
}

type Open =
  | { readonly kind: 'map'; readonly line: number; readonly key: DocumentKey | null; readonly entries: DocumentEntry[] }
  | { readonly kind: 'list'; readonly line: number; readonly key: DocumentKey | null; readonly items: DocumentNode[] }

interface DocumentKey {
  readonly key: string
  readonly line: number
}

/** The document of a text that is one JSON value, or why it is none. */
export function readJsonc(text: string): ParsedDocument {
  return attempt(() => {
    const walk: Walk = { text, at: 0, line: 1 }
    skip(walk)
    if (walk.at >= text.length) throw new JsoncFault('it is empty', 1)
    const root = readTree(walk)
    skip(walk)
    if (walk.at < text.length) throw new JsoncFault('something follows the end of the document', walk.line)
    return { status: 'document', root }
  })
}

/** The JSON value that starts at an offset, whatever follows it; lines count from `line`. */
export function readJsoncAt(text: string, at: number, line: number): JsoncValue {
  return attempt(() => {
    const walk: Walk = { text, at, line }
    const root = readTree(walk)
    return { status: 'document', root, end: walk.at }
  })
}

function attempt(read: () => JsoncValue): JsoncValue {
  try {
    return read()
  } catch (error) {
    if (error instanceof JsoncFault) return unreadable(error.message, error.line, 'Mend the JSON.')
    throw error
  }
}

class JsoncFault extends Error {
  readonly line: number

  constructor(reason: string, line: number) {
    super(reason)
    this.line = line
  }
}

/** One value; containers are opened on a stack of our own, so that depth costs no call stack. */
function readTree(walk: Walk): DocumentNode {
  const open: Open[] = []
  let done: DocumentNode | null = readValue(walk, null, open)
  for (;;) {
    const parent = open.at(-1)
    if (parent === undefined) return done ?? fail(walk)
    done = readMember(walk, parent, open)
    if (done !== null && open.length > 0) attach(open, parent, done)
  }
}

/** Reads up to the next finished value: the parent itself where it closes, null where a container was opened. */
function readMember(walk: Walk, parent: Open, open: Open[]): DocumentNode | null {
  skip(walk)
  const closing = parent.kind === 'map' ? '}' : ']'
  const isFirst = (parent.kind === 'map' ? parent.entries : parent.items).length === 0
  if (!isFirst && walk.text[walk.at] === ',') {
    walk.at++
    skip(walk)
  } else if (!isFirst && walk.text[walk.at] !== closing) fail(walk)
  if (walk.text[walk.at] === closing) {
    walk.at++
    open.pop()
    return parent.kind === 'map'
      ? { kind: 'map', line: parent.line, entries: parent.entries }
      : { kind: 'list', line: parent.line, items: parent.items }
  }
  const key = parent.kind === 'map' ? readKey(walk) : null
  const value = readValue(walk, key, open)
  if (value !== null) add(parent, key, value)
  return null
}

/** A container that closed becomes a member of the one around it, under the key it was opened with. */
function attach(open: readonly Open[], closed: Open, value: DocumentNode): void {
  const parent = open.at(-1)
  if (parent !== undefined) add(parent, closed.key, value)
}

function add(parent: Open, key: DocumentKey | null, value: DocumentNode): void {
  if (parent.kind === 'list') parent.items.push(value)
  else if (key !== null) parent.entries.push({ ...key, value })
}

function readValue(walk: Walk, key: DocumentKey | null, open: Open[]): DocumentNode | null {
  const first = walk.text[walk.at]
  if (first !== '{' && first !== '[') return readScalar(walk)
  if (open.length >= MAX_DOCUMENT_DEPTH)
    throw new JsoncFault(`it is nested deeper than ${MAX_DOCUMENT_DEPTH} levels`, walk.line)
  walk.at++
  open.push(
    first === '{'
      ? { kind: 'map', line: walk.line, key, entries: [] }
      : { kind: 'list', line: walk.line, key, items: [] },
  )
  return null
}

function readKey(walk: Walk): DocumentKey {
  const line = walk.line
  const key = readString(walk)
  skip(walk)
  if (walk.text[walk.at] !== ':') fail(walk)
  walk.at++
  skip(walk)
  return { key, line }
}

const BARE = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-])/y

function readScalar(walk: Walk): DocumentScalar {
  const line = walk.line
  if (walk.text[walk.at] === '"') return { kind: 'scalar', line, value: readString(walk) }
  BARE.lastIndex = walk.at
  const match = BARE.exec(walk.text)
  if (match === null) return fail(walk)
  walk.at = BARE.lastIndex
  return { kind: 'scalar', line, value: JSON.parse(match[0]) }
}

function readString(walk: Walk): string {
  if (walk.text[walk.at] !== '"') fail(walk)
  const end = closingQuote(walk.text, walk.at)
  if (end < 0) throw new JsoncFault('it ends in the middle of a string', walk.line)
  const raw = walk.text.slice(walk.at, end + 1)
  walk.at = end + 1
  try {
    return String(JSON.parse(raw)).toWellFormed()
  } catch {
    throw new JsoncFault('a string holds a bad escape or a raw control character', walk.line)
  }
}

function fail({ text, at, line }: Walk): never {
  throw new JsoncFault(at < text.length ? 'it is not valid JSON' : 'it ends before the document does', line)
}

/** Blanks and comments. */
function skip(walk: Walk): void {
  const { text } = walk
  for (; walk.at < text.length; walk.at++) {
    const unit = text.charCodeAt(walk.at)
    if (unit === 10) walk.line++
    else if (unit === 47) skipComment(walk)
    else if (unit !== 32 && unit !== 13 && unit !== 9) return
  }
}

/** Leaves the walk on the comment's last character. */
function skipComment(walk: Walk): void {
  const { text, at } = walk
  if (text[at + 1] === '/') {
    const end = text.indexOf('\n', at)
    walk.at = (end < 0 ? text.length : end) - 1
    return
  }
  const end = text[at + 1] === '*' ? text.indexOf('*/', at + 2) : -1
  if (end < 0) fail(walk)
  for (let next = text.indexOf('\n', at); next >= 0 && next < end; next = text.indexOf('\n', next + 1)) walk.line++
  walk.at = end + 1
}
