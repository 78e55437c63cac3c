// The index finds what comparing with everything would find.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { distance } from '../../../src/mcp/impersonation/distance.ts'
import { buildEditIndex, editLimit } from '../../../src/mcp/impersonation/edit-index.ts'

const texts = ['lodash', 'express', 'supportscolor', 'babelpluginsyntaxjsx', 'ms', 'tar', 'react', 'x'.repeat(90)]
const find = buildEditIndex(texts)

describe('edit index', () => {
  it.each([
    ['lodahs', 'lodash'],
    ['suportcolor', 'supportscolor'],
    ['abelpluginsntaxjsxy', 'babelpluginsyntaxjsx'],
    ['tra', 'tar'],
    ['express', 'express'],
  ])('finds for %s the text %s', (text, wanted) => {
    expect([...find(text)].map((index) => texts[index])).toContain(wanted)
  })

  it('finds every text within its limit of edits of one kind', () => {
    const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789')
    const edit = fc.record({ drop: fc.boolean(), at: fc.nat(30), letter })
    const target = fc.constantFrom('lodash', 'supportscolor', 'babelpluginsyntaxjsx', 'express')
    fc.assert(
      fc.property(target, fc.array(edit, { maxLength: 4 }), (wanted, edits) => {
        const limit = editLimit(wanted.length)
        const text = edits.slice(0, limit).reduce<string>((before, { drop, at, letter: put }) => {
          const place = at % (before.length + 1)
          return before.slice(0, place) + (drop ? '' : put) + before.slice(drop ? place + 1 : place)
        }, wanted)
        fc.pre(distance(text, wanted, limit) <= limit)
        expect([...find(text)].map((index) => texts[index])).toContain(wanted)
      }),
    )
  })

  it('leaves out texts too short to be misspelt and too long to be compared', () => {
    expect([...find('ms')]).toEqual([])
    expect([...find('x'.repeat(90))]).toEqual([])
    expect([...find('x'.repeat(5000))]).toEqual([])
  })

  it('allows more edits in longer texts', () => {
    expect([2, 4, 5, 10, 11, 16, 17].map(editLimit)).toEqual([0, 1, 2, 2, 3, 3, 4])
  })
})
