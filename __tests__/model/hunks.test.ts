import { describe, expect, test } from '@jest/globals'
import { isShown, parsePatch } from '../../src/model/hunks.ts'

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

test('a comment may stand on the first and the last line that is shown, and on no other', () => {
  const ranges = [{ from: 7, to: 9 }]
  expect([6, 7, 8, 9, 10].filter((line) => isShown(ranges, line))).toEqual([7, 8, 9])
  expect(isShown([], 1)).toBe(false)
})
