// Differences by real name: what is one, of which kind, and what is none.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { diffFacts, diffInventories, pairSources } from '../../src/inventory/diff.ts'
import type { Component, Scope } from '../../src/model/component.ts'
import type { Inventory, Source } from '../../src/model/source.ts'
import { aComponent, aFact, anUnreadSource, aReadSource, OTHER_SHA512, SHA512 } from '../support/builders.ts'

const inventory = (...sources: Source[]): Inventory => ({ sources })
const lockfile = (...components: Component[]) => inventory(aReadSource({ components }))
const kindsOf = (before: Inventory | null, after: Inventory) =>
  diffInventories(before, after).map(({ kind, name }) => [kind, name])

describe('kinds', () => {
  const one = aComponent({ version: '1.0.0' })
  const two = aComponent({ id: 'x', version: '2.0.0' })
  const three = aComponent({ id: 'x', version: '3.0.0' })

  test.each<[string, Component[], Component[], string[]]>([
    ['nothing for the same', [one], [one], []],
    ['added', [], [one], ['added']],
    ['removed', [one], [], ['removed']],
    ['updated', [one], [aComponent({ version: '1.0.1' })], ['updated']],
    ['updated where a second version comes', [one], [one, aComponent({ id: 'x', version: '2.0.0' })], ['updated']],
    ['replaced by other bytes', [one], [aComponent({ integrity: OTHER_SHA512 })], ['replaced']],
    ['replaced where integrity goes', [one], [aComponent({ integrity: null })], ['replaced']],
    ['replaced by another origin', [one], [aComponent({ resolved: 'https://evil.example.test/a.tgz' })], ['replaced']],
    ['replaced where a script appears', [one], [aComponent({ installScript: true })], ['replaced']],
    ['replaced where it also gets an alias', [one], [one, aComponent({ id: 'x', alias: 'safe' })], ['replaced']],
    ['promoted to production', [aComponent({ scope: 'development' })], [one], ['promoted']],
    ['promoted from launch to production', [aComponent({ scope: 'launch' })], [one], ['promoted']],
    [
      'promoted from config to launch',
      [aComponent({ scope: 'config' })],
      [aComponent({ scope: 'launch' })],
      ['promoted'],
    ],
    ['updated where one version of two changes', [one, two], [one, three], ['updated']],
    [
      'replaced where one of two has other bytes',
      [one, two],
      [one, aComponent({ id: 'x', version: '2.0.0', integrity: OTHER_SHA512 })],
      ['replaced'],
    ],
    [
      'replaced where fields only look alike side by side',
      [aComponent({ launcher: 'ab', url: null })],
      [aComponent({ launcher: 'a', url: 'b' })],
      ['replaced'],
    ],
    ['nothing where it becomes weaker', [one], [aComponent({ scope: 'development' })], []],
    ['nothing where it moves in the tree', [one], [aComponent({ id: 'node_modules/x/node_modules/sample-mcp' })], []],
    ['nothing where it stands twice', [one], [one, aComponent({ id: 'node_modules/x/node_modules/sample-mcp' })], []],
    [
      'nothing where a format comes without the script flag',
      [aComponent({ installScript: true })],
      [aComponent({ installScript: null })],
      [],
    ],
    [
      'updated by another spec',
      [aComponent({ spec: '^1.0.0', version: null })],
      [aComponent({ spec: '^1.0.1', version: null })],
      ['updated'],
    ],
  ])('%s', (_, before, after, kinds) => {
    expect(kindsOf(lockfile(...before), lockfile(...after)).map(([kind]) => kind)).toEqual(kinds)
  })

  describe('archives of yarn', () => {
    const archived = (format: string | null, digest: string | null, conditions: string | null = null) =>
      aComponent({ integrity: null, resolved: null, archive: { format, digest, conditions } })
    const other = aComponent({ id: 'x', integrity: null, resolved: null, version: '2.0.0' })

    test.each<[string, Component[], Component[], string[]]>([
      ['nothing for the same', [archived('8', 'a')], [archived('8', 'a')], []],
      ['replaced by another digest', [archived('8', 'a')], [archived('8', 'b')], ['replaced']],
      ['replaced where the digest goes', [archived('8', 'a')], [archived(null, null)], ['replaced']],
      ['nothing for another format', [archived('8', 'a')], [archived('10c0', 'b')], []],
      [
        'nothing for the same once more',
        [archived('8', 'a')],
        [archived('8', 'a'), { ...archived('8', 'a'), id: 'x' }],
        [],
      ],
      [
        'nothing for another format once more',
        [archived('8', 'a')],
        [archived('9', 'b'), { ...archived('9', 'b'), id: 'x' }],
        [],
      ],
      ['nothing for a digest that comes', [archived(null, null)], [archived('8', 'a')], []],
      ['nothing for a digest that goes for some systems', [archived('8', 'a')], [archived(null, null, 'os=linux')], []],
      ['replaced beside another version', [archived('8', 'a'), other], [archived('8', 'b'), other], ['replaced']],
      ['nothing beside another version', [archived('8', 'a'), other], [archived('9', 'b'), other], []],
    ])('%s', (_, before, after, kinds) => {
      expect(kindsOf(lockfile(...before), lockfile(...after)).map(([kind]) => kind)).toEqual(kinds)
    })

    test('a second entry with another digest is shown beside the first', () => {
      const [change] = diffInventories(
        lockfile(archived('8', 'a')),
        lockfile(archived('8', 'a'), { ...archived('8', 'b'), id: 'x' }),
      )
      expect([change?.kind, change?.after.map(({ archive }) => archive?.digest)]).toEqual(['replaced', ['a', 'b']])
    })
  })

  test('everything is present where there is no base', () => {
    expect(kindsOf(null, lockfile(one))).toEqual([['present', 'sample-mcp']])
  })

  test('a changed launch of the same server is replaced', () => {
    const launched = (digest: string, server = 'files') =>
      aComponent({
        id: server,
        server,
        launch: { client: 'x', argv: [], digest, commandDigest: digest, shell: false, commands: [], environment: [] },
      })
    expect(kindsOf(lockfile(launched('1')), lockfile(launched('2'))).map(([kind]) => kind)).toEqual(['replaced'])
    expect(
      kindsOf(lockfile(launched('1')), lockfile(launched('1'), launched('1', 'other'))).map(([kind]) => kind),
    ).toEqual(['added'])
  })
})

