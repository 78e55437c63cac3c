// Command lines to words: as a POSIX shell, cmd.exe, or a client that splits at blanks would take them apart.
import type { Route } from '../model/location.ts'

export { holdsPlaceholder } from '../model/masking.ts'

/** One word of a command line, and the place in the config where it is written. */
export interface Word {
  readonly text: string
  readonly route: Route
}

/** A shell text taken apart. */
export interface ShellText {
  /** Words of each simple command, in order. */
  readonly commands: readonly (readonly string[])[]
  /** One simple command and nothing else: no operator, no redirection. */
  readonly isSimple: boolean
  /** Holds a substitution, a group or an open quote: what runs cannot be told. */
  readonly isOpaque: boolean
}

interface Lexer {
  readonly commands: string[][]
  word: string | null
  isSimple: boolean
  isOpaque: boolean
  skipsNext: boolean
}

/** A POSIX shell's view: quotes, backslashes, operators, redirections. Variables stay as they are written. */
export function splitShell(text: string): ShellText {
  const lexer: Lexer = { commands: [[]], word: null, isSimple: true, isOpaque: false, skipsNext: false }
  for (let at = 0; at < text.length; at++) at = stepShell(lexer, text, at)
  endWord(lexer)
  const commands = lexer.commands.filter((words) => words.length > 0)
  return { commands, isSimple: lexer.isSimple && commands.length <= 1, isOpaque: lexer.isOpaque }
}

/** cmd.exe's view: double quotes only; the caret and the operators make it more than one simple command. */
export function splitCmd(text: string): ShellText {
  const isSimple = !/[&|<>^\n]/.test(text)
  const commands = text.split(/[&|\n]+/).map((part) => splitQuoted(part, /"/))
  return { commands: commands.filter((words) => words.length > 0), isSimple, isOpaque: false }
}

/** A `command` that holds a whole line: blanks part words unless quoted; backslashes are those of Windows paths. */
export function splitLine(text: string): readonly string[] {
  return splitQuoted(text, /["']/)
}

/** The name a command is known by: no folder, no Windows extension, lower case. */
export function baseName(command: string): string {
  const name = command.slice(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1)
  return name.toLowerCase().replace(/\.(?:exe|cmd|bat|ps1|com)$/, '')
}

function stepShell(lexer: Lexer, text: string, at: number): number {
  const unit = text[at] ?? ''
  if (unit === "'" || unit === '"') return quotedUntil(lexer, text, at)
  if (unit === '\\') {
    lexer.word = (lexer.word ?? '') + (text[at + 1] === '\n' ? '' : (text[at + 1] ?? ''))
    return at + 1
  }
  if (unit === '`' || (unit === '$' && text[at + 1] === '(')) lexer.isOpaque = true
  if (unit === ' ' || unit === '\t' || unit === '\r') endWord(lexer)
  else if (';&|\n()'.includes(unit)) endCommand(lexer, unit)
  else if (unit === '<' || unit === '>') return redirect(lexer, text, at)
  else if (unit === '#' && lexer.word === null) return lineEnd(text, at)
  else lexer.word = (lexer.word ?? '') + unit
  return at
}

/** Offset of the closing quote. */
function quotedUntil(lexer: Lexer, text: string, start: number): number {
  const quote = text[start]
  let word = lexer.word ?? ''
  for (let at = start + 1; at < text.length; at++) {
    const unit = text[at] ?? ''
    if (unit === quote) {
      lexer.word = word
      return at
    }
    if (quote === '"' && unit === '\\' && /["\\$`]/.test(text[at + 1] ?? '')) word += text[++at]
    else {
      if (quote === '"' && (unit === '`' || (unit === '$' && text[at + 1] === '('))) lexer.isOpaque = true
      word += unit
    }
  }
  lexer.isOpaque = true
  lexer.word = word
  return text.length
}

function endWord(lexer: Lexer): void {
  if (lexer.word !== null && !lexer.skipsNext) lexer.commands.at(-1)?.push(lexer.word)
  if (lexer.word !== null) lexer.skipsNext = false
  lexer.word = null
}

function endCommand(lexer: Lexer, operator: string): void {
  endWord(lexer)
  lexer.skipsNext = false
  lexer.commands.push([])
  if (operator === '(' || operator === ')') lexer.isOpaque = true
  if (operator === '&' || operator === '|') lexer.isSimple = false
}

/** A redirection's target is no word of the command; neither is the number before it. */
function redirect(lexer: Lexer, text: string, at: number): number {
  if (/^\d+$/.test(lexer.word ?? '')) lexer.word = null
  endWord(lexer)
  lexer.isSimple = false
  lexer.skipsNext = true
  if (text[at + 1] === '(') lexer.isOpaque = true
  let end = at
  while (/[<>&]/.test(text[end + 1] ?? '')) end++
  return end
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end - 1
}

function splitQuoted(text: string, quotes: RegExp): readonly string[] {
  const words: string[] = []
  let word: string | null = null
  let open: string | null = null
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] ?? ''
    if (unit === '\\' && /["']/.test(text[at + 1] ?? '') && quotes.test(text[at + 1] ?? ''))
      word = (word ?? '') + text[++at]
    else if (open !== null && unit === open) open = null
    else if (open === null && quotes.test(unit)) {
      open = unit
      word ??= ''
    } else if (open === null && /\s/.test(unit)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + unit
  }
  return word === null ? words : [...words, word]
}
