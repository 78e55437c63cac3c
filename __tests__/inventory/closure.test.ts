// Reachability in a lockfile's graph, and the shortest ways that explain it.
import { describe, expect, test } from '@jest/globals'
import { chainsTo, closureOf } from '../../src/inventory/closure.ts'
import { aComponent, aReadSource } from '../support/builders.ts'

function graphOf(edges: Readonly<Record<string, readonly string[]>>, roots: readonly string[]) {
  const components = Object.keys(edges).map((id) => aComponent({ id, name: id.toUpperCase() }))
  return aReadSource({ components, graph: { roots, dependenciesOf: (id) => edges[id] ?? [] } })
}

const DIAMOND = graphOf({ a: ['b', 'c'], b: ['d'], c: ['d'], d: ['e', 'a'], e: [], f: ['e'], g: [] }, ['a', 'f', 'g'])

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

  test('no more than asked for', () => {
    expect(chainsTo(DIAMOND, 'e', 1)).toEqual([['F', 'E']])
  })

  test('none to a root, to the unreachable, and without a graph', () => {
    expect(chainsTo(DIAMOND, 'g')).toEqual([])
    expect(chainsTo(DIAMOND, 'nowhere')).toEqual([])
    expect(chainsTo(aReadSource(), 'a')).toEqual([])
  })
})
