// Which files are sources, what is needed beside them, and that every one of them ends as a source.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { classify, contextOf, maxBytesOf, mayBeClientConfig, readSources } from '../../src/sources/index.ts'
import { filesOf, readOne, readWell } from './lockfiles.ts'

describe('classify', () => {
  test.each([
    ['package-lock.json', 'npm-lockfile'],
    ['a/b/npm-shrinkwrap.json', 'npm-lockfile'],
    ['Package-Lock.JSON', 'npm-lockfile'],
    ['node_modules/x/package-lock.json', 'npm-lockfile'],
    ['pnpm-lock.yaml', 'pnpm-lockfile'],
    ['pnpm-lock.feature-x.yaml', 'pnpm-lockfile'],
    ['yarn.lock', 'yarn-lockfile'],
    ['bun.lock', 'bun-lockfile'],
    ['bun.lockb', 'bun-lockfile'],
    ['package.json', 'manifest'],
    ['package.yaml', 'manifest'],
    ['x/package.json5', 'manifest'],
    ['.npmrc', 'manager-config'],
    ['x/.yarnrc.yml', 'manager-config'],
    ['.yarnrc', 'manager-config'],
    ['pnpm-workspace.yaml', 'manager-config'],
    ['bunfig.toml', 'manager-config'],
    ['.npm-extension.mjs', 'manager-config'],
    ['.pnpmfile.cjs', 'manager-config'],
    ['.yarn/releases/yarn-4.cjs', 'manager-config'],
    ['x/.yarn/plugins/@yarnpkg/plugin-x.cjs', 'manager-config'],
    ['.mcp.json', 'client-config'],
    ['x/.vscode/mcp.json', 'client-config'],
    ['.github/mcp-gate.yml', 'policy'],
    ['.github/workflows/ci.yaml', 'workflow'],
    ['x/.github/mcp-gate.yml', null],
    ['README.md', null],
    ['my-package.json', null],
    ['package.json.txt', null],
    ['yarn.lock/readme', null],
  ])('%s is %s', (path, kind) => {
    expect(classify(path)).toBe(kind)
  })
})

describe('contextOf', () => {
  const files = new Set(['package.json', 'package-lock.json', 'yarn.lock', 'a/package.json', 'a/b/package.json'])
  const exists = (path: string) => files.has(path)

  test.each([
    ['package-lock.json', 'npm-lockfile', ['package.json']],
    ['c/package-lock.json', 'npm-lockfile', []],
    ['a/b/package.json', 'manifest', ['package-lock.json', 'yarn.lock']],
    ['a/b/.mcp.json', 'client-config', ['a/b/package.json', 'package-lock.json', 'yarn.lock']],
    ['.npmrc', 'manager-config', []],
  ] as const)('%s needs', (path, kind, context) => {
    expect(contextOf(path, kind, exists)).toEqual(context)
  })
})

test('lockfiles may be larger than what people write', () => {
  expect(maxBytesOf('package-lock.json')).toBeGreaterThan(maxBytesOf('package.json'))
})

test('only JSON of no other kind can turn out to be a client config', () => {
  expect(['a.json', 'a.jsonc', 'package.json', 'a.yaml'].map(mayBeClientConfig)).toEqual([true, true, false, false])
})

describe('readSources', () => {
  test('one source for each path, sorted, and none for a path that is not there', async () => {
    const files = filesOf({ 'b/package.json': '{}', 'a/package.json': '{}', 'package.json': '{}' })
    const sources = await readSources({ paths: ['b/package.json', 'gone/package.json', 'a/package.json'], files })
    expect(sources.map(({ path }) => path)).toEqual(['a/package.json', 'b/package.json'])
  })

  test('a symbolic link and a file over its bound are unread, never skipped', async () => {
    const files = new Map([
      ['package-lock.json', { path: 'package-lock.json', status: 'symlink' }],
      ['package.json', { path: 'package.json', status: 'too-large' }],
    ] as const)
    const sources = await readSources({ paths: ['package-lock.json', 'package.json'], files })
    expect(sources.map(({ status }) => status)).toEqual(['unreadable', 'too-large'])
  })

  test('a client config is known by a key that is written in escapes', async () => {
    const text = '{"mcp\\u0053ervers": {"a": {"command": "npx", "args": ["a-mcp@1.0.0"]}}}'
    expect((await readWell('any.json', { 'any.json': text })).components.map(({ name }) => name)).toEqual(['a-mcp'])
  })

  test.each(['.cursor', 'x/.claude', '.Claude/agents', '.github/copilot'])(
    'a link in place of the folder %s, in which clients look for configs, is unread',
    async (path) => {
      const files = new Map([[path, { path, status: 'symlink' as const }]])
      expect(await readSources({ paths: [path], files })).toMatchObject([
        { path, kind: 'client-config', status: 'unreadable' },
      ])
    },
  )

  test('other links are no sources', async () => {
    const links = ['docs', 'tsconfig.json', 'hooks'].map(
      (path) => [path, { path, status: 'symlink' as const }] as const,
    )
    expect(await readSources({ paths: links.map(([path]) => path), files: new Map(links) })).toEqual([])
  })

  test('a file of no kind gives no source', async () => {
    const files = filesOf({ 'README.md': '#', 'data.json': '{}' })
    expect(await readSources({ paths: ['README.md', 'data.json'], files })).toEqual([])
  })

  test('policy and workflow are known by their text’s digest', async () => {
    const keyOf = async (text: string) =>
      (await readWell('.github/mcp-gate.yml', { '.github/mcp-gate.yml': text })).facts[0]?.key
    expect(await keyOf('version: 1')).toBe(await keyOf('version: 1'))
    expect(await keyOf('version: 1')).not.toBe(await keyOf('version: 2'))
    expect((await readWell('.github/workflows/x.yml', { '.github/workflows/x.yml': 'on: push' })).facts).toMatchObject([
      { kind: 'content' },
    ])
  })

  test('any bytes as a lockfile or a manifest end in a source', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('package-lock.json', 'package.json'),
        fc.uint8Array({ maxLength: 200 }),
        async (path, bytes) => {
          expect((await readOne(path, { [path]: bytes })).path).toBe(path)
        },
      ),
    )
  })
})
