// The text of a yarn.lock of version 1, read strictly line by line: own code because it must give exact lines and refuse what yarn's lenient parser guesses.
import { type Fault, quoted, unreadable } from './text.ts'
import { type Words, wordsOf } from './yarn-words.ts'

export interface ClassicEntry {
  /** Its patterns as they stand in the header. */
  readonly id: string
  readonly line: number
  /** `name@range` of everybody who gets this entry. */
  readonly patterns: readonly string[]
  readonly fields: ReadonlyMap<string, string>
  /** `dependencies` and `optionalDependencies`. */
  readonly wants: readonly (readonly [name: string, range: string])[]
}

/** All entries, or the first line that is none of the format. No pattern and no field stands twice. */
export function parseYarnClassic(text: string): readonly ClassicEntry[] | Fault {
  const state: State = { entries: [], taken: new Set(), section: null }
  for (const [index, raw] of text.split('\n').entries()) {
    const content = raw.replace(/\r$/, '')
    if (content.trim() === '' || content.startsWith('#')) continue
    const reason = readLine(content, index + 1, state)
    if (reason !== null) return unreadable(reason, index + 1, REMEDY)
  }
  if (state.entries.length > 0 || /^# yarn lockfile v1\s*$/m.test(text)) return state.entries
  return unreadable('it holds no entry', 1, REMEDY)
}

const REMEDY = 'Delete it, let yarn install write it again, and review the result.'
const ODD = 'this line is none of a yarn lockfile'
const SECTIONS = new Set(['dependencies', 'optionalDependencies'])

interface OpenEntry extends ClassicEntry {
  readonly fields: Map<string, string>
  readonly wants: (readonly [string, string])[]
}

interface State {
  readonly entries: OpenEntry[]
  readonly taken: Set<string>
  /** The section of the last entry that is open. */
  section: string | null
}

/** What is wrong with a line; null where it was added. */
function readLine(content: string, line: number, state: State): string | null {
  const words = wordsOf(content.trim())
  const indent = content.length - content.trimStart().length
  if (words === null || content.slice(0, indent).includes('\t')) return ODD
  if (indent === 0) return openEntry(words, line, state)
  const entry = state.entries.at(-1)
  if (entry === undefined) return ODD
  return words.isHeader ? openSection(words, indent, state) : addField(entry, { words, indent, section: state.section })
}

function openEntry({ list, isHeader }: Words, line: number, state: State): string | null {
  if (!isHeader || list.length === 0) return ODD
  for (const pattern of list) {
    if (state.taken.has(pattern)) return `${quoted(pattern)} stands twice`
    state.taken.add(pattern)
  }
  state.entries.push({ id: list.join(', '), line, patterns: list, fields: new Map(), wants: [] })
  state.section = null
  return null
}

function openSection({ list }: Words, indent: number, state: State): string | null {
  const [name = ''] = list
  if (indent !== 2 || list.length !== 1 || !SECTIONS.has(name)) return ODD
  state.section = name
  return null
}

interface Field {
  readonly words: Words
  readonly indent: number
  readonly section: string | null
}

function addField(entry: OpenEntry, { words: { list }, indent, section }: Field): string | null {
  const [name = '', value = ''] = list
  if (list.length !== 2) return ODD
  if (indent === 4 && section !== null) {
    entry.wants.push([name, value])
    return null
  }
  if (indent !== 2 || entry.fields.has(name)) return ODD
  entry.fields.set(name, value)
  return null
}
