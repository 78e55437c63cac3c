// bun.lock: what is read as what, what contradicts itself, and what is refused.
import { describe, expect, test } from '@jest/globals'
import { REGISTRY, SHA512 } from '../support/builders.ts'
import { readOne, readWell } from './lockfiles.ts'

const LOCK = 'bun.lock'
type Specs = Readonly<Record<string, unknown>>

const lock = (project: Specs, packages: Readonly<Record<string, unknown>>, more: Specs = {}) =>
  JSON.stringify({ lockfileVersion: 1, workspaces: { '': { name: 'app', ...project } }, packages, ...more }, null, 2)
const npm = (identity: string, details: Specs = {}, address = '') => [identity, address, details, SHA512]
const read = (text: string, manifest?: unknown) =>
  readWell(LOCK, { [LOCK]: text, ...(manifest === undefined ? {} : { 'package.json': JSON.stringify(manifest) }) })
const refused = async (text: string) => {
  const source = await readOne(LOCK, { [LOCK]: text })
  return source.status === 'read' ? 'read' : `${source.reason}, line ${source.line}`
}
const detailsIn = async (text: string, manifest?: unknown) =>
  (await read(text, manifest)).facts.map(({ kind, args }) => [kind, args['detail'] ?? args['alias']])

describe('components', () => {
  test('as bun writes them: comments, trailing commas, nested keys', async () => {
    const text = `{
  // written by bun
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "app", "dependencies": { "a": "^1.0.0", }, "devDependencies": { "b": "^2.0.0" }, },
  },
  "packages": {
    "a": ["a@1.0.0", "", { "dependencies": { "b": "^1.0.0" } }, "${SHA512}"],

    "b": ["b@2.0.0", "${REGISTRY}b/-/b-2.0.0.tgz", {}, "${SHA512}"],

    "a/b": ["b@1.0.0", "", { "bundled": true }, "${SHA512}"],
  },
}
`
    const source = await read(text)
    expect(source.components.map(({ id, name, version, scope, direct }) => [id, name, version, scope, direct])).toEqual(
      [
        ['a', 'a', '1.0.0', 'production', true],
        ['b', 'b', '2.0.0', 'development', true],
        ['a/b', 'b', '1.0.0', 'production', false],
      ],
    )
    expect(source.components.map(({ resolved, bundled }) => [resolved, bundled])).toEqual([
      [null, false],
      [`${REGISTRY}b/-/b-2.0.0.tgz`, false],
      [null, true],
    ])
    expect(source.components[0]).toMatchObject({ integrity: SHA512, dependsOn: ['b'] })
    expect(source.graph?.dependenciesOf('a')).toEqual(['a/b'])
    expect(source.components.map(({ route }) => source.lineOf(route))).toEqual([8, 10, 12])
    expect(source.facts).toEqual([])
  })

  test.each([
    ['a@workspace:packages/a', ['a@workspace:packages/a'], 'local'],
    ['a link', ['a@link:a', {}], 'local'],
    ['a folder', ['a@file:a', {}], 'local'],
    ['an archive', ['a@file:a.tgz', {}, SHA512], 'npm'],
    ['git', ['a@git+https://git.example.test/a#abc', {}, 'abc'], 'npm'],
    ['an address', ['a@https://x.example.test/a.tgz', {}, SHA512], 'npm'],
  ])('%s', async (_, tuple, ecosystem) => {
    const { components } = await read(lock({ dependencies: { a: 'x' } }, { a: tuple }))
    expect(components[0]).toMatchObject({ ecosystem, name: 'a', resolved: String(tuple[0]).slice(2) })
    expect(components[0]?.integrity).toBe(tuple.includes(SHA512) ? SHA512 : null)
  })

  test('an optional peer that is there is used, not asked for', async () => {
    const peer = { peerDependencies: { p: '*', q: '*' }, optionalPeers: ['p'] }
    const source = await read(
      lock({ dependencies: { a: '1' } }, { a: npm('a@1.0.0', peer), p: npm('p@1.0.0'), q: npm('q@1.0.0') }),
    )
    expect(source.components[0]?.dependsOn).toEqual(['q'])
    expect(source.facts).toEqual([])
  })

  test('a project that bears a package’s name does not get that package’s dependencies', async () => {
    const packages = {
      app: npm('app@1.0.0', { dependencies: { a: '^1.0.0' } }),
      a: npm('a@2.0.0'),
      'app/a': npm('a@1.0.0'),
    }
    expect(await detailsIn(lock({ dependencies: { a: '^2.0.0', app: '1' } }, packages))).toEqual([])
  })

  test('workspaces get what is nested under their name', async () => {
    const workspaces = { '': { name: 'app' }, w: { name: 'w', dependencies: { a: '^1.0.0' } } }
    const packages = { a: npm('a@2.0.0'), 'w/a': npm('a@1.0.0'), w: ['w@workspace:w'] }
    expect(await detailsIn(lock({}, packages, { workspaces }))).toEqual([
      ['out-of-sync', 'nothing in the lockfile needs a'],
    ])
  })
})

