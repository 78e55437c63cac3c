// npm lockfiles: what is read as what, and what is refused.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { OTHER_SHA512, REGISTRY, SHA512 } from '../support/builders.ts'
import { aLockfile, anEntry, readOne, readWell } from './lockfiles.ts'

const LOCK = 'package-lock.json'

async function componentOf(id: string, text: string, more: Readonly<Record<string, string>> = {}) {
  const { components } = await readWell(LOCK, { [LOCK]: text, ...more })
  const found = components.find((component) => component.id === id)
  if (found === undefined) throw new Error(`no component ${id} among ${components.map((each) => each.id)}`)
  return found
}

describe('components', () => {
  test('a registry package', async () => {
    const text = aLockfile(
      { dependencies: { '@acme/tool-mcp': '^1.0.0' } },
      {
        'node_modules/@acme/tool-mcp': anEntry('@acme/tool-mcp', '1.2.3+build', {
          hasInstallScript: true,
          dependencies: { a: '1', b: 'npm:real-b@2' },
          optionalDependencies: { c: '1' },
          peerDependencies: { d: '1', e: '1' },
          peerDependenciesMeta: { e: { optional: true } },
        }),
      },
    )
    expect(await componentOf('node_modules/@acme/tool-mcp', text)).toEqual({
      id: 'node_modules/@acme/tool-mcp',
      source: LOCK,
      ecosystem: 'npm',
      name: '@acme/tool-mcp',
      version: '1.2.3+build',
      spec: null,
      purl: 'pkg:npm/%40acme/tool-mcp@1.2.3%2Bbuild',
      integrity: SHA512,
      resolved: `${REGISTRY}@acme/tool-mcp/-/tool-mcp-1.2.3+build.tgz`,
      archive: null,
      scope: 'production',
      direct: true,
      pinned: true,
      installScript: true,
      bundled: false,
      alias: null,
      server: null,
      launcher: null,
      url: null,
      urlDigest: null,
      dependsOn: ['a', 'real-b', 'c', 'd'],
      launch: null,
      lockedIn: null,
      route: ['packages', 'node_modules/@acme/tool-mcp'],
    })
  })

  test('an alias is the package it installs', async () => {
    const text = aLockfile(
      { dependencies: { safe: 'npm:evil-mcp@1' } },
      { 'node_modules/safe': anEntry('evil-mcp', '1.0.0', { name: 'evil-mcp' }) },
    )
    expect(await componentOf('node_modules/safe', text)).toMatchObject({
      name: 'evil-mcp',
      alias: 'safe',
      direct: true,
    })
  })

  test.each([
    [{}, 'production'],
    [{ dev: true }, 'development'],
    [{ dev: true, optional: true }, 'development'],
    [{ optional: true }, 'optional'],
    [{ devOptional: true }, 'optional'],
    [{ peer: true }, 'peer'],
    [{ optional: true, peer: true }, 'peer'],
  ])('flags %j mean scope %s', async (flags, scope) => {
    const text = aLockfile({}, { 'node_modules/a': anEntry('a', '1.0.0', flags) })
    expect((await componentOf('node_modules/a', text)).scope).toBe(scope)
  })

  test('without resolved and integrity, as many real ones are', async () => {
    const text = aLockfile({}, { 'node_modules/a': { version: '1.0.0' } })
    expect(await componentOf('node_modules/a', text)).toMatchObject({
      integrity: null,
      resolved: null,
      pinned: true,
      purl: 'pkg:npm/a@1.0.0',
    })
  })

  test.each([
    [
      'git+ssh://git@git.example.test/o/r.git#0123456789012345678901234567890123456789',
      true,
      'vcs_url=git%2Bssh%3A%2F%2F',
    ],
    ['git+ssh://git@git.example.test/o/r.git#main', false, 'vcs_url='],
    ['https://downloads.example.test/a.tgz', false, 'download_url='],
    ['file:vendor/a.tgz', false, 'download_url='],
  ])('%s keeps its name and tells its origin', async (resolved, pinned, qualifier) => {
    const text = aLockfile({}, { 'node_modules/a': { version: '1.0.0', resolved } })
    const component = await componentOf('node_modules/a', text)
    expect(component).toMatchObject({ ecosystem: 'npm', name: 'a', resolved, pinned })
    expect(component.purl).toContain(`pkg:npm/a@1.0.0?${qualifier}`)
  })

  test('workspaces and links are local, with their target’s name and version', async () => {
    const text = aLockfile(
      { workspaces: ['packages/*'] },
      {
        'node_modules/@acme/app': { resolved: 'packages/app', link: true },
        'packages/app': { name: '@acme/app', version: '2.0.0', devDependencies: { a: '1' }, dependencies: { b: '1' } },
        'node_modules/a': anEntry('a'),
        'packages/app/node_modules/b': anEntry('b'),
        'node_modules/c': anEntry('c'),
      },
    )
    const { components } = await readWell(LOCK, { [LOCK]: text })
    expect(
      components.map(({ id, ecosystem, name, version, direct }) => [id, ecosystem, name, version, direct]),
    ).toEqual([
      ['node_modules/@acme/app', 'local', '@acme/app', '2.0.0', false],
      ['node_modules/a', 'npm', 'a', '1.0.0', true],
      ['packages/app/node_modules/b', 'npm', 'b', '1.0.0', true],
      ['node_modules/c', 'npm', 'c', '1.0.0', false],
    ])
  })

  test('a folder with an address of its own is no mere workspace', async () => {
    const text = aLockfile({}, { 'packages/evil-mcp': anEntry('evil-mcp') })
    expect(await componentOf('packages/evil-mcp', text)).toMatchObject({ ecosystem: 'npm', name: 'evil-mcp' })
  })

  test('a nested project may link folders above it, inside the repository', async () => {
    const text = aLockfile(
      { dependencies: { lib: 'file:../..' } },
      { '../..': { name: 'lib', version: '3.0.0' }, 'node_modules/lib': { resolved: '../..', link: true } },
    )
    const path = 'examples/x/package-lock.json'
    const { components } = await readWell(path, { [path]: text })
    expect(components).toMatchObject([
      { id: 'node_modules/lib', ecosystem: 'local', name: 'lib', version: '3.0.0', direct: true },
    ])
    expect((await readOne(LOCK, { [LOCK]: text })).status).toBe('unreadable')
  })

  test('bundled only where something above bundles and the entry has no bytes of its own', async () => {
    const text = aLockfile(
      { bundleDependencies: ['d'] },
      {
        'node_modules/a': anEntry('a', '1.0.0', { bundleDependencies: ['b', 'e'] }),
        'node_modules/a/node_modules/b': { version: '1.0.0', inBundle: true },
        'node_modules/a/node_modules/e': anEntry('e', '1.0.0', { inBundle: true }),
        'node_modules/c': { version: '1.0.0', inBundle: true },
        'node_modules/d': { version: '1.0.0', inBundle: true },
      },
    )
    const { components } = await readWell(LOCK, { [LOCK]: text })
    expect(components.filter(({ bundled }) => bundled).map(({ id }) => id)).toEqual(['node_modules/a/node_modules/b'])
  })

  test('names that look like parts of every object are packages like others', async () => {
    const text = aLockfile(
      { dependencies: { valueOf: '1' } },
      { 'node_modules/a': anEntry('a', '1.0.0', { optionalDependencies: { hasOwnProperty: '1' } }) },
    )
    expect((await componentOf('node_modules/a', text)).dependsOn).toEqual(['hasOwnProperty'])
  })

  test.each([1, 2, 3, 4])(
    'a lockfile of version %s without packages is empty, not unreadable',
    async (lockfileVersion) => {
      const text = JSON.stringify(lockfileVersion === 1 ? { lockfileVersion } : { lockfileVersion, packages: {} })
      expect((await readWell(LOCK, { [LOCK]: text })).components).toEqual([])
    },
  )
})

