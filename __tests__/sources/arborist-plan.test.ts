// Chunks hold every question once, stay small, and together stay linear.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { planChunks } from '../../src/sources/arborist-plan.ts'
import { readNpmLock } from '../../src/sources/npm.ts'
import { aLockfile, anEntry } from './lockfiles.ts'

function entriesIn(text: string) {
  const lock = readNpmLock({ path: 'package-lock.json', text })
  if (lock.status !== 'lock') throw new Error(lock.reason)
  return lock.entries
}

const keyOf = (index: number) => `node_modules/p${index}`

/** `needs[i]` lists who package i depends on. */
function treeOf(needs: readonly (readonly number[])[]): string {
  const entry = (targets: readonly number[], index: number) => {
    const dependencies = Object.fromEntries(targets.map((target) => [`p${target % needs.length}`, '1.0.0']))
    return [keyOf(index), anEntry(`p${index}`, '1.0.0', { dependencies })]
  }
  return aLockfile({ dependencies: { p0: '1.0.0' } }, Object.fromEntries(needs.map(entry)))
}

const question = (key: string, dependents: readonly string[]) => ({ key, dependents, isAlias: false })

test('every dependent of every question is in exactly one chunk, in a tree that holds both', () => {
  const needs = fc.array(fc.uniqueArray(fc.nat(400), { maxLength: 6 }), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(needs, (tree) => {
      const dependents = Map.groupBy(
        tree.flatMap((targets, index) => targets.map((target) => [keyOf(target % tree.length), keyOf(index)] as const)),
        ([target]) => target,
      )
      const questions = [...dependents].map(([key, pairs]) => question(key, [...new Set(pairs.map(([, by]) => by))]))
      const chunks = [...planChunks({ entries: entriesIn(treeOf(tree)), questions, manifest: null })]
      const pairs = (each: typeof questions) => each.flatMap((one) => one.dependents.map((by) => `${one.key} ${by}`))
      expect(pairs(chunks.flatMap((chunk) => chunk.questions)).sort()).toEqual(pairs(questions).sort())
      for (const chunk of chunks)
        for (const { key, dependents } of chunk.questions)
          for (const each of [key, ...dependents]) expect(chunk.packages).toHaveProperty([each])
    }),
    { numRuns: 50 },
  )
})

test('a package that thousands need is spread over chunks of bounded size', () => {
  const entries = entriesIn(treeOf(Array.from({ length: 3000 }, () => [0])))
  const questions = [question(keyOf(0), [...entries.keys()].slice(1))]
  const chunks = [...planChunks({ entries, questions, manifest: null })]
  expect(chunks.length).toBeGreaterThan(10)
  expect(Math.max(...chunks.map(({ packages }) => Object.keys(packages).length))).toBeLessThan(200)
  expect(new Set(chunks.flatMap((chunk) => chunk.questions.map(({ key }) => key)))).toEqual(new Set([keyOf(0)]))
})

const WITH_LINK = aLockfile(
  { workspaces: ['w'], dependencies: { a: '1', b: '1', x: '1' } },
  {
    'node_modules/w': { link: true, resolved: 'w' },
    w: { version: '1.0.0', dependencies: { a: '1', c: '1' } },
    'node_modules/a': anEntry('a'),
  },
)

test('links and workspaces stay out, and of dependencies only those that are looked at stay in', () => {
  const questions = [question('node_modules/a', ['', 'w', 'node_modules/w'])]
  const [chunk] = planChunks({ entries: entriesIn(WITH_LINK), questions, manifest: null })
  expect(Object.keys(chunk?.packages ?? {})).toEqual(['node_modules/a', 'w'])
  expect(chunk?.packages['w']?.dependencies).toEqual({ a: '1' })
  expect(chunk?.project.dependencies).toEqual({ a: '1' })
  expect(JSON.stringify(chunk)).not.toContain('workspaces')
})

test('what overrides mention stays in the project, and without a question there is one tree to judge them by', () => {
  const manifest = { overrides: { b: { y: '1' }, z: '$x' } }
  const chunks = [...planChunks({ entries: entriesIn(WITH_LINK), questions: [], manifest })]
  expect(chunks.map(({ questions }) => questions)).toEqual([[]])
  expect(chunks[0]?.project).toMatchObject({ dependencies: { b: '1', x: '1' }, overrides: manifest.overrides })
  expect([...planChunks({ entries: entriesIn(WITH_LINK), questions: [], manifest: {} })]).toEqual([])
})
