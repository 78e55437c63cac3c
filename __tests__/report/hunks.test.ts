import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { diffLines, isShown, parsePatch } from '../../src/report/hunks.ts'

describe('parsePatch', () => {
  test.each([
    ['changed lines with context', '@@ -7,6 +7,7 @@ {\n a\n+b\n c', [{ from: 7, to: 13 }]],
    [
      'several hunks',
      '@@ -1,3 +1,4 @@\n x\n@@ -40,2 +41,5 @@ y\n z',
      [
        { from: 1, to: 4 },
        { from: 41, to: 45 },
      ],
    ],
    ['one line', '@@ -1 +1 @@\n-a\n+b', [{ from: 1, to: 1 }]],
    ['nothing left on the head side', '@@ -1,3 +0,0 @@\n-a', []],
    ['a line that only looks like a header', '@@ -1,2 +1,2 @@\n+@@ -90,2 +90,2 @@\n a', [{ from: 1, to: 2 }]],
    ['no patch', '', []],
  ])('%s', (_, patch, ranges) => expect(parsePatch(patch)).toEqual(ranges))
})

describe('diffLines', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`)
  const base = lines(40).join('')

  test.each([
    ['a changed line with three around it', base.replace('line 20\n', 'other\n'), [{ from: 17, to: 23 }]],
    ['an added line', base.replace('line 2\n', 'line 2\nmore\n'), [{ from: 1, to: 6 }]],
    ['nothing', base, []],
  ])('%s', (_, head, ranges) => expect(diffLines(base, head)).toEqual(ranges))

  test('a new file is shown whole', () => {
    expect(diffLines(null, 'a\nb\n')).toEqual([{ from: 1, to: 2 }])
    expect(diffLines(null, 'a\nb')).toEqual([{ from: 1, to: 2 }])
    expect(diffLines(null, '')).toEqual([])
  })

  test('files that differ too much are not compared to the end', () => {
    const other = (prefix: string) => Array.from({ length: 5000 }, (_, index) => `${prefix}${index}\n`).join('')
    expect(diffLines(other('a'), other('b'))).toBeNull()
  })

  test('every line that is new is shown, and no line beyond the file', () => {
    const file = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 })
    fc.assert(
      fc.property(file, file, (before, after) => {
        const ranges =
          diffLines(before.map((line) => `${line}\n`).join(''), after.map((line) => `${line}\n`).join('')) ?? []
        const shown = after.filter((_, index) => isShown(ranges, index + 1))
        const removed = new Set(before)
        expect(after.filter((line) => !removed.has(line)).every((line) => shown.includes(line))).toBe(true)
        expect(ranges.every(({ from, to }) => from >= 1 && to <= after.length)).toBe(true)
      }),
    )
  })
})
