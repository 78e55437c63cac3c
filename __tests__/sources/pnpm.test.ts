// pnpm lockfiles of three styles: what is read as what, what contradicts itself, and what is refused.
import { describe, expect, test } from '@jest/globals'
import { OTHER_SHA512, REGISTRY, SHA512 } from '../support/builders.ts'
import { readOne, readWell } from './lockfiles.ts'

const LOCK = 'pnpm-lock.yaml'

/** A lockfile of style 9: sections by name, as YAML in JSON's form. */
const nine = (sections: Readonly<Record<string, unknown>>) =>
  Object.entries({ lockfileVersion: '9.0', ...sections })
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join('\n')
const importer = (dependencies: Readonly<Record<string, readonly [spec: string, version: string]>>) => ({
  '.': {
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([name, [specifier, version]]) => [name, { specifier, version }]),
    ),
  },
})
const bytes = { resolution: { integrity: SHA512 } }

const read = (text: string, manifest?: unknown) =>
  readWell(LOCK, { [LOCK]: text, ...(manifest === undefined ? {} : { 'package.json': JSON.stringify(manifest) }) })
const refused = async (text: string) => {
  const source = await readOne(LOCK, { [LOCK]: text })
  return source.status === 'read' ? 'read' : `${source.status}: ${source.reason}, line ${source.line}`
}
const detailsIn = async (text: string, manifest?: unknown) =>
  (await read(text, manifest)).facts.map(({ kind, args }) => [kind, args['detail'] ?? args['alias'] ?? args['spec']])

const STYLE_5 = `lockfileVersion: 5.3
specifiers:
  '@s/a-mcp': ^1.0.0
  safe: npm:real@2.0.0
dependencies:
  '@s/a-mcp': 1.0.0_peer@3.0.0
  safe: /real/2.0.0
packages:
  /@s/a-mcp/1.0.0_peer@3.0.0:
    resolution: {integrity: ${SHA512}}
    requiresBuild: true
    dependencies:
      peer: 3.0.0
  /real/2.0.0:
    resolution: {integrity: ${OTHER_SHA512}}
    dev: false
  /peer/3.0.0:
    resolution: {integrity: ${SHA512}}
  github.com/o/g/0123456789012345678901234567890123456789:
    resolution: {tarball: https://codeload.example.test/o/g/tar.gz/0123}
    name: g
    version: 4.0.0
`
const STYLE_6 = `lockfileVersion: '6.0'
dependencies:
  '@s/a-mcp':
    specifier: ^1.0.0
    version: 1.0.0(peer@3.0.0)
  safe:
    specifier: npm:real@2.0.0
    version: /real@2.0.0
packages:
  /@s/a-mcp@1.0.0(peer@3.0.0):
    resolution: {integrity: ${SHA512}}
    requiresBuild: true
    dependencies:
      peer: 3.0.0
  /real@2.0.0:
    resolution: {integrity: ${OTHER_SHA512}}
  /peer@3.0.0:
    resolution: {integrity: ${SHA512}}
  github.com/o/g/0123456789012345678901234567890123456789:
    resolution: {tarball: https://codeload.example.test/o/g/tar.gz/0123}
    name: g
    version: 4.0.0
`
const STYLE_9 = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      '@s/a-mcp':
        specifier: ^1.0.0
        version: 1.0.0(peer@3.0.0)
      safe:
        specifier: npm:real@2.0.0
        version: real@2.0.0
