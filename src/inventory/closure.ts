// Who is installed because of whom, in one lockfile: everything reachable from a package, and the shortest ways to one.
import type { DependencyGraph, ReadSource } from '../model/source.ts'

/** Ids of everything that is installed for `from`, themselves included. Empty where the source has no graph. */
export function closureOf({ graph }: ReadSource, from: Iterable<string>): Set<string> {
  if (graph === null) return new Set()
  const needsOf = needsIn(graph)
  const reached = new Set(from)
  for (const id of reached) for (const next of needsOf(id)) reached.add(next)
  return reached
}

/**
 * Shortest chains of names from a direct dependency down to a component, both included, at most three, one for each
 * direct dependency that leads there. Empty for a direct dependency itself, and where the way is longer than anybody reads.
 */
export function chainsTo(source: ReadSource, id: string): readonly (readonly string[])[] {
  if (source.graph === null) return []
  const { ways, names } = viewOf(source, source.graph)
  const found = ways.get(id) ?? []
  if (found[0]?.before === null) return []
  const chains = found.map((way) => chainOf(way).map((each) => names.get(each) ?? each))
  return chains.filter((chain) => chain.reduce((sum, { length }) => sum + length, 0) <= MAX_CHARACTERS)
}

const MAX_CHAINS = 3
const MAX_CHAIN = 20
const MAX_CHARACTERS = 1000

/** A shortest way from a direct dependency to a component. */
interface Way {
  readonly id: string
  readonly root: string
  /** The way to the one before; null at the direct dependency. */
  readonly before: Way | null
  readonly length: number
}

function chainOf(way: Way): readonly string[] {
  const chain: string[] = []
  for (let at: Way | null = way; at !== null; at = at.before) chain.push(at.id)
  return chain.reverse()
}

interface View {
  readonly ways: ReadonlyMap<string, readonly Way[]>
  readonly names: ReadonlyMap<string, string>
}

/** Finding the ways to one component costs as much as finding those to all, so it is done once for each source. */
const views = new WeakMap<ReadSource, View>()

function viewOf(source: ReadSource, graph: DependencyGraph): View {
  const known = views.get(source)
  if (known !== undefined) return known
  const names = new Map(source.components.map(({ id, name }) => [id, name]))
  const view = { ways: waysIn(graph), names }
  views.set(source, view)
  return view
}

/** From all direct dependencies at once, step by step: the first ones to arrive are the nearest, and only those go on. */
function waysIn(graph: DependencyGraph): ReadonlyMap<string, readonly Way[]> {
  const needsOf = needsIn(graph)
  const ways = new Map<string, Way[]>()
  const queue: Way[] = []
  const arrive = (id: string, root: string, before: Way | null) => {
    const others = ways.get(id) ?? []
    if (others.length >= MAX_CHAINS || others.some((way) => way.root === root)) return
    const way = { id, root, before, length: (before?.length ?? 0) + 1 }
    ways.set(id, others)
    others.push(way)
    queue.push(way)
  }
  for (const root of [...graph.roots].sort()) arrive(root, root, null)
  for (const way of queue) if (way.length < MAX_CHAIN) for (const id of needsOf(way.id)) arrive(id, way.root, way)
  return ways
}

/** Asking a graph costs; what it has answered is kept. */
const answers = new WeakMap<DependencyGraph, Map<string, readonly string[]>>()

function needsIn(graph: DependencyGraph): (id: string) => readonly string[] {
  const known = answers.get(graph) ?? new Map<string, readonly string[]>()
  answers.set(graph, known)
  return (id) => {
    const before = known.get(id)
    if (before !== undefined) return before
    const needed = graph.dependenciesOf(id)
    known.set(id, needed)
    return needed
  }
}
