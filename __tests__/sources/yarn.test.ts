// yarn.lock of version 1 and of yarn 2 to 4: what is read as what, what contradicts itself, and what is refused.
import { describe, expect, test } from '@jest/globals'
import { REGISTRY, SHA512 } from '../support/builders.ts'
import { readOne, readWell } from './lockfiles.ts'

const LOCK = 'yarn.lock'
const read = (text: string, manifest?: unknown) =>
  readWell(LOCK, { [LOCK]: text, ...(manifest === undefined ? {} : { 'package.json': JSON.stringify(manifest) }) })
const refused = async (text: string) => {
  const source = await readOne(LOCK, { [LOCK]: text })
  return source.status === 'read' ? 'read' : `${source.reason}, line ${source.line}`
}
const detailsIn = async (text: string, manifest?: unknown) =>
  (await read(text, manifest)).facts.map(({ kind, args }) => [kind, args['detail'] ?? args['alias']])

describe('version 1', () => {
  const HEAD = '# yarn lockfile v1\n\n'
  const entry = (header: string, version = '1.0.0', more = '') =>
    `${header}:\n  version "${version}"\n  resolved "${REGISTRY}a/-/a-${version}.tgz#x"\n  integrity ${SHA512}\n${more}\n`
  const A = entry('a@^1.0.0', '1.0.0', '  dependencies:\n    "@s/b" "^2.0.0"\n')
  const B = entry('"@s/b@^2.0.0", "@s/b@>=2 <3"', '2.0.0')

  test('names, versions, hashes, edges, scopes and lines', async () => {
    const source = await read(`${HEAD}${A}${B}`, { devDependencies: { a: '^1.0.0' } })
    expect(source.components.map(({ name, version, scope, direct }) => [name, version, scope, direct])).toEqual([
      ['a', '1.0.0', 'development', true],
      ['@s/b', '2.0.0', 'development', false],
    ])
    expect(source.components[0]).toMatchObject({
      integrity: SHA512,
      resolved: `${REGISTRY}a/-/a-1.0.0.tgz#x`,
      dependsOn: ['@s/b'],
    })
    expect(source.graph?.dependenciesOf('a@^1.0.0')).toEqual(['@s/b@^2.0.0, @s/b@>=2 <3'])
    expect(source.components.map(({ route }) => source.lineOf(route))).toEqual([3, 10])
    expect(source.facts).toEqual([])
  })

  test('an alias is the package it installs', async () => {
    const { components } = await read(`${HEAD}${entry('"safe@npm:evil@^1.0.0"')}`)
    expect(components).toMatchObject([{ name: 'evil', alias: 'safe' }])
  })

  test('folders are local, git and archives are not', async () => {
    const text = `${HEAD}"f@file:./f":\n  version "1.0.0"\n\n"g@git+https://git.example.test/g":\n  version "1.0.0"\n  resolved "git+https://git.example.test/g#abc"\n\n"t@file:t.tgz":\n  version "1.0.0"\n  resolved "file:t.tgz#abc"\n`
    const { components } = await read(text)
    expect(components.map(({ name, ecosystem, resolved }) => [name, ecosystem, resolved])).toEqual([
      ['f', 'local', null],
      ['g', 'npm', 'git+https://git.example.test/g#abc'],
      ['t', 'npm', 'file:t.tgz#abc'],
    ])
  })

  test('the hash behind an address is a weak one, if there is no other', async () => {
    const hash = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'
    const text = `${HEAD}a@1:\n  version "1.0.0"\n  resolved "${REGISTRY}a/-/a-1.0.0.tgz#${hash}"\n`
    expect((await read(text)).components[0]?.integrity).toBe('sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=')
    expect((await read(text.replace(hash, 'x'))).components[0]?.integrity).toBeNull()
  })

  test.each<[string, string, unknown, unknown[][]]>([
    ['nothing without a manifest', A + B, undefined, []],
    [
      'what the manifest asks for and is not there',
      A + B,
      { dependencies: { a: '^1.0.0', c: '1' } },
      [['out-of-sync', 'package.json asks for c 1, and the lockfile has no entry for it']],
    ],
    [
      'what is there under another range, as with resolutions',
      A + B,
      { dependencies: { a: '2' }, resolutions: { a: '1.0.0' } },
      [],
    ],
    ['folders', A + B, { dependencies: { a: '^1.0.0', c: 'file:c' } }, []],
    [
      'what nothing needs',
      A + B,
      {},
      [
        ['out-of-sync', 'nothing in the lockfile needs a'],
        ['out-of-sync', 'nothing in the lockfile needs @s/b'],
      ],
    ],
    ['what workspaces may need', A + B, { workspaces: ['*'] }, []],
    [
      'a version outside its range',
      entry('a@^1.0.0', '2.0.0'),
      { dependencies: { a: '^1.0.0' } },
      [['out-of-sync', 'a is asked for as ^1.0.0, and the lockfile has 2.0.0']],
    ],
    [
      'a version that resolutions ask for',
      entry('a@^1.0.0', '2.0.0'),
      { dependencies: { a: '^1.0.0' }, resolutions: { '**/a': '2.0.0' } },
      [],
    ],
  ])('facts: %s', async (_, text, manifest, expected) => {
    expect(await detailsIn(HEAD + text, manifest)).toEqual(expected)
  })

  test('the only entry of a name stands in for a range that has none', async () => {
    const source = await read(
      `${HEAD}${entry('a@^1.0.0', '1.0.0', '  dependencies:\n    b "^9"\n')}${entry('b@1.0.0')}`,
    )
    expect(source.graph?.dependenciesOf('a@^1.0.0')).toEqual(['b@1.0.0'])
  })

  test.each([
    ['a pattern that stands twice', A + A, '"a@^1.0.0" stands twice'],
    ['a field that stands twice', 'a@1:\n  version "1"\n  version "2"\n', 'none of a yarn lockfile, line 5'],
    ['several packages in one entry', entry('a@1, b@1'), 'does not name one package'],
    ['__proto__', entry('__proto__@1'), 'does not name one package'],
    ['no version', 'a@1:\n  resolved "x"\n', 'does not name one package'],
    ['an open string', 'a@1:\n  version "1\n', 'line 4'],
    ['tabs', 'a@1:\n\tversion "1"\n', 'line 4'],
    ['a field without an entry', '  version "1"\n', 'line 3'],
    ['an unknown section', 'a@1:\n  scripts:\n    a "b"\n', 'line 4'],
    ['a conflict', '<<<<<<< a\n', 'line 3'],
  ])('refused: %s', async (_, text, reason) => {
    expect(await refused(HEAD + text)).toMatch(reason)
  })

  test('what is no lockfile at all is refused, an empty one is not', async () => {
    expect(await refused('')).toMatch('it holds no entry')
    expect((await read(HEAD)).components).toEqual([])
    expect((await read(`${HEAD}${A}${B}`.replaceAll('\n', '\r\n'))).components).toHaveLength(2)
  })
})

