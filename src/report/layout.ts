// Lines for a terminal: colour only when asked, width counted in columns, words wrapped.

export interface TerminalOptions {
  readonly colour: boolean
  /** Columns; 100 where not known. */
  readonly width: number
}

export type Style = 'red' | 'yellow' | 'green' | 'cyan' | 'dim' | 'bold'

/** Two columns wide: CJK, Hangul, full-width forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

const ASCII = /^[ -~]*$/

/** The text in a colour, or as it is where none is asked. */
export function paint(style: Style, text: string, { colour }: Pick<TerminalOptions, 'colour'>): string {
  if (!colour || text === '') return text
  // Taken out of the module: an import would load everything that the module can lend.
  return process.getBuiltinModule('node:util').styleText(style, text, { validateStream: false })
}

/** Columns that the text takes; expects text without control characters. */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length
  return [...text].reduce(
    (sum, character) => sum + (/\p{Mn}|\p{Me}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1),
    0,
  )
}

/** Filled with blanks up to `columns`. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}

/** The words in lines of at most `width` columns; a longer word is broken. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((long) => broken(long, Math.max(width, 8)))) {
    const joined = line === '' ? word : `${line} ${word}`
    if (line !== '' && columnsOf(joined) > width) {
      lines.push(line)
      line = word
    } else line = joined
  }
  return [...lines, line]
}

/** Wrapped, every line after `indent` blanks. */
export function indented(text: string, indent: number, { width }: Pick<TerminalOptions, 'width'>): readonly string[] {
  return wrapped(text, Math.max(width - indent, 20)).map((line) => ' '.repeat(indent) + line)
}

function broken(word: string, width: number): readonly string[] {
  if (word.length <= width && columnsOf(word) <= width) return [word]
  const pieces: string[] = []
  let piece = ''
  for (const character of word) {
    if (columnsOf(piece) + columnsOf(character) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}
