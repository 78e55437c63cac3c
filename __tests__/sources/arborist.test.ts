// What Arborist is asked about a lockfile's changed entries, and that nothing but memory is read for it.
import fs from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { SourceFact } from '../../src/model/source.ts'
import { aLockfile, anEntry, readWell } from './lockfiles.ts'

const LOCK = 'package-lock.json'

/** Paths that any function of `fs` was called with. Arborist takes the functions when it is loaded, so this must be there before. */
const touched: string[] = []

function record(functions: Record<string, unknown>) {
  for (const [name, original] of Object.entries(functions)) {
    if (typeof original !== 'function' || /^[A-Z_]/.test(name)) continue
    const recorder = function (this: unknown, ...args: unknown[]) {
      touched.push(`${name} ${String(args[0])}`)
      return Reflect.apply(original, this, args)
    }
    Object.assign(functions, { [name]: Object.assign(recorder, original) })
  }
}

let corroborate: typeof import('../../src/sources/arborist.ts')['corroborate']

beforeAll(async () => {
  record(fs as unknown as Record<string, unknown>)
  record(fs.promises as unknown as Record<string, unknown>)
  corroborate = (await import('../../src/sources/arborist.ts')).corroborate
})

interface Case {
  readonly lock: string
  readonly manifests?: Readonly<Record<string, string>>
  /** All entries where not given. */
  readonly changed?: readonly string[]
}

async function factsOf({ lock, manifests = {}, changed }: Case): Promise<readonly SourceFact[]> {
  const source = await readWell(LOCK, { [LOCK]: lock, ...manifests })
  const ids = new Set(changed ?? source.components.map(({ id }) => id))
  return corroborate({ source, text: lock, manifests: new Map(Object.entries(manifests)), changed: ids })
}

const shown = (facts: readonly SourceFact[]) =>
  facts.map(({ kind, component, key }) => [kind, component, key.split(':')[0]])

const HONEST = aLockfile(
  { dependencies: { a: '^1.0.0', safe: 'npm:real@^2.0.0' }, devDependencies: { d: 'latest' } },
  {
    'node_modules/a': anEntry('a', '1.4.0', { dependencies: { b: '~1.0.0' }, peerDependencies: { p: '^9.0.0' } }),
    'node_modules/b': anEntry('b', '2.0.0'),
    'node_modules/a/node_modules/b': anEntry('b', '1.0.5', { optionalDependencies: { c: '1.x' } }),
    'node_modules/c': anEntry('c', '1.9.0'),
    'node_modules/d': anEntry('d', '7.0.0', { dependencies: { b: '^2.0.0' } }),
    'node_modules/p': anEntry('p', '1.0.0'),
    'node_modules/safe': anEntry('real', '2.0.0', { name: 'real' }),
  },
)

