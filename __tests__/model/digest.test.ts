// SHA-256 of text and of bytes.
import { expect, test } from '@jest/globals'
import { sha256 } from '../../src/model/digest.ts'

test('text is hashed as its UTF-8, as published test vectors say', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256('é')).toBe(sha256(Uint8Array.of(0xc3, 0xa9)))
})
