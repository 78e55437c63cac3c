// Reachability in a lockfile's graph, and the shortest ways that explain it.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { chainsTo, closureOf } from '../../src/inventory/closure.ts'
import { aComponent, aReadSource } from '../support/builders.ts'

function graphOf(edges: Readonly<Record<string, readonly string[]>>, roots: readonly string[]) {
  const components = Object.keys(edges).map((id) => aComponent({ id, name: id.toUpperCase() }))
  return aReadSource({ components, graph: { roots, dependenciesOf: (id) => edges[id] ?? [] } })
}

const DIAMOND = graphOf({ a: ['b', 'c'], b: ['d'], c: ['d'], d: ['e', 'a'], e: [], f: ['e'], g: [] }, ['a', 'f', 'g'])

/** How many packages a shortest way has, both ends included; null where there is none. */
function distance(edges: Readonly<Record<string, readonly string[]>>, from: string, to: string): number | null {
  const lengths = new Map([[from, 1]])
  for (const [id, length] of lengths)
    for (const next of edges[id] ?? []) if (!lengths.has(next)) lengths.set(next, length + 1)
  return lengths.get(to) ?? null
}

function isWay(edges: Readonly<Record<string, readonly string[]>>, chain: readonly string[]): boolean {
  const ids = chain.map((name) => name.toLowerCase())
  return ids.slice(1).every((id, index) => edges[ids[index] ?? '']?.includes(id))
}

describe('closureOf', () => {
  test('everything reachable, through circles, and the start itself', () => {
    expect([...closureOf(DIAMOND, ['b'])].sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('nothing from nothing, and nothing where there is no graph', () => {
    expect(closureOf(DIAMOND, []).size).toBe(0)
    expect(closureOf(aReadSource(), ['a']).size).toBe(0)
  })
})

describe('chainsTo', () => {
  test('the shortest first, one for each root, in names', () => {
    expect(chainsTo(DIAMOND, 'e')).toEqual([
      ['F', 'E'],
      ['A', 'B', 'D', 'E'],
    ])
  })

  test('no more than three, the nearest', () => {
    const roots = ['r1', 'r2', 'r3', 'r4', 'r5']
    const edges = { r1: ['x'], r2: ['x'], r3: ['x'], r4: ['e'], r5: ['e'], x: ['e'], e: [] }
    expect(chainsTo(graphOf(edges, roots), 'e')).toEqual([
      ['R4', 'E'],
      ['R5', 'E'],
      ['R1', 'X', 'E'],
    ])
  })

  test('those that a search from each direct dependency finds', () => {
    const ids = Array.from({ length: 12 }, (_, index) => `n${index}`)
    const edges = fc.tuple(...ids.map(() => fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 })))
    fc.assert(
      fc.property(edges, fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 5 }), (needs, roots) => {
        const byId = Object.fromEntries(ids.map((id, index) => [id, needs[index] ?? []]))
        const source = graphOf(byId, roots)
        for (const id of ids.filter((each) => !roots.includes(each))) {
          const lengths = roots.flatMap((root) => distance(byId, root, id) ?? []).sort((a, b) => a - b)
          const chains = chainsTo(source, id)
          expect(chains.map(({ length }) => length)).toEqual(lengths.slice(0, 3))
          expect(new Set(chains.map(([first]) => first)).size).toBe(chains.length)
          for (const chain of chains) expect(isWay(byId, chain)).toBe(true)
        }
      }),
    )
  })

  test('none that is longer than anybody reads', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `n${index}`)
    const source = graphOf(Object.fromEntries(ids.map((id, index) => [id, ids.slice(index + 1, index + 2)])), ['n0'])
    expect(chainsTo(source, 'n19')).toHaveLength(1)
    expect(chainsTo(source, 'n20')).toEqual([])
    expect(closureOf(source, ['n0']).size).toBe(40)
    const long = ['a'.repeat(500), 'b'.repeat(501)] as const
    expect(chainsTo(graphOf({ [long[0]]: [long[1]], [long[1]]: [] }, [long[0]]), long[1])).toEqual([])
  })

  test('of ways that are as long, those from the first by name, in whatever order these stand', () => {
    const edges = { a: ['x'], b: ['x'], c: ['x'], d: ['x'], x: [] }
    expect(chainsTo(graphOf(edges, ['d', 'c', 'b', 'a']), 'x')).toEqual([
      ['A', 'X'],
      ['B', 'X'],
      ['C', 'X'],
    ])
  })

  test('none whose names are longer than anybody reads', () => {
    const [long, longer] = ['a'.repeat(999), 'b'.repeat(1000)]
    const edges = { [long]: ['x'], [longer]: ['x'], x: [] }
    expect(chainsTo(graphOf(edges, [long, longer]), 'x')).toEqual([[long.toUpperCase(), 'X']])
  })

  test('none to a root, to the unreachable, and without a graph', () => {
    expect(chainsTo(DIAMOND, 'g')).toEqual([])
    expect(chainsTo(DIAMOND, 'nowhere')).toEqual([])
    expect(chainsTo(aReadSource(), 'a')).toEqual([])
  })
})

describe('cost', () => {
  test.each([
    ['a chain', (index: number, count: number) => (index + 1 < count ? [index + 1] : [])],
    [
      'a hub',
      (index: number, count: number) => (index === 0 ? Array.from({ length: count - 1 }, (_, at) => at + 1) : [0]),
    ],
    [
      'many of many',
      (index: number, count: number) => Array.from({ length: 40 }, (_, at) => (index * 7 + at * 11) % count),
    ],
  ])('of %s grows with its number: every component is reached and explained within a second', (_, needs) => {
    const count = 20_000
    const edges = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`n${index}`, needs(index, count).map((at) => `n${at}`)]),
    )
    const source = graphOf(edges, Object.keys(edges).slice(0, 500))
    const started = performance.now()
    for (const id of Object.keys(edges)) chainsTo(source, id)
    expect(closureOf(source, ['n0']).size).toBeGreaterThan(count / 2)
    expect(performance.now() - started).toBeLessThan(4000)
  })
})
