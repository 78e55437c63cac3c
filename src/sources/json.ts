// JSON as a gate must read it: one value, no key twice, bounded depth, no conflict markers. Own code because it runs over
// every changed lockfile: JSON.parse plus counting costs a fifth of a position-keeping parser's time.
import type { Route } from '../model/location.ts'
import { closingQuote, indexJson, lineAtOffset, lineFinder } from './locate.ts'
import { type Fault, quoted, unreadable } from './text.ts'

/** Real lockfiles stay under 20, npm's version 1 under 60. */
export const MAX_DEPTH = 200

export interface Json {
  readonly status: 'json'
  readonly value: unknown
  /** Lazy: the first question costs a walk over the text, the others a look-up. */
  readonly lineOf: (route: Route) => number
}

/** The value of a JSON text, or why it must not be trusted. `__proto__` is a key like any other. */
export function readJson(text: string): Json | Fault {
  const marker = conflictMarker(text)
  if (marker >= 0)
    return unreadable('it holds the markers of an unresolved merge conflict', lineAtOffset(text, marker), RESOLVE)
  const parsed = readValue(text)
  if (parsed.status !== 'value') return parsed
  if (HALF_PAIR.test(text) && holdsHalfPair(parsed.value))
    return unreadable(
      'a string holds half of a surrogate pair',
      lineAtOffset(text, text.search(HALF_PAIR)),
      WRITE_AGAIN,
    )
  return { status: 'json', value: parsed.value, lineOf: lineFinder(text) }
}

/** A JSON object, and neither a list nor null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Value = { readonly status: 'value'; readonly value: unknown }

function readValue(text: string): Value | Fault {
  const easy = text.length > MAX_UNMEASURED ? null : parse(text)
  if (easy !== null && hasNoKeyTwice(text, easy.value)) return easy
  const shape = measure(text)
  if (shape.tooDeepAt >= 0)
    return unreadable(`it is nested deeper than ${MAX_DEPTH} levels`, lineAtOffset(text, shape.tooDeepAt), WRITE_AGAIN)
  const parsed = easy ?? parse(text)
  return parsed === null || shape.members !== membersIn(parsed.value) ? explain(text) : parsed
}

/** Characters. The parser needs up to seventy bytes for one of a text that does nothing but nest; longer texts must prove their depth first. */
const MAX_UNMEASURED = 4 * 1024 * 1024

const WRITE_AGAIN = 'Let the package manager write it again.'
const RESOLVE = 'Resolve the conflict and let the package manager write the file again.'
const HALF_PAIR = /\\u[dD][89a-fA-F]/

/** npm's own reader changes its mind about a text that holds all three, even inside strings, and would see another tree. */
function conflictMarker(text: string): number {
  const ours = text.indexOf('<<<<<<<')
  return ours >= 0 && text.includes('=======') && text.includes('>>>>>>>') ? ours : -1
}

function parse(text: string): Value | null {
  try {
    return { status: 'value', value: JSON.parse(text) }
  } catch {
    return null
  }
}

/**
 * A proof at a quarter of the cost of measuring, which most texts allow: a key is followed by its colon, so a value with as
 * many members as there are quotes with a colon after them has them all, and none was written twice. False proves nothing.
 */
function hasNoKeyTwice(text: string, value: unknown): boolean {
  return !SPACED_COLON.test(text) && text.split('":').length - 1 === membersIn(value)
}

const SPACED_COLON = /"[ \t\n\r]+:/

interface Shape {
  readonly members: number
  /** -1 where the text is not too deep. */
  readonly tooDeepAt: number
}

/** In valid JSON, colons outside strings are as many as the members written: more than in the value means a key twice. */
function measure(text: string): Shape {
  let members = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 34) {
      at = closingQuote(text, at)
      if (at < 0) break
    } else if (unit === 58) members++
    else if (unit === 123 || unit === 91) {
      if (++depth > MAX_DEPTH) return { members, tooDeepAt: at }
    } else if (unit === 125 || unit === 93) depth--
  }
  return { members, tooDeepAt: -1 }
}

/** Members of all objects in a value; NaN where it is nested too deep. `for in` needs no list of keys, which would cost more than the count. */
function membersIn(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null) return 0
  if (depth === MAX_DEPTH) return Number.NaN
  let members = 0
  if (Array.isArray(value)) for (const item of value) members += membersIn(item, depth + 1)
  else for (const key in value) members += 1 + membersIn(Reflect.get(value, key), depth + 1)
  return members
}

function holdsHalfPair(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, each]) => !key.isWellFormed() || holdsHalfPair(each))
}

function explain(text: string): Fault {
  if (text.trim() === '') return unreadable('it is empty', 1, WRITE_AGAIN)
  const index = indexJson(text, 0)
  if (index.status === 'index') return unreadable('it is not valid JSON', 1, WRITE_AGAIN)
  const reason =
    index.duplicate === null ? index.reason : `the key ${quoted(index.duplicate)} stands twice in one object`
  return unreadable(reason, lineAtOffset(text, index.offset), WRITE_AGAIN)
}
