// package.json: specs, what they mean, and what else decides what is installed.
import { describe, expect, test } from '@jest/globals'
import { readOne, readWell } from './lockfiles.ts'

const PATH = 'package.json'

describe('components', () => {
  test('one for each spec, with its place', async () => {
    const text =
      '{\n"dependencies": {"a": "1.0.0"},\n"optionalDependencies": {"b": "^1"},\n"peerDependencies": {"c": "*"},\n"devDependencies": {\n"d": "latest"}}'
    const source = await readWell(PATH, { [PATH]: text })
    expect(
      source.components.map(({ id, name, spec, scope, direct, pinned, version }) => [
        id,
        name,
        spec,
        scope,
        direct,
        pinned,
        version,
      ]),
    ).toEqual([
      ['dependencies/a', 'a', '1.0.0', 'production', true, true, '1.0.0'],
      ['optionalDependencies/b', 'b', '^1', 'optional', true, false, null],
      ['peerDependencies/c', 'c', '*', 'peer', true, false, null],
      ['devDependencies/d', 'd', 'latest', 'development', true, false, null],
    ])
    expect(source.components.map(({ route }) => source.lineOf(route))).toEqual([2, 3, 4, 6])
  })

  test.each([
    ['1.2.3', { pinned: true, version: '1.2.3', purl: 'pkg:npm/a@1.2.3' }],
    ['=1.2.3', { pinned: true, version: '1.2.3' }],
    ['v1.2.3', { pinned: true, version: '1.2.3' }],
    ['1.2.3-beta.1', { pinned: true, version: '1.2.3-beta.1' }],
    ['', { pinned: false, version: null, purl: 'pkg:npm/a' }],
    ['*', { pinned: false }],
    ['latest', { pinned: false }],
    ['1', { pinned: false }],
    ['1.2', { pinned: false }],
    ['~1.2.3', { pinned: false }],
    ['1.2.3 || 1.2.4', { pinned: false }],
    ['1.2.3 - 1.2.3', { pinned: false }],
    ['catalog:', { pinned: false, ecosystem: 'npm' }],
    ['npm:@acme/b@1.2.3', { name: '@acme/b', alias: 'a', pinned: true, version: '1.2.3' }],
    ['npm:b@^1', { name: 'b', alias: 'a', pinned: false }],
    ['npm:b', { name: 'b', alias: 'a', pinned: false }],
    ['npm:../b@1.0.0', { name: 'a', alias: null }],
    ['workspace:*', { ecosystem: 'local', pinned: null, resolved: null }],
    ['file:../b', { ecosystem: 'local', pinned: null }],
    ['./b', { ecosystem: 'local' }],
    ['link:../b', { ecosystem: 'local' }],
    ['portal:../b', { ecosystem: 'local' }],
    ['file:vendor/a.tgz', { ecosystem: 'npm', pinned: false, resolved: 'file:vendor/a.tgz' }],
    [
      'https://downloads.example.test/a.tgz',
      { ecosystem: 'npm', pinned: false, resolved: 'https://downloads.example.test/a.tgz' },
    ],
    ['patch:a@npm%3A1.0.0#x.patch', { ecosystem: 'npm', pinned: false, resolved: 'patch:a@npm%3A1.0.0#x.patch' }],
    ['owner/a', { ecosystem: 'npm', pinned: false, resolved: 'owner/a' }],
    ['github:owner/a#v1', { pinned: false, resolved: 'github:owner/a#v1' }],
    ['github:owner/a#0123456789012345678901234567890123456789', { pinned: true }],
    [
      'git+https://git.example.test/a.git#semver:^1',
      { pinned: false, resolved: 'git+https://git.example.test/a.git#semver:^1' },
    ],
    ['https://git.example.test/owner/a.git', { pinned: false, resolved: 'https://git.example.test/owner/a.git' }],
  ])('the spec %j', async (spec, expected) => {
    const { components } = await readWell(PATH, { [PATH]: JSON.stringify({ dependencies: { a: spec } }) })
    expect(components[0]).toMatchObject({ spec, ...expected })
  })

  test('the nearest lockfile upward governs, npm’s first', async () => {
    const text = '{"dependencies": {"a": "1"}}'
    const lockedIn = async (...lockfiles: string[]) => {
      const npm = JSON.stringify({ packages: { 'packages/x': {} } })
      const files = Object.fromEntries([
        ['packages/x/package.json', text],
        ...lockfiles.map((path) => [path, path.endsWith('.json') ? npm : '']),
        ['other/yarn.lock', ''],
      ])
      return (await readWell('packages/x/package.json', files)).components[0]?.lockedIn
    }
    expect(await lockedIn()).toBeNull()
    expect(await lockedIn('yarn.lock')).toBe('yarn.lock')
    expect(await lockedIn('yarn.lock', 'packages/x/pnpm-lock.yaml')).toBe('packages/x/pnpm-lock.yaml')
    expect(await lockedIn('yarn.lock', 'package-lock.json')).toBe('package-lock.json')
  })

  test.each([
    ['package-lock.json', '{"packages": {"packages/x": {}}}', true],
    ['package-lock.json', '{"packages": {"packages/xy": {}, "node_modules/packages/x": {}}}', false],
    ['package-lock.json', '{"lockfileVersion": 1, "dependencies": {}}', false],
    ['npm-shrinkwrap.json', '{"packages": {}}', false],
    ['bun.lock', '{"workspaces": {"packages/x": {"name": "x"},}}', true],
    ['bun.lock', '{"workspaces": {"": {}}}', false],
    ['pnpm-lock.yaml', 'importers:\n\n  packages/x:\n    dependencies: {}\n', true],
    ['pnpm-lock.yaml', 'importers:\n\n  packages/x/y:\n    dependencies: {}\n', false],
    ['yarn.lock', '__metadata:\n  version: 8\n"x@workspace:packages/x":\n', true],
    ['yarn.lock', '__metadata:\n  version: 8\n"y@workspace:packages/y":\n', false],
    ['yarn.lock', '# yarn lockfile v1\n', true],
    ['bun.lockb', 'binary', true],
  ])('a lockfile above governs only the projects it lists: %s %j', async (lock, lockText, governed) => {
    const files = { 'packages/x/package.json': '{"dependencies": {"a": "1"}}', [lock]: lockText }
    const { components } = await readWell('packages/x/package.json', files)
    expect(components[0]?.lockedIn).toBe(governed ? lock : null)
  })
})

