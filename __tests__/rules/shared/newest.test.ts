import { expect, test } from '@jest/globals'
import { observed } from '../../../src/model/observation.ts'
import type { AllowEntry } from '../../../src/model/policy.ts'
import type { RuleCatalogue } from '../../../src/model/rule.ts'
import { newestAcceptable } from '../../../src/rules/shared/newest.ts'
import {
  aContext,
  anAllowedPackage,
  aPackage,
  aPolicy,
  aRelease,
  aSubject,
  HOUR,
  NOW,
  noEvidence,
  someEvidence,
} from '../../support/builders.ts'

function among(hours: Readonly<Record<string, number | null>>) {
  const releases = new Map(Object.keys(hours).map((version) => [version, aRelease({ version })]))
  const times = new Map(
    Object.entries(hours).flatMap(([version, ago]) => (ago === null ? [] : [[version, NOW - ago * HOUR] as const])),
  )
  return aSubject({ evidence: someEvidence({ packument: observed(aPackage({ latest: '9.0.0', releases, times })) }) })
}

test.each([
  ['one of exactly the age', { '1.0.0': 100, '1.1.0': 48 }, '1.1.0'],
  ['one that is a minute too young', { '1.0.0': 100, '1.1.0': 47.99 }, '1.0.0'],
  ['one whose time nobody tells', { '1.0.0': 100, '1.1.0': null }, '1.0.0'],
  ['what is no version', { '1.0.0': 100, nightly: 100 }, '1.0.0'],
  ['a version that is not written as one', { '1.0.0': 100, 'v2.0.0': 100 }, '1.0.0'],
  ['none that is old enough', { '1.0.0': 1 }, '9.0.0'],
])('beside %s the newest is found', (_, hours, version) => {
  expect(newestAcceptable(among(hours), aContext())).toBe(version)
})

test('a release that is deprecated and a prerelease are passed over', () => {
  const releases = ['1.0.0', '1.1.0', '2.0.0-a'].map((version) =>
    aRelease({ version, deprecated: version === '1.1.0' ? 'broken' : null }),
  )
  const times = new Map(releases.map(({ version }) => [version, 0]))
  const packument = aPackage({ releases: new Map(releases.map((one) => [one.version, one])), times })
  const subject = aSubject({ evidence: someEvidence({ packument: observed(packument) }) })
  expect(newestAcceptable(subject, aContext())).toBe('1.0.0')
})

const command: AllowEntry = { ...anAllowedPackage(), kind: 'command', argv: ['x'] }
const naming = (versions: readonly string[], expires: string | null = null) => anAllowedPackage({ versions, expires })

test.each<[string, readonly AllowEntry[], string]>([
  ['the highest that is listed and is there', [naming(['1.0.0', '1.2.0', '7.0.0']), naming(['1.1.0'])], '1.2.0'],
  ['none that only a range covers', [naming(['^1.0.0'])], '1.3.0'],
  ['none whose entry has expired', [naming(['1.0.0'], '2020-01-01')], '1.3.0'],
  ['none of an entry of another kind', [command], '1.3.0'],
])('of the allowlist: %s', (_, named, version) => {
  const subject = among({ '1.0.0': 99, '1.1.0': 99, '1.2.0': 99, '1.3.0': 99 })
  expect(newestAcceptable({ ...subject, allow: { named, fitting: [] } }, aContext())).toBe(version)
})

test('while the registry is silent, only the allowlist names one', () => {
  const silent = aSubject({ evidence: noEvidence() })
  expect(newestAcceptable(silent, aContext())).toBeNull()
  expect(newestAcceptable({ ...silent, allow: { named: [naming(['1.0.0'])], fitting: [] } }, aContext())).toBe('1.0.0')
})

test('the cooldown of the policy counts before that of the rule, where it is a number', () => {
  const subject = among({ '1.0.0': 10, '1.1.0': 5, '1.2.0': 1 })
  const policyOf = (hours: number | string) =>
    aPolicy({ rules: { cooldown: { enabled: true, severity: null, tiers: null, messages: {}, options: { hours } } } })
  expect(newestAcceptable(subject, aContext({ policy: policyOf(5) }))).toBe('1.1.0')
  expect(newestAcceptable(subject, aContext({ policy: policyOf('5') }))).toBe('9.0.0')
})

test('the cooldown of the rule counts, and no option of another rule', () => {
  const common = { summary: 'A rule.', tiers: [], controls: [], modes: [], messages: {} } as const
  const option = (value: number) => ({ hours: { type: 'integer' as const, default: value, description: 'Hours.' } })
  const catalogue: RuleCatalogue = [
    { ...common, id: 'another', options: option(1) },
    { ...common, id: 'cooldown', options: option(72) },
  ]
  const subject = among({ '1.0.0': 72, '1.1.0': 71 })
  expect(newestAcceptable(subject, aContext({ catalogue }))).toBe('1.0.0')
  expect(newestAcceptable(subject, aContext({ catalogue: catalogue.slice(0, 1) }))).toBe('1.1.0')
})
