// One shape for JSON, YAML and TOML documents: every value with its line, and every occurrence of a key.
import type { Route } from '../model/location.ts'
import type { Fault } from './text.ts'

export type DocumentNode = DocumentMap | DocumentList | DocumentScalar

/** Entries in the order they are written. A key that stands twice is there twice. */
export interface DocumentMap {
  readonly kind: 'map'
  readonly line: number
  readonly entries: readonly DocumentEntry[]
}

export interface DocumentEntry {
  readonly key: string
  readonly line: number
  readonly value: DocumentNode
}

export interface DocumentList {
  readonly kind: 'list'
  readonly line: number
  readonly items: readonly DocumentNode[]
}

export interface DocumentScalar {
  readonly kind: 'scalar'
  readonly line: number
  readonly value: string | number | boolean | null
}

export interface Document {
  readonly status: 'document'
  readonly root: DocumentNode
}

export type ParsedDocument = Document | Fault

/** As for lockfiles: more is no config. */
export const MAX_DOCUMENT_DEPTH = 200

/** A node and how to get there from the document's root. */
export interface Located<Node extends DocumentNode = DocumentNode> {
  readonly node: Node
  readonly route: Route
}

/** Entries of a map with those that YAML merges into it (`<<`) after its own; the reader has bounded what aliases stand for. */
export function entriesOf(map: DocumentMap): readonly DocumentEntry[] {
  if (!map.entries.some(isMerge)) return map.entries
  const merged = map.entries.filter(isMerge).flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]))
  const more = merged.flatMap((node) => (node.kind === 'map' ? entriesOf(node) : []))
  const own = map.entries.filter((entry) => !isMerge(entry))
  const taken = new Set(own.map(({ key }) => key))
  return [...own, ...more.filter(({ key }) => !taken.has(key))]
}

/** Every value under a key: several where the key stands several times. */
function valuesOf(map: DocumentMap, key: string): readonly DocumentNode[] {
  return entriesOf(map)
    .filter((entry) => entry.key === key)
    .map(({ value }) => value)
}

/** The value that most readers take: the last one. */
export function lastValue(node: DocumentNode | null, key: string): DocumentNode | null {
  return node?.kind === 'map' ? (valuesOf(node, key).at(-1) ?? null) : null
}

/** The text of a scalar; null for anything else and for null itself. */
export function textOf(node: DocumentNode | null): string | null {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : null
}

/** The line of a route; of its nearest enclosing key, where the route itself is not there. */
export function lineOfRoute(root: DocumentNode, route: Route): number {
  let [node, line] = [root, root.line]
  for (const key of route) {
    const step = stepInto(node, key)
    if (step === null) break
    node = step.node
    line = step.line
  }
  return line
}

function stepInto(
  node: DocumentNode,
  key: string | number,
): { readonly node: DocumentNode; readonly line: number } | null {
  if (node.kind === 'map') {
    const entry = lastByKey(node).get(String(key))
    return entry === undefined ? null : { node: entry.value, line: entry.line }
  }
  const item = node.kind === 'list' ? node.items[Number(key)] : undefined
  return item === undefined ? null : { node: item, line: item.line }
}

/** Every component and fact asks for its line, so looking through all keys each time would cost their square. */
const indexes = new WeakMap<DocumentMap, ReadonlyMap<string, DocumentEntry>>()

function lastByKey(map: DocumentMap): ReadonlyMap<string, DocumentEntry> {
  const known = indexes.get(map)
  if (known !== undefined) return known
  const index = new Map(entriesOf(map).map((entry) => [entry.key, entry]))
  indexes.set(map, index)
  return index
}

function isMerge({ key }: DocumentEntry): boolean {
  return key === '<<'
}
