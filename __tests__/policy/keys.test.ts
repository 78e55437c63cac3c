import { expect, test } from '@jest/globals'
import type { Route } from '../../src/model/location.ts'
import { knownKeys } from '../../src/policy/keys.ts'
import { policySchema } from '../../src/policy/schema.ts'
import { CATALOGUE } from './support.ts'

const schema = policySchema(CATALOGUE)

test.each<[Route, readonly string[]]>([
  [
    ['registries', 0],
    ['url', 'scopes'],
  ],
  [
    ['rules', 'sample'],
    ['severity', 'tiers', 'hours'],
  ],
  [['registries'], []],
  [['registries', 0, 'url'], []],
  [['nothing'], []],
  [['rules', 'constructor'], []],
  [['version', 'x'], []],
])('at %j the keys %j are known', (route, keys) => {
  expect(knownKeys(schema, route)).toEqual(keys)
})

test('of several forms all keys are known, each once', () => {
  const keys = knownKeys(schema, ['allow', 3])
  expect(keys).toEqual(expect.arrayContaining(['package', 'remote', 'command', 'expires']))
  expect(new Set(keys).size).toBe(keys.length)
  expect(knownKeys(schema, [])).toEqual(expect.arrayContaining(['version', 'allow', 'rules']))
})
