// Writes into a policy file as a person would: an entry is inserted, and all that stands there stays as it is.
import { InputError } from '../errors.ts'
import { readYaml, type YamlDocument } from './yaml.ts'

/**
 * The text with an entry (as renderAllowEntry writes it) at the end of `allow`. Comments, order and line ends are kept.
 * Errors: InputError `policy-invalid` where the text is no YAML mapping or `allow` is a list on one line.
 */
export function insertAllowEntry(text: string, entry: string): string {
  const document = readYaml(text)
  if ('at' in document || !isMapping(document.value)) throw cannotInsert('it is no YAML mapping')
  const { allow } = document.value
  const result = allow === undefined ? append(text, entry) : insertInto(text, entry, document, allow)
  return text.includes('\r\n') ? result.replace(/\r?\n/g, '\r\n') : result
}

/** A first policy that allows these entries and leaves all else at its default. */
export function initialPolicy(entries: readonly string[]): string {
  const allow = entries.length === 0 ? 'allow: []\n' : `allow:\n${entries.join('')}`
  return `# Which MCP servers may come into this repository. Changes count once they are on the base branch.
version: 1
fail-on: high
unavailable: fail
${allow}`
}

type Mapping = Readonly<Record<string, unknown>>

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function append(text: string, entry: string): string {
  return `${withFinalNewline(text)}allow:\n${entry}`
}

function insertInto(text: string, entry: string, document: YamlDocument, allow: unknown): string {
  const lines = withFinalNewline(text).split('\n')
  const key = document.positionOfKey(['allow']).line - 1
  if (allow === null || (Array.isArray(allow) && allow.length === 0)) {
    const bare = /^(allow|"allow"|'allow')\s*:\s*(\[\s*\])?\s*(#.*)?\r?$/.exec(lines[key] ?? '')
    if (bare === null) throw cannotInsert('`allow` stands on several lines although it is empty')
    return [
      ...lines.slice(0, key),
      `allow:${bare[3] ? ` ${bare[3]}` : ''}`,
      ...linesOf(entry, 2),
      ...lines.slice(key + 1),
    ].join('\n')
  }
  const { line, column } = document.positionOf(['allow'])
  if (!Array.isArray(allow) || line - 1 === key || !lines[line - 1]?.slice(column - 1).startsWith('-')) {
    throw cannotInsert('`allow` is a list on one line')
  }
  const end = endOfBlock(lines, line - 1, nextKeyLine(document, key))
  return [...lines.slice(0, end), ...linesOf(entry, column - 1), ...lines.slice(end)].join('\n')
}

// Where the key after `allow` begins; the end of the file where it is the last one.
function nextKeyLine({ value, positionOfKey }: YamlDocument, key: number): number {
  const starts = Object.keys(isMapping(value) ? value : {}).map((name) => positionOfKey([name]).line - 1)
  return Math.min(...starts.filter((line) => line > key), Number.POSITIVE_INFINITY)
}

// Blank lines and comments at the margin before the next key belong to that key.
function endOfBlock(lines: readonly string[], first: number, next: number): number {
  let end = Math.min(next, lines.length)
  while (end > first + 1 && /^(#|\s*$)/.test(lines[end - 1] ?? '')) end--
  return end
}

function linesOf(entry: string, indent: number): readonly string[] {
  const own = entry.replace(/\n$/, '').split('\n')
  return own.map((line) => `${' '.repeat(indent)}${line.replace(/^ {2}/, '')}`)
}

function withFinalNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}

function cannotInsert(why: string): InputError {
  return new InputError('policy-invalid', `the entry cannot be inserted: ${why}`, {
    hint: 'Write `allow` as a list with one entry on each line, or paste the entry by hand.',
  })
}
