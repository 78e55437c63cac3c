// Where in a JSON text each key stands: a strict walk without recursion, made only when a line is asked for or a fault is to be explained.
import type { Route } from '../model/location.ts'

/** A value's place: offset of its key (or of itself, in a list), and the places of its members. */
export interface JsonNode {
  readonly offset: number
  /** Null where there are none. */
  members: Map<string | number, JsonNode> | null
}

export interface JsonIndex {
  readonly status: 'index'
  readonly root: JsonNode
}

/** `duplicate` names the key that stands twice in one object. */
export interface JsonError {
  readonly status: 'error'
  readonly offset: number
  readonly duplicate: string | null
  readonly reason: string
}

interface Walk {
  readonly text: string
  at: number
  /** List items that may still be kept. */
  room: number
}

interface Open {
  readonly node: JsonNode
  readonly isList: boolean
  count: number
}

/** Far more than lists in lockfiles and manifests have, all together. */
const MAX_ITEMS = 100_000

/**
 * Places of all keys of a JSON text, or its first error: syntax as in RFC 8259, and a key that stands twice in one object.
 * Of list items no more than `room` are kept in all; the line of their list stands for the others.
 */
export function indexJson(text: string, room = MAX_ITEMS): JsonIndex | JsonError {
  const walk: Walk = { text, at: 0, room }
  try {
    const root = readDocument(walk)
    return { status: 'index', root }
  } catch (error) {
    if (error instanceof JsonFault) return { status: 'error', ...error.details }
    throw error
  }
}

/** Lines of routes in a valid JSON text, counted from 1. The index is built at the first question. */
export function lineFinder(text: string): (route: Route) => number {
  let found: { readonly root: JsonNode | null; readonly starts: readonly number[] } | null = null
  return (route) => {
    found ??= { root: rootOf(text), starts: lineStarts(text) }
    return found.root === null ? 1 : lineOfOffset(found.starts, offsetOf(found.root, route))
  }
}

/** The line of an offset, counted from 1. */
export function lineAtOffset(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

function rootOf(text: string): JsonNode | null {
  const index = indexJson(text)
  return index.status === 'index' ? index.root : null
}

/** Offset of the route's last key that is there. */
function offsetOf(root: JsonNode, route: Route): number {
  let node = root
  for (const key of route) {
    const member = node.members?.get(key)
    if (member === undefined) break
    node = member
  }
  return node.offset
}

export function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** By bisection: the number of line starts at or before the offset. */
export function lineOfOffset(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

class JsonFault extends Error {
  readonly details: Omit<JsonError, 'status'>

  constructor(reason: string, offset: number, duplicate: string | null = null) {
    super(reason)
    this.details = { reason, offset, duplicate }
  }
}

function readDocument(walk: Walk): JsonNode {
  skipSpace(walk)
  const open: Open[] = []
  const root = readValue(walk, walk.at, open)
  while (open.length > 0) readMember(walk, open)
  skipSpace(walk)
  if (walk.at < walk.text.length) throw new JsonFault('something follows the end of the document', walk.at)
  return root
}

/** A scalar is read whole; an object or a list is opened, and its members are read by the loop above. */
function readValue(walk: Walk, offset: number, open: Open[]): JsonNode {
  const first = walk.text[walk.at]
  if (first !== '{' && first !== '[') {
    if (first === '"') readString(walk)
    else readBare(walk)
    return { offset, members: null }
  }
  walk.at++
  const node = { offset, members: null }
  open.push({ node, isList: first === '[', count: 0 })
  return node
}

function readMember(walk: Walk, open: Open[]): void {
  const parent = open.at(-1)
  if (parent === undefined) return
  skipSpace(walk)
  const closing = parent.isList ? ']' : '}'
  if (walk.text[walk.at] === closing) {
    walk.at++
    open.pop()
    return
  }
  if (parent.count > 0) expect(walk, ',')
  skipSpace(walk)
  const offset = walk.at
  const key = parent.isList ? parent.count : readKey(walk, parent.node.members)
  parent.count++
  const node = readValue(walk, offset, open)
  // Keys are always kept, to find one that stands twice.
  if (!parent.isList || walk.room-- > 0) keep(parent.node, key, node)
}

function keep(parent: JsonNode, key: string | number, node: JsonNode): void {
  parent.members ??= new Map()
  parent.members.set(key, node)
}

function readKey(walk: Walk, members: ReadonlyMap<string | number, JsonNode> | null): string {
  const start = walk.at
  const key = readString(walk)
  if (members?.has(key)) throw new JsonFault('a key stands twice in one object', start, key)
  skipSpace(walk)
  expect(walk, ':')
  skipSpace(walk)
  return key
}

function expect(walk: Walk, token: string): void {
  if (walk.text[walk.at] !== token) throw unexpected(walk)
  walk.at++
}

function unexpected({ text, at }: Walk): JsonFault {
  return new JsonFault(at < text.length ? 'it is not valid JSON' : 'it ends before the document does', at)
}

function skipSpace(walk: Walk): void {
  for (; ; walk.at++) {
    const unit = walk.text.charCodeAt(walk.at)
    if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return
  }
}

const BARE = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-])/y

function readBare(walk: Walk): void {
  BARE.lastIndex = walk.at
  if (!BARE.test(walk.text)) throw unexpected(walk)
  walk.at = BARE.lastIndex
}

function readString(walk: Walk): string {
  const { text, at: start } = walk
  if (text[start] !== '"') throw unexpected(walk)
  const end = closingQuote(text, start)
  if (end < 0) throw new JsonFault('it ends in the middle of a string', start)
  walk.at = end + 1
  const raw = text.slice(start, end + 1)
  if (!NEEDS_DECODING.test(raw)) return raw.slice(1, -1)
  try {
    return String(JSON.parse(raw))
  } catch {
    throw new JsonFault('a string holds a bad escape or a raw control character', start)
  }
}

const NEEDS_DECODING = /[\\\u0000-\u001f]/

/** Offset of the quote that ends a string, -1 where none does. */
export function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1
    while (text.charCodeAt(before) === 92) before--
    if ((end - before) % 2 === 1) return end
  }
  return -1
}
