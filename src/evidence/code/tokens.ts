// Tells code, strings and comments of JavaScript apart, without parsing it. Linear in the text, whatever the text is.

export interface Literal {
  /** Where its content starts in the text. */
  readonly start: number
  readonly end: number
  /** With escapes resolved. Of a template: the text up to the next `${` or from the last `}`. */
  readonly value: string
}

export interface Tokens {
  /** As long as the text; comments and the contents of literals are blank, the quotes remain. */
  readonly code: string
  readonly literals: readonly Literal[]
  /** False where the text holds more of them than can be searched: then nothing of it is told. */
  readonly complete: boolean
}

interface Scanner {
  readonly text: string
  readonly literals: Literal[]
  /** Starts and ends of ranges to blank, by turns. */
  readonly blanks: number[]
  /** Open braces at which each open template's expression ends. */
  readonly templates: number[]
  braces: number
  /** The last character of code that is no blank. */
  last: string
  /** Escapes in the literals so far. */
  escapes: number
  /** Characters that may still be read in vain, looking for the end of what turns out to be no regular expression. */
  patience: number
}

/** Texts, comments and regular expressions. The largest bundles known have one in about 30 characters, data files one in 10. */
const MAX_TOKENS = 2_000_000
const MAX_ESCAPES = 2_000_000

/** Never throws: what is not closed ends with its line, or with the text. */
export function tokenize(text: string): Tokens {
  const scanner: Scanner = {
    text,
    literals: [],
    blanks: [],
    templates: [],
    braces: 0,
    last: '',
    escapes: 0,
    patience: 4 * text.length,
  }
  let at = text.startsWith('#!') ? blank(scanner, 0, endOfLine(text, 0)) : 0
  while (at < text.length && isBearable(scanner)) at = step(scanner, at)
  if (!isBearable(scanner)) return { code: '', literals: [], complete: false }
  return { code: blanked(scanner), literals: scanner.literals, complete: true }
}

function isBearable({ blanks, escapes }: Scanner): boolean {
  return blanks.length <= 2 * MAX_TOKENS && escapes <= MAX_ESCAPES
}

const PLAIN = /[^/"'`{}]+/y

/** Reads one thing and returns where the next one starts. */
function step(scanner: Scanner, at: number): number {
  PLAIN.lastIndex = at
  const plain = PLAIN.exec(scanner.text)?.[0]
  if (plain !== undefined) {
    scanner.last = plain.trimEnd().at(-1) ?? scanner.last
    return at + plain.length
  }
  const char = scanner.text[at] ?? ''
  if (char === '/') return slash(scanner, at)
  if (char === '"' || char === "'") return quoted(scanner, at, char)
  if (char === '`' || (char === '}' && closesExpression(scanner))) return template(scanner, at)
  scanner.braces += char === '{' ? 1 : -1
  scanner.last = char
  return at + 1
}

function slash(scanner: Scanner, at: number): number {
  const { text } = scanner
  if (text[at + 1] === '/') return blank(scanner, at, endOfLine(text, at))
  if (text[at + 1] === '*') {
    const close = text.indexOf('*/', at + 2)
    return blank(scanner, at, close < 0 ? text.length : close + 2)
  }
  const end = startsRegex(scanner, at) ? endOfRegex(scanner, at) : null
  scanner.last = '/'
  return end === null ? at + 1 : blank(scanner, at, end)
}

// After a value a slash divides. Behind `)` and `}` it nearly always does.
function startsRegex({ text, last }: Scanner, at: number): boolean {
  if (last === '' || '(,=:[!&|?{;+-*%<>~^'.includes(last)) return true
  return /(?:^|[^\w$.])(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield)\s*$/.test(
    text.slice(Math.max(0, at - 20), at),
  )
}

// Longer ones are not written by hand.
const REGEX_LENGTH = 2000

function endOfRegex(scanner: Scanner, start: number): number | null {
  const { text, patience } = scanner
  const bound = Math.min(text.length, start + Math.min(REGEX_LENGTH, patience))
  let inClass = false
  let at = start + 1
  for (; at < bound && text[at] !== '\n'; at += 1) {
    const char = text[at]
    if (char === '\\') at += 1
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '/' && !inClass) return at + 1
  }
  scanner.patience -= at - start
  return null
}

function quoted(scanner: Scanner, at: number, quote: string): number {
  const { text } = scanner
  let end = at + 1
  while (end < text.length && text[end] !== quote && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1
  end = Math.min(end, text.length)
  addLiteral(scanner, at + 1, end)
  scanner.last = quote
  return end + 1
}

// From an opening backtick, or from the brace that closes an expression, to the next expression or the end.
function template(scanner: Scanner, at: number): number {
  const { text, templates, braces } = scanner
  let end = at + 1
  while (end < text.length && text[end] !== '`' && !(text[end] === '$' && text[end + 1] === '{'))
    end += text[end] === '\\' ? 2 : 1
  end = Math.min(end, text.length)
  addLiteral(scanner, at + 1, end)
  const opens = text[end] === '$'
  if (opens) templates.push(braces)
  scanner.last = opens ? '{' : '`'
  return opens ? end + 2 : end + 1
}

function closesExpression(scanner: Scanner): boolean {
  if (scanner.templates.at(-1) !== scanner.braces) return false
  scanner.templates.pop()
  return true
}

function addLiteral(scanner: Scanner, start: number, end: number): void {
  const raw = scanner.text.slice(start, end)
  for (let at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', at + 2)) scanner.escapes += 1
  const isKept = scanner.escapes <= MAX_ESCAPES
  scanner.literals.push({ start, end, value: isKept && raw.includes('\\') ? unescapeText(raw) : raw })
  scanner.blanks.push(start, end)
}

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([\s\S]))/g
const SHORT: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
  '\n': '',
}

function unescapeText(raw: string): string {
  return raw.replace(ESCAPE, (_, hex?: string, unicode?: string, point?: string, char?: string) => {
    const code = Number.parseInt(hex ?? unicode ?? point ?? '', 16)
    if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : ''
    return SHORT[char ?? ''] ?? char ?? ''
  })
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function blank({ blanks }: Scanner, start: number, end: number): number {
  blanks.push(start, end)
  return end
}

function blanked({ text, blanks }: Scanner): string {
  const joined: string[] = []
  let parts: string[] = []
  let from = 0
  for (let at = 0; at < blanks.length; at += 2) {
    const [start = from, end = from] = [blanks[at], blanks[at + 1]]
    parts.push(text.slice(from, start), ' '.repeat(end - start))
    from = end
    // Millions of parts at once would take more memory than the text.
    if (parts.length > 10_000) {
      joined.push(parts.join(''))
      parts = []
    }
  }
  return [...joined, ...parts, text.slice(from)].join('')
}