describe('version 1', () => {
  const v1 = (dependencies: unknown, more = {}) =>
    JSON.stringify({ name: 'p', lockfileVersion: 1, requires: true, dependencies, ...more })

  test('nested dependencies become places in the tree', async () => {
    const text = v1({
      a: { ...anEntry('a'), requires: { b: '^2.0.0' }, dependencies: { b: { ...anEntry('b', '2.0.0'), dev: true } } },
      b: { ...anEntry('b'), optional: true },
    })
    const { components, graph } = await readWell(LOCK, {
      [LOCK]: text,
      'package.json': '{"dependencies": {"a": "^1.0.0"}}',
    })
    expect(
      components.map(({ id, scope, direct, installScript, route }) => [id, scope, direct, installScript, route]),
    ).toEqual([
      ['node_modules/a', 'production', true, null, ['dependencies', 'a']],
      ['node_modules/b', 'optional', false, null, ['dependencies', 'b']],
      ['node_modules/a/node_modules/b', 'development', false, null, ['dependencies', 'a', 'dependencies', 'b']],
    ])
    expect(graph?.dependenciesOf('node_modules/a')).toEqual(['node_modules/a/node_modules/b'])
  })

  test.each([
    ['npm:evil-mcp@1.0.0', { ecosystem: 'npm', name: 'evil-mcp', version: '1.0.0', alias: 'x' }],
    ['file:packages/x', { ecosystem: 'local', name: 'x', version: null }],
    ['file:vendor/x-1.0.0.tgz', { ecosystem: 'npm', name: 'x', resolved: 'file:vendor/x-1.0.0.tgz' }],
    [
      'git+https://git.example.test/o/x.git#abc',
      { ecosystem: 'npm', resolved: 'git+https://git.example.test/o/x.git#abc', version: null },
    ],
    ['github:o/x#abc', { resolved: 'github:o/x#abc', version: null }],
    ['o/x#abc', { resolved: 'github:o/x#abc', version: null }],
    ['https://downloads.example.test/x.tgz', { resolved: 'https://downloads.example.test/x.tgz', version: null }],
  ])('version %s', async (version, expected) => {
    expect(await componentOf('node_modules/x', v1({ x: { version } }))).toMatchObject(expected)
  })

  test('a lockfile from before version numbers', async () => {
    const text = JSON.stringify({
      name: 'p',
      dependencies: { a: { version: '1.0.0', from: 'a@1', resolved: `${REGISTRY}a/-/a-1.0.0.tgz` } },
    })
    expect(await componentOf('node_modules/a', text)).toMatchObject({ version: '1.0.0', direct: true })
  })

  test('what a link’s folder holds stands in that folder', async () => {
    const text = v1({ x: { version: 'file:packages/x', dependencies: { a: anEntry('a') } } })
    expect((await componentOf('packages/x/node_modules/a', text)).name).toBe('a')
  })
})

