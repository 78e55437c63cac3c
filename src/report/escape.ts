// Text from outside made harmless: everything unseen is shown, credentials are masked, lengths are bounded.
import { maskAddresses } from '../model/masking.ts'

/** Controls, formatting and bidirectional characters, lone surrogates, blanks other than U+0020, and all that draws nothing. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu
/** User information of an address, percent-encoded or not: `https://user:token@host`. The bare user `git` is no secret. */
const USER_INFO = /(:\/\/|%3a%2f%2f)(?!git(?:@|%40))(?:(?!%2f|%40)[^\s/@?#])+(?:@|%40)/gi
const SECRET_PARAMETER =
  /([?&](?:[\w-]*(?:token|secret|password|passwd|api[-_]?key|access[-_]?key|signature|credential)|key|auth|sig)=)[^&#\s]+/gi

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The longest value shown within a line. */
const VALUE_LENGTH = 240

/** One line in which nothing is unseen: `\u200b`, `\n` and the like stand for such characters. Not shortened. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => NAMED[character] ?? escapeSequence(character))
}

/** As `visible`, but lines stay lines and tabs stay tabs. */
export function visibleLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.split('\t').map(visible).join('\t'))
}

/** A value as it may stand in any line of text: masked, visible, bounded. */
export function plain(value: string, length: number = VALUE_LENGTH): string {
  return clip(visible(maskSecrets(value).slice(0, 8 * length)), length)
}

/** Credentials inside addresses replaced by `***`. */
export function maskSecrets(text: string): string {
  if (!/\/\/|%3a|[?&]/i.test(text)) return text
  return maskAddresses(text)
    .replace(USER_INFO, (match, scheme: string) => `${scheme}***${match.endsWith('@') ? '@' : '%40'}`)
    .replace(SECRET_PARAMETER, '$1***')
}

/** At most `length` characters, with a mark where it was cut. Never cuts a surrogate pair. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`
}

/** For element content and quoted attributes of HTML. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"'`=]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/**
 * JSON in which every unseen character is escaped, and what the workflow runner obeys anywhere in a line, so that printing
 * it is harmless. Same value, byte for byte stable.
 */
export function stringifySafely(value: unknown, indent = 2): string {
  const text = JSON.stringify(value, null, indent).replace(UNSEEN, (character) =>
    character === '\n' ? character : utf16Escapes(character),
  )
  return text.replaceAll('##[', '#\\u0023[')
}

/**
 * No line is a command to the workflow runner: it obeys lines that start with `::` after blanks, and `##[` anywhere.
 * Applied last to every text that may reach a job's log.
 */
export function disarm(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1\\u003a').replaceAll('##[', '#\\u0023[')
}

function escapeSequence(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
}

function utf16Escapes(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')
}
