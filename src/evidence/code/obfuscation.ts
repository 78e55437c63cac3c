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
    ['numbers in place of text', placeIn(code, /(?:0x[0-9a-f]{1,2}\s*,\s*){200}/i)],
  ]
  return signs.flatMap(([detail, at]) => (at === null ? [] : [{ kind: 'obfuscated', detail, at }]))
}

// Names as the common obfuscator makes them.
function hexadecimalNames(code: string): number | null {
  const names = new Map([...code.matchAll(/\b_0x[0-9a-f]{4,6}\b/g)].map(({ 0: name, index }) => [name, index]))
  const [first] = names.values()
  return names.size < 3 ? null : (first ?? null)
}

// Blanks within a text or a comment hide nothing.
function farRight(text: string, code: string): number | null {
  const found = [...text.matchAll(/\S[ \t]{200,}(?=\S)/g)].find(({ 0: run, index }) => {
    const next = index + run.length
    return code[index] === text[index] && code[next] === text[next]
  })
  return found === undefined ? null : found.index + found[0].length
}

// Tags and supplementary variation selectors can hold a whole program (the flags of regions end in tags, though); of the
// others some occur in honest text.
function invisible(text: string): number | null {
  const hidden = placeIn(text, /(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]{0,10})[\u{e0000}-\u{e01ef}]/u)
  const blanks = text.slice(1).match(/[\u200b\u2060-\u2064\u180e\ufeff\u3164\uffa0]/g)?.length ?? 0
  return hidden ?? (blanks >= 8 ? text.slice(1).search(/[\u200b\u2060-\u2064\u180e\ufeff\u3164\uffa0]/) + 1 : null)
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
