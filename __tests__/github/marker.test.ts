// Hidden markers: found where we put them, nowhere else, and never broken by what they hold.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bounded, marked, markedValue } from '../../src/github/marker.ts'

test('a value comes back, whatever the body says', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{0,40}$/), fc.string(), (value, body) => {
      expect(markedValue(':comment', marked(':comment', value, body))).toBe(value)
    }),
  )
})

test('one kind is not another, and a quoted marker is none', () => {
  const summary = marked('', 'abc', 'text')
  expect(markedValue(':review', summary)).toBeNull()
  expect(markedValue('', marked(':review', 'abc', 'text'))).toBeNull()
  expect(markedValue('', `> ${summary}`)).toBeNull()
  expect(markedValue('', `words\n${summary}`)).toBeNull()
  expect(markedValue('', null)).toBeNull()
})

test('a marker alone is ours with nothing remembered; line ends may have been changed', () => {
  expect(markedValue('', '<!-- mcp-gate:v1 -->\ntext')).toBe('')
  expect(markedValue('', marked('', 'abc', 'text').replaceAll('\n', '\r\n'))).toBe('abc')
})

test('holds nothing that could end it', () => {
  expect(() => marked('', 'a --> b', '')).toThrow()
  expect(() => marked('', 'a\nb', '')).toThrow()
})

test('cuts between lines, or anywhere where there are none, and never in half a character', () => {
  expect(bounded('short')).toBe('short')
  expect(bounded(`${'x'.repeat(40_000)}\n${'y'.repeat(40_000)}`)).toMatch(/x\n\n… cut to fit\.$/)
  const cut = bounded('😀'.repeat(40_000))
  expect(cut.length).toBeLessThanOrEqual(60_000)
  expect(cut.isWellFormed()).toBe(true)
})