describe('honest lockfiles', () => {
  test('say nothing', async () => {
    expect(await factsOf({ lock: HONEST })).toEqual([])
  })

  test('nor do those without addresses', async () => {
    const bare = aLockfile(
      { dependencies: { a: 'latest', b: '^1.0.0' } },
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } },
    )
    expect(await factsOf({ lock: bare })).toEqual([])
  })

  test.each<[string, Case]>([
    [
      'an override',
      {
        lock: aLockfile({ dependencies: { a: '^1.0.0' } }, { 'node_modules/a': anEntry('a', '3.0.0') }),
        manifests: { 'package.json': '{"dependencies": {"a": "3.0.0"}, "overrides": {"a": "$a"}}' },
      },
    ],
    [
      'an override below a package that is not looked at',
      {
        lock: aLockfile(
          { dependencies: { a: '1' } },
          {
            'node_modules/a': anEntry('a', '1.0.0', { dependencies: { b: '1' } }),
            'node_modules/b': anEntry('b', '1.0.0', { dependencies: { c: '1' } }),
            'node_modules/c': anEntry('c', '5.0.0'),
          },
        ),
        manifests: { 'package.json': '{"dependencies": {"a": "1"}, "overrides": {"a": {"c": "^5.0.0"}}}' },
        changed: ['node_modules/c'],
      },
    ],
    [
      'an override with an alias',
      {
        lock: aLockfile(
          { dependencies: { a: '1' } },
          {
            'node_modules/a': anEntry('a', '1.0.0', { dependencies: { b: '1' } }),
            'node_modules/b': anEntry('nop', '1.0.0', { name: 'nop' }),
          },
        ),
        manifests: { 'package.json': '{"dependencies": {"a": "1"}, "overrides": {"b": "npm:nop@1.0.0"}}' },
      },
    ],
    [
      'a workspace that alone needs it',
      {
        lock: aLockfile(
          { workspaces: ['w'] },
          {
            'node_modules/w': { link: true, resolved: 'w' },
            w: { version: '1.0.0', devDependencies: { a: '1' } },
            'node_modules/a': anEntry('a'),
          },
        ),
      },
    ],
    [
      'an optional peer that is there',
      {
        lock: aLockfile(
          { dependencies: { a: '1' } },
          {
            'node_modules/a': anEntry('a', '1.0.0', {
              peerDependencies: { b: '9' },
              peerDependenciesMeta: { b: { optional: true } },
            }),
            'node_modules/b': anEntry('b'),
          },
        ),
      },
    ],
    [
      'packages inside a tarball',
      {
        lock: aLockfile(
          { dependencies: { a: '1' } },
          {
            'node_modules/a': anEntry('a', '1.0.0', { bundleDependencies: ['b'] }),
            'node_modules/a/node_modules/b': { version: '9.0.0', inBundle: true },
          },
        ),
      },
    ],
    [
      'a git address whose package is called otherwise',
      {
        lock: aLockfile(
          { dependencies: { a: 'github:o/b' } },
          {
            'node_modules/a': {
              name: 'b',
              version: '1.0.0',
              resolved: 'git+ssh://git@github.com/o/b.git#0123456789012345678901234567890123456789',
            },
          },
        ),
      },
    ],
    [
      'version 1 without any `requires`',
      {
        lock: JSON.stringify({ lockfileVersion: 1, dependencies: { a: anEntry('a') } }),
        manifests: { 'package.json': '{}' },
      },
    ],
    [
      'an override by reference, below a package that is not looked at',
      {
        lock: aLockfile(
          { dependencies: { a: '1', c: '5.0.0' } },
          {
            'node_modules/a': anEntry('a', '1.0.0', { dependencies: { b: '1' } }),
            'node_modules/b': anEntry('b', '1.0.0', { dependencies: { c: '1' } }),
            'node_modules/c': anEntry('c', '5.0.0'),
          },
        ),
        manifests: { 'package.json': '{"dependencies": {"a": "1", "c": "5.0.0"}, "overrides": {"a": {"c": "$c"}}}' },
        changed: ['node_modules/c'],
      },
    ],
  ])('%s is nothing to report', async (_, one) => {
    expect(await factsOf(one)).toEqual([])
  })
})

