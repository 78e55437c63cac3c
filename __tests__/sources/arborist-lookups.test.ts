// What is settled without Arborist is what Arborist would say, and hostile lockfiles leave it little to do.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { freshRoom, inspectEntries } from '../../src/sources/arborist-inspect.ts'
import { inspectChunks } from '../../src/sources/arborist-lock.ts'
import { declares, isTag, lookUpsOf, type TreeFinding } from '../../src/sources/arborist-lookups.ts'
import { planChunks } from '../../src/sources/arborist-plan.ts'
import { readNpmLock } from '../../src/sources/npm.ts'
import type { LockEntries } from '../../src/sources/npm-entries.ts'
import { projectEntries, resolveFrom } from '../../src/sources/npm-graph.ts'
import { readOverrides } from '../../src/sources/overrides.ts'
import { aLockfile, anEntry } from './lockfiles.ts'

function entriesIn(text: string): LockEntries {
  const lock = readNpmLock({ path: 'package-lock.json', text })
  if (lock.status !== 'lock') throw new Error(lock.reason)
  return lock.entries
}

/** Every look-up of every package as a question, however plain. */
function allQuestions(entries: LockEntries) {
  const projects = new Set(projectEntries(entries))
  const asked = [...entries.values()].flatMap((by) => {
    if (by.extraneous) return []
    const fields = [by.dependencies, by.optionalDependencies, by.peerDependencies, by.optionalPeers]
    const wishes = [...fields, projects.has(by) ? by.devDependencies : {}].flatMap((specs) => Object.entries(specs))
    return wishes.map(([name, spec]) => ({ by: by.key, spec, key: resolveFrom(entries, by.key, name)?.key }))
  })
  return [...entries.values()].flatMap(({ key, installedAs, statedName, linkTo }) => {
    const own = asked.filter((one) => one.key === key && one.by !== key)
    if (installedAs === null || linkTo !== null || own.length === 0) return []
    const isAlias =
      statedName !== null && statedName !== installedAs && !own.some(({ spec }) => declares(spec, statedName))
    return [{ key, dependents: [...new Set(own.map(({ by }) => by))], isAlias }]
  })
}

/**
 * As facts tell them: a tag is held against addresses only, and of what nobody needs no more is said. Which of two specs is
 * shown, the dependent's or the override's, hangs on what else is in a tree.
 */
function shown(findings: readonly TreeFinding[], entries: LockEntries): readonly string[] {
  const unneeded = new Set(findings.filter(({ kind }) => kind === 'unneeded').map(({ key }) => key))
  const told = findings.filter((one) => {
    if (one.kind === 'undeclared-alias') return !unneeded.has(one.key)
    return one.kind !== 'out-of-range' || entries.get(one.key)?.resolved !== null || !isTag(one.spec)
  })
  return told.map((one) => JSON.stringify({ ...one, spec: null })).sort()
}

const NAMES = ['a', 'b', '@s/c']
const name = fc.constantFrom(...NAMES)
const version = fc.constantFrom('1.0.0', '1.2.3-beta.1', '2.0.0', 'v1.0.0', '1', 'none')
const spec = fc.constantFrom(
  ...['^1.0.0', '1', '*', '', '>=1 <3', '1 || 2', '~1.2', 'x', '2.0.0', '^1.2.3-alpha', '=v1.0.0', ' 1 ', '>1', '9'],
  ...[
    'latest',
    'next-1',
    'npm:a@1',
    'npm:b@^2',
    'npm:@s/c',
    'npm:a@latest',
    'github:o/r',
    'o/r',
    'file:a.tgz',
    '1.tgz',
  ],
  ...['https://registry.example.test/a/-/a-1.0.0.tgz', 'workspace:*', '1.x.x', '<2.0.0-0', '1 - 2', '^1.0.0 || ^3'],
)
const specs = fc.dictionary(name, spec, { maxKeys: 3 })
const resolved = fc.constantFrom(
  undefined,
  'https://registry.example.test/a/-/a-1.0.0.tgz',
  'git+ssh://git@g.example.test/o/r.git#0123456789012345678901234567890123456789',
)
const entry = fc.record(
  {
    version,
    resolved,
    dependencies: specs,
    optionalDependencies: specs,
    peerDependencies: specs,
    name,
    extraneous: fc.boolean(),
  },
  { requiredKeys: ['version'] },
)
const key = fc
  .array(name, { minLength: 1, maxLength: 3 })
  .map((names) => `node_modules/${names.join('/node_modules/')}`)
/** Only folders within folders that are there, sorted as npm does. */
const tree = fc.dictionary(key, entry, { maxKeys: 6 }).map((packages) => {
  const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')))
  const stands = (path: string): boolean => path === '' || (Object.hasOwn(packages, path) && stands(folderOf(path)))
  const keys = Object.keys(packages).sort().filter(stands)
  return JSON.parse(JSON.stringify(Object.fromEntries(keys.map((path) => [path, packages[path]]))))
})
const overrides = fc.option(fc.dictionary(name, fc.oneof(spec, fc.constantFrom('$a', '$b', ''))), { nil: undefined })

