import { expect, test } from '@jest/globals'
import { observed } from '../../../src/model/observation.ts'
import type { RuleCatalogue } from '../../../src/model/rule.ts'
import { newestAcceptable } from '../../../src/rules/shared/newest.ts'
import { aContext, aPackage, aRelease, aSubject, HOUR, NOW, someEvidence } from '../../support/builders.ts'

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
