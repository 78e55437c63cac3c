// Markdown that nothing from outside can break out of: values as code, prose with every risky word as code, fences long enough.
import { clip, maskSecrets, plain, visible, visibleLines } from './escape.ts'

/** A word that no Markdown dialect, mention, reference or autolink gives a meaning. */
const SAFE_WORD = /^\(?\p{Script=Latin}[\p{Script=Latin}\d'’%-]*$|^\(?\d{1,6}%?$|^[–—·→]$/u
/** Words with a part that GitHub would link: `GH-12`, abbreviated commits, `www`. */
const LINKED_WORD = /(?<![\p{L}\d])(?:gh-\d|[0-9a-f]{7,40}(?![\p{L}\d])|www)/iu
const CODE_LINES = 40
const CODE_WIDTH = 240

/** A code span. The fence is longer than any run of backticks inside. */
export function codeSpan(value: string, length?: number): string {
  return fenced(plain(value, length))
}

/** A code span for a table cell: a pipe would end the cell even inside code, so it is shown as an escape. */
export function codeCell(value: string, length?: number): string {
  return fenced(plain(value, length).replaceAll('|', '\\u007c'))
}

/** A sentence with outside words in it: words that Markdown or GitHub could act on become code spans. */
export function prose(text: string, length = 600): string {
  return plain(text, length).split(/ +/).filter(Boolean).map(proseWord).join(' ')
}

/** True where all words are plain, so that the value can stand in quotes rather than as code. */
export function isProse(value: string): boolean {
  const words = value.split(' ')
  return words.length > 2 && value === visible(value) && words.every((word) => isSafe(withoutStop(word).word))
}

/** A fenced block, each line after `indent`; bounded in lines and width, saying what was left out. */
export function codeBlock(text: string, info: string, indent = ''): string {
  const lines = visibleLines(maskSecrets(text)).map((line) => clip(line, CODE_WIDTH))
  const shown = lines.slice(0, CODE_LINES)
  if (lines.length > shown.length) shown.push(`… ${lines.length - shown.length} more lines`)
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1))
  return [`${fence}${info}`, ...shown, fence].map((line) => `${indent}${line}`.trimEnd()).join('\n')
}

/** A link to an address that we made; `label` is Markdown already. Without an address, the label alone. */
export function link(label: string, url: string | null): string {
  return url === null ? label : `[${label}](${url})`
}

/** A folded part. `summary` is HTML already and has no outside text; the body keeps its own Markdown. */
export function folded(summary: string, body: string, indent = ''): string {
  return `${indent}<details><summary>${summary}</summary>\n\n${body}\n\n${indent}</details>`
}

/** An SRI shortened to what a person compares; the whole one stands in the JSON report. */
export function shortDigest(value: string): string {
  return /^sha\d{1,3}-[A-Za-z0-9+/]{40,}={0,2}$/.test(value) ? `${value.slice(0, 28)}…` : value
}

/** The longest run of backticks. */
export function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0)
}

function fenced(text: string): string {
  if (text.trim() === '') return text === '' ? '`(empty)`' : '`(blank)`'
  const fence = '`'.repeat(longestRun(text) + 1)
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : ''
  return `${fence}${pad}${text}${pad}${fence}`
}

function proseWord(text: string): string {
  const { word, stop } = withoutStop(text)
  return isSafe(word) ? text : `${fenced(word)}${stop}`
}

function isSafe(word: string): boolean {
  return SAFE_WORD.test(word) && !LINKED_WORD.test(word)
}

/** Punctuation that ends a word stays outside its code span. */
function withoutStop(text: string): { readonly word: string; readonly stop: string } {
  let end = text.length
  while (end > 0 && '.,;:!?)'.includes(text.charAt(end - 1))) end -= 1
  return end === 0 ? { word: text, stop: '' } : { word: text.slice(0, end), stop: text.slice(end) }
}
