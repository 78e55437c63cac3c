// Who is installed because of whom, in one lockfile: everything reachable from a package, and the shortest ways to one.
import type { DependencyGraph, ReadSource } from '../model/source.ts'

/** Ids of everything that is installed for `from`, themselves included. Empty where the source has no graph. */
export function closureOf({ graph }: ReadSource, from: Iterable<string>): Set<string> {
  if (graph === null) return new Set()
  const reached = new Set(from)
  for (const id of reached) for (const next of graph.dependenciesOf(id)) reached.add(next)
  return reached
}

/**
 * Shortest chains of names from a direct dependency down to a component, both included, at most `limit`, one for each
 * direct dependency that leads there. Empty for a direct dependency itself, and where the way is longer than anybody reads.
 */
export function chainsTo(source: ReadSource, id: string, limit = 3): readonly (readonly string[])[] {
  if (source.graph === null || source.graph.roots.includes(id)) return []
  const { dependents, names, roots } = upwardView(source, source.graph)
  const below = new Map<string, string | null>([[id, null]])
  const found: string[] = []
  for (const [at] of below) {
    if (found.length >= limit || below.size > MAX_VISITED) break
    if (roots.has(at)) found.push(at)
    for (const next of dependents.get(at) ?? []) if (!below.has(next)) below.set(next, at)
  }
  const chains = found.map((root) => chainFrom(root, below).map((each) => names.get(each) ?? each))
  return chains.filter(({ length }) => length <= MAX_CHAIN)
}

/** Packages that need one directly or through others: of the most used ones of large projects some thousands. */
const MAX_VISITED = 5000
const MAX_CHAIN = 50

function chainFrom(root: string, below: ReadonlyMap<string, string | null>): readonly string[] {
  const chain: string[] = []
  for (let at: string | null = root; at !== null; at = below.get(at) ?? null) chain.push(at)
  return chain
}

interface UpwardView {
  readonly dependents: ReadonlyMap<string, readonly string[]>
  readonly names: ReadonlyMap<string, string>
  readonly roots: ReadonlySet<string>
}

/** Turning the graph around costs a walk over all of it, so it is done once for each source that is asked about. */
const views = new WeakMap<ReadSource, UpwardView>()

function upwardView(source: ReadSource, graph: DependencyGraph): UpwardView {
  const known = views.get(source)
  if (known !== undefined) return known
  const dependents = new Map<string, string[]>()
  for (const id of source.components.map((component) => component.id).sort())
    for (const needed of graph.dependenciesOf(id)) {
      const list = dependents.get(needed)
      if (list === undefined) dependents.set(needed, [id])
      else list.push(id)
    }
  const names = new Map(source.components.map(({ id, name }) => [id, name]))
  const view = { dependents, names, roots: new Set(graph.roots) }
  views.set(source, view)
  return view
}
