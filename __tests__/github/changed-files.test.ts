// Which lines take a comment: the gate's reading of a diff held against another reading of it, on diffs of any shape.
import { expect, test } from '@jest/globals'
import { createPatch } from 'diff'
import fc from 'fast-check'
import { accepts } from '../../src/github/changed-files.ts'
import { anchorsOf } from '../support/patch-lines.ts'

/** Texts of few different lines, so that the two have much in common. */
const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '@@ -1,9 +1,9 @@', '+', '- x', ''), { maxLength: 40 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''))

/** As GitHub gives it: without the file's header. */
function patchOf(before: string, after: string): string {
  return createPatch('file', before, after, '', '', { context: 3 }).split('\n').slice(4).join('\n')
}

test('accepts exactly the lines the diff shows', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const patch = patchOf(before, after)
      const anchors = anchorsOf(patch)
      const shown = Array.from({ length: 45 }, (_, line) => anchors.has(`RIGHT:${line}`))
      expect(shown.map((_, line) => accepts({ path: 'file', patch }, { from: line, to: line }))).toEqual(shown)
    }),
  )
})

test('accepts a range only within one hunk', () => {
  const before = Array.from({ length: 40 }, (_, index) => `${index}\n`)
  const after = before.with(4, 'x\n').with(30, 'y\n')
  const file = { path: 'file', patch: patchOf(before.join(''), after.join('')) }
  expect(accepts(file, { from: 3, to: 7 })).toBe(true)
  expect(accepts(file, { from: 7, to: 30 })).toBe(false)
  expect(accepts(file, { from: 1, to: 3 })).toBe(false)
})

test('accepts nothing where there is no file, no diff, or only deletion', () => {
  const lines = { from: 1, to: 1 }
  expect(accepts(undefined, lines)).toBe(false)
  expect(accepts({ path: 'file', patch: null }, lines)).toBe(false)
  expect(accepts({ path: 'file', patch: patchOf('a\nb\n', '') }, lines)).toBe(false)
})
