// TOML into a document with lines, by a parser that keeps positions.
import { type AST, ParseError, parseTOML } from 'toml-eslint-parser'
import {
  type DocumentEntry,
  type DocumentNode,
  type DocumentScalar,
  MAX_DOCUMENT_DEPTH,
  type ParsedDocument,
} from './document.ts'
import { type Fault, unreadable } from './text.ts'

/** The document of a TOML text, or why it is none. TOML itself forbids a key that stands twice. */
export function readToml(text: string): ParsedDocument {
  const program = parse(text)
  if ('reason' in program) return program
  const root: Table = { kind: 'table', line: 1, members: new Map() }
  for (const item of program.body[0].body) {
    if (item.type === 'TOMLKeyValue') assign(root, item)
    else {
      const table = open(root, item.resolvedKey, lineOf(item))
      for (const pair of item.body) assign(table, pair)
    }
  }
  return toDocument(root)
}

const REMEDY = 'Mend the TOML.'

/** Tables are written in pieces, so they are gathered first and become nodes at the end. */
type Piece = Table | List | DocumentScalar

interface Table {
  readonly kind: 'table'
  readonly line: number
  readonly members: Map<string, { readonly line: number; readonly value: Piece }>
}

interface List {
  readonly kind: 'items'
  readonly line: number
  readonly items: Piece[]
}

/** Keys with dots go as deep as they are long, and each level costs a call here and wherever the document is walked. */
function toDocument(root: Table): ParsedDocument {
  try {
    return { status: 'document', root: toNode(root, 0) }
  } catch (error) {
    if (error instanceof TooDeep) return unreadable(TOO_DEEP, error.line, REMEDY)
    throw error
  }
}

const TOO_DEEP = `it is nested deeper than ${MAX_DOCUMENT_DEPTH} levels`

class TooDeep extends Error {
  readonly line: number

  constructor(line: number) {
    super(TOO_DEEP)
    this.line = line
  }
}

function parse(text: string): AST.TOMLProgram | Fault {
  if (depthOf(text) > MAX_DOCUMENT_DEPTH) return unreadable(TOO_DEEP, 1, REMEDY)
  try {
    return parseTOML(text)
  } catch (error) {
    if (error instanceof ParseError) return unreadable('it is not valid TOML', error.lineNumber, REMEDY)
    // The parser spreads a string's characters into one call, which a string of 120,000 overflows.
    if (error instanceof RangeError) return unreadable('it holds a value too long to read', 1, REMEDY)
    throw error
  }
}

/** Comments, strings of each kind, and single brackets. A string that is not closed ends with its line or the text: it is met once. */
const TOKENS =
  /#[^\n]*|"""(?:[^\\]|\\[\s\S]?)*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.?)*"?|'[^'\n]*'?|[[\]{}]/g

/** Deepest nesting of brackets outside strings: the parser spends a call on each. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0]
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth)
    else if (token === ']' || token === '}') depth--
  }
  return deepest
}

/** The table a header names, made on the way; each `[[header]]` adds one to its list, whose last one later headers mean. */
function open(root: Table, keys: readonly (string | number)[], line: number): Table {
  let current: Piece = root
  for (const [index, key] of keys.entries()) {
    const next = keys[index + 1]
    current =
      typeof key === 'number'
        ? itemAt(current, key, line)
        : memberAt(current, key, { line, isList: typeof next === 'number' })
  }
  return current.kind === 'table' ? current : { kind: 'table', line, members: new Map() }
}

function itemAt(piece: Piece, index: number, line: number): Piece {
  if (piece.kind !== 'items') return piece
  const made = piece.items[index] ?? { kind: 'table', line, members: new Map() }
  piece.items[index] = made
  return made
}

function memberAt(
  piece: Piece,
  key: string,
  { line, isList }: { readonly line: number; readonly isList: boolean },
): Piece {
  if (piece.kind !== 'table') return piece
  const known = piece.members.get(key)
  if (known !== undefined) return known.value
  const value: Piece = isList ? { kind: 'items', line, items: [] } : { kind: 'table', line, members: new Map() }
  piece.members.set(key, { line, value })
  return value
}

function assign(table: Table, { key, value }: AST.TOMLKeyValue): void {
  const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))
  const line = lineOf(key)
  const parent = open(table, names.slice(0, -1), line)
  parent.members.set(names.at(-1) ?? '', { line, value: toPiece(value) })
}

function toPiece(content: AST.TOMLContentNode): Piece {
  const line = lineOf(content)
  if (content.type === 'TOMLArray') return { kind: 'items', line, items: content.elements.map(toPiece) }
  if (content.type === 'TOMLInlineTable') {
    const table: Table = { kind: 'table', line, members: new Map() }
    for (const pair of content.body) assign(table, pair)
    return table
  }
  const { value } = content
  return { kind: 'scalar', line, value: typeof value === 'string' ? value.toWellFormed() : plain(value) }
}

function plain(value: unknown): string | number | boolean {
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value)
}

function toNode(piece: Piece, depth: number): DocumentNode {
  if (depth > MAX_DOCUMENT_DEPTH) throw new TooDeep(piece.line)
  if (piece.kind === 'scalar') return piece
  if (piece.kind === 'items')
    return { kind: 'list', line: piece.line, items: piece.items.map((item) => toNode(item, depth + 1)) }
  const entries: DocumentEntry[] = [...piece.members].map(([key, { line, value }]) => ({
    key,
    line,
    value: toNode(value, depth + 1),
  }))
  return { kind: 'map', line: piece.line, entries }
}

function lineOf(node: { readonly loc: { readonly start: { readonly line: number } } }): number {
  return node.loc.start.line
}
