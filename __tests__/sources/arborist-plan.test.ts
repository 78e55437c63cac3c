// Chunks hold every look-up once, stay small, and together stay linear.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { planChunks, workIn } from '../../src/sources/arborist-plan.ts'
import { readNpmLock } from '../../src/sources/npm.ts'
import { aLockfile, anEntry } from './lockfiles.ts'

function entriesIn(text: string) {
  const lock = readNpmLock({ path: 'package-lock.json', text })
  if (lock.status !== 'lock') throw new Error(lock.reason)
  return lock.entries
}

/** `needs[i]` lists who package i depends on. */
function treeOf(needs: readonly (readonly number[])[]): string {
  const entry = (targets: readonly number[], index: number) => {
    const dependencies = Object.fromEntries(targets.map((target) => [`p${target % needs.length}`, '1.0.0']))
    return [`node_modules/p${index}`, anEntry(`p${index}`, '1.0.0', { dependencies })]
  }
  return aLockfile({ dependencies: { p0: '1.0.0' } }, Object.fromEntries(needs.map(entry)))
}

test('every dependent of every changed entry is in exactly one chunk, and so is every changed entry without one', () => {
  const needs = fc.array(fc.uniqueArray(fc.nat(400), { maxLength: 6 }), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(needs, fc.nat(3), (tree, share) => {
      const entries = entriesIn(treeOf(tree))
      const changed = new Set(tree.flatMap((_, index) => (index % (share + 1) === 0 ? [`node_modules/p${index}`] : [])))
      const chunks = [...planChunks(entries, changed, null)]
      const seen = chunks.flatMap(({ targets, dependents }) =>
        targets.flatMap((target, at) => [...(dependents[at] ?? []), '-'].map((by) => `${target} ${by}`)),
      )
      const wanted = [...entries.values()].flatMap(({ key, dependencies }) =>
        Object.keys(dependencies)
          .map((name) => `node_modules/${name} ${key}`)
          .filter((pair) => changed.has(pair.split(' ')[0] ?? '')),
      )
      expect(seen.filter((pair) => !pair.endsWith('-')).sort()).toEqual(wanted.sort())
      expect(new Set(chunks.flatMap(({ targets }) => targets))).toEqual(changed)
      expect(workIn(entries, changed)).toBe(wanted.length + changed.size)
    }),
    { numRuns: 50 },
  )
})

test('a package that thousands need is spread over chunks of bounded size', () => {
  const hub = Array.from({ length: 3000 }, () => [0])
  const chunks = [...planChunks(entriesIn(treeOf(hub)), new Set(['node_modules/p0']), null)]
  expect(chunks.length).toBeGreaterThan(10)
  expect(Math.max(...chunks.map(({ packages }) => Object.keys(packages).length))).toBeLessThan(200)
  expect(new Set(chunks.flatMap(({ targets }) => targets))).toEqual(new Set(['node_modules/p0']))
})

test('links and workspaces stay out, and of dependencies only those that are looked at stay in', () => {
  const text = aLockfile(
    { workspaces: ['w'], dependencies: { a: '1', b: '1' } },
    {
      'node_modules/w': { link: true, resolved: 'w' },
      w: { version: '1.0.0', dependencies: { a: '1', c: '1' } },
      'node_modules/a': anEntry('a'),
    },
  )
  const [chunk] = planChunks(entriesIn(text), new Set(['node_modules/a', 'node_modules/w']), null)
  expect(Object.keys(chunk?.packages ?? {})).toEqual(['node_modules/a', 'w'])
  expect(chunk?.packages['w']?.dependencies).toEqual({ a: '1' })
  expect(chunk?.project.dependencies).toEqual({ a: '1' })
  expect(JSON.stringify(chunk)).not.toContain('workspaces')
})