describe('what is refused', () => {
  test.each([
    ['a number', '{"dependencies": {\n"a": 1}}', 2],
    ['null', '{"dependencies": {\n"a": null}}', 2],
    ['a list', '{"dependencies": {"b": "1",\n"a": ["1"]}}', 2],
    ['dependencies as a text', '{\n"devDependencies": "a"}', 2],
    ['dependencies as a list', '{\n"devDependencies": ["a"]}', 2],
    ['a name of every object', '{"dependencies": {\n"constructor": "1"}}', 2],
    ['the name __proto__', '{"dependencies": {\n"__proto__": "1"}}', 2],
    ['a name with a path', '{"dependencies": {\n"../a": "1"}}', 2],
    ['a control character in a spec', '{"dependencies": {\n"a": "1\\u001b"}}', 2],
    ['a key twice', '{"dependencies": {"a": "1",\n"a": "2"}}', 2],
    ['a text cut short', '{"dependencies": {\n"a": "1', 2],
    ['no object', '\n[]', 1],
    ['nothing', '', 1],
  ])('%s', async (_, text, line) => {
    expect(await readOne(PATH, { [PATH]: text })).toMatchObject({ status: 'unreadable', line })
  })

  test('a manifest that is not JSON is unsupported', async () => {
    expect(await readOne('package.yaml', { 'package.yaml': 'name: a' })).toMatchObject({
      status: 'unsupported',
      kind: 'manifest',
    })
  })

  test('a byte order mark is no reason', async () => {
    expect((await readWell(PATH, { [PATH]: '\ufeff{}' })).components).toEqual([])
  })
})

test.each([
  [{ name: 'a', version: '1.0.0' }, true],
  [{ name: 'a', version: '1.0.0', private: false }, true],
  [{ name: 'a', version: '1.0.0', private: true }, false],
  [{ name: 'a' }, false],
  [{ version: '1.0.0' }, false],
])('%j is publishable: %s', async (manifest, publishable) => {
  expect((await readWell(PATH, { [PATH]: JSON.stringify(manifest) })).publishable).toBe(publishable)
})