describe('shape', () => {
  test('before and after list distinct versions once, the most strongly wanted, sorted by version', () => {
    const versions = (...all: [string, Scope][]) =>
      all.map(([version, scope], index) => aComponent({ id: `${index}`, version, scope }))
    const [change] = diffInventories(
      lockfile(),
      lockfile(...versions(['1.10.0', 'development'], ['1.9.0', 'production'], ['1.10.0', 'optional'])),
    )
    expect(change?.after.map(({ version, scope }) => [version, scope])).toEqual([
      ['1.9.0', 'production'],
      ['1.10.0', 'optional'],
    ])
    expect(change).toMatchObject({ scope: 'production', direct: true, ecosystem: 'npm', before: [] })
  })

  test('versions are sorted, whichever is the most strongly wanted', () => {
    const wanted = (id: string, version: string, overrides: Partial<Component> = {}) =>
      aComponent({ id, version, direct: false, ...overrides })
    const sortedBy = (key: 'version' | 'id', ...components: Component[]) =>
      diffInventories(lockfile(), lockfile(...components))[0]?.after.map((component) => component[key])
    expect(sortedBy('version', wanted('a', '1.10.0'), wanted('b', '1.9.0', { scope: 'peer' }))).toEqual([
      '1.9.0',
      '1.10.0',
    ])
    expect(sortedBy('version', wanted('a', 'odd'), wanted('b', 'even'))).toEqual(['even', 'odd'])
    const twice = [wanted('b', '1.0.0', { direct: true }), wanted('a', '1.0.0', { integrity: OTHER_SHA512 })]
    expect(sortedBy('id', ...twice)).toEqual(['a', 'b'])
  })

  test('what one place asks for directly is direct', () => {
    const components = [aComponent({ direct: false }), aComponent({ id: 'x', version: '2.0.0', direct: true })]
    expect(diffInventories(lockfile(), lockfile(...components))[0]?.direct).toBe(true)
  })

  test('without a base all sources are sorted as well', () => {
    const named = (path: string, name: string) =>
      aReadSource({ path, components: [aComponent({ source: path, name })] })
    const all = inventory(named('b', 'x'), named('a', 'z'), named('a/c', 'y'))
    expect(diffInventories(null, all).map(({ source }) => source)).toEqual(['a', 'a/c', 'b'])
  })

  test('the scope of what is removed is the one it had', () => {
    expect(diffInventories(lockfile(aComponent({ scope: 'development', direct: false })), lockfile())[0]).toMatchObject(
      { scope: 'development', direct: false },
    )
  })

  test('sources are apart: a renamed lockfile is gone here and new there', () => {
    const at = (path: string) => inventory(aReadSource({ path, components: [aComponent({ source: path })] }))
    expect(
      diffInventories(at('b/package-lock.json'), at('a/package-lock.json')).map(({ source, kind }) => [source, kind]),
    ).toEqual([
      ['a/package-lock.json', 'added'],
      ['b/package-lock.json', 'removed'],
    ])
  })

  test('ecosystems are apart', () => {
    expect(kindsOf(lockfile(aComponent()), lockfile(aComponent({ ecosystem: 'local' })))).toHaveLength(2)
  })

  test('servers of one name stand in the order of their servers', () => {
    const servers = ['b', 'a'].map((server) => aComponent({ id: server, server }))
    expect(diffInventories(lockfile(), lockfile(...servers)).map(({ after }) => after[0]?.server)).toEqual(['a', 'b'])
  })

  test('versions that are none stand in the order of their letters', () => {
    const [change] = diffInventories(
      lockfile(),
      lockfile(...['odd', '1.0.0', 'even'].map((version) => aComponent({ id: version, version }))),
    )
    expect(change?.after.map(({ version }) => version)).toEqual(['1.0.0', 'even', 'odd'])
  })

  test('a head that could not be read is no removal; a base that could not be read leaves everything new', () => {
    const unread = inventory(anUnreadSource())
    expect(kindsOf(lockfile(aComponent()), unread)).toEqual([])
    expect(kindsOf(unread, lockfile(aComponent()))).toEqual([['added', 'sample-mcp']])
  })

  test('sources are paired by path', () => {
    const pairs = pairSources(
      inventory(aReadSource({ path: 'b' }), aReadSource({ path: 'a' })),
      inventory(aReadSource({ path: 'b' }), anUnreadSource({ path: 'c' })),
    )
    expect(pairs.map(({ path, base, head }) => [path, base !== null, head?.status ?? null])).toEqual([
      ['a', true, null],
      ['b', true, 'read'],
      ['c', false, 'unreadable'],
    ])
  })
})