describe('what is refused', () => {
  const unread = async (text: string, path = LOCK) => {
    const source = await readOne(path, { [path]: text })
    return source.status === 'read' ? `read ${source.components.map(({ id }) => id)}` : source.status
  }

  test.each([
    ['{}'],
    ['[]'],
    ['"x"'],
    ['1'],
    ['null'],
    ['1e999'],
    ['{"lockfileVersion": 3}'],
    ['{"packages": {}}'],
    ['{"lockfileVersion": 0, "packages": {}}'],
    ['{"lockfileVersion": 5, "packages": {}}'],
    ['{"lockfileVersion": 99, "packages": {}}'],
    ['{"lockfileVersion": "3", "packages": {}}'],
    ['{"lockfileVersion": 2.5, "packages": {}}'],
    ['{"lockfileVersion": null, "packages": {}}'],
    ['{"lockfileVersion": 3, "packages": []}'],
    ['{"lockfileVersion": 3, "packages": null}'],
    ['{"lockfileVersion": 3, "packages": {}, "dependencies": []}'],
    ['{"lockfileVersion": 1, "packages": {}, "dependencies": {}}'],
    ['{"lockfileVersion": 1, "dependencies": []}'],
  ])('the document %s', async (text) => {
    expect(await unread(text)).toBe('unreadable')
  })

  test.each([
    'node_modules/',
    'node_modules',
    '/abs/node_modules/a',
    'C:/a',
    'node_modules\\a',
    './node_modules/a',
    'node_modules//a',
    'node_modules/a/',
    'node_modules/../node_modules/a',
    'node_modules/./a',
    '../a',
    '../../etc',
    'node_modules/a\u0000',
    'node_modules/a\n',
    'node_modules/.hidden',
    'node_modules/node_modules',
    'node_modules/@scope',
    'node_modules/a b',
    'node_modules/\u200bmcp',
    'node_modules/__proto__',
    'node_modules/constructor',
    'node_modules/@a/@b',
    'x/node_modules',
    '..',
    '.',
    'packages/../../x',
    `${'node_modules/a/'.repeat(100)}node_modules/a`,
  ])('the key %j', async (key) => {
    expect(await unread(aLockfile({}, { [key]: anEntry('a') }))).toBe('unreadable')
  })

  test.each([
    ['null', null],
    ['a number', 1],
    ['a text', 'x'],
    ['a list', []],
    ['a boolean', true],
  ])('an entry that is %s', async (_, entry) => {
    const source = await readOne(LOCK, { [LOCK]: aLockfile({}, { 'node_modules/evil-mcp': entry }) })
    expect(source).toMatchObject({
      status: 'unreadable',
      reason: expect.stringContaining('node_modules/evil-mcp'),
      line: expect.any(Number),
    })
    expect(source.status === 'unreadable' && source.line).toBeGreaterThan(1)
  })

  test.each([
    { version: 5 },
    { version: {} },
    { version: '1\u001b[31m' },
    { resolved: {} },
    { resolved: false },
    { integrity: [] },
    { name: {} },
    { name: '../x' },
    { name: 'a\u202eb' },
    { dev: 'true' },
    { link: 'yes' },
    { hasInstallScript: 0 },
    { inBundle: 1 },
    { dependencies: 'x' },
    { dependencies: { a: 1 } },
    { dependencies: { a: null } },
    { dependencies: { '../x': '1' } },
    { optionalDependencies: [1] },
    { peerDependencies: { constructor: '1' } },
    { link: true },
    { link: true, resolved: '/etc' },
    { link: true, resolved: '../../secret' },
    { link: true, resolved: 'node_modules/a' },
  ])('an entry with %j', async (wrong) => {
    expect(await unread(aLockfile({}, { 'node_modules/a': { ...anEntry('a'), ...wrong } }))).toBe('unreadable')
  })

  test.each([
    ['letter case', 'node_modules/evil-mcp', 'node_modules/Evil-MCP'],
    ['compatibility forms', 'node_modules/ff', 'node_modules/ﬀ'],
  ])('two keys that differ in %s only', async (_, one, other) => {
    expect(await unread(aLockfile({}, { [one]: anEntry('a'), [other]: anEntry('b') }))).toBe('unreadable')
  })

  test('a link to a link', async () => {
    const links = {
      'node_modules/a': { link: true, resolved: 'node_modules/b' },
      'node_modules/b': { link: true, resolved: 'x' },
    }
    expect(await unread(aLockfile({}, links))).toBe('unreadable')
  })

  test.each([
    [{ x: null }],
    [{ x: 'y' }],
    [{ x: { version: 1 } }],
    [{ x: { requires: 'y' } }],
    [{ x: { requires: { y: 1 } } }],
    [{ x: { dependencies: 1 } }],
    [{ '../x': {} }],
    [{ x: { version: 'npm:../y@1' } }],
    [{ x: { version: 'file:../../etc' } }],
    [{ x: { version: 'file:/etc' } }],
    [{ x: { bundled: 1 } }],
  ])('version 1 with %j', async (dependencies) => {
    expect(await unread(JSON.stringify({ lockfileVersion: 1, dependencies }))).toBe('unreadable')
  })

  test('an old name in capitals is a name', async () => {
    expect(await unread(aLockfile({}, { 'node_modules/JSONStream': anEntry('JSONStream') }))).toBe(
      'read node_modules/JSONStream',
    )
  })

  test('anything at all ends in components or in a reason', async () => {
    const entry = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          version: fc.oneof(fc.string(), fc.integer()),
          resolved: fc.string(),
          link: fc.boolean(),
          dependencies: fc.dictionary(fc.string(), fc.jsonValue()),
        },
        { requiredKeys: [] },
      ),
    )
    const key = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('node_modules/', '../', '@a/', 'b', '/', '.', 'C') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, entry), fc.constantFrom(1, 2, 3, 4), async (section, lockfileVersion) => {
        const text = JSON.stringify({ lockfileVersion, [lockfileVersion === 1 ? 'dependencies' : 'packages']: section })
        const source = await readOne(LOCK, { [LOCK]: text })
        if (source.status === 'read') for (const { name } of source.components) expect(name).not.toBe('')
        else expect(source.reason).not.toBe('')
      }),
      { numRuns: 300 },
    )
  })
})

