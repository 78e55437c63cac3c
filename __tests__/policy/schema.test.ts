import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { toJSONSchema } from 'zod/mini'
import { policySchema } from '../../src/policy/schema.ts'
import { CATALOGUE } from './support.ts'

const schema = policySchema(CATALOGUE)
const validate = new Ajv({ strict: false }).compile(toJSONSchema(schema, { target: 'draft-07' }))

describe('the JSON Schema for editors says what the loader says', () => {
  test.each([
    [true, { version: 1 }],
    [
      true,
      { version: 1, allow: [{ package: 'x', versions: ['1.0.0'] }, { remote: 'https://x' }, { command: ['node'] }] },
    ],
    [true, { version: 1, rules: { sample: { hours: 3 }, 'sample/too-new': 'off', other: 'low' } }],
    [false, {}],
    [false, { version: 2 }],
    [false, { version: 1, alow: [] }],
    [false, { version: 1, allow: [{ versions: '1.0.0' }] }],
    [false, { version: 1, allow: [{ package: 'x', versions: 1 }] }],
    [false, { version: 1, allow: [{ package: 'x', remote: 'https://x' }] }],
    [false, { version: 1, rules: { sample: { hours: '3' } } }],
    [false, { version: 1, rules: { sample: { hours: -1 } } }],
    [false, { version: 1, rules: { nothing: 'off' } }],
    [false, { version: 1, waivers: [{ rule: 'sample', reason: 'r', owner: 'o' }] }],
    [false, { version: 1, 'fail-on': 'medium' }],
    [false, { version: 1, extends: 'acme/policy//x.yml@abc' }],
  ])('%s: %j', (valid, value) => {
    expect(validate(value)).toBe(valid)
    expect(schema.safeParse(value).success).toBe(valid)
  })
})
