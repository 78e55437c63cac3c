import { expect, test } from '@jest/globals'
import { complaintsOf } from './support.ts'

const graver = (message: string) => `sample/${message} is locked by the central policy and may only be graver`
const option = (name: string, at: string, direction = '') =>
  `${name} of sample is locked by the central policy at ${at}${direction}`

/** What is said by a central policy of the locked rule `sample` (one: high, two: moderate), and by a repository. */
test.each<[string, string, readonly string[]]>([
  ['', 'sample: off', ['3:18: sample is locked by the central policy and cannot be off']],
  ['sample: off', 'sample: off', []],
  ['sample: off', 'sample: { severity: low, hours: 1, tiers: [other] }', []],
  ['', 'sample: high', []],
  ['', 'sample: moderate', [`3:18: ${graver('one')}`]],
  ['', 'sample: low', [`3:18: ${graver('one')}`, `3:18: ${graver('two')}`]],
  ['sample: low', 'sample: low', []],
  ['sample: critical', 'sample: high', [`3:18: ${graver('one')}`, `3:18: ${graver('two')}`]],
  ['', 'sample/one: moderate', [`3:22: ${graver('one')}`]],
  ['', 'sample/one: off', [`3:22: ${graver('one')}`]],
  ['', 'sample/one: critical', []],
  ['sample/one: off', 'sample/one: low', []],
  ['sample/one: off', 'sample/one: off', []],
  ['sample/one: low', 'sample/one: low', []],
  ['sample/one: critical', 'sample: high', []],
  ['sample/two: critical', 'sample/two: high', [`3:22: ${graver('two')}`]],
  ['', 'sample: { severity: low }, sample/one: high', [`3:18: ${graver('two')}`]],
  ['', 'sample: { tiers: [server] }', ['3:27: sample is locked by the central policy for server, closure']],
  ['', 'sample: { tiers: [closure, other, server] }', []],
  [
    'sample: { tiers: [other] }',
    'sample: { tiers: [server, closure] }',
    ['3:27: sample is locked by the central policy for other'],
  ],
  ['sample: { tiers: [other] }', 'sample: { hours: 50 }', []],
  ['', 'sample: { hours: 48 }', []],
  ['', 'sample: { hours: 49 }', []],
  ['', 'sample: { hours: 47 }', [`3:27: ${option('hours', '48', ' and may only be higher')}`]],
  ['sample: { hours: 100 }', 'sample: { hours: 99 }', [`3:27: ${option('hours', '100', ' and may only be higher')}`]],
  ['sample: { months: 12 }', 'sample: { hours: 48 }', []],
  ['', 'sample: { months: 24 }', []],
  ['', 'sample: { months: 23 }', []],
  ['', 'sample: { months: 25 }', [`3:28: ${option('months', '24', ' and may only be lower')}`]],
  ['', 'sample: { plain: 3 }', []],
  ['', 'sample: { plain: 4 }', [`3:27: ${option('plain', '3')}`]],
  ['', 'sample: { plain: 2 }', [`3:27: ${option('plain', '3')}`]],
  ['', 'sample: { word: a }', []],
  ['', 'sample: { word: b }', [`3:26: ${option('word', '"a"')}`]],
  ['', 'sample: { words: [] }', []],
  ['', 'sample: { words: [a] }', [`3:27: ${option('words', '[]')}`]],
  ['sample: { words: [a] }', 'sample: { words: [] }', [`3:27: ${option('words', '["a"]')}`]],
  ['sample: { expected: [a, b] }', 'sample: { expected: [b] }', []],
  ['sample: { expected: [a, b] }', 'sample: { expected: [b, a] }', []],
  [
    'sample: { expected: [a] }',
    'sample: { expected: [a, b] }',
    [`3:30: ${option('expected', '["a"]', ' and may only be fewer')}`],
  ],
])('under { %s } the rules { %s }', (central, own, faults) => {
  expect(complaintsOf(`rules: { ${own} }`, `locked: [sample]\nrules: { ${central} }`)).toEqual(faults)
})

test('what is not locked may be anything', () => {
  expect(complaintsOf('rules: { sample: off }', 'locked: [publisher]')).toEqual([])
})
