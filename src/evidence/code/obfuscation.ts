// Signs that a source is meant not to be read.
import type { Hit } from './hit.ts'
import type { Layout } from './layout.ts'
import type { Literal, Tokens } from './tokens.ts'

/** At most one hit of each sign. */
export function obfuscationIn(text: string, { code, literals }: Tokens, layout: Layout): readonly Hit[] {
  const signs: readonly (readonly [detail: string, at: number | null])[] = [
    ['minified code', layout.minified ? 0 : null],
    ['hexadecimal names', hexadecimalNames(code)],
    ['right-to-left characters', placeIn(text, /[\u202a-\u202e\u2066-\u2069]/)],
    ['invisible characters', invisible(text)],
    ['code far to the right', farRight(text, code)],
    ['escaped text', literals.find((literal) => isEscaped(text, literal))?.start ?? null],
    ['encoded text', literals.find(isEncoded)?.start ?? null],
    ['numbers in place of text', manyNumbers(code)],
  ]
  return signs.flatMap(([detail, at]) => (at === null ? [] : [{ kind: 'obfuscated', detail, at }]))
}

// Names as the common obfuscator makes them.
function hexadecimalNames(code: string): number | null {
  const names = new Map<string, number>()
  for (const { 0: name, index } of code.matchAll(/\b_0x[0-9a-f]{4,6}\b/g)) {
    if (!names.has(name)) names.set(name, index)
    if (names.size >= 3) return Math.min(...names.values())
  }
  return null
}

function manyNumbers(code: string): number | null {
  let [start, end, count] = [0, 0, 0]
  // Number by number: one expression for all of a row would need more stack than there is.
  for (const { 0: number, index } of code.matchAll(/0x[0-9a-f]{1,2}\s*,/gi)) {
    const follows = count > 0 && code.slice(end, index).trim() === ''
    if (!follows) [start, count] = [index, 0]
    end = index + number.length
    count += 1
    if (count >= 200) return start
  }
  return null
}

// Blanks within a text or a comment hide nothing.
function farRight(text: string, code: string): number | null {
  for (const { 0: run, index } of text.matchAll(/\S[ \t]{200,}(?=\S)/g)) {
    const next = index + run.length
    if (code[index] === text[index] && code[next] === text[next]) return next
  }
  return null
}

// Tags and supplementary variation selectors can hold a whole program (the flags of regions end in tags, though); of the
// others some occur in honest text.
function invisible(text: string): number | null {
  const hidden = placeIn(text, /(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]{0,10})[\u{e0000}-\u{e01ef}]/u)
  return hidden ?? placeOfBlanks(text)
}

function placeOfBlanks(text: string): number | null {
  const places: number[] = []
  // The first character may be the file's byte order mark.
  for (const { index } of text.matchAll(/(?<!^)[\u200b\u2060-\u2064\u180e\ufeff\u3164\uffa0]/g))
    if (places.push(index) >= 8) return places[0] ?? null
  return null
}

// Escapes that were not needed: they stand for plain characters.
function isEscaped(text: string, { start, end }: Literal): boolean {
  if (end - start < 80) return false
  const raw = text.slice(start, Math.min(end, start + 10_000))
  const escapes = raw.match(/\\x[2-7][0-9a-f]|\\u00[2-7][0-9a-f]/gi) ?? []
  return escapes.reduce((sum, { length }) => sum + length, 0) * 2 > raw.length
}

const ENCODED_LENGTH = 1000

function isEncoded({ value }: Literal): boolean {
  if (value.length < ENCODED_LENGTH || !/^[A-Za-z0-9+/=_-]+$/.test(value)) return false
  const distinct = new Set(value.slice(0, 2000)).size
  return distinct >= (/^[0-9a-f]+$/i.test(value) ? 12 : 40)
}

function placeIn(text: string, pattern: RegExp): number | null {
  const at = text.search(pattern)
  return at < 0 ? null : at
}
