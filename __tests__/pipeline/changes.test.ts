import { describe, expect, test } from '@jest/globals'
import type { SelectionHints } from '../../src/mcp/select.ts'
import type { Component } from '../../src/model/component.ts'
import type { Inventory } from '../../src/model/source.ts'
import { toChanges } from '../../src/pipeline/changes.ts'
import { aComponent, aReadSource } from '../support/builders.ts'

const HINTS: SelectionHints = { listed: new Set(), launched: new Map(), packages: new Map(), imitates: null }

/** A lockfile in which every component needs the next one that is named in `needs`. */
function inventory(
  components: readonly Component[],
  needs: Readonly<Record<string, readonly string[]>> = {},
): Inventory {
  const graph = {
    roots: components.filter(({ direct }) => direct).map(({ id }) => id),
    dependenciesOf: (id: string) => (needs[id] ?? []).map((name) => `node_modules/${name}`),
  }
  return { sources: [aReadSource({ components, graph })] }
}

const server = aComponent({ name: 'weather-mcp' })
const zod = aComponent({ name: 'zod', direct: false })
const NEEDS = { 'node_modules/weather-mcp': ['zod'] }

function summary(base: Inventory | null, head: Inventory) {
  return toChanges(base, head, HINTS).changes.map(({ name, kind, tier, via }) => ({ name, kind, tier, via }))
}

describe('tiers of changes', () => {
  test('what a new server needs runs in its process, and the chain says why', () => {
    expect(summary(inventory([]), inventory([server, zod], NEEDS))).toEqual([
      { name: 'weather-mcp', kind: 'added', tier: 'server', via: [] },
      { name: 'zod', kind: 'added', tier: 'closure', via: [['weather-mcp', 'zod']] },
    ])
  })

  test('a package that stays as it is and now runs inside a server is promoted', () => {
    const direct = { ...zod, direct: true }
    expect(summary(inventory([direct]), inventory([server, direct], NEEDS))).toEqual([
      { name: 'weather-mcp', kind: 'added', tier: 'server', via: [] },
      { name: 'zod', kind: 'promoted', tier: 'closure', via: [] },
    ])
  })

  test('nothing is promoted where the server was there before', () => {
    expect(summary(inventory([server, zod], NEEDS), inventory([server, zod], NEEDS))).toEqual([])
  })

  test('what is removed keeps the tier it had', () => {
    expect(summary(inventory([server, zod], NEEDS), inventory([]))).toEqual([
      { name: 'weather-mcp', kind: 'removed', tier: 'server', via: [] },
      { name: 'zod', kind: 'removed', tier: 'closure', via: [] },
    ])
  })

  test('without a base everything is present', () => {
    expect(summary(null, inventory([server, zod], NEEDS)).map(({ kind }) => kind)).toEqual(['present', 'present'])
  })
})
