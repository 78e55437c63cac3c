import { expect, test } from '@jest/globals'
import { LOCKABLE_KEYS, toLocks } from '../../src/policy/locks.ts'
import { CATALOGUE } from './support.ts'

const IMPLIED = ['evidence-unavailable', 'fail-on', 'ignore', 'registries', 'source-unread', 'unavailable']
const RULES = ['other', 'sample', 'waiver']

test.each<[string, true | readonly string[], readonly string[]]>([
  ['nothing', [], []],
  ['a key', ['approvers'], ['approvers']],
  ['keys, each once and in order', ['waivers', 'allow', 'waivers'], ['allow', 'waivers']],
  ['a rule, and all that could loosen it', ['sample'], ['sample', ...IMPLIED]],
  ['all rules, and all that could loosen them', ['rules'], ['rules', ...RULES, ...IMPLIED]],
  ['all', true, [...LOCKABLE_KEYS, ...RULES, ...IMPLIED]],
])('locks %s', (_, stated, locked) => {
  expect(toLocks(stated, CATALOGUE)).toEqual([...new Set(locked)].sort())
})

test('every key of a policy that decides can be locked', () => {
  expect([...LOCKABLE_KEYS].sort()).toEqual(
    ['allow', 'approvers', 'fail-on', 'ignore', 'registries', 'rules', 'unavailable', 'waivers'].sort(),
  )
})
