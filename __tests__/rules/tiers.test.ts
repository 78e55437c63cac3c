// Which tiers each rule judges unless a policy says otherwise: a rule that lost one would fall silent about it.
import { expect, test } from '@jest/globals'
import { RULES } from '../../src/rules/index.ts'

const ALL = ['server', 'closure', 'other']
const INSIDE = ['server', 'closure']

test('every rule judges its tiers; those about files alone have none', () => {
  expect(Object.fromEntries(RULES.map(({ id, tiers }) => [id, tiers]))).toEqual({
    allowlist: ['server'],
    capabilities: ['server'],
    'client-config': ['server'],
    cooldown: INSIDE,
    'dependency-confusion': ALL,
    'evidence-unavailable': ALL,
    'exact-pin': ['server'],
    impersonation: ALL,
    'install-script': ALL,
    integrity: ALL,
    'known-bad': INSIDE,
    'manifest-confusion': INSIDE,
    origin: ALL,
    'policy-change': [],
    provenance: ['server'],
    publisher: INSIDE,
    'registry-signature': INSIDE,
    'source-unread': [],
    unmaintained: ['server'],
    version: ['server'],
    waiver: [],
  })
})
