import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  clip,
  disarm,
  escapeHtml,
  maskSecrets,
  plain,
  stringifySafely,
  visible,
  visibleLines,
} from '../../src/report/escape.ts'
import { commandLines, UNSEEN } from '../support/markdown.ts'
import { HOSTILE_TEXTS } from '../support/reports.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...HOSTILE_TEXTS),
  fc
    .array(fc.constantFrom('::', '##[', '\n', '\r', ' ', '\u2028', 'x', '\u001b[2J', '`', '|', '<', '"', '\u202e'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
)

describe('visible', () => {
  test.each([
    ['mcp\u200b-remote', 'mcp\\u200b-remote'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u001b[2J', '\\u001b[2J'],
    ['a\u00a0b', 'a\\u00a0b'],
    ['\ud800', '\\ud800'],
    ['\u{e0041}', '\\u{e0041}'],
    ['größe 東京 – fine', 'größe 東京 – fine'],
  ])('%j', (text, shown) => expect(visible(text)).toBe(shown))

  test('leaves nothing unseen in any text', () => {
    fc.assert(fc.property(anyText, (text) => !UNSEEN.test(visible(text))))
  })

  test('keeps lines and tabs of a block and nothing else unseen', () => {
    expect(visibleLines('a\tb\r\nc\u202e')).toEqual(['a\tb', 'c\\u202e'])
    fc.assert(
      fc.property(anyText, (text) => visibleLines(text).every((line) => !UNSEEN.test(line.replaceAll('\t', '')))),
    )
  })
})

describe('maskSecrets', () => {
  test.each([
    ['https://user:hunter2@host.example/x', 'https://***@host.example/x'],
    ['git+https://ghp_0000@host.example/x.git', 'git+https://***@host.example/x.git'],
    [
      'pkg:npm/x?vcs_url=git%2Bhttps%3A%2F%2Fghp_0000%40host.example%2Fx',
      'pkg:npm/x?vcs_url=git%2Bhttps%3A%2F%2F***%40host.example%2Fx',
    ],
    ['https://host.example/x?a=1&token=abc&b=2', 'https://host.example/x?a=1&token=***&b=2'],
    ['https://host.example/mcp?api_key=abc', 'https://host.example/mcp?api_key=***'],
    ['https://one:a@x.example https://two:b@y.example', 'https://***@x.example https://***@y.example'],
    ['git+ssh://git@host.example/x.git', 'git+ssh://git@host.example/x.git'],
    ['https://host.example/@scope/name/-/name-1.0.0.tgz', 'https://host.example/@scope/name/-/name-1.0.0.tgz'],
    ['@scope/name@1.0.0', '@scope/name@1.0.0'],
  ])('%s', (text, masked) => expect(maskSecrets(text)).toBe(masked))
})

test('a value is bounded and never cut inside a pair of surrogates', () => {
  expect(plain('x'.repeat(1000), 10)).toBe(`${'x'.repeat(10)}…`)
  expect(clip('ab\u{1f600}', 3)).toBe('ab…')
})

describe('disarm', () => {
  test.each([
    ['::error::x', '\\u003a:error::x'],
    ['  ::error::x', '  \\u003a:error::x'],
    ['a\n::x', 'a\n\\u003a:x'],
    ['a ##[error]x', 'a #\\u0023[error]x'],
    ['a :: b', 'a :: b'],
  ])('%j', (text, harmless) => expect(disarm(text)).toBe(harmless))

  test('leaves no line that the runner obeys in any visible text', () => {
    const lines = fc.array(anyText).map((texts) => texts.flatMap((text) => visibleLines(text)).join('\n'))
    fc.assert(fc.property(lines, (text) => commandLines(disarm(text)).length === 0))
  })
})

test('HTML has neither tags nor quotes nor references of its own from outside', () => {
  fc.assert(fc.property(anyText, (text) => !/[<>"'`]|&(?!#\d+;)/.test(escapeHtml(text))))
})

test('JSON keeps its value and shows nothing unseen', () => {
  fc.assert(
    fc.property(fc.jsonValue(), anyText, (value, text) => {
      const printed = stringifySafely({ value, text })
      expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify({ value, text })))
      expect(UNSEEN.test(printed)).toBe(false)
      expect(commandLines(printed)).toEqual([])
    }),
  )
})
