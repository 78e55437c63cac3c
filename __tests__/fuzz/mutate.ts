// Changes valid documents a little: as text, cut and spliced; as values, one place replaced, doubled, moved or removed.
import fc from 'fast-check'
import { anyValue, fromEntries, word } from './hostile.ts'

type Edit = (text: string) => string

const place = fc.double({ min: 0, max: 1, noNaN: true })
const length = fc.nat({ max: 60 })

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ place, word }).map(
    (given): Edit =>
      (text) =>
        splice(text, given.place, 0, given.word),
  ),
  fc.record({ place, length, word }).map(
    (given): Edit =>
      (text) =>
        splice(text, given.place, given.length, given.word),
  ),
  fc.record({ place, length }).map(
    (given): Edit =>
      (text) =>
        splice(text, given.place, given.length, ''),
  ),
  fc.record({ from: place, to: place, length }).map(
    (given): Edit =>
      (text) =>
        splice(text, given.to, 0, cut(text, given.from, given.length)),
  ),
  fc.record({ from: place, to: place }).map(
    (given): Edit =>
      (text) =>
        swapLines(text, given.from, given.to),
  ),
  fc.record({ from: place, to: place }).map(
    (given): Edit =>
      (text) =>
        copyLine(text, given.from, given.to),
  ),
  fc.record({ place }).map(
    (given): Edit =>
      (text) =>
        text.slice(0, Math.floor(given.place * text.length)),
  ),
  fc.record({ place, word }).map(
    (given): Edit =>
      (text) =>
        replaceToken(text, given.place, given.word),
  ),
)

/** The text after one to four edits. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .record({ text: fc.constantFrom(...texts), edits: fc.array(edit, { minLength: 1, maxLength: 4 }) })
    .map(({ text, edits }) => edits.reduce((current, each) => each(current), text))
}

function splice(text: string, at: number, count: number, insert: string): string {
  const start = Math.floor(at * text.length)
  return text.slice(0, start) + insert + text.slice(start + count)
}

function cut(text: string, at: number, count: number): string {
  const start = Math.floor(at * text.length)
  return text.slice(start, start + count)
}

function swapLines(text: string, from: number, to: number): string {
  const lines = text.split('\n')
  const [a, b] = [Math.floor(from * lines.length), Math.floor(to * lines.length)]
  const [first = '', second = ''] = [lines[a], lines[b]]
  return lines.map((line, at) => (at === a ? second : at === b ? first : line)).join('\n')
}

function copyLine(text: string, from: number, to: number): string {
  const lines = text.split('\n')
  return lines.toSpliced(Math.floor(to * lines.length), 0, lines[Math.floor(from * lines.length)] ?? '').join('\n')
}

/** One whole word of the text gives way. */
function replaceToken(text: string, at: number, insert: string): string {
  const tokens = [...text.matchAll(/[\w@/.:+^~=-]+/g)]
  const token = tokens[Math.floor(at * tokens.length)]
  if (token === undefined) return insert
  return text.slice(0, token.index) + insert + text.slice(token.index + token[0].length)
}

interface Change {
  readonly place: number
  readonly kind: 'replace' | 'remove' | 'double' | 'rename' | 'wrap'
  readonly value: unknown
  readonly key: string
}

const change: fc.Arbitrary<Change> = fc.record({
  place,
  kind: fc.constantFrom('replace', 'replace', 'remove', 'double', 'rename', 'wrap'),
  value: anyValue,
  key: word,
})

/** The value after one to three changes, each at any of its places. */
export function mutatedValue(values: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .record({ value: fc.constantFrom(...values), changes: fc.array(change, { minLength: 1, maxLength: 3 }) })
    .map(({ value, changes }) => changes.reduce(apply, value))
}

function apply(root: unknown, given: Change): unknown {
  let left = Math.floor(given.place * count(root))
  const visit = (value: unknown): unknown => {
    if (left-- === 0) return given.kind === 'wrap' ? [value] : given.value
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    return fromEntries(Object.entries(value).flatMap(([key, each]) => visitEntry(key, each)))
  }
  const visitEntry = (key: string, value: unknown): readonly (readonly [string, unknown])[] => {
    if (left !== 0 || given.kind === 'replace' || given.kind === 'wrap') return [[key, visit(value)]]
    left -= 1
    if (given.kind === 'remove') return []
    return given.kind === 'rename'
      ? [[given.key, value]]
      : [
          [key, value],
          [given.key, value],
        ]
  }
  return visit(root)
}

function count(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, each) => sum + count(each), 1)
}
