// Bytes are text only where every reader would decode them alike.
import { describe, expect, test } from '@jest/globals'
import { decodeText, quoted } from '../../src/sources/text.ts'

const BOM = [0xef, 0xbb, 0xbf]
const bytes = (text: string) => new TextEncoder().encode(text)

describe('decodeText', () => {
  test('gives the text of UTF-8', () => {
    expect(decodeText(bytes('héllo'), 100)).toEqual({ status: 'text', text: 'héllo' })
  })

  test('drops a byte order mark', () => {
    expect(decodeText(new Uint8Array([...BOM, ...bytes('{}')]), 100)).toEqual({ status: 'text', text: '{}' })
  })

  test('accepts a file of exactly the bound and refuses one byte more', () => {
    expect(decodeText(bytes('abc'), 3).status).toBe('text')
    expect(decodeText(bytes('abcd'), 3).status).toBe('too-large')
  })

  test.each([
    ['UTF-16 little endian', [0xff, 0xfe, 0x7b, 0], 1],
    ['UTF-16 big endian', [0xfe, 0xff, 0, 0x7b], 1],
    ['UTF-16 without a mark', [0, 0x7b, 0, 0x7d], 1],
    ['a NUL byte', [...bytes('{\n"a": "'), 0], 2],
    ['a byte that starts nothing', [...bytes('a\nb\n'), 0xff], 3],
    ['a surrogate encoded as UTF-8', [...bytes('a\n'), 0xed, 0xa0, 0x80], 2],
    ['an overlong encoding', [0xc0, 0xaf], 1],
    ['a sequence cut short', [...bytes('a\n'), 0xe2, 0x82], 2],
  ])('refuses %s and names the line', (_, content, line) => {
    expect(decodeText(new Uint8Array(content), 100)).toMatchObject({ status: 'unreadable', line })
  })
})

describe('quoted', () => {
  test('shows printable ASCII alone', () => {
    expect(quoted('a\u202eb\nc\u001b')).toBe('"a\\u202eb\\u000ac\\u001b"')
  })

  test('cuts what is long', () => {
    expect(quoted('x'.repeat(500))).toHaveLength(122)
  })
})
