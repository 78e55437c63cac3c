// JSON with one meaning, or a fault with a line.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MAX_DEPTH, readJson } from '../../src/sources/json.ts'
import { indexJson } from '../../src/sources/locate.ts'

function faultOf(text: string) {
  const json = readJson(text)
  if (json.status === 'json') throw new Error(`read as ${JSON.stringify(json.value)}`)
  return json
}

function wellRead(text: string) {
  const json = readJson(text)
  if (json.status !== 'json') throw new Error(json.reason)
  return json
}

describe('readJson', () => {
  test('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 1)
        expect(wellRead(text).value).toEqual(JSON.parse(text))
      }),
    )
  })

  test('reads or refuses any text, and reads nothing that JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'a', '1', ' ') }),
        ),
        (text) => {
          const json = readJson(text)
          if (json.status === 'json') expect(json.value).toEqual(JSON.parse(text))
          else expect(json.line).toBeGreaterThan(0)
        },
      ),
    )
  })

  test('keeps __proto__ as a key of its own and touches no prototype', () => {
    const { value } = wellRead('{"__proto__": {"polluted": true}}')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test.each([
    ['nothing', '', 1],
    ['only space', ' \n ', 1],
    ['a string cut short', '{\n"a": "b', 2],
    ['an object cut short', '{\n"a": {\n', 3],
    ['a trailing comma', '{\n"a": 1,\n}', 3],
    ['a comment', '{\n// no\n"a": 1}', 2],
    ['two documents', '{}\n{}', 2],
    ['a bare word', '\nhello', 2],
    ['a raw control character in a string', '{"a":\n"b\u0001"}', 2],
    ['a number with a leading zero', '[\n01]', 2],
    ['a list closed as an object', '[\n1}', 2],
    ['NaN', '[NaN]', 1],
    ['a word joiner', '\u2060{}', 1],
  ])('refuses %s', (_, text, line) => {
    expect(faultOf(text)).toMatchObject({ status: 'unreadable', line })
  })

  test.each([
    ['at the root', '{\n"a": 1,\n"b": 2,\n"a": 3}', 4],
    ['deep inside', '{"x": [{"y": {\n"k": 1,\n"k": 1}}]}', 3],
    ['written with an escape', '{"ab": 1,\n"a\\u0062": 2}', 2],
    ['called __proto__', '{"__proto__": 1,\n"__proto__": 2}', 2],
    ['with a space before its colon', '{"a": 1,\n"a" : 2}', 2],
    ['with a line feed before its colon', '{"a": 1,\n"a"\n: 2}', 2],
    ['where a string looks like one key more', '{"a": "\\":",\n"a": 2}', 2],
    ['in a long text', `{"long": "${'x'.repeat(5_000_000)}",\n"a": 1,\n"a": 2}`, 3],
  ])('refuses a key that stands twice, %s', (_, text, line) => {
    expect(faultOf(text)).toMatchObject({ line, reason: expect.stringContaining('twice') })
  })

  test('takes colons and quotes inside strings for text', () => {
    expect(wellRead('{"a" : {"b\\":": 1}}').value).toEqual({ a: { 'b":': 1 } })
    expect(wellRead('{"a:b": "c:\\"d\\\\", "e": ":{[\\\\\\""}').value).toEqual({ 'a:b': 'c:"d\\', e: ':{[\\"' })
  })

  test('takes the same key in two objects for two keys', () => {
    expect(wellRead('[{"a": 1}, {"a": 1}]').value).toEqual([{ a: 1 }, { a: 1 }])
  })

  test('reads up to the depth bound, and no deeper', () => {
    expect(wellRead('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)).status).toBe('json')
    expect(faultOf('['.repeat(MAX_DEPTH + 1) + ']'.repeat(MAX_DEPTH + 1)).reason).toContain('nested')
    expect(faultOf(`[\n${'['.repeat(1_000_000)}`)).toMatchObject({ line: 2, reason: expect.stringContaining('nested') })
  })

  test('refuses all three conflict markers, even where the text is valid JSON', () => {
    const text = '{"a": "x",\n"b": "<<<<<<< ======= >>>>>>>"}'
    expect(faultOf(text)).toMatchObject({ line: 2, reason: expect.stringContaining('conflict') })
    expect(wellRead('{"a": "======="}').status).toBe('json')
  })

  test('refuses half of a surrogate pair, and accepts a whole one', () => {
    expect(faultOf('{\n"a": "\\ud800"}').line).toBe(2)
    expect(faultOf('{"\\udc00": 1}').reason).toContain('surrogate')
    expect(wellRead('{"a": "\\ud83d\\ude00"}').value).toEqual({ a: '😀' })
  })

  test('takes time in proportion to hostile strings', () => {
    const text = `["${'\\\\'.repeat(2_000_000)}", ${'"\\"",'.repeat(200_000)} 1]`
    expect(wellRead(text).status).toBe('json')
  })
})

describe('lineOf', () => {
  const { lineOf } = wellRead('{\r\n "a": {\r\n  "b": [\r\n   1,\r\n   {"c": 2}\r\n  ]\r\n }\r\n}')

  test.each([
    [[], 1],
    [['a'], 2],
    [['a', 'b'], 3],
    [['a', 'b', 0], 4],
    [['a', 'b', 1, 'c'], 5],
  ])('finds %j', (route, line) => {
    expect(lineOf(route)).toBe(line)
  })

  test('gives the nearest enclosing key for a route that is not there', () => {
    expect(lineOf(['a', 'b', 7, 'x'])).toBe(3)
    expect(lineOf(['toString'])).toBe(1)
  })
})

describe('indexJson', () => {
  test('accepts exactly what JSON.parse accepts, keys that stand twice aside', () => {
    const unit = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      'a',
      '0',
      '1',
      '-',
      '.',
      'e',
      ' ',
      '\n',
      '\u0001',
      'true',
      'null',
      '\\u00',
      '"a":',
    )
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        const index = indexJson(text)
        if (index.status === 'error' && index.duplicate !== null) return
        expect(index.status === 'index').toBe(parses(text))
      }),
      { numRuns: 2000 },
    )
  })
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