describe('facts', () => {
  const detailsOf = async (files: Readonly<Record<string, string>>) =>
    (await readWell(LOCK, files)).facts.map(({ kind, name, args }) => [kind, name, args['detail']])

  describe('a link that stands for a package', () => {
    const linked = (target: string) => ({
      'node_modules/a': { resolved: target, link: true },
      [target]: { name: 'a', version: '1.0.0' },
    })
    const detail = (target: string) => `a link to the folder ${target} stands for a, and nothing asks for that folder`

    test.each([
      ['a workspace', { dependencies: { a: '1.0.0' }, workspaces: ['libs/*'] }],
      ['a workspace, in the other form', { dependencies: { a: '1.0.0' }, workspaces: { packages: ['./libs/a/'] } }],
      ['asked for as a folder', { dependencies: { a: 'file:libs/a' } }],
    ])('%s: nothing to report', async (_, root) => {
      expect(await detailsOf({ [LOCK]: aLockfile(root, linked('libs/a')) })).toEqual([])
    })

    test.each([
      ['asked for as a version', { dependencies: { a: '1.0.0' } }, 'libs/a'],
      ['beside the workspaces', { dependencies: { a: '1.0.0' }, workspaces: ['packages/*'] }, 'libs/a'],
      ['leading into installed packages', { dependencies: { a: 'file:node_modules/b' } }, 'node_modules/b'],
    ])('%s: out of sync', async (_, root, target) => {
      const details = await detailsOf({ [LOCK]: aLockfile(root, linked(target)) })
      expect(details).toContainEqual(['out-of-sync', 'a', detail(target)])
    })

    test('globs that take a matcher long name nothing, at once', async () => {
      const workspaces = [`${'*a'.repeat(40)}b`, '{1..99999999}', `${'{a,b}'.repeat(30)}`, `${'**/'.repeat(60)}x`]
      const target = 'a'.repeat(60)
      const text = aLockfile({ dependencies: { a: '1.0.0' }, workspaces }, linked(target))
      const started = performance.now()
      expect(await detailsOf({ [LOCK]: text })).toContainEqual(['out-of-sync', 'a', detail(target)])
      expect(performance.now() - started).toBeLessThan(1000)
    })

    test('by the manifest’s workspaces, not by what the lockfile claims they are', async () => {
      const files = {
        [LOCK]: aLockfile({ dependencies: { a: '1.0.0' }, workspaces: ['libs/*'] }, linked('libs/a')),
        'package.json': JSON.stringify({ dependencies: { a: '1.0.0' } }),
      }
      expect(await detailsOf(files)).toEqual([['out-of-sync', 'a', detail('libs/a')]])
    })
  })

  test('an honest version 2 agrees with itself', async () => {
    const modern = {
      'node_modules/a': anEntry('a'),
      'node_modules/x': anEntry('y', '1.0.0', { name: 'y' }),
      'node_modules/g': { version: '1.0.0', resolved: 'git+ssh://git@git.example.test/g.git#abc' },
      'node_modules/w': { resolved: 'packages/w', link: true },
      'packages/w': { version: '1.0.0' },
    }
    const dependencies = {
      a: anEntry('a'),
      x: { ...anEntry('y'), version: 'npm:y@1.0.0' },
      g: { version: 'git+ssh://git@git.example.test/g.git#abc', from: 'g@git' },
      w: { version: 'file:packages/w' },
    }
    const text = aLockfile({ dependencies: { a: '1' }, workspaces: ['packages/*'] }, modern, {
      lockfileVersion: 2,
      dependencies,
    })
    expect(await detailsOf({ [LOCK]: text })).toEqual([])
  })

  test.each([
    ['version', { ...anEntry('a', '1.0.1') }],
    ['integrity', anEntry('a', '1.0.0', { integrity: OTHER_SHA512 })],
    ['origin', anEntry('a', '1.0.0', { resolved: 'https://evil.example.test/a.tgz' })],
    ['package', { ...anEntry('a'), version: 'npm:evil@1.0.0' }],
  ])('version 2 whose halves differ in %s: both are shown', async (_, old) => {
    const text = aLockfile({}, { 'node_modules/a': anEntry('a') }, { lockfileVersion: 2, dependencies: { a: old } })
    const source = await readWell(LOCK, { [LOCK]: text })
    expect(source.facts).toMatchObject([
      { kind: 'out-of-sync', component: 'dependencies:node_modules/a', route: ['dependencies', 'a'] },
    ])
    expect(source.components.map(({ id }) => id)).toEqual(['node_modules/a', 'dependencies:node_modules/a'])
  })

  test('what only one half of version 2 installs', async () => {
    const text = aLockfile(
      {},
      { 'node_modules/a': anEntry('a') },
      { lockfileVersion: 2, dependencies: { 'hidden-mcp': anEntry('hidden-mcp') } },
    )
    expect((await detailsOf({ [LOCK]: text })).map(([, name]) => name)).toEqual(['hidden-mcp', 'a'])
    expect((await readWell(LOCK, { [LOCK]: text })).components.map(({ name }) => name)).toContain('hidden-mcp')
  })

  test.each([
    ['the root entry declares more', { a: '^1.0.0' }, '{}', 'a'],
    ['the manifest declares more', {}, '{"devDependencies": {"a": "^1.0.0"}}', 'a'],
    ['the manifest wants another version', { a: '^1.0.0' }, '{"dependencies": {"a": "^2.0.0"}}', 'a'],
    ['the manifest wants another package', { a: '^1.0.0' }, '{"dependencies": {"a": "npm:b@^1.0.0"}}', 'a'],
  ])('%s', async (_, dependencies, manifest, name) => {
    const text = aLockfile({ dependencies }, { 'node_modules/a': anEntry('a') })
    expect(await detailsOf({ [LOCK]: text, 'package.json': manifest })).toEqual([
      ['out-of-sync', name, expect.any(String)],
    ])
  })

  test.each([
    ['equal specs', { a: '^1.0.0' }, '{"dependencies": {"a": "^1.0.0"}}'],
    [
      'a range that the locked version is in, as npm ci accepts it',
      { a: '^1.0.0' },
      '{"dependencies": {"a": "^0.9.0 || ^1.0.0"}}',
    ],
    ['optional peers', {}, '{"peerDependencies": {"z": "1"}, "peerDependenciesMeta": {"z": {"optional": true}}}'],
    ['a manifest that cannot be read, which is its own finding', { a: '9' }, '{'],
  ])('nothing for %s', async (_, dependencies, manifest) => {
    const text = aLockfile({ dependencies }, { 'node_modules/a': anEntry('a') })
    expect(await detailsOf({ [LOCK]: text, 'package.json': manifest })).toEqual([])
  })

  test('a required package that the lockfile has no entry for', async () => {
    const root = {
      dependencies: { gone: '1', maybe: '1' },
      optionalDependencies: { maybe: '1' },
      peerDependencies: { peer: '1' },
    }
    expect((await detailsOf({ [LOCK]: aLockfile(root) })).map(([, name]) => name)).toEqual(['gone'])
  })

  test('of version 1, what its manifest asks for and it lacks', async () => {
    const text = JSON.stringify({ lockfileVersion: 1, dependencies: { a: anEntry('a') } })
    const manifest = '{"dependencies": {"a": "1", "b": "1"}}'
    expect((await detailsOf({ [LOCK]: text, 'package.json': manifest })).map(([, name]) => name)).toEqual(['b'])
  })
})

