import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Finding } from '../../src/model/finding.ts'
import type { Policy, Waiver } from '../../src/model/policy.ts'
import { SEVERITIES } from '../../src/model/severity.ts'
import { decide } from '../../src/policy/decide.ts'
import { tighten } from '../../src/policy/tighten.ts'
import { waive } from '../../src/policy/waive.ts'
import { aPolicy, NOW } from '../support/builders.ts'
import { load } from './support.ts'

function aFinding(overrides: Partial<Finding> = {}): Finding {
  return {
    rule: 'sample',
    id: 'too-new',
    severity: 'high',
    purl: 'pkg:npm/x@1.0.0',
    name: 'x',
    version: '1.0.0',
    source: 'package-lock.json',
    args: {},
    facts: [],
    suggestion: null,
    paste: null,
    status: 'open',
    location: { path: 'package-lock.json', line: 1 },
    related: [],
    route: { path: 'package-lock.json', route: [] },
    fingerprint: '',
    waiver: null,
    ...overrides,
  }
}

function aWaiver(overrides: Partial<Waiver> = {}): Waiver {
  return {
    place: { path: '.github/mcp-gate.yml', line: 1 },
    rule: 'sample/too-new',
    package: 'x@1.0.0',
    path: null,
    reason: 'known',
    owner: 'alice',
    expires: '2026-11-20',
    ...overrides,
  }
}

const policyWith = (...waivers: readonly Waiver[]): Policy => aPolicy({ waivers })

describe('waive', () => {
  const statusOf = (waiver: Partial<Waiver>, finding: Partial<Finding> = {}) =>
    waive([aFinding(finding)], policyWith(aWaiver(waiver)), NOW).findings[0]?.status

  test.each([
    ['its rule and message', {}, 'waived'],
    ['the whole rule', { rule: 'sample' }, 'waived'],
    ['another message', { rule: 'sample/other' }, 'open'],
    ['a rule whose name begins alike', { rule: 'samp' }, 'open'],
    ['its name', { package: 'x' }, 'waived'],
    ['its purl', { package: 'pkg:npm/x@1.0.0' }, 'waived'],
    ['another version', { package: 'x@1.0.1' }, 'open'],
    ['another name', { package: 'X' }, 'open'],
    ['its file', { path: 'package-lock.json' }, 'waived'],
    ['another file', { path: 'app/package-lock.json' }, 'open'],
    ['any package', { package: null }, 'waived'],
    ['a day that is over', { expires: '2026-11-19' }, 'open'],
    ['a day that is none', { expires: 'soon' }, 'open'],
  ])('a waiver of %s: %s', (_, waiver, status) => {
    expect(statusOf(waiver)).toBe(status)
  })

  test('a waiver for a file is met where the finding is shown and where it was read', () => {
    const finding = { location: { path: 'package.json', line: 3 }, source: 'package-lock.json' }
    for (const path of ['package.json', 'package-lock.json']) expect(statusOf({ path }, finding)).toBe('waived')
    expect(statusOf({ path: 'other.json' }, finding)).toBe('open')
  })

  test('a waiver for a name with a version is met by neither alone', () => {
    const missing = { purl: null }
    expect(statusOf({ package: 'null@1.0.0' }, { ...missing, name: null })).toBe('open')
    expect(statusOf({ package: 'x@null' }, { ...missing, version: null })).toBe('open')
    expect(statusOf({ package: 'x@1.0.0' }, missing)).toBe('waived')
  })

  test('a waiver holds to the last moment of its day', () => {
    const end = Date.UTC(2026, 10, 21)
    const at = (now: number) => waive([aFinding()], policyWith(aWaiver()), now).findings[0]?.status
    expect([at(end - 1), at(end)]).toEqual(['waived', 'open'])
  })

  test('a waiver is met by one finding of several', () => {
    const waiver = aWaiver()
    const { met, unused } = waive([aFinding({ rule: 'other' }), aFinding()], policyWith(waiver), NOW)
    expect([met, unused]).toEqual([[waiver], []])
  })

  test('a critical finding is waived by name only', () => {
    expect(statusOf({ package: null }, { severity: 'critical' })).toBe('open')
    expect(statusOf({}, { severity: 'critical' })).toBe('waived')
  })

  test('a finding without package is met by a waiver without one', () => {
    const none = { name: null, version: null, purl: null }
    expect(statusOf({ package: null }, none)).toBe('waived')
    expect(statusOf({}, none)).toBe('open')
  })

  test('tells which waivers were met, have expired and are unused', () => {
    const met = aWaiver()
    const expired = aWaiver({ expires: '2026-01-01' })
    const unused = aWaiver({ package: 'y' })
    expect(waive([aFinding()], policyWith(met, expired, unused), NOW)).toEqual({
      findings: [aFinding({ status: 'waived', waiver: { reason: 'known', owner: 'alice', expires: '2026-11-20' } })],
      met: [met, expired],
      expired: [expired],
      unused: [unused],
    })
  })
})

describe('decide', () => {
  test.each([
    [[], 'pass'],
    [[aFinding({ severity: 'moderate' })], 'warn'],
    [[aFinding({ severity: 'high' })], 'fail'],
    [[aFinding({ severity: 'critical', status: 'waived' })], 'pass'],
  ])('%#: %s', (findings, verdict) => {
    expect(decide(findings as readonly Finding[], 'high')).toBe(verdict)
  })

  const finding = fc.record({ severity: fc.constantFrom(...SEVERITIES), status: fc.constantFrom('open', 'waived') })
  const order = ['pass', 'warn', 'fail']

  test('property: one more finding never improves a verdict', () => {
    fc.assert(
      fc.property(fc.array(finding), finding, fc.constantFrom(...SEVERITIES), (findings, more, failOn) => {
        const before = decide(findings, failOn)
        expect(order.indexOf(decide([...findings, more], failOn))).toBeGreaterThanOrEqual(order.indexOf(before))
      }),
    )
  })

  test('property: a flag never improves a verdict', () => {
    const severity = fc.constantFrom(...SEVERITIES)
    fc.assert(
      fc.property(fc.array(finding), severity, fc.option(severity), (findings, failOn, flag) => {
        const policy = aPolicy({ failOn })
        const after = decide(findings, tighten(policy, flag).failOn)
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(decide(findings, failOn)))
      }),
    )
  })
})

test.each([
  [
    '{ sample: { hours: 1, tiers: [other] } }',
    { enabled: true, tiers: ['other'], options: { hours: 1 }, severity: null },
  ],
  ['{ sample: off, sample/too-new: high }', { enabled: false, messages: { 'too-new': 'high' } }],
  ['{ sample: critical }', { enabled: true, severity: 'critical', messages: {}, tiers: null }],
  ['{ sample: { severity: high } }', { enabled: true, severity: 'high', options: {} }],
  ['{ sample/too-new: off }', { enabled: true, severity: null, messages: { 'too-new': 'off' } }],
  ['{}', undefined],
])('rules: %s', (rules, setting) => {
  const found = load(`version: 1\nrules: ${rules}`).rules['sample']
  if (setting === undefined) expect(found).toBeUndefined()
  else expect(found).toMatchObject(setting)
})
