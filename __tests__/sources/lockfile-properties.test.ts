// Lockfiles of pnpm, yarn and bun: whatever stands in them ends in a source, in a time that grows as they do.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SHA512 } from '../support/builders.ts'
import { readOne, readWell } from './lockfiles.ts'

const PATHS = ['pnpm-lock.yaml', 'yarn.lock', 'bun.lock'] as const
const WORDS = [
  'lockfileVersion: ',
  "'9.0'",
  '5.4',
  'packages:',
  'importers:',
  '__metadata:',
  'version: 8',
  '__proto__',
  'a@1.0.0',
  '  ',
  '\n',
  ':',
  '{',
  '}',
  '[',
  ']',
  ',',
  '"',
  '&a',
  '*a',
  '<<',
  '!!str',
  '---\n',
  '# yarn lockfile v1\n',
  '"lockfileVersion":1',
  '"packages":',
  '\u2028',
]

describe('any text', () => {
  const pieces = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join(''))

  test.each(PATHS)('%s ends in a source', async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(pieces, fc.string({ unit: 'binary' })), async (text) => {
        expect((await readOne(path, { [path]: text })).path).toBe(path)
      }),
    )
  })

  test.each(PATHS)('%s with any values in its places ends in a source', async (path) => {
    const value = fc.jsonValue({ maxDepth: 3 })
    const key = fc.constantFrom('a@1.0.0', 'a', '/a@1.0.0', '/a/1.0.0', 'a@npm:1', '__proto__', '', '@', '@/', 'a/b')
    const section = fc.oneof(value, fc.dictionary(key, value))
    const document = fc.record(
      {
        lockfileVersion: fc.constantFrom('5.4', '6.0', '9.0', 1),
        importers: section,
        workspaces: section,
        packages: section,
        snapshots: section,
        catalogs: section,
        overrides: section,
        patchedDependencies: section,
        dependencies: section,
        specifiers: section,
        'a@npm:1': section,
        __metadata: fc.constantFrom({ version: 8 }, null, 8),
      },
      { requiredKeys: ['lockfileVersion'] },
    )
    await fc.assert(
      fc.asyncProperty(document, section, async (lock, manifest) => {
        const files = { [path]: JSON.stringify(lock), 'package.json': JSON.stringify({ dependencies: manifest }) }
        const source = await readOne(path, files)
        expect(source.path).toBe(path)
        if (source.status === 'read')
          for (const { route } of source.components) expect(source.lineOf(route)).toBeGreaterThan(0)
      }),
    )
  })

  test.each(PATHS)('deep nesting of %s ends in time', async (path) => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
      ['{a: ', '}'],
    ] as const) {
      const text = `${path === 'bun.lock' ? '' : 'x: '}${open.repeat(100_000)}${close.repeat(100_000)}`
      expect((await readOne(path, { [path]: text })).status).toBe('unreadable')
    }
  })
})

/** Milliseconds for the fastest of some runs, so that a busy machine does not matter. */
async function timeOf(path: string, text: string, manifest = '{}'): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 3; run++) {
    const start = performance.now()
    const source = await readWell(path, { [path]: text, 'package.json': manifest })
    source.components.forEach(({ route }) => {
      source.lineOf(route)
    })
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}

describe('cost', () => {
  const many = (count: number, toText: (index: number) => string) =>
    Array.from({ length: count }, (_, at) => toText(at)).join('')
  const pnpm = (count: number) =>
    `lockfileVersion: '9.0'\nimporters: {}\npackages:\n${many(count, (at) => `  p${at}@1.0.0: {resolution: {integrity: ${SHA512}}}\n`)}snapshots:\n${many(count, (at) => `  p${at}@1.0.0: {dependencies: {p0: 1.0.0}}\n`)}`
  const variants = (count: number) =>
    `lockfileVersion: '9.0'\nimporters: {}\npackages:\n  p@1.0.0: {resolution: {integrity: ${SHA512}}}\nsnapshots:\n${many(count, (at) => `  p@1.0.0(q@${at}.0.0): {dependencies: {n${at}: npm-${at}@1.0.0}}\n`)}`
  const yarn = (count: number) =>
    `# yarn lockfile v1\n${many(count, (at) => `p${at}@^1.0.0:\n  version "1.0.0"\n  dependencies:\n    p0 "^9"\n`)}`
  const patterns = (count: number) =>
    `# yarn lockfile v1\n${Array.from({ length: count }, (_, at) => `p@^1.0.${at}`).join(', ')}:\n  version "1.0.0"\n  dependencies:\n${many(count, (at) => `    p "^1.0.${at}"\n`)}`
  const berry = (count: number) =>
    `__metadata:\n  version: 8\n${many(count, (at) => `"p${at}@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "p${at}@npm:1.0.0"\n  dependencies:\n    p0: "npm:^9"\n`)}`
  const bun = (count: number) =>
    `{"lockfileVersion":1,"packages":{${Array.from({ length: count }, (_, at) => `"p${at}":["p${at}@1.0.0","",{"dependencies":{"p0":"1"}},"${SHA512}"]`).join(',')}}}`
  const aliases = (count: number) =>
    `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n${many(count, (at) => `      n${at}: {specifier: 'npm:p@1', version: p@1.0.0}\n`)}packages:\n  p@1.0.0: {resolution: {integrity: ${SHA512}}}\nsnapshots:\n  p@1.0.0: {}\n`

  test.each([
    ['pnpm-lock.yaml', pnpm],
    ['pnpm-lock.yaml', variants],
    ['pnpm-lock.yaml', aliases],
    ['yarn.lock', yarn],
    ['yarn.lock', patterns],
    ['yarn.lock', berry],
    ['bun.lock', bun],
  ])('%s of %p grows in proportion', async (path, make) => {
    const manifest = (count: number) =>
      JSON.stringify({
        dependencies: Object.fromEntries(Array.from({ length: count }, (_, at) => [`missing-${at}`, '^1.0.0'])),
      })
    await timeOf(path, make(200))
    const [small, large] = [
      await timeOf(path, make(500), manifest(500)),
      await timeOf(path, make(4000), manifest(4000)),
    ]
    // Eight times as much; a quadratic step would take sixty-four times as long.
    expect(large / small).toBeLessThan(30)
  })
})
