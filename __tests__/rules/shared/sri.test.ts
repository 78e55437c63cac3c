import { expect, test } from '@jest/globals'
import { compare, sha512sOf, toPin } from '../../../src/rules/shared/sri.ts'
import { OTHER_SHA512, SHA512 } from '../../support/builders.ts'

const [A, B] = ['A', 'B'].map((letter) => `${letter.repeat(86)}==`)
const SHA1 = 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='
const SHA256 = `sha256-${'A'.repeat(43)}=`
const SHA384 = `sha384-${'A'.repeat(64)}`

test.each([
  [SHA512, 'sha512', [A], true],
  [SHA384, 'sha384', ['A'.repeat(64)], true],
  [SHA256, 'sha256', [`${'A'.repeat(43)}=`], true],
  [SHA1, 'sha1', ['2jmj7l5rSw0yVb/vlWAYkK/YBwk='], false],
  [`${OTHER_SHA512} ${SHA512}`, 'sha512', [A, B], true],
  [`${SHA512} ${SHA512}`, 'sha512', [A], true],
  [`${SHA1} ${SHA512} ${SHA256}`, 'sha512', [A], true],
])('%s pins %s', (integrity, algorithm, digests, strong) => {
  expect(toPin(integrity)).toEqual({ algorithm, digests, strong })
})

test.each(['', 'x', 'sha512-', 'sha999-AAAA'])('%j pins nothing', (integrity) => {
  expect(toPin(integrity)).toBeNull()
})

test.each([
  [SHA512, SHA512, 'same'],
  [`${SHA1} ${SHA512}`, SHA512, 'same'],
  [`${OTHER_SHA512} ${SHA512}`, `${SHA512} ${OTHER_SHA512}`, 'same'],
  [`${OTHER_SHA512} ${SHA512}`, SHA512, 'different'],
  [SHA512, OTHER_SHA512, 'different'],
  [SHA512, SHA256, 'incomparable'],
  [SHA512, null, 'incomparable'],
  [null, SHA512, 'incomparable'],
  [null, null, 'incomparable'],
])('%s and %s: %s', (a, b, relation) => {
  expect(compare(a, b)).toBe(relation)
})

test.each([
  [SHA512, ['00'.repeat(64)]],
  [`${SHA1} ${SHA512}`, ['00'.repeat(64)]],
  [SHA256, []],
  [null, []],
])('%s in hexadecimal', (integrity, digests) => {
  expect(sha512sOf(integrity)).toEqual(digests)
})
