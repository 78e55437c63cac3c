import { expect, test } from '@jest/globals'
import { defaultPolicy } from '../../src/policy/default.ts'
import { REGISTRY } from '../support/builders.ts'

test('without a file nothing is allowed, all rules are as they are, and the public registry is trusted', () => {
  expect(defaultPolicy('p.yml', REGISTRY)).toEqual({
    origin: { kind: 'built-in', path: 'p.yml', ref: null, sha256: null, extends: null },
    central: null,
    locked: [],
    failOn: 'high',
    approvers: [],
    ignore: [],
    unavailable: 'fail',
    internalScopes: [],
    registries: [
      { url: REGISTRY, scopes: [] },
      { url: expect.stringContaining('yarnpkg'), scopes: [] },
    ],
    allow: [],
    rules: {},
    waivers: [],
  })
})