describe('what is settled', () => {
  test('is what Arborist has nothing to say of', async () => {
    await fc.assert(
      fc.asyncProperty(tree, specs, overrides, async (packages, own, override) => {
        const entries = entriesIn(aLockfile({ dependencies: own }, packages))
        const manifest = JSON.parse(JSON.stringify({ dependencies: own, overrides: override }))
        const asked = await inspectChunks(planChunks({ entries, questions: allQuestions(entries), manifest }))
        // What Arborist cannot take says nothing of the rest.
        if (asked.some(({ kind }) => kind === 'refused')) return
        const unneeded = [...entries.values()].filter(
          ({ key: one, installedAs }) =>
            installedAs !== null && !allQuestions(entries).some((each) => each.key === one),
        )
        const wanted = [...asked, ...unneeded.map((one) => ({ kind: 'unneeded', key: one.key }) as const)]
        const found = await inspectEntries({ entries, changed: new Set(entries.keys()), manifest })
        expect(shown(found, entries)).toEqual(shown(wanted, entries))
      }),
      { numRuns: 400 },
    )
  })

  test('are plain ranges that are met, aliases that are asked for, and peers', () => {
    const entries = entriesIn(
      aLockfile(
        { dependencies: { a: '^1.0.0', safe: 'npm:real@2', t: 'latest' } },
        {
          'node_modules/a': anEntry('a', '1.4.0', { peerDependencies: { p: '^9.0.0' } }),
          'node_modules/p': anEntry('p'),
          'node_modules/safe': anEntry('real', '2.0.0', { name: 'real' }),
          'node_modules/t': { version: '1.0.0' },
        },
      ),
    )
    const changed = new Set(entries.keys())
    const { findings, questions, whole } = lookUpsOf(entries, changed, readOverrides(null))
    expect([findings, questions]).toEqual([[], []])
    expect(whole?.map(({ key, dependents }) => [key, ...dependents])).toEqual([
      ['node_modules/a', ''],
      ['node_modules/p', 'node_modules/a'],
      ['node_modules/safe', ''],
      ['node_modules/t', ''],
    ])
    const aliased = readOverrides({ overrides: { a: 'npm:b@1', p: '1.0.0' } })
    expect(lookUpsOf(entries, changed, aliased).questions).toEqual([
      { key: 'node_modules/a', dependents: [''], isAlias: false },
    ])
  })
})

test('where a folder around is missing, or the address is no registry’s, Arborist is asked however plain the wish', () => {
  const entries = entriesIn(
    aLockfile(
      { dependencies: { g: '1', n: '1' } },
      {
        'node_modules/g': { version: '1.0.0', resolved: `git+ssh://git@g.example.test/o/r.git#${'0'.repeat(40)}` },
        'node_modules/lost/node_modules/n': anEntry('n', '1.0.0', { dependencies: { o: '1' } }),
        'node_modules/lost/node_modules/o': anEntry('o'),
      },
    ),
  )
  const { questions } = lookUpsOf(entries, new Set(entries.keys()), readOverrides(null))
  expect(questions.map(({ key }) => key)).toEqual(['node_modules/g', 'node_modules/lost/node_modules/o'])
})

test('a package that only itself needs is needed by nobody', () => {
  const entries = entriesIn(aLockfile({}, { 'node_modules/a': anEntry('a', '1.0.0', { dependencies: { a: '1' } }) }))
  expect(lookUpsOf(entries, new Set(entries.keys()), readOverrides(null)).findings).toEqual([
    { kind: 'unneeded', key: 'node_modules/a' },
  ])
})

test('Arborist is asked of what is plain as well, as long as that is not very much', () => {
  const named = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`)
  const wholeOf = (count: number) => {
    const dependencies = Object.fromEntries(named(count).map((each) => [each, '1']))
    const entries = entriesIn(
      aLockfile(
        { dependencies },
        Object.fromEntries(named(count).map((each) => [`node_modules/${each}`, anEntry(each)])),
      ),
    )
    return lookUpsOf(entries, new Set(entries.keys()), readOverrides(null)).whole
  }
  expect(wholeOf(1000)).toHaveLength(1000)
  expect(wholeOf(1001)).toBeNull()
})

describe('bounds', () => {
  const cliqueOf = (count: number, range: string) => {
    const names = Array.from({ length: count }, (_, index) => `p${index}`)
    const dependencies = Object.fromEntries(names.map((each) => [each, range]))
    return entriesIn(
      aLockfile(
        { dependencies: { p0: range } },
        Object.fromEntries(names.map((each) => [`node_modules/${each}`, anEntry(each, '1.0.0', { dependencies })])),
      ),
    )
  }
  const inspect = (entries: LockEntries, manifest: unknown = null) =>
    inspectEntries({ entries, changed: new Set(entries.keys()), manifest })

  test('hundreds of packages that all need each other leave nothing to ask', async () => {
    const started = performance.now()
    expect(await inspect(cliqueOf(400, '^1.0.0'))).toEqual([])
    expect(performance.now() - started).toBeLessThan(3000)
  })

  test('more look-ups that are not plain than there is time for are told', async () => {
    expect(await inspect(cliqueOf(101, 'latest'))).toEqual([
      { kind: 'refused', key: '', detail: 'more than 10000 of its dependencies are no plain ranges that are met' },
    ])
  })

  test('what lockfiles took up before is not there for the next', async () => {
    const entries = cliqueOf(90, 'none')
    const [room, changed] = [freshRoom(), new Set(entries.keys())]
    const kinds: string[] = []
    for (let count = 0; count < 3; count += 1)
      kinds.push((await inspectEntries({ entries, changed, manifest: null, room })).at(-1)?.kind ?? 'nothing')
    expect(kinds[2]).toBe('refused')
    expect(kinds[0]).not.toBe('refused')
  })

  test.each([
    ['overrides', Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`p${index}`, '1'])), 'more than 1000'],
    ['text of overrides', { p0: { p1: 'x'.repeat(100_000) } }, 'longer than 100000 characters'],
  ])('more %s than Arborist can compare are told', async (_, overrides, words) => {
    expect(await inspect(cliqueOf(2, '^1.0.0'), { overrides })).toEqual([
      { kind: 'refused', key: '', detail: expect.stringContaining(words) },
    ])
  })
})
