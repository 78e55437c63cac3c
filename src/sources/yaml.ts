// YAML into a document with lines, from the parser's events: aliases are shared rather than copied, and what they stand for is bounded.
import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'
import { type DocumentEntry, type DocumentNode, MAX_DOCUMENT_DEPTH, type ParsedDocument } from './document.ts'
import { lineOfOffset, lineStarts } from './locate.ts'
import { type Fault, unreadable } from './text.ts'

/** The document of a text that is one YAML document, or why it is none. Lines count from `firstLine`. */
export function readYaml(text: string, firstLine = 1): ParsedDocument {
  const events = parse(text, firstLine)
  if (!Array.isArray(events)) return events
  const documents = events.filter(({ type }) => type === EVENT_ID.DOCUMENT).length
  if (documents > 1) return unreadable('it holds more than one document', firstLine, REMEDY)
  return build(events, { text, starts: lineStarts(text), firstLine })
}

/**
 * The block between `---` lines at the start of a Markdown text; null where there is none. Some clients let it begin after
 * blank lines, and end at any three dashes: a block that only they see is one too if it speaks of servers.
 */
export function frontMatterOf(text: string): string | null {
  const strict = /^---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text)?.[1]
  if (strict !== undefined) return strict
  const loose = /^\s*---[^\n]*\n([\s\S]*?)(?:---|$)/.exec(text)?.[1]
  return loose !== undefined && /mcp[-_]?servers/i.test(loose) ? loose : null
}

const REMEDY = 'Mend the YAML.'

interface Input {
  readonly text: string
  readonly starts: readonly number[]
  readonly firstLine: number
}

type Open =
  | { readonly kind: 'map'; readonly line: number; readonly entries: DocumentEntry[]; key: OpenKey | null }
  | { readonly kind: 'list'; readonly line: number; readonly items: DocumentNode[] }

interface OpenKey {
  readonly key: string
  readonly line: number
}

/** `size`: values in it so far, each alias counted as all that it stands for. */
type OpenCollection = Open & { readonly anchor: string | null; size: number }

interface Sized {
  readonly node: DocumentNode
  readonly size: number
}

/** Whoever walks a document meets a shared value as often as it is named: ten lines can name one billions of times. */
const MAX_REPEATED = 20_000

function parse(text: string, firstLine: number): Event[] | Fault {
  try {
    return parseEvents(text, { maxDepth: MAX_DOCUMENT_DEPTH })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return unreadable('it is not valid YAML', firstLine + (error.mark?.line ?? 0), REMEDY)
  }
}

function build(events: readonly Event[], input: Input): ParsedDocument {
  const open: OpenCollection[] = []
  const anchors = new Map<string, Sized>()
  let root: DocumentNode | null = null
  let last = 0
  let repeated = 0
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT || (event.type === EVENT_ID.POP && open.length === 0)) continue
    if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) {
      last = event.start
      open.push({ ...opened(event.type, lineAt(input, last)), anchor: anchorOf(event, input), size: 1 })
      continue
    }
    let sized: Sized | null
    if (event.type === EVENT_ID.POP) sized = closed(open, anchors)
    else if (event.type === EVENT_ID.ALIAS) {
      sized = anchors.get(anchorOf(event, input) ?? '') ?? null
      repeated += sized?.size ?? 0
    } else {
      if (event.valueStart >= 0) last = event.valueStart
      sized = { node: { kind: 'scalar', line: lineAt(input, last), value: scalarOf(event, input) }, size: 1 }
      const anchor = anchorOf(event, input)
      if (anchor !== null) anchors.set(anchor, sized)
    }
    if (sized === null)
      return unreadable('an alias stands for nothing that is written before it', lineAt(input, last), REMEDY)
    if (repeated > MAX_REPEATED)
      return unreadable(`its aliases stand for more than ${MAX_REPEATED} values`, lineAt(input, last), REMEDY)
    const parent = open.at(-1)
    if (parent === undefined) root = sized.node
    else place(parent, sized)
  }
  if (root === null) return unreadable('it is empty', input.firstLine, REMEDY)
  return { status: 'document', root }
}

function opened(type: number, line: number): Open {
  return type === EVENT_ID.MAPPING ? { kind: 'map', line, entries: [], key: null } : { kind: 'list', line, items: [] }
}

/** A collection is known by its anchor only once it is closed: an alias inside itself would have no end. */
function closed(open: OpenCollection[], anchors: Map<string, Sized>): Sized | null {
  const top = open.pop()
  if (top === undefined) return null
  const node: DocumentNode =
    top.kind === 'map'
      ? { kind: 'map', line: top.line, entries: top.entries }
      : { kind: 'list', line: top.line, items: top.items }
  const sized = { node, size: top.size }
  if (top.anchor !== null) anchors.set(top.anchor, sized)
  return sized
}

function place(parent: OpenCollection, { node, size }: Sized): void {
  parent.size += size
  if (parent.kind === 'list') parent.items.push(node)
  else if (parent.key === null) parent.key = { key: keyText(node), line: node.line }
  else {
    parent.entries.push({ ...parent.key, value: node })
    parent.key = null
  }
}

/** Common readers make a text of every key: of a list its items, with commas between. */
function keyText(node: DocumentNode): string {
  if (node.kind === 'scalar') return String(node.value ?? '')
  return node.kind === 'list' ? node.items.map(keyText).join(',') : ''
}

function anchorOf(
  { anchorStart, anchorEnd }: { readonly anchorStart: number; readonly anchorEnd: number },
  { text }: Input,
): string | null {
  return anchorStart < 0 ? null : text.slice(anchorStart, anchorEnd)
}

function scalarOf(event: Event & { type: typeof EVENT_ID.SCALAR }, { text }: Input): string | boolean | null {
  const value = getScalarValue(text, event)
  if (event.style !== SCALAR_STYLE.PLAIN) return value.toWellFormed()
  if (value === '' || value === '~' || value.toLowerCase() === 'null') return null
  return value === 'true' || value === 'false' ? value === 'true' : value.toWellFormed()
}

function lineAt({ starts, firstLine }: Input, offset: number): number {
  return lineOfOffset(starts, offset) + firstLine - 1
}
