// Addresses in the form of registries, whatever they are made of, in time that grows with their length.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isRegistryTarball, originQualifier } from '../../src/sources/purl.ts'

const FORM = /^https?:\/\/[^?#]+\/-\/[^?#]+\.tgz(?:[?#]|$)/i

test('a registry’s tarball is what has the form of one', () => {
  const part = fc.constantFrom(
    'https://',
    'HTTP://',
    'http:/',
    '/-/',
    '/',
    '-',
    'a',
    '@s',
    '.tgz',
    '.TGZ',
    '?',
    '#',
    '\n',
    '',
  )
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
      (address) => {
        expect(isRegistryTarball(address)).toBe(FORM.test(address))
      },
    ),
    { numRuns: 5000 },
  )
})

test.each([
  ['https://registry.example.test/a/-/a-1.0.0.tgz', true],
  ['http://registry.example.test/@s/a/-/a-1.0.0.tgz?sig=x', true],
  ['https://registry.example.test/a/-/a-1.0.0.tgz#x', true],
  ['https:///-/x.tgz', false],
  ['https://a/-/.tgz', false],
  ['https://a/x.tgz', false],
  ['https://a?/-/x.tgz', false],
  ['git+https://a/-/x.tgz', false],
])('%s: %s', (address, expected) => {
  expect(isRegistryTarball(address)).toBe(expected)
})

test('thousands of long addresses take no time to speak of', () => {
  const address = `https://registry.example.test${'/-/a'.repeat(1000)}`
  const started = performance.now()
  for (let count = 0; count < 5000; count += 1) originQualifier(`${address}${count}`)
  expect(performance.now() - started).toBeLessThan(3000)
})
