// Options before a command's first positional word, by tables of what takes a value: what no table knows is not guessed.
import type { Word } from './launch-words.ts'

export interface FlagTable {
  /** Options that take the next word as their value. */
  readonly values: ReadonlySet<string>
  readonly switches: ReadonlySet<string>
  /** One dash and several letters are several options, the last of which may carry its value (`-it`, `-eX=1`). */
  readonly clusters: boolean
}

export interface Flag {
  readonly name: string
  /** Null for a switch. */
  readonly value: Word | null
}

export interface Flags {
  readonly flags: readonly Flag[]
  /** From the first positional word; without the `--` before it. */
  readonly rest: readonly Word[]
  /** An option that may or may not take the word behind it, so that the rest cannot be told. */
  readonly unknown: string | null
}

/** A table of option names separated by blanks; names are written with their dashes. */
export function flagTable(values: string, switches: string, clusters = false): FlagTable {
  return { values: new Set(values.trim().split(/\s+/)), switches: new Set(switches.trim().split(/\s+/)), clusters }
}

/** Options up to the first word that is none. */
export function readFlags(words: readonly Word[], table: FlagTable): Flags {
  const flags: Flag[] = []
  let at = 0
  while (at < words.length) {
    const word = words[at]
    if (word === undefined || word.text === '-' || !word.text.startsWith('-')) break
    if (word.text === '--') return { flags, rest: words.slice(at + 1), unknown: null }
    const step = readFlag(word, words[at + 1] ?? null, table)
    if (step === null) return { flags, rest: words.slice(at + 1), unknown: word.text }
    flags.push(...step.flags)
    at += step.words
  }
  return { flags, rest: words.slice(at), unknown: null }
}

/** Values given to any of these options, in order. */
export function flagValues({ flags }: Flags, ...names: readonly string[]): readonly Word[] {
  return flags.flatMap(({ name, value }) => (value !== null && names.includes(name) ? [value] : []))
}

export function hasFlag({ flags }: Flags, ...names: readonly string[]): boolean {
  return flags.some(({ name }) => names.includes(name))
}

interface Step {
  readonly flags: readonly Flag[]
  readonly words: number
}

/** Null where the option is unknown and the next word could be its value. */
function readFlag(word: Word, next: Word | null, table: FlagTable): Step | null {
  const equals = word.text.indexOf('=')
  const name = equals > 0 ? word.text.slice(0, equals) : word.text
  if (equals > 0 && (word.text.startsWith('--') || table.values.has(name) || !table.clusters))
    return { flags: [{ name, value: { ...word, text: word.text.slice(equals + 1) } }], words: 1 }
  if (table.values.has(name)) return { flags: [{ name, value: next }], words: 2 }
  if (isSwitch(name, table)) return { flags: [{ name, value: null }], words: 1 }
  if (table.clusters && !word.text.startsWith('--')) return readCluster(word, next, table)
  return next === null || next.text.startsWith('-') ? { flags: [{ name, value: null }], words: 1 } : null
}

function isSwitch(name: string, { switches }: FlagTable): boolean {
  return switches.has(name) || name.startsWith('--no-') || /^(?:-\d+|--unstable-.+)$/.test(name)
}

function readCluster(word: Word, next: Word | null, table: FlagTable): Step | null {
  const flags: Flag[] = []
  for (let at = 1; at < word.text.length; at++) {
    const name = `-${word.text[at]}`
    if (table.values.has(name)) {
      const own = word.text.slice(at + 1).replace(/^=/, '')
      const value = own === '' ? next : { ...word, text: own }
      return { flags: [...flags, { name, value }], words: own === '' ? 2 : 1 }
    }
    if (!table.switches.has(name)) return null
    flags.push({ name, value: null })
  }
  return { flags, words: 1 }
}