describe('what is reported', () => {
  test('an entry that nothing depends on', async () => {
    const lock = aLockfile({}, { 'node_modules/x-mcp': anEntry('x-mcp') })
    const [fact] = await factsOf({ lock })
    expect(fact).toMatchObject({
      kind: 'out-of-sync',
      name: 'x-mcp',
      component: 'node_modules/x-mcp',
      route: ['packages', 'node_modules/x-mcp'],
    })
    expect(fact?.args['detail']).toContain('nothing depends on x-mcp@1.0.0')
  })

  test('an entry that only an extraneous one asks for', async () => {
    const lock = aLockfile(
      {},
      {
        'node_modules/x': anEntry('x', '1.0.0', { extraneous: true, dependencies: { y: '1' } }),
        'node_modules/y': anEntry('y'),
      },
    )
    expect(shown(await factsOf({ lock, changed: ['node_modules/y'] }))).toEqual([
      ['out-of-sync', 'node_modules/y', 'unneeded'],
    ])
  })

  test('a version outside a dependent’s range', async () => {
    const lock = aLockfile(
      { dependencies: { a: '1' } },
      {
        'node_modules/a': anEntry('a', '1.0.0', { dependencies: { b: '^1.0.0' } }),
        'node_modules/b': anEntry('b', '6.6.6'),
      },
    )
    const [fact] = await factsOf({ lock })
    expect(fact?.args['detail']).toBe('node_modules/a asks for ^1.0.0, the lockfile has b@6.6.6')
  })

  test('a version outside the project’s own range, by the manifest and not by the lockfile’s copy', async () => {
    const lock = aLockfile({ dependencies: { a: '*' } }, { 'node_modules/a': anEntry('a', '6.6.6') })
    expect(shown(await factsOf({ lock, manifests: { 'package.json': '{"dependencies": {"a": "^1.0.0"}}' } }))).toEqual([
      ['out-of-sync', 'node_modules/a', 'range'],
    ])
  })

  test('an alias that no dependent asks for', async () => {
    const lock = aLockfile(
      { dependencies: { safe: '^1.0.0' } },
      { 'node_modules/safe': anEntry('evil-mcp', '1.0.0', { name: 'evil-mcp' }) },
    )
    expect(await factsOf({ lock })).toMatchObject([
      { kind: 'alias-undeclared', name: 'evil-mcp', args: { alias: 'safe' }, component: 'node_modules/safe' },
    ])
  })

  test('an alias for another package than the entry is', async () => {
    const lock = aLockfile({ dependencies: { safe: 'npm:evil-mcp@^1.0.0' } }, { 'node_modules/safe': anEntry('safe') })
    expect(shown(await factsOf({ lock }))).toEqual([['out-of-sync', 'node_modules/safe', 'package']])
  })

  test('another git repository than is asked for', async () => {
    const lock = aLockfile(
      { dependencies: { a: 'github:good/a' } },
      {
        'node_modules/a': {
          version: '1.0.0',
          resolved: 'git+ssh://git@github.com/evil/a.git#0123456789012345678901234567890123456789',
        },
      },
    )
    expect(shown(await factsOf({ lock }))).toEqual([['out-of-sync', 'node_modules/a', 'range']])
  })

  test('a workspace whose manifest and lockfile entry disagree', async () => {
    const lock = aLockfile(
      { workspaces: ['w'] },
      { 'node_modules/w': { link: true, resolved: 'w' }, w: { version: '1.0.0' }, 'node_modules/a': anEntry('a') },
    )
    expect(
      await factsOf({ lock, manifests: { 'w/package.json': '{"dependencies": {"a": "1"}}' }, changed: [] }),
    ).toMatchObject([{ kind: 'out-of-sync', name: 'a', key: 'root:w:a' }])
  })

  test('only what changed', async () => {
    const lock = aLockfile({}, { 'node_modules/a': anEntry('a'), 'node_modules/b': anEntry('b') })
    expect((await factsOf({ lock, changed: ['node_modules/b'] })).map(({ name }) => name)).toEqual(['b'])
  })

  test('a small tree does not make others mean what they do not', async () => {
    const lock = aLockfile(
      { dependencies: { a: '1', b: '2' } },
      {
        'node_modules/a': anEntry('a', '1.0.0', { dependencies: { b: '1', c: '1' } }),
        'node_modules/a/node_modules/b': anEntry('b', '1.0.0'),
        'node_modules/b': anEntry('b', '2.0.0'),
        'node_modules/c': anEntry('c', '1.0.0'),
      },
    )
    expect(await factsOf({ lock, changed: ['node_modules/b', 'node_modules/c'] })).toEqual([])
  })

  test.each([
    ['overrides that conflict with a direct dependency', { dependencies: { a: '1' }, overrides: { a: '2.0.0' } }],
    ['overrides that refer to nothing', { dependencies: { a: '1' }, overrides: { a: '$nowhere' } }],
    ['overrides without a name', { dependencies: { a: '1' }, overrides: { '': '1' } }],
  ])('%s: Arborist’s refusal is a fact', async (_, manifest) => {
    const lock = aLockfile({ dependencies: { a: '1' } }, { 'node_modules/a': anEntry('a') })
    const facts = await factsOf({ lock, manifests: { 'package.json': JSON.stringify(manifest) } })
    expect(facts.length).toBeGreaterThan(0)
    expect(facts.every(({ kind }) => kind === 'out-of-sync')).toBe(true)
  })

  test('an override to one version excuses no other', async () => {
    const lock = aLockfile(
      { dependencies: { a: '1' } },
      {
        'node_modules/a': anEntry('a', '1.0.0', { dependencies: { c: '1' } }),
        'node_modules/c': anEntry('c', '6.6.6'),
      },
    )
    const manifest = '{"dependencies": {"a": "1"}, "overrides": {"a": {"c": "5.0.0"}, "z": {"c": "$nowhere"}}}'
    expect(shown(await factsOf({ lock, manifests: { 'package.json': manifest } }))).toEqual([
      ['out-of-sync', 'node_modules/c', 'range'],
    ])
  })

  test('a lockfile that does not read is a fact, not a crash', async () => {
    const source = await readWell(LOCK, { [LOCK]: HONEST })
    expect(
      await corroborate({ source, text: '{', manifests: new Map(), changed: new Set(['node_modules/a']) }),
    ).toMatchObject([{ kind: 'out-of-sync' }])
  })
})