describe('facts', () => {
  const withFacts = (...keys: string[]) => inventory(aReadSource({ facts: keys.map((key) => aFact({ key })) }))
  const found = (before: Inventory | null, after: Inventory) =>
    diffFacts(before, after).map(({ kind, fact }) => [kind, fact.key])

  test('only those that the head brings', () => {
    expect(found(withFacts('a'), withFacts('a', 'b'))).toEqual([['added', 'b']])
    expect(found(withFacts('a'), withFacts())).toEqual([])
    expect(found(null, withFacts('a'))).toEqual([['present', 'a']])
    expect(found(inventory(anUnreadSource()), withFacts('a'))).toEqual([['added', 'a']])
  })

  test('the same key under another kind is another fact', () => {
    expect(found(inventory(aReadSource({ facts: [aFact({ kind: 'override', key: 'a' })] })), withFacts('a'))).toEqual([
      ['added', 'a'],
    ])
  })
})

describe('properties', () => {
  const component = fc
    .record({
      id: fc.string(),
      name: fc.constantFrom('a', 'b', 'c'),
      version: fc.constantFrom('1.0.0', '2.0.0', 'odd', null),
      ecosystem: fc.constantFrom('npm' as const, 'local' as const),
      integrity: fc.constantFrom(SHA512, OTHER_SHA512, null),
      scope: fc.constantFrom<Scope>('production', 'development', 'peer'),
      direct: fc.boolean(),
      alias: fc.constantFrom('x', null),
    })
    .map(aComponent)
  const any = fc.array(component, { maxLength: 12 })

  test('diff(a, a) is empty, however often and in whatever order components stand', () => {
    fc.assert(
      fc.property(any, (components) => {
        const shuffled = [...components].reverse().concat(components)
        expect(diffInventories(lockfile(...components), lockfile(...components))).toEqual([])
        expect(diffInventories(lockfile(...components), lockfile(...shuffled))).toEqual([])
      }),
    )
  })

  test('there and back: what is added one way is removed the other, and the other kinds name the same packages', () => {
    fc.assert(
      fc.property(any, any, (one, other) => {
        const names = (from: Component[], to: Component[], ...kinds: string[]) =>
          diffInventories(lockfile(...from), lockfile(...to))
            .filter(({ kind }) => kinds.includes(kind))
            .map(({ ecosystem, name }) => `${ecosystem} ${name}`)
        expect(names(one, other, 'added')).toEqual(names(other, one, 'removed'))
        expect(names(one, other, 'updated', 'replaced')).toEqual(names(other, one, 'updated', 'replaced'))
      }),
    )
  })

  test('the order of components does not show', () => {
    fc.assert(
      fc.property(any, any, (one, other) => {
        const unique = [...new Map(other.map((each) => [each.id, each])).values()]
        expect(diffInventories(lockfile(...one), lockfile(...unique.toReversed()))).toEqual(
          diffInventories(lockfile(...one), lockfile(...unique)),
        )
      }),
    )
  })
})
