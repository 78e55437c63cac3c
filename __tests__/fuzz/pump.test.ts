// Long texts made of one piece, at every place of every format: no reader's time may grow with the square of a text.
import fc from 'fast-check'
import { JSON_SEEDS, MANIFEST, TEXT_SEEDS } from './documents.ts'
import { fuzz } from './harness.ts'
import { fromEntries } from './hostile.ts'
import { readTexts, type Texts } from './outcome.ts'

const LENGTH = 100_000
const HEADS = [
  '',
  '@',
  '@a/',
  'npm:',
  'https://a.example.test/-/',
  'git+https://g.example.test/',
  '#',
  '$',
  '--x=',
  'a:',
  '"',
]
const PIECES = [
  'a',
  ' ',
  '\t',
  '\r',
  '\n',
  '/',
  '@',
  '@a/',
  '/-/a',
  '-',
  '-A.',
  '.',
  '0.',
  '#',
  '%',
  '%41',
  '<',
  '{<',
  '{{',
  '$' + '{',
  '-$' + '{$',
  'A$' + '{R',
  '$(',
  '(',
  '[',
  '\\',
  '\\"',
  '"',
  "'",
  '`',
  ',',
  ';',
  '&',
  '|',
  '>',
  '=',
  'a=',
  'a:',
  'a@',
  'a@1||',
  '>=1 ',
  '://',
  'x://y@',
  '?key=',
  '&token=',
  'x-key:',
  'bearer ',
  'origin',
  'claude mcp add ',
  ' && npx a',
  '- ',
  '\n- a',
  '\n  a: b',
  '\n[a]',
  'sha512-a ',
]
const TAILS = ['', '\u0000', '!', '\n', '"', '/', '@1.0.0', '}']

interface Pumped {
  readonly seed: number
  readonly place: number
  readonly head: string
  readonly piece: string
  readonly tail: string
}

const pumped: fc.Arbitrary<Pumped> = fc.record({
  seed: fc.nat({ max: JSON_SEEDS.length + TEXT_SEEDS.length - 1 }),
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  head: fc.constantFrom(...HEADS),
  piece: fc.constantFrom(...PIECES),
  tail: fc.constantFrom(...TAILS),
})

fuzz({ name: 'pump', cases: pumped, runs: 25, holds: (given) => readTexts(textsOf(given)) })

function textsOf({ seed, place, head, piece, tail }: Pumped): Texts {
  const long = head + piece.repeat(LENGTH / piece.length) + tail
  const around = { 'package.json': JSON.stringify(MANIFEST) }
  const [value, text] = [JSON_SEEDS[seed], TEXT_SEEDS[seed - JSON_SEEDS.length]]
  if (value !== undefined) return { ...around, [value.path]: JSON.stringify(withLong(value.value, { place, long })) }
  if (text === undefined) return {}
  const tokens = [...text.text.matchAll(/[\w@/.:+^~=-]+/g)]
  const at = tokens[Math.floor(place * (tokens.length - 1))]?.index ?? 0
  return { ...around, [text.path]: text.text.slice(0, at) + long + text.text.slice(at) }
}

/** One text or key of the value, by its place among all of them, gives way to the long one. */
function withLong(root: unknown, { place, long }: { readonly place: number; readonly long: string }): unknown {
  let left = Math.floor(place * countTexts(root))
  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return left-- === 0 ? long : value
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    return fromEntries(Object.entries(value).map(([key, each]) => [left-- === 0 ? long : key, visit(each)] as const))
  }
  return visit(root)
}

function countTexts(value: unknown): number {
  if (typeof value === 'string') return 1
  if (typeof value !== 'object' || value === null) return 0
  const own = Array.isArray(value) ? 0 : Object.keys(value).length
  return Object.values(value).reduce((sum: number, each) => sum + countTexts(each), own)
}
