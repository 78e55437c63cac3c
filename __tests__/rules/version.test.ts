import { expect, test } from '@jest/globals'
import type { PackageFacts } from '../../src/model/evidence.ts'
import { observed } from '../../src/model/observation.ts'
import type { RuleContext } from '../../src/model/rule.ts'
import { version } from '../../src/rules/version.ts'
import { aComponent, anAllowedPackage, aPackage, aSubject, NOW, someEvidence } from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

testRule(version, {
  passes: [
    { what: 'a step forward', context: stepped('1.0.0', '1.0.1') },
    { what: 'an added version', context: { subjects: [aSubject()] } },
    { what: 'versions that have no order', context: stepped('latest', 'stable') },
    { what: 'a version that has no order', context: stepped('1.0.0', 'stable') },
    { what: 'the latest release in an audit', context: audited('1.0.0', {}) },
    { what: 'a newer release that the list has', context: audited('1.0.0', { latest: '1.1.0' }, ['1.0.0', '1.1.0']) },
    {
      what: 'a newer release that the list’s range covers',
      context: audited('1.0.0', { latest: '1.1.0' }, ['^1.0.0']),
    },
    { what: 'a newer release of what nobody listed', context: audited('1.0.0', { latest: '1.1.0' }, null) },
    { what: 'a newer release in a pull request', context: { ...audited('1.0.0', { latest: '1.1.0' }), mode: 'gate' } },
    {
      what: 'a version installed under another tag',
      context: audited('2.0.0', { latest: '1.0.0', distTags: { latest: '1.0.0', next: '2.0.0' } }, ['2.0.0']),
    },
    { what: 'a prerelease installed on purpose', context: audited('2.0.0-rc.1', { latest: '1.9.0' }, ['2.0.0-rc.1']) },
    { what: 'a package without a latest release', context: audited('1.0.0', { latest: null }) },
  ],
  reports: [
    {
      what: 'a step back',
      context: stepped('1.0.1', '1.0.0'),
      finds: [{ id: 'downgraded', severity: 'low', args: { before: '1.0.1', version: '1.0.0' } }],
    },
    {
      what: 'a newer release nobody reviewed',
      context: audited('1.0.0', { latest: '1.1.0' }),
      finds: [{ id: 'unreviewed-release', severity: 'moderate', args: { latest: '1.1.0' } }],
    },
    {
      what: 'a tag moved back from what is installed',
      context: audited('2.0.0', { latest: '1.9.9', distTags: { latest: '1.9.9' } }, ['2.0.0']),
      finds: [{ id: 'unreviewed-release', severity: 'moderate' }],
    },
  ],
})

test.each([
  ['1.1.0', [{ label: 'published', value: '2026-11-20 12:00 UTC' }]],
  ['1.0.1', []],
])('shows when a newer release came out, where that is told', (of, facts) => {
  const context = audited('1.0.0', { latest: '1.1.0', times: new Map([[of, NOW]]) })
  expect(run(version, context)[0]?.facts).toEqual(facts)
})

function stepped(from: string, to: string): Partial<RuleContext> {
  return { subjects: [aSubject({ component: aComponent({ version: to }), replaces: aComponent({ version: from }) })] }
}

function audited(
  installed: string,
  facts: Partial<PackageFacts>,
  versions: readonly string[] | null = ['1.0.0'],
): Partial<RuleContext> {
  const named = versions === null ? [] : [anAllowedPackage({ versions })]
  const evidence = someEvidence({ packument: observed(aPackage(facts)) })
  const component = aComponent({ version: installed })
  return { mode: 'audit', subjects: [aSubject({ component, evidence, allow: { named, fitting: [] } })] }
}