test('a lockfile that differs from its manifest everywhere is told of with an end', async () => {
  const dependencies = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`p${index}`, '1.0.0']))
  const { facts } = await readWell(LOCK, { [LOCK]: aLockfile({ dependencies }) })
  expect(facts).toHaveLength(501)
  expect(facts.at(-1)?.args['detail']).toContain('400 further')
})

describe('bounds', () => {
  test.each([
    ['names', { [`node_modules/@${'a'.repeat(5000)}/b`]: anEntry('b') }],
    ['keys', { [`${'a/'.repeat(5000)}b`]: { version: '1.0.0' } }],
    ['addresses', { 'node_modules/b': { resolved: `https://x.example.test/${'a/-/'.repeat(5000)}` } }],
    ['specs', { 'node_modules/b': anEntry('b', '1.0.0', { dependencies: { c: '1'.repeat(5000) } }) }],
    [
      'lists of dependencies',
      {
        'node_modules/b': anEntry('b', '1.0.0', {
          dependencies: Object.fromEntries(Array.from({ length: 20_001 }, (_, index) => [`p${index}`, '1'])),
        }),
      },
    ],
    ['entries', Object.fromEntries(Array.from({ length: 100_001 }, (_, index) => [`node_modules/p${index}`, {}]))],
  ])('%s', async (_, packages) => {
    expect((await readOne(LOCK, { [LOCK]: aLockfile({}, packages) })).status).toBe('unreadable')
  })
})