describe('yarn 2 and later', () => {
  const lock = (entries: string, version = '8') =>
    `__metadata:\n  version: ${version}\n  cacheKey: 10c0\n\n${PROJECT}${entries}`
  const PROJECT = `"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    a: "npm:^1.0.0"
    d: "npm:^1.0.0"
  languageName: unknown
  linkType: soft

`
  const entry = (key: string, resolution: string, more = '') =>
    `"${key}":\n  version: 1.0.0\n  resolution: "${resolution}"\n${more}  checksum: 10c0/abc\n  linkType: hard\n\n`
  const A = entry('a@npm:^1.0.0', 'a@npm:1.0.0', '  dependencies:\n    b: "npm:^1.0.0"\n')
  const REST = entry('b@npm:^1.0.0', 'b@npm:1.0.0') + entry('d@npm:^1.0.0', 'd@npm:1.0.0')
  const MANIFEST = { dependencies: { a: '^1.0.0' }, devDependencies: { d: '^1.0.0' } }

  test.each(['4', '6', '8', '10'])('metadata version %s', async (version) => {
    const source = await read(lock(A + REST, version), MANIFEST)
    expect(
      source.components.map(({ name, version: v, scope, direct, ecosystem }) => [name, v, scope, direct, ecosystem]),
    ).toEqual([
      ['app', '0.0.0-use.local', 'production', false, 'local'],
      ['a', '1.0.0', 'production', true, 'npm'],
      ['b', '1.0.0', 'production', false, 'npm'],
      ['d', '1.0.0', 'development', true, 'npm'],
    ])
    expect(source.components.map(({ integrity }) => integrity)).toEqual([null, null, null, null])
    expect(source.graph?.dependenciesOf('a@npm:^1.0.0')).toEqual(['b@npm:^1.0.0'])
    expect(source.components.map(({ route }) => source.lineOf(route))).toEqual([5, 14, 22, 28])
    expect(source.facts).toEqual([])
  })

  test('yarn 2 leaves the protocol out of ranges', async () => {
    const source = await read(lock((A + REST).replace('b: "npm:^1.0.0"', 'b: ^1.0.0'), '4'))
    expect(source.graph?.dependenciesOf('a@npm:^1.0.0')).toEqual(['b@npm:^1.0.0'])
  })

  test.each([
    ['b@npm:1.0.0', null, 'npm'],
    ['b@npm:1.0.0::__archiveUrl=https%3A%2F%2Fx.example.test%2Fb.tgz', 'https://x.example.test/b.tgz', 'npm'],
    ['b@https://x.example.test/b.tgz', 'https://x.example.test/b.tgz', 'npm'],
    ['b@https://git.example.test/b.git#commit=abc', 'https://git.example.test/b.git#commit=abc', 'npm'],
    [
      'b@patch:b@npm%3A1.0.0#./b.patch::version=1.0.0&hash=abc',
      'patch:b@npm%3A1.0.0#./b.patch::version=1.0.0&hash=abc',
      'npm',
    ],
    ['b@portal:../b::locator=app', 'portal:../b::locator=app', 'npm'],
    ['b@file:./b.tgz#./b.tgz::hash=abc&locator=app', 'file:./b.tgz#./b.tgz::hash=abc&locator=app', 'npm'],
    ['b@file:./b#./b::hash=abc&locator=app', 'file:./b#./b::hash=abc&locator=app', 'local'],
    ['b@link:./b::locator=app', 'link:./b::locator=app', 'local'],
    ['b@workspace:packages/b', 'workspace:packages/b', 'local'],
  ])('%s', async (resolution, resolved, ecosystem) => {
    const { components } = await read(lock(A + REST.replace('b@npm:1.0.0', resolution)))
    expect(components.find(({ name }) => name === 'b')).toMatchObject({ version: '1.0.0', resolved, ecosystem })
  })

  test('a patch keeps what it is laid over', async () => {
    const text = lock(
      A.replace('b: "npm:^1.0.0"', 'b: "patch:b@npm%3A1.0.0#./b.patch"') +
        entry('b@npm:1.0.0', 'b@npm:1.0.0') +
        entry('b@patch:b@npm%3A1.0.0#./b.patch', 'b@patch:b@npm%3A1.0.0#./b.patch::version=1.0.0&hash=abc') +
        entry('d@npm:^1.0.0', 'd@npm:1.0.0'),
    )
    expect(await detailsIn(text)).toEqual([])
  })

  describe('checksums', () => {
    const archivesIn = async (text: string) =>
      (await read(text)).components.map(({ name, archive }) => [name, archive?.format, archive?.digest])
    const one = (checksum: string, more = '') =>
      lock(`${A.replace('10c0/abc', checksum)}${more}${REST}`, '8').replaceAll('10c0/abc', '10c0/def')

    test.each([
      ['its own format', '10c0/aa', ['10c0', 'aa']],
      ['the lockfile’s format', 'aa', ['10c0', 'aa']],
      ['a format with a slash', '8/x/aa', ['8/x', 'aa']],
      ['what is no format', 'x/aa', [null, 'x/aa']],
    ])('%s', async (_, checksum, expected) => {
      expect((await archivesIn(one(checksum)))[1]).toEqual(['a', ...expected])
    })

    test('without one, or with what is none, any bytes are taken', async () => {
      expect((await archivesIn(one('10c0/aa').replace('  checksum: 10c0/aa\n', '')))[1]).toEqual(['a', null, null])
      expect((await archivesIn(one('{}')))[1]).toEqual(['a', null, null])
      expect((await archivesIn(one('aa').replace('  cacheKey: 10c0\n', '')))[1]).toEqual(['a', null, 'aa'])
    })

    test('conditions are kept, because yarn may compare nothing under them', async () => {
      const { components } = await read(lock((A + REST).replace('  checksum', '  conditions: os=linux\n  checksum')))
      expect(components[1]?.archive).toEqual({ format: '10c0', digest: 'abc', conditions: 'os=linux' })
    })

    test('what yarn patches itself counts with the release', async () => {
      const own = 'fsevents@patch:fsevents@npm%3A1.0.0#optional!builtin<compat/fsevents>::version=1.0.0&hash=xyz'
      const key = 'fsevents@patch:fsevents@npm%3A^1.0.0#optional!builtin<compat/fsevents>'
      const text = lock(A + REST + entry('fsevents@npm:^1.0.0', 'fsevents@npm:1.0.0') + entry(key, own))
      const archiveIn = async (lockfile: string) =>
        (await read(lockfile)).components.find(({ name }) => name === 'fsevents')?.archive
      expect(await archiveIn(text)).toEqual({
        format: '10c0, version=1.0.0&hash=xyz 10c0',
        digest: 'abc, abc',
        conditions: null,
      })
      expect((await archiveIn(text.replace(/abc(?=\n\s+linkType: hard\n\n$)/, 'evil')))?.digest).toBe('abc, evil')
      expect((await archiveIn(text.replaceAll('  checksum: 10c0/abc\n', '')))?.digest).toBeNull()
    })
  })

  describe('yarn’s own patches', () => {
    const KEY = 'fsevents@patch:fsevents@npm%3A^1.0.0#optional!builtin<compat/fsevents>'
    const OWN = 'fsevents@patch:fsevents@npm%3A1.0.0#optional!builtin<compat/fsevents>::version=1.0.0&hash=abc'
    const BASE = entry('fsevents@npm:^1.0.0', 'fsevents@npm:1.0.0')
    const USER = A.replace('b: "npm:^1.0.0"', 'b: "npm:^1.0.0"\n    fsevents: "npm:^1.0.0"')

    test('are left out', async () => {
      const { components, facts } = await read(lock(USER + REST + BASE + entry(KEY, OWN)))
      expect(components.map(({ name }) => name)).toEqual(['app', 'a', 'b', 'd', 'fsevents'])
      expect(facts).toEqual([])
    })

    test.each([
      ['evil@npm:1.0.0', 'evil', 'alias-undeclared'],
      ['fsevents@npm:1.0.0', 'fsevents', undefined],
      [OWN.replace('optional!builtin<compat/fsevents>', './evil.patch'), 'fsevents', undefined],
    ])('not where they become %s', async (resolution, name, kind) => {
      const { components, facts } = await read(lock(USER + REST + BASE + entry(KEY, resolution)))
      expect(components.filter(({ id }) => id === KEY).map((each) => each.name)).toEqual([name])
      expect(facts.find(({ component, kind: each }) => component === KEY && each !== 'out-of-sync')?.kind).toBe(kind)
    })

    test('are refused without the release', async () => {
      expect(await refused(lock(USER + REST + entry(KEY, OWN)))).toMatch('what "fsevents@patch:')
    })
  })

  test.each<[string, string, unknown, unknown[][]]>([
    ['nothing', A + REST, MANIFEST, []],
    [
      'an alias that its key declares',
      A.replace('b: "npm:^1.0.0"', 'b: "npm:evil@^1.0.0"') +
        entry('b@npm:evil@^1.0.0', 'evil@npm:1.0.0') +
        entry('d@npm:^1.0.0', 'd@npm:1.0.0'),
      undefined,
      [],
    ],
    [
      'another package under a plain key',
      A + REST.replace('b@npm:1.0.0', 'evil@npm:1.0.0'),
      undefined,
      [['alias-undeclared', 'b']],
    ],
    [
      'a version outside the range',
      A + REST.replace('b@npm:1.0.0', 'b@npm:9.0.0'),
      undefined,
      [['out-of-sync', 'b is asked for as ^1.0.0, and the lockfile has 9.0.0']],
    ],
    [
      'what nothing needs',
      A + REST + entry('c@npm:1', 'c@npm:1.0.0'),
      undefined,
      [['out-of-sync', 'nothing in the lockfile needs c']],
    ],
    [
      'what resolutions put there',
      A + REST + entry('c@npm:1', 'c@npm:1.0.0'),
      { ...MANIFEST, resolutions: { 'x/c': '1' } },
      [],
    ],
    [
      'a manifest with another spec',
      A + REST,
      { dependencies: { a: '^2.0.0' }, devDependencies: { d: '^1.0.0' } },
      [['out-of-sync', 'the lockfile says that the project asks for a npm:^1.0.0, and package.json asks for ^2.0.0']],
    ],
    ['a manifest with more', A + REST, { ...MANIFEST, optionalDependencies: { o: '1' } }, []],
  ])('facts: %s', async (_, text, manifest, expected) => {
    expect(await detailsIn(lock(text), manifest)).toEqual(expected)
  })

  test.each([
    ['an unknown metadata version', lock(A, '99'), 'version "99"'],
    ['metadata that is no map', '__metadata: 8\n', 'version "missing"'],
    ['a resolution without a version', lock(A + entry('b@npm:^1.0.0', 'b')), 'entry "b@npm:^1.0.0"'],
    ['a resolution that is no version', lock(A + entry('b@npm:^1.0.0', 'b@npm:evil@1.0.0')), 'entry "b@npm:^1.0.0"'],
    ['no resolution', lock('"b@npm:1":\n  version: 1.0.0\n'), 'entry "b@npm:1"'],
    ['a name that none can have', lock(entry('x@npm:1', '__proto__@npm:1.0.0')), 'entry "x@npm:1"'],
    [
      'a descriptor that stands twice',
      lock(A + entry('b@npm:1, a@npm:^1.0.0', 'a@npm:1.0.0')),
      '"a@npm:^1.0.0" stands twice',
    ],
    ['a merge key', lock('<<: {}\n'), 'merge keys'],
    ['an alias of YAML', lock('x: &x {}\ny: *x\n'), 'anchors'],
  ])('refused: %s', async (_, text, reason) => {
    expect(await refused(text)).toMatch(reason)
  })
})
