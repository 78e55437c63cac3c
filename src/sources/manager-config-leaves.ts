// The settings of a document as a flat list: each text with the keys that lead to it.
import type { Route } from '../model/location.ts'
import { type DocumentNode, entriesOf, lineOfRoute, type ParsedDocument } from './document.ts'
import { type Fault, unreadable } from './text.ts'

/** One setting. Items of a list have the list's path; an empty list or map is a leaf with an empty value. */
export interface Leaf {
  readonly path: readonly string[]
  readonly value: string
  readonly route: Route
  /** False where not every reader of the format would obey it as it stands: it can then weaken, but not protect. */
  readonly isSure: boolean
}

export interface Leaves {
  readonly status: 'leaves'
  readonly all: readonly Leaf[]
  readonly lineOf: (route: Route) => number
}

/** Leaves of a YAML or TOML text; none of a text of comments alone. */
export function documentLeaves(text: string, read: (text: string) => ParsedDocument): Leaves | Fault {
  if (text.split('\n').every((line) => /^\s*(?:#|$)/.test(line) || /^---\s*$/.test(line)))
    return { status: 'leaves', all: [], lineOf: () => 1 }
  const document = read(text)
  if (document.status !== 'document') return document
  const { root } = document
  if (root.kind !== 'map') return unreadable('it holds no settings', root.line, REMEDY)
  const walk: Walk = { found: [], visits: 0 }
  gather(root, { path: [], route: [] }, walk)
  if (walk.visits > MAX_VISITS) return unreadable(`it holds more than ${MAX_VISITS} values`, 1, REMEDY)
  return { status: 'leaves', all: walk.found, lineOf: (route) => lineOfRoute(root, route) }
}

// Aliases of YAML are shared nodes: followed one by one, a small file could have billions.
const MAX_VISITS = 50_000
const REMEDY = 'Mend it so that the package manager and this check read the same.'

interface Walk {
  readonly found: Leaf[]
  visits: number
}

function gather(node: DocumentNode, at: Pick<Leaf, 'path' | 'route'>, walk: Walk): void {
  if (++walk.visits > MAX_VISITS) return
  const { path, route } = at
  if (node.kind === 'map') {
    const entries = entriesOf(node)
    for (const { key, value } of entries) gather(value, { path: [...path, key], route: [...route, key] }, walk)
    if (entries.length > 0) return
  } else if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) gather(item, { path, route: [...route, index] }, walk)
    if (node.items.length > 0) return
  }
  const value = node.kind === 'scalar' && node.value !== null ? String(node.value) : ''
  walk.found.push({ path, value, route, isSure: true })
}