packages:
  '@s/a-mcp@1.0.0':
    resolution: {integrity: ${SHA512}}
  real@2.0.0:
    resolution: {integrity: ${OTHER_SHA512}}
  peer@3.0.0:
    resolution: {integrity: ${SHA512}}
  g@https://codeload.example.test/o/g/tar.gz/0123:
    resolution: {tarball: https://codeload.example.test/o/g/tar.gz/0123}
    version: 4.0.0
snapshots:
  '@s/a-mcp@1.0.0(peer@3.0.0)':
    dependencies:
      peer: 3.0.0
  real@2.0.0: {}
  peer@3.0.0: {}
  g@https://codeload.example.test/o/g/tar.gz/0123: {}
`

describe.each([
  ['5.3', STYLE_5, true],
  ['6.0', STYLE_6, true],
  ['9.0', STYLE_9, null],
])('version %s', (_, text, hasFlag) => {
  test('names, versions, hashes, scopes, aliases and addresses', async () => {
    const { components } = await read(text)
    expect(components.map(({ name, version, alias, direct, scope }) => [name, version, alias, direct, scope])).toEqual([
      ['@s/a-mcp', '1.0.0', null, true, 'production'],
      ['real', '2.0.0', 'safe', true, 'production'],
      ['peer', '3.0.0', null, false, 'production'],
      ['g', '4.0.0', null, false, 'production'],
    ])
    expect(components.map(({ integrity }) => integrity)).toEqual([SHA512, OTHER_SHA512, SHA512, null])
    expect(components[3]?.resolved).toBe('https://codeload.example.test/o/g/tar.gz/0123')
    expect(components[0]).toMatchObject({ installScript: hasFlag, dependsOn: ['peer'], spec: null, ecosystem: 'npm' })
  })

  test('edges, lines, and what nothing needs', async () => {
    const source = await read(text)
    const [first] = source.components
    expect(source.graph?.dependenciesOf(first?.id ?? '')).toEqual([source.components[2]?.id])
    expect(source.graph?.roots).toEqual([source.components[0]?.id, source.components[1]?.id].sort())
    const at = source.components.map(({ route }) => text.split('\n')[source.lineOf(route) - 1])
    expect(at.map((line) => /a-mcp|real|peer|g/.test(line ?? '') && line?.endsWith(':'))).toEqual(Array(4).fill(true))
    expect(source.facts.map(({ kind, name }) => [kind, name])).toEqual([['out-of-sync', 'g']])
  })
})

describe('places and scopes', () => {
  test('workspaces, links and folders are local; git and archives have their address', async () => {
    const { components } = await read(
      nine({
        importers: {
          '.': {
            dependencies: { w: { specifier: 'workspace:*', version: 'link:packages/w' } },
            devDependencies: {
              f: { specifier: 'file:f', version: 'file:f' },
              git: { specifier: 'o/git', version: 'git+https://git.example.test/o/git.git#abc' },
              t: { specifier: 'file:t.tgz', version: 'file:t.tgz' },
            },
            optionalDependencies: { o: { specifier: '1', version: '1.0.0' } },
          },
        },
        packages: {
          'f@file:f': { resolution: { directory: 'f', type: 'directory' } },
          'git@git+https://git.example.test/o/git.git#abc': {
            resolution: { type: 'git', repo: 'https://git.example.test/o/git.git', commit: 'abc' },
            version: '1.0.0',
          },
          't@file:t.tgz': { resolution: { tarball: 'file:t.tgz', integrity: SHA512 }, version: '1.0.0' },
          'o@1.0.0': { resolution: { integrity: SHA512, tarball: `${REGISTRY}o/-/o-1.0.0.tgz` } },
        },
        snapshots: {
          'f@file:f': {},
          'git@git+https://git.example.test/o/git.git#abc': {},
          't@file:t.tgz': {},
          'o@1.0.0': {},
        },
      }),
    )
    expect(components.map(({ name, ecosystem, resolved, scope }) => [name, ecosystem, resolved, scope])).toEqual([
      ['f', 'local', 'file:f', 'development'],
      ['git', 'npm', 'git+https://git.example.test/o/git.git#abc', 'development'],
      ['t', 'npm', 'file:t.tgz', 'development'],
      ['o', 'npm', `${REGISTRY}o/-/o-1.0.0.tgz`, 'optional'],
    ])
  })

  test('the first of two documents is of scope config, with its own lines', async () => {
    const tools = nine({
      importers: { '.': { configDependencies: { tool: { specifier: '1.0.0', version: '1.0.0' } } } },
      packages: { 'tool@1.0.0': bytes },
      snapshots: { 'tool@1.0.0': {} },
    })
    const main = nine({
      importers: importer({ tool: ['^1.0.0', '1.0.0'] }),
      packages: { 'tool@1.0.0': bytes },
      snapshots: { 'tool@1.0.0': {} },
    })
    const source = await read(`---\n${tools}\n---\n${main}\n`)
    expect(source.components.map(({ id, scope }) => [id, scope])).toEqual([
      ['tools:tool@1.0.0', 'config'],
      ['tool@1.0.0', 'production'],
    ])
    expect(source.components.map(({ route }) => source.lineOf(route))).toEqual([4, 9])
    expect(source.facts).toEqual([])
    expect(await refused(`${tools}\n---\n${main}\n---\n${main}`)).toMatch('more than two documents')
  })

  test('an optional peer that is there is used, not asked for', async () => {
    const source = await read(
      nine({
        importers: importer({ a: ['1', '1.0.0(b@1.0.0)'] }),
        packages: {
          'a@1.0.0': { ...bytes, peerDependencies: { b: '*' }, peerDependenciesMeta: { b: { optional: true } } },
          'b@1.0.0': bytes,
        },
        snapshots: { 'a@1.0.0(b@1.0.0)': { dependencies: { b: '1.0.0' } }, 'b@1.0.0': {} },
      }),
    )
    expect(source.components.map(({ dependsOn }) => dependsOn)).toEqual([[], []])
    expect(source.graph?.dependenciesOf('a@1.0.0')).toEqual(['b@1.0.0'])
    expect(source.facts).toEqual([])
  })

  test('a package under several names is there under each', async () => {
    const source = await read(
      nine({
        importers: importer({
          harmless: ['npm:evil@1', 'evil@1.0.0'],
          official: ['npm:evil@1', 'evil@1.0.0'],
          evil: ['1', '1.0.0'],
        }),
        packages: { 'evil@1.0.0': bytes, 'c@1.0.0': bytes },
        snapshots: { 'evil@1.0.0': { dependencies: { c: '1.0.0' } }, 'c@1.0.0': {} },
      }),
    )
    expect(source.components.map(({ id, name, alias, direct }) => [id, name, alias, direct])).toEqual([
      ['evil@1.0.0', 'evil', null, true],
      ['evil@1.0.0 (as harmless)', 'evil', 'harmless', true],
      ['evil@1.0.0 (as official)', 'evil', 'official', true],
      ['c@1.0.0', 'c', null, false],
    ])
    expect(source.graph?.dependenciesOf('evil@1.0.0 (as official)')).toEqual(['c@1.0.0'])
  })
})

describe('contradictions', () => {
  const one = (asked: Parameters<typeof importer>[0], more: Readonly<Record<string, unknown>> = {}) =>
    nine({
      importers: importer(asked),
      packages: { 'a@1.0.0': bytes },
      snapshots: { 'a@1.0.0': {} },
      ...more,
    })

  test.each<[string, string, unknown, unknown[][]]>([
    ['none', one({ a: ['^1.0.0', '1.0.0'] }), { dependencies: { a: '^1.0.0' } }, []],
    [
      'another spec',
      one({ a: ['^1.0.0', '1.0.0'] }),
      { dependencies: { a: '^2.0.0' } },
      [['out-of-sync', 'the lockfile says that the project asks for a ^1.0.0, and package.json asks for ^2.0.0']],
    ],
    [
      'a name that the manifest has not',
      one({ a: ['^1.0.0', '1.0.0'] }),
      {},
      [['out-of-sync', 'the lockfile says that the project asks for a ^1.0.0, and package.json does not']],
    ],
    [
      'a name that the lockfile has not',
      one({ a: ['^1.0.0', '1.0.0'] }),
      { dependencies: { a: '^1.0.0' }, devDependencies: { b: '1' } },
      [['out-of-sync', 'package.json asks for b 1, and the lockfile does not know it']],
    ],
    [
      'a name that is optional',
      one({ a: ['^1.0.0', '1.0.0'] }),
      { dependencies: { a: '^1.0.0' }, optionalDependencies: { b: '1' } },
      [],
    ],
    ['an override', one({ a: ['1.0.0', '1.0.0'] }, { overrides: { a: '1.0.0' } }), { dependencies: { a: '^3' } }, []],
    ['a hook', one({ a: ['1.0.0', '1.0.0'] }, { pnpmfileChecksum: 'x' }), { dependencies: { a: '^3' } }, []],
    [
      'a version outside the range',
      one({ a: ['^2.0.0', '1.0.0'] }),
      { dependencies: { a: '^2.0.0' } },
      [['out-of-sync', 'a is asked for as ^2.0.0, and the lockfile has 1.0.0']],
    ],
    [
      'a version outside its catalog',
      one({ a: ['catalog:', '1.0.0'] }, { catalogs: { default: { a: { specifier: '^2.0.0', version: '1.0.0' } } } }),
      undefined,
      [['out-of-sync', 'a is asked for as ^2.0.0, and the lockfile has 1.0.0']],
    ],
    ['a tag', one({ a: ['latest', '1.0.0'] }), undefined, []],
    ['an alias that nobody declared', one({ safe: ['^1.0.0', 'a@1.0.0'] }), undefined, [['alias-undeclared', 'safe']]],
    [
      'an alias of something else',
      one({ safe: ['npm:b@^1.0.0', 'a@1.0.0'] }),
      undefined,
      [['alias-undeclared', 'safe']],
    ],
    [
      'an alias by a catalog that has none',
      one({ safe: ['catalog:', 'a@1.0.0'] }),
      undefined,
      [['alias-undeclared', 'safe']],
    ],
    [
      'a registry’s package for an address',
      one({ safe: ['github:o/safe', 'a@1.0.0'] }),
      undefined,
      [['alias-undeclared', 'safe']],
    ],
    ['an alias that is declared', one({ safe: ['npm:a@^1.0.0', 'a@1.0.0'] }), undefined, []],
    [
      'an entry that is needed and gone',
      one({ a: ['1', '1.0.0'], b: ['1', '1.0.0'] }),
      undefined,
      [['out-of-sync', 'b is needed as b@1.0.0, and the lockfile has no such entry']],
    ],
    [
      'a patch, by its hash',
      one({ a: ['1', '1.0.0(patch_hash=abc)'] }, { patchedDependencies: { 'a@1.0.0': { hash: 'abc', path: 'p' } } }),
      undefined,
      [['override', 'a patch with hash abc']],
    ],
  ])('%s', async (_, text, manifest, expected) => {
    expect(await detailsIn(text, manifest)).toEqual(expected)
  })
})

describe('refused', () => {
  const entry = (key: string, value: unknown, more: Readonly<Record<string, unknown>> = {}) =>
    nine({ importers: {}, packages: { [key]: value }, ...more })

  test.each([
    ['an unknown version', nine({ lockfileVersion: '99.0' }), 'lockfileVersion "99.0"'],
    ['no version', 'packages: {}', 'lockfileVersion "undefined"'],
    ['no map', '- a', 'no YAML map'],
    ['a list as packages', nine({ packages: [] }), '"packages" is no map'],
    ['a list as snapshots', nine({ snapshots: [] }), '"snapshots" is no map'],
    ['a list as importers', nine({ importers: [] }), '"importers" is no map'],
    ['a text as entry', entry('a@1.0.0', 'x'), 'entry "a@1.0.0"'],
    ['a key without a name', entry('1.0.0', bytes), 'entry "1.0.0"'],
    ['a name that none can have', entry('__proto__@1.0.0', bytes), 'entry "__proto__@1.0.0"'],
    ['no resolution', entry('a@1.0.0', {}), 'entry "a@1.0.0"'],
    ['another name inside', entry('evil@1.0.0', { ...bytes, name: 'lodash' }), 'entry "evil@1.0.0"'],
    ['another version inside', entry('a@1.0.0', { ...bytes, version: '2.0.0' }), 'entry "a@1.0.0"'],
    ['a snapshot of nothing', entry('a@1.0.0', bytes, { snapshots: { 'b@1.0.0': {} } }), 'snapshot "b@1.0.0"'],
    [
      'a snapshot that says where bytes come from',
      entry('a@1.0.0', bytes, {
        snapshots: { 'a@1.0.0(b@1.0.0)': { resolution: { tarball: 'https://x.example.test/' } } },
      }),
      'snapshot "a@1.0.0(b@1.0.0)"',
    ],
    [
      'two variants with other bytes',
      `lockfileVersion: '6.0'\npackages:\n  /a@1.0.0(b@1.0.0):\n    resolution: {integrity: ${SHA512}}\n  /a@1.0.0(b@2.0.0):\n    resolution: {integrity: ${OTHER_SHA512}}\n`,
      'two entries "a@1.0.0" that differ',
    ],
    ['a merge key', "lockfileVersion: '9.0'\n<<: {packages: {}}", 'merge keys'],
    ['an anchor', "lockfileVersion: &v '9.0'\npackages: {}", 'anchors'],
    ['an alias', "lockfileVersion: '9.0'\nx: &a {}\npackages: *a", 'anchors'],
    ['a tag', "lockfileVersion: !!str '9.0'", 'tags'],
    ['a key that stands twice', "lockfileVersion: '9.0'\npackages: {}\npackages: {}", 'not valid YAML'],
    ['a conflict', "<<<<<<< a\nlockfileVersion: '9.0'\n=======\n>>>>>>> b", 'not valid YAML'],
    ['nothing', '', 'no YAML map'],
    ['depth', `lockfileVersion: '9.0'\nx: ${'['.repeat(5000)}`, 'not valid YAML'],
  ])('%s', async (_, text, reason) => {
    expect(await refused(text)).toMatch(reason)
  })
})
