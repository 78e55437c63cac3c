// Bounded edit distance and the edits of a shortest way, against the textbook definition.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { distance, type Edit, editsOf } from '../../../src/mcp/impersonation/distance.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })

describe('distance', () => {
  it.each([
    ['lodash', 'lodash', 0],
    ['lodahs', 'lodash', 1],
    ['lodsh', 'lodash', 1],
    ['loddash', 'lodash', 1],
    ['lodqsh', 'lodash', 1],
    ['suportcolor', 'supportscolor', 2],
    ['', 'abc', 3],
  ])('%s to %s is %i', (text, target, edits) => {
    expect(distance(text, target, 4)).toBe(edits)
    expect(distance(target, text, 4)).toBe(edits)
  })

  it('stops at the limit', () => {
    expect(distance('abcdef', 'uvwxyz', 2)).toBe(3)
    expect(distance('a', 'abcdef', 2)).toBe(3)
    expect(distance(`${'a'.repeat(400)}b`, 'a'.repeat(400), 2)).toBe(1)
  })

  it('is the textbook value cut off at the limit, and as many edits are told', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 4 }), (text, target, most) => {
        const exact = textbook(text, target)
        expect(distance(text, target, most)).toBe(Math.min(exact, most + 1))
        expect(editsOf(text, target)).toHaveLength(exact)
      }),
    )
  })
})

describe('editsOf', () => {
  it.each<[string, string, readonly Edit[]]>([
    ['lodahs', 'lodash', [{ kind: 'transpose', at: 4, targetAt: 4 }]],
    ['lodsh', 'lodash', [{ kind: 'delete', at: 3, targetAt: 3 }]],
    ['lodash1', 'lodash', [{ kind: 'insert', at: 6, targetAt: 6 }]],
    ['1odash', 'lodash', [{ kind: 'substitute', at: 0, targetAt: 0 }]],
    ['same', 'same', []],
  ])('%s from %s', (text, target, edits) => {
    expect(editsOf(text, target)).toEqual(edits)
  })
})

function textbook(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 || j === 0 ? i + j : 0)),
  )
  const at = (i: number, j: number) => table[i]?.[j] ?? 99
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : 99
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const row = table[i]
      if (row !== undefined) row[j] = Math.min(replaced, at(i - 1, j) + 1, at(i, j - 1) + 1, swapped)
    }
  }
  return at(a.length, b.length)
}