describe('contradictions', () => {
  test.each<[string, string, unknown, unknown[][]]>([
    ['none', lock({ dependencies: { a: '^1.0.0' } }, { a: npm('a@1.0.0') }), { dependencies: { a: '^1.0.0' } }, []],
    [
      'another spec',
      lock({ dependencies: { a: '^1.0.0' } }, { a: npm('a@1.0.0') }),
      { dependencies: { a: '1.0.0' } },
      [['out-of-sync', 'the lockfile says that the project asks for a ^1.0.0, and package.json asks for 1.0.0']],
    ],
    [
      'a spec of two sections',
      lock({ devDependencies: { a: '1.0.0' }, peerDependencies: { a: '>=1' } }, { a: npm('a@1.0.0') }),
      { devDependencies: { a: '1.0.0' }, peerDependencies: { a: '>=1' } },
      [],
    ],
    [
      'a version outside the range',
      lock({ dependencies: { a: '^1.0.0' } }, { a: npm('a@2.0.0') }),
      undefined,
      [['out-of-sync', 'a is asked for as ^1.0.0, and the lockfile has 2.0.0']],
    ],
    [
      'an override',
      lock({ dependencies: { a: '^1.0.0' } }, { a: npm('a@2.0.0') }, { overrides: { a: '2.0.0' } }),
      undefined,
      [],
    ],
    ['an alias', lock({ dependencies: { safe: 'npm:evil@1' } }, { safe: npm('evil@1.0.0') }), undefined, []],
    [
      'an alias that a package asks for',
      lock(
        { dependencies: { a: '1' } },
        { a: npm('a@1.0.0', { dependencies: { safe: 'npm:evil@1' } }), safe: npm('evil@1.0.0') },
      ),
      undefined,
      [],
    ],
    [
      'an alias by a catalog',
      lock({ dependencies: { safe: 'catalog:' } }, { safe: npm('evil@1.0.0') }, { catalog: { safe: 'npm:evil@1' } }),
      undefined,
      [],
    ],
    [
      'an alias that nobody declared',
      lock({ dependencies: { safe: '^1.0.0' } }, { safe: npm('evil@1.0.0') }),
      undefined,
      [['alias-undeclared', 'safe']],
    ],
    [
      'what nothing needs',
      lock({}, { a: npm('a@1.0.0') }),
      undefined,
      [['out-of-sync', 'nothing in the lockfile needs a']],
    ],
  ])('%s', async (_, text, manifest, expected) => {
    expect(await detailsIn(text, manifest)).toEqual(expected)
  })
})

describe('refused', () => {
  test.each([
    ['an unknown version', lock({}, {}, { lockfileVersion: 7 }), 'lockfileVersion "7" is none of 0 and 1, line 2'],
    ['no version', '{}', 'lockfileVersion "null"'],
    ['a list', '[]', 'lockfileVersion "null"'],
    ['packages that are a list', lock({}, {}, { packages: [] }), '"packages" is no object'],
    ['an entry that is no list', lock({}, { a: {} }), 'entry "a"'],
    ['an empty entry', lock({}, { a: [] }), 'entry "a"'],
    ['an identity that is no text', lock({}, { a: [1, '', {}, SHA512] }), 'entry "a"'],
    ['no address', lock({}, { a: ['a@1.0.0', {}, SHA512] }), 'entry "a"'],
    ['no details', lock({}, { a: ['a@1.0.0', '', SHA512] }), 'entry "a"'],
    ['a name that none can have', lock({}, { a: npm('__proto__@1.0.0') }), 'entry "a"'],
    ['a key that none can have', lock({}, { 'a/__proto__': npm('a@1.0.0') }), 'entry "a/__proto__"'],
    ['an endless key', lock({}, { [Array(600).fill('a').join('/')]: npm('a@1.0.0') }), 'its entry'],
    [
      'a package that stands twice',
      '{"lockfileVersion":1,"packages":{"a":["a@1.0.0","",{}],\n"a":["b@1.0.0","",{}]}}',
      'the package "a" stands twice, line 2',
    ],
    ['a section that stands twice', '{"lockfileVersion":1,"packages":{},"packages":{}}', '"packages" stands twice'],
    ['broken text', '{"lockfileVersion":1,', 'line 1'],
  ])('%s', async (_, text, reason) => {
    expect(await refused(text)).toMatch(reason)
  })

  test('the binary lockfile', async () => {
    expect(await readOne('bun.lockb', { 'bun.lockb': '#!/usr/bin/env bun' })).toMatchObject({ status: 'unsupported' })
  })
})
