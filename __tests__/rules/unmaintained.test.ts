import { expect, test } from '@jest/globals'
import { observed } from '../../src/model/observation.ts'
import { unmaintained } from '../../src/rules/unmaintained.ts'
import { aPackage, aRelease, aSubject, DAY, NOW, someEvidence } from '../support/builders.ts'
import { testRule } from '../support/rule.ts'

testRule(unmaintained, {
  passes: [
    { what: 'an old version of a package that is still released', context: released({ '1.0.0': 900, '2.0.0': 10 }) },
    { what: 'a last release within two years', context: released({ '1.0.0': 730 }) },
    { what: 'a package without times', context: released({}) },
  ],
  reports: [
    {
      what: 'a last release of more than two years ago',
      context: released({ '1.0.0': 732 }),
      finds: [{ id: 'stale-release', severity: 'low', args: { last: '2024-11-18', months: '24' } }],
    },
    {
      what: 'a last release longer ago than the policy bears',
      context: { ...released({ '1.0.0': 100 }), options: { months: 3 } },
      finds: [{ id: 'stale-release', severity: 'low' }],
    },
    {
      what: 'an old release beside one whose time nobody tells',
      context: released({ '1.0.0': 800, '1.1.0': null }),
      finds: [{ id: 'stale-release', severity: 'low' }],
    },
    {
      what: 'a newer release that was withdrawn',
      context: released({ '1.0.0': 800 }, { '2.0.0': 1 }),
      finds: [{ id: 'stale-release', severity: 'low' }],
    },
  ],
})

test('fewer months are stricter', () => {
  expect(unmaintained.options).toMatchObject({ months: { type: 'integer', stricter: 'lower' } })
})

function released(days: Readonly<Record<string, number | null>>, withdrawn: Readonly<Record<string, number>> = {}) {
  const releases = new Map(Object.keys(days).map((version) => [version, aRelease({ version })]))
  const times = new Map(
    Object.entries({ ...days, ...withdrawn }).flatMap(([version, ago]) =>
      ago === null ? [] : [[version, NOW - ago * DAY] as const],
    ),
  )
  return { subjects: [aSubject({ evidence: someEvidence({ packument: observed(aPackage({ releases, times })) }) })] }
}
