// What a source file can do, by its own text: what it reaches, runs, reads, writes, hides and names.
import type { Capability } from '../../model/evidence.ts'
import { addressesIn } from './addresses.ts'
import { callsIn } from './calls.ts'
import { clientConfigsIn } from './client-configs.ts'
import { environmentIn } from './environment.ts'
import { type Hit, within } from './hit.ts'
import { type Layout, layoutOf, placeOf } from './layout.ts'
import { modulesIn } from './modules.ts'
import { obfuscationIn } from './obfuscation.ts'
import { type Tokens, tokenize } from './tokens.ts'

export interface Scan {
  readonly capabilities: readonly Capability[]
  /** Relative modules it imports. */
  readonly references: readonly string[]
  /** Most of it is on lines nobody reads. */
  readonly minified: boolean
  readonly complete: boolean
}

/**
 * Scans one file, by tokens and not by meaning: what is put together at run time is not seen, only that it is.
 * In minified text only addresses and obfuscation are told, because there a bundle's dependencies show up as its own.
 * Nothing, and not complete, where there is more in it than can be searched.
 */
export function scanSource(path: string, text: string): Scan {
  if (!path.slice(path.lastIndexOf('/') + 1).includes('.') && !isScript(text)) return NOTHING
  const tokens = tokenize(text)
  const addresses = tokens.complete ? addressesIn(tokens) : null
  if (addresses === null) return { ...NOTHING, complete: false }
  const layout = layoutOf(text)
  const { hits: modules, references } = modulesIn(tokens)
  const isTold = (at: number) => !layout.minified || !layout.onLongLine(at)
  const isData = /\.json$/i.test(path)
  const told = isData ? [] : [...within(modules, isTold), ...codeHits(tokens, isTold)]
  const all = [...told, ...addresses, ...obfuscationIn(text, tokens, layout)]
  return { capabilities: distinct(all, { path, text, layout }), references, minified: layout.minified, complete: true }
}

const NOTHING: Scan = { capabilities: [], references: [], minified: false, complete: true }

function codeHits(tokens: Tokens, isTold: (at: number) => boolean): readonly Hit[] {
  return [...callsIn(tokens, isTold), ...within([...environmentIn(tokens), ...clientConfigsIn(tokens)], isTold)]
}

// A file without an ending is code only if it says so itself.
function isScript(text: string): boolean {
  return /^#!.*\b(?:node|bun|deno|tsx|ts-node)\b/.test(text.slice(0, 200))
}

interface File {
  readonly path: string
  readonly text: string
  readonly layout: Layout
}

// The first place of each is enough.
function distinct(hits: readonly Hit[], { path, text, layout }: File): readonly Capability[] {
  const first = new Map<string, Hit>()
  for (const hit of hits) {
    const key = `${hit.kind} ${hit.detail}`
    const known = first.get(key)
    if (known === undefined || hit.at < known.at) first.set(key, hit)
  }
  return [...first.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ kind, detail, at }) => ({ kind, detail, file: path, ...placeOf(text, at, layout) }))
}