describe('bounds', () => {
  test('reads nothing from the disk, whatever links and workspaces point to', async () => {
    const lock = aLockfile(
      { workspaces: ['../../**', '{a,b}{a,b}'], dependencies: { a: '1', w: '*', l: 'file:l' } },
      {
        'node_modules/a': anEntry('a'),
        'node_modules/w': { link: true, resolved: 'src' },
        src: { version: '1.0.0', dependencies: { a: '1' } },
        'node_modules/l': { link: true, resolved: 'l' },
      },
    )
    await factsOf({ lock })
    touched.length = 0
    expect(await factsOf({ lock })).toEqual([])
    expect(touched).toEqual([])
    fs.existsSync('recorded')
    expect(touched).toEqual(['existsSync recorded'])
  })

  test('a wholly new lockfile of thousands is looked at in a thread, and every entry of it', async () => {
    const count = 1500
    const packages = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `node_modules/p${index}`,
        anEntry(`p${index}`, '1.0.0', {
          dependencies: {
            [`p${(index * 7 + 1) % count}`]: '^1.0.0',
            [`p${(index * 3 + 2) % count}`]: index === 700 ? '^2.0.0' : '^1.0.0',
          },
        }),
      ]),
    )
    const facts = await factsOf({
      lock: aLockfile({ dependencies: { p0: '1' } }, { ...packages, 'node_modules/lost': anEntry('lost') }),
    })
    const unneeded = facts.filter(({ key }) => key.startsWith('unneeded'))
    expect(unneeded.map(({ name }) => name)).toContain('lost')
    expect(facts.filter(({ key }) => key.startsWith('range')).map(({ component }) => component)).toEqual([
      'node_modules/p602',
    ])
  })

  test('one package that thousands need', async () => {
    const packages = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [
        `node_modules/p${index}`,
        anEntry(`p${index}`, '1.0.0', { dependencies: { hub: index === 1999 ? '^2.0.0' : '^1.0.0' } }),
      ]),
    )
    const lock = aLockfile({}, { ...packages, 'node_modules/hub': anEntry('hub') })
    expect((await factsOf({ lock, changed: ['node_modules/hub'] })).map(({ key }) => key)).toEqual([
      'range:node_modules/hub:node_modules/p1999',
    ])
  })

  test.each([
    ['time', { milliseconds: 1, megabytes: 256 }, 'longer'],
    ['memory', { milliseconds: 20_000, megabytes: 4 }, 'memory'],
  ])('beyond the bound of %s it says so', async (_, bounds, word) => {
    const { runInWorker } = await import('../../src/sources/arborist-thread.ts')
    const specs = { dependencies: {}, optionalDependencies: {}, devDependencies: {}, peerDependencies: {} }
    const chunk = { project: { ...specs, peerDependenciesMeta: {} }, packages: {}, questions: [] }
    const findings = await runInWorker([chunk], bounds)
    expect(findings).toEqual([{ kind: 'refused', key: '', detail: expect.stringContaining(word) }])
  })

  test('any sane tree ends in facts', async () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const spec = fc.oneof(
      fc.string(),
      fc.constantFrom('^1.0.0', 'npm:a@1', 'git+ssh://x', 'file:..', '*', 'latest', 'a/b', 'http://'),
    )
    const entry = fc.record(
      {
        version: fc.oneof(fc.string(), fc.constant('1.0.0')),
        resolved: fc.string(),
        dependencies: fc.dictionary(name, spec),
        peerDependencies: fc.dictionary(name, spec),
        bundleDependencies: fc.jsonValue(),
        name,
      },
      { requiredKeys: [] },
    )
    const key = fc
      .array(name, { minLength: 1, maxLength: 3 })
      .map((names) => `node_modules/${names.join('/node_modules/')}`)
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(key, entry),
        fc.dictionary(name, spec),
        fc.jsonValue(),
        async (packages, dependencies, overrides) => {
          const lock = aLockfile({ dependencies }, packages)
          const manifest = JSON.stringify({ dependencies, overrides })
          const source = await readWell(LOCK, { [LOCK]: lock }).catch(() => null)
          if (source === null) return
          const facts = await corroborate({
            source,
            text: lock,
            manifests: new Map([['package.json', manifest]]),
            changed: new Set(Object.keys(packages)),
          })
          for (const { kind } of facts) expect(['out-of-sync', 'alias-undeclared']).toContain(kind)
        },
      ),
      { numRuns: 60 },
    )
  })
})
