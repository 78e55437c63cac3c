import type { Waiver } from '../../src/model/policy.ts'
import { waiver } from '../../src/rules/waiver.ts'
import { aPolicy } from '../support/builders.ts'
import { testRule } from '../support/rule.ts'

function aWaiver(overrides: Partial<Waiver> = {}): Waiver {
  return {
    place: { path: '.github/mcp-gate.yml', line: 1 },
    rule: 'provenance/missing',
    package: 'sample-mcp@1.0.0',
    path: null,
    reason: 'known',
    owner: 'alice',
    expires: '2027-02-20',
    ...overrides,
  }
}

const policyOf = (one: Waiver) => aPolicy({ waivers: [one] })
const met = (overrides: Partial<Waiver> = {}) => {
  const one = aWaiver(overrides)
  return { policy: policyOf(one), metWaivers: [one] }
}
const idle = (overrides: Partial<Waiver> = {}) => ({ policy: policyOf(aWaiver(overrides)) })
const broad = { package: null, path: null }
const location = { path: '.github/mcp-gate.yml', route: ['waivers', 0] }

testRule(waiver, {
  passes: [
    { what: 'one that waives something', context: met() },
    { what: 'in a pull request, one that does not concern it', context: idle() },
    { what: 'in a pull request, an expired one that does not concern it', context: idle({ expires: '2026-01-01' }) },
    { what: 'one for a file', context: met({ package: null, path: 'package-lock.json' }) },
    {
      what: 'one of a central policy, which is for many repositories',
      context: met({ place: { path: 'central.yml', line: 1 }, expires: '2026-11-19' }),
    },
    { what: 'one with 31 days left', context: met({ expires: '2026-12-20' }) },
  ],
  reports: [
    {
      what: 'one that has expired',
      context: met({ expires: '2026-11-19' }),
      finds: [{ id: 'expired', severity: 'low', location }],
    },
    {
      what: 'in an audit, an expired one that met nothing',
      context: { ...idle({ expires: '2026-11-19' }), mode: 'audit' },
      finds: [{ id: 'expired', severity: 'low' }],
    },
    {
      what: 'in an audit, one that met nothing',
      context: { ...idle(), mode: 'audit' },
      finds: [{ id: 'unused', severity: 'low', args: { package: 'sample-mcp@1.0.0' } }],
    },
    {
      what: 'one for everything',
      context: met(broad),
      finds: [{ id: 'over-broad', severity: 'low', args: { rule: 'provenance/missing', package: 'everything' } }],
    },
    {
      what: 'one with 30 days left',
      context: met({ expires: '2026-12-19' }),
      finds: [{ id: 'expiring', severity: 'low', args: { expires: '2026-12-19' } }],
    },
    {
      what: 'in an audit, all that is wrong with one',
      context: { ...idle({ ...broad, expires: '2026-11-20' }), mode: 'audit' },
      finds: [
        { id: 'unused', severity: 'low' },
        { id: 'over-broad', severity: 'low' },
        { id: 'expiring', severity: 'low' },
      ],
    },
  ],
})