describe('facts', () => {
  const factsOf = async (manifest: unknown) =>
    (await readWell(PATH, { [PATH]: JSON.stringify(manifest) })).facts.map(({ kind, name, args, route }) => [
      kind,
      name,
      args['mechanism'],
      args['spec'],
      route,
    ])

  test.each([
    [{ overrides: { a: '1' } }, ['override', 'a', 'overrides', '1', ['overrides', 'a']]],
    [{ overrides: { 'a@^1': { b: '2' } } }, ['override', 'b', 'overrides', '2', ['overrides', 'a@^1', 'b']]],
    [{ overrides: { '@s/a': { '.': '2' } } }, ['override', '@s/a', 'overrides', '2', ['overrides', '@s/a', '.']]],
    [
      { resolutions: { 'a/**/@s/b': 'npm:evil@1' } },
      ['override', '@s/b', 'resolutions', 'npm:evil@1', ['resolutions', 'a/**/@s/b']],
    ],
    [{ resolutions: { 'b@npm:1.0.0': '2' } }, ['override', 'b', 'resolutions', '2', ['resolutions', 'b@npm:1.0.0']]],
    [
      { pnpm: { overrides: { 'a@1>b': '2' } } },
      ['override', 'b', 'pnpm.overrides', '2', ['pnpm', 'overrides', 'a@1>b']],
    ],
    [
      { packageExtensions: { 'a@1': { dependencies: { b: '1' } } } },
      ['override', 'a', 'packageExtensions', '{"dependencies":{"b":"1"}}', ['packageExtensions', 'a@1']],
    ],
    [
      { patchedDependencies: { '@s/a@1.0.0': 'patches/a.patch' } },
      ['override', '@s/a', 'patchedDependencies', 'patches/a.patch', ['patchedDependencies', '@s/a@1.0.0']],
    ],
    [
      { allowScripts: { 'a@1.0.0': true } },
      ['script-approval', 'a', 'allowScripts', 'true', ['allowScripts', 'a@1.0.0']],
    ],
    [{ trustedDependencies: ['a'] }, ['script-approval', 'a', 'trustedDependencies', 'a', ['trustedDependencies', 0]]],
    [
      { pnpm: { onlyBuiltDependencies: ['@s/a'] } },
      ['script-approval', '@s/a', 'pnpm.onlyBuiltDependencies', '@s/a', ['pnpm', 'onlyBuiltDependencies', 0]],
    ],
    [
      { pnpm: { allowBuilds: { a: true } } },
      ['script-approval', 'a', 'pnpm.allowBuilds', 'true', ['pnpm', 'allowBuilds', 'a']],
    ],
    [
      { overrides: { a: 'git+https://ana:hunter2@g.example.test/o/r' } },
      ['override', 'a', 'overrides', 'git+https://***@g.example.test/o/r', ['overrides', 'a']],
    ],
    [
      { trustedDependencies: ['https://ana:hunter2@r.example.test/a.tgz'] },
      ['script-approval', null, 'trustedDependencies', 'https://***@r.example.test/a.tgz', ['trustedDependencies', 0]],
    ],
    [
      { allowScripts: { 'a@https://ana:hunter2@r.example.test/b.tgz': true } },
      ['script-approval', 'a', 'allowScripts', 'true', ['allowScripts', 'a@https://ana:hunter2@r.example.test/b.tgz']],
    ],
    [{ overrides: 'odd' }, ['override', null, 'overrides', 'odd', ['overrides']]],
  ])('%j', async (manifest, fact) => {
    expect(await factsOf(manifest)).toEqual([fact])
  })

  test('a refusal approves nothing', async () => {
    expect(
      await factsOf({
        allowScripts: { a: false },
        pnpm: { allowBuilds: { b: false } },
        overrides: {},
        trustedDependencies: [],
      }),
    ).toEqual([])
  })

  test('keys tell entries apart and do not move with a list', async () => {
    const keysOf = async (list: readonly string[]) =>
      (await readWell(PATH, { [PATH]: JSON.stringify({ trustedDependencies: list }) })).facts.map(({ key }) => key)
    const [before, after] = [await keysOf(['b']), await keysOf(['a', 'b'])]
    expect(new Set(after).size).toBe(2)
    expect(after).toContain(before[0])
  })
})