describe('graph', () => {
  test('finds names as Node does, links included, development aside', async () => {
    const text = aLockfile(
      { dependencies: { w: '1' } },
      {
        'node_modules/w': { resolved: 'packages/w', link: true },
        'packages/w': { dependencies: { a: '1' }, devDependencies: { d: '1' } },
        'packages/w/node_modules/a': anEntry('a', '2.0.0', { dependencies: { b: '1', gone: '1' } }),
        'node_modules/a': anEntry('a'),
        'node_modules/b': anEntry('b', '1.0.0', {
          peerDependencies: { a: '1', o: '1' },
          peerDependenciesMeta: { o: { optional: true } },
        }),
        'node_modules/o': anEntry('o'),
        'node_modules/d': anEntry('d'),
      },
    )
    const { graph } = await readWell(LOCK, { [LOCK]: text })
    expect(graph?.roots).toEqual(['node_modules/d', 'node_modules/w', 'packages/w/node_modules/a'])
    expect(graph?.dependenciesOf('node_modules/w')).toEqual(['packages/w/node_modules/a'])
    expect(graph?.dependenciesOf('packages/w/node_modules/a')).toEqual(['node_modules/b'])
    expect(graph?.dependenciesOf('node_modules/b')).toEqual(['node_modules/a'])
    expect(graph?.dependenciesOf('nowhere')).toEqual([])
  })
})
