import { expect, test } from '@jest/globals'
import type { Waiver } from '../../src/model/policy.ts'
import { defineRule } from '../../src/model/rule.ts'
import { settle } from '../../src/pipeline/settle.ts'
import { aComponent, aContext, aPolicy, aSubject } from '../support/builders.ts'

const sample = defineRule({
  id: 'sample',
  summary: 'S.',
  tiers: ['server'],
  controls: [],
  options: {},
  messages: { found: { severity: 'high', text: '{name}.', remedy: 'Mend.' } },
  check: ({ subjects }, report) => subjects.map((one) => report('found', one, { args: { name: one.component.name } })),
})
const waiverRule = defineRule({
  id: 'waiver',
  summary: 'W.',
  tiers: [],
  controls: [],
  options: {},
  messages: { met: { severity: 'low', text: '{count}.', remedy: 'Mend.' } },
  check: ({ metWaivers, policyPath }, report) => [
    report(
      'met',
      { source: policyPath, location: { path: policyPath, route: ['waivers', 0] } },
      { args: { count: String(metWaivers.length) } },
    ),
  ],
})
const context = aContext({ subjects: [aSubject(), aSubject({ component: aComponent({ name: 'other-mcp' }) })] })

test('an open finding at the threshold fails', () => {
  const { verdict, findings, waivers } = settle({ ...context, rules: [sample] })
  expect(verdict).toBe('fail')
  expect(findings.map(({ name, status }) => [name, status])).toEqual([
    ['other-mcp', 'open'],
    ['sample-mcp', 'open'],
  ])
  expect(waivers).toEqual({ expired: [], unused: [] })
})

test('a waived finding stays in its place and no longer decides', () => {
  const waivers = [
    aWaiver({ package: 'sample-mcp' }),
    aWaiver({ package: 'other-mcp@1.0.0' }),
    aWaiver({ package: 'unheard-of' }),
  ]
  const settled = settle({ ...context, policy: aPolicy({ waivers }), rules: [sample] })
  expect(settled.verdict).toBe('pass')
  expect(settled.findings.map(({ status, waiver }) => [status, waiver?.reason])).toEqual([
    ['waived', 'known'],
    ['waived', 'known'],
  ])
  expect(settled.waivers.unused).toEqual([waivers[2]])
})

test('the rule on waivers speaks last, of the waivers that the others met', () => {
  const waivers = [aWaiver({ package: 'sample-mcp' })]
  const { findings } = settle({ ...context, policy: aPolicy({ waivers }), rules: [waiverRule, sample] })
  expect(findings.map(({ rule, args }) => [rule, args['count'] ?? ''])).toEqual([
    ['sample', ''],
    ['sample', ''],
    ['waiver', '1'],
  ])
  expect(findings.at(-1)?.location).toEqual({ path: '.github/mcp-gate.yml', line: 9 })
})

function aWaiver(overrides: Partial<Waiver>): Waiver {
  return {
    place: { path: '.github/mcp-gate.yml', line: 9 },
    rule: 'sample/found',
    package: null,
    path: null,
    reason: 'known',
    owner: '@acme/security',
    expires: '2027-01-31',
    ...overrides,
  }
}
