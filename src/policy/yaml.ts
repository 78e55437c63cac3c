// Reads YAML strictly and remembers where every value stands, so that a fault can name its line and column.
import {
  constructFromEvents,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from 'js-yaml'
import type { Route } from '../model/location.ts'

/** Lines and columns count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface YamlFault {
  readonly at: Position
  readonly message: string
}

export interface YamlDocument {
  readonly value: unknown
  /** Where the value of a route stands; the nearest enclosing value where the route itself is not there. */
  positionOf(route: Route): Position
  /** Where a mapping's key stands, and not its value. */
  positionOfKey(route: Route): Position
  /** A scalar as written, with its quotes decoded; null where the route names no scalar. */
  textAt(route: Route): string | null
}

interface Mark {
  readonly start: number
  /** Where the key stands that leads here. */
  readonly key: number
  readonly text: string | null
  readonly children: Map<string | number, Mark>
}

const MAX_DEPTH = 20

/**
 * One document, in the core schema. Refused, as faults: syntax errors, duplicate keys, unknown tags, aliases, several
 * documents, nesting over 20, and keys that YAML would not read as the string that is written.
 */
export function readYaml(text: string): YamlDocument | YamlFault {
  const lines = lineStarts(text)
  const parsed = parse(text, lines)
  if ('at' in parsed) return parsed
  if (parsed.documents.length > 1) return { at: { line: 1, column: 1 }, message: 'it holds several YAML documents' }
  const root = markOf(text, parsed.events)
  const misread = misreadKey(root)
  if (misread !== null) return { at: positionAt(lines, misread.key), message: misread.message }
  return toDocument(parsed.documents[0], root, lines)
}

interface Parsed {
  readonly events: readonly Event[]
  readonly documents: readonly unknown[]
}

function parse(text: string, lines: readonly number[]): Parsed | YamlFault {
  try {
    const events = parseEvents(text, { maxDepth: MAX_DEPTH })
    return { events, documents: constructFromEvents(events, { source: text, maxAliases: 0 }) }
  } catch (error) {
    return toFault(error, text, lines)
  }
}

function toDocument(value: unknown, root: Mark, lines: readonly number[]): YamlDocument {
  const find = (route: Route): Mark => {
    let mark = root
    for (const step of route) {
      const next = mark.children.get(step)
      if (next === undefined) return mark
      mark = next
    }
    return mark
  }
  return {
    value,
    positionOf: (route) => positionAt(lines, find(route).start),
    positionOfKey: (route) => positionAt(lines, find(route).key),
    textAt: (route) => find(route).text,
  }
}

function toFault(error: unknown, text: string, lines: readonly number[]): YamlFault {
  if (error instanceof YAMLException) {
    const at = error.mark === undefined ? { line: 1, column: 1 } : positionAt(lines, error.mark.position)
    if (error.reason.startsWith('aliases')) return { at, message: 'aliases (*name) are not allowed' }
    // Scopes and teams begin so, and YAML keeps the sign for itself.
    if (text[error.mark?.position ?? -1] === '@') return { at, message: 'a text that begins with @ must be in quotes' }
    return { at, message: error.reason }
  }
  // js-yaml documents that hostile input may raise other errors than its own.
  return { at: { line: 1, column: 1 }, message: 'it cannot be read as YAML' }
}

function markOf(text: string, events: readonly Event[]): Mark {
  let index = 0
  const next = (): Event | undefined => events[index++]
  const read = (event: Event | undefined, key: number): Mark => {
    const found = event === undefined ? 0 : startOf(event)
    // An empty value stands nowhere: its key stands for it.
    const start = found < 0 ? Math.max(key, 0) : found
    const mark: Mark = { start, key: key < 0 ? start : key, text: scalarText(text, event), children: new Map() }
    if (event?.type === EVENT_ID.SEQUENCE) readItems(mark)
    if (event?.type === EVENT_ID.MAPPING) readPairs(mark)
    return mark
  }
  const readItems = (mark: Mark) => {
    for (let event = next(), at = 0; event && event.type !== EVENT_ID.POP; event = next(), at++) {
      mark.children.set(at, read(event, -1))
    }
  }
  const readPairs = (mark: Mark) => {
    for (let event = next(); event && event.type !== EVENT_ID.POP; event = next()) {
      const key = read(event, -1)
      mark.children.set(keyText(event, key), read(next(), key.start))
    }
  }
  next()
  const first = next()
  return read(first?.type === EVENT_ID.POP ? undefined : first, -1)
}

function startOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart
  return event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING ? event.start : 0
}

function scalarText(text: string, event: Event | undefined): string | null {
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : null
}

// A plain key such as 1.10 becomes the number 1.1 and then the key "1.1": kept apart from what is written.
function keyText(event: Event, key: Mark): string {
  const plain = event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN
  return plain && NOT_A_STRING.test(key.text ?? '') ? `\0${key.text}` : (key.text ?? '\0')
}

// All that the core schema, or an older reader, takes for null, a boolean or a number.
const NOT_A_STRING = /^(|~|null|true|false|[-+]?(\.?\d[\d_]*(\.[\d_]*)?(e[-+]?\d+)?|0[xob][\da-f_]+|\.(inf|nan)))$/i

function misreadKey(mark: Mark): { readonly key: number; readonly message: string } | null {
  for (const [key, child] of mark.children) {
    if (typeof key === 'string' && key.startsWith('\0')) {
      return { key: child.key, message: `the key ${key.slice(1) || 'here'} is not read as text; put it in quotes` }
    }
    // Some libraries skip this key silently, so that what it holds would never be judged.
    if (key === '__proto__') return { key: child.key, message: 'the key __proto__ is not allowed' }
    const below = misreadKey(child)
    if (below !== null) return below
  }
  return null
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length)
  return starts
}

function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}
