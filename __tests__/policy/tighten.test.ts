import { expect, test } from '@jest/globals'
import { SEVERITIES } from '../../src/model/severity.ts'
import { tighten } from '../../src/policy/tighten.ts'
import { aPolicy } from '../support/builders.ts'

test.each([
  ['high', 'moderate', 'moderate'],
  ['high', 'low', 'low'],
  ['moderate', 'critical', 'moderate'],
  ['high', 'high', 'high'],
  ['high', null, 'high'],
] as const)('a policy that fails on %s, given %s, fails on %s', (failOn, given, expected) => {
  expect(tighten(aPolicy({ failOn }), given).failOn).toBe(expected)
})

test('nothing else of the policy changes', () => {
  const policy = aPolicy({ approvers: ['ana'], failOn: 'critical' })
  for (const given of SEVERITIES) expect(tighten(policy, given)).toEqual({ ...policy, failOn: given })
})
