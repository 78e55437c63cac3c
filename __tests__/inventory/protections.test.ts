// Protections: their loss and lowering count as weakening, everything else does not.
import { describe, expect, test } from '@jest/globals'
import { diffFacts } from '../../src/inventory/diff.ts'
import type { Source, SourceFact } from '../../src/model/source.ts'
import { aFact, anUnreadSource, aReadSource } from '../support/builders.ts'

const guarded = (key: string, level = 1): SourceFact =>
  aFact({ kind: 'protection', key, args: { key, value: `level ${level}`, level: String(level) }, route: [key] })
const weak = (key: string) => aFact({ kind: 'install-policy', key, args: { key, value: 'off' } })
const inventory = (...facts: SourceFact[]) => ({ sources: [aReadSource({ facts })] })
const found = (before: readonly Source[] | null, after: readonly Source[]) =>
  diffFacts(before && { sources: before }, { sources: after }).map(({ fact }) => [fact.kind, fact.args['value']])

describe('protections', () => {
  test.each<[string, SourceFact[], SourceFact[], unknown[]]>([
    ['kept', [guarded('a')], [guarded('a')], []],
    ['raised', [guarded('a', 1)], [guarded('a', 2)], []],
    ['new', [], [guarded('a')], []],
    ['gone', [guarded('a')], [], [['install-policy', 'nothing (before: level 1)']]],
    ['lowered', [guarded('a', 2)], [guarded('a', 1)], [['install-policy', 'level 1 (before: level 2)']]],
    [
      'lowered by a second one',
      [guarded('a', 2)],
      [guarded('a', 2), guarded('a', 1)],
      [['install-policy', 'level 1 (before: level 2)']],
    ],
    [
      'lowered by one before it',
      [guarded('a', 2)],
      [guarded('a', 1), guarded('a', 2)],
      [['install-policy', 'level 1 (before: level 2)']],
    ],
    [
      'gone, which a new permission already says',
      [guarded('a')],
      [aFact({ kind: 'script-approval', key: 'b', args: { mechanism: 'a' } })],
      [['script-approval', undefined]],
    ],
    ['gone, of which nothing is told', [{ ...guarded('a'), args: {} }], [], [['install-policy', 'nothing (before: )']]],
    ['gone, which a new fact already says', [guarded('a')], [weak('a')], [['install-policy', 'off']]],
    [
      'gone, and a new fact of something else',
      [guarded('a')],
      [weak('b')],
      [
        ['install-policy', 'off'],
        ['install-policy', 'nothing (before: level 1)'],
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(found(inventory(...before).sources, inventory(...after).sources)).toEqual(expected)
  })

  test('a loss has the key of the setting, and one of its own', () => {
    const { sources } = inventory(guarded('a'))
    expect(diffFacts({ sources }, { sources: [] })[0]?.fact).toMatchObject({
      key: 'lost:a:nothing (before: level 1)',
      args: { key: 'a' },
      route: ['a'],
    })
    const nameless = inventory({ ...guarded('a'), args: {} })
    expect(diffFacts(nameless, { sources: [] })[0]?.fact.args).toEqual({ key: '', value: 'nothing (before: )' })
  })

  test('a deleted source loses all; an unread one is reported as such; without a base nothing was there', () => {
    const source = aReadSource({ facts: [guarded('a')] })
    expect(found([source], [])).toEqual([['install-policy', 'nothing (before: level 1)']])
    expect(found([source], [anUnreadSource()])).toEqual([])
    expect(found([anUnreadSource()], [source])).toEqual([])
    expect(found(null, [source])).toEqual([])
  })
})
