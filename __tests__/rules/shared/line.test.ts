import { expect, test } from '@jest/globals'
import type { ReleaseFacts } from '../../../src/model/evidence.ts'
import { observed } from '../../../src/model/observation.ts'
import type { Subject } from '../../../src/model/rule.ts'
import { baselinesOf, replacedRelease } from '../../../src/rules/shared/line.ts'
import { aComponent, aPackage, aRelease, aSubject, DAY, NOW, noEvidence, someEvidence } from '../../support/builders.ts'

type Days = Readonly<Record<string, number | null>>

/** A step from one version to another of a package whose releases came out so many days ago; null: nobody tells when. */
function step(from: string | null, to: string | null, days: Days, published: number | null = null): Subject {
  const versions = Object.keys(days)
  const packument = aPackage({
    releases: new Map(versions.map((version) => [version, aRelease({ version, published })])),
    times: new Map(
      Object.entries(days).flatMap(([version, ago]) => (ago === null ? [] : [[version, NOW - ago * DAY] as const])),
    ),
  })
  return aSubject({
    component: aComponent({ version: to }),
    replaces: from === null ? null : aComponent({ version: from }),
    evidence: someEvidence({ packument: observed(packument) }),
  })
}

const versionsOf = (releases: readonly ReleaseFacts[]) => releases.map(({ version }) => version)

test.each<[string, Subject, readonly string[]]>([
  [
    'the version replaced and the one before',
    step('1.0.0', '1.2.0', { '1.0.0': 9, '1.1.0': 8, '1.2.0': 7 }),
    ['1.0.0', '1.1.0'],
  ],
  ['the highest before, by number', step(null, '1.10.0', { '1.9.0': 9, '1.2.0': 8, '1.10.0': 7 }), ['1.9.0']],
  ['nothing where there is nothing before', step(null, '1.0.0', { '1.0.0': 9, '1.1.0': 8 }), []],
  ['no later release of a lower number', step(null, '1.2.0', { '1.0.0': 9, '1.1.0': 6, '1.2.0': 7 }), ['1.0.0']],
  ['a release of the same moment', step(null, '1.1.0', { '1.0.0': 7, '1.1.0': 7 }), ['1.0.0']],
  ['a release whose time nobody tells', step(null, '1.1.0', { '1.0.0': null, '1.1.0': 7 }), ['1.0.0']],
  ['any release before one whose time nobody tells', step(null, '1.1.0', { '1.0.0': 7, '1.1.0': null }), ['1.0.0']],
  ['no other major', step(null, '2.0.0', { '1.9.0': 9, '2.0.0': 8 }), []],
  ['another minor of one major', step(null, '1.1.0', { '1.0.0': 9, '1.1.0': 8 }), ['1.0.0']],
  ['no other minor below 1.0.0', step(null, '0.2.0', { '0.1.0': 9, '0.2.0': 8 }), []],
  ['the same minor below 1.0.0', step(null, '0.2.1', { '0.2.0': 9, '0.2.1': 8 }), ['0.2.0']],
  ['no version that has no order', step(null, '1.1.0', { nightly: 9, '1.0.0': 9, '1.1.0': 8 }), ['1.0.0']],
  ['nothing for a version that has no order', step(null, 'nightly', { '1.0.0': 9, nightly: 8 }), []],
  ['nothing for no version', step('1.0.0', null, { '1.0.0': 9 }), []],
  ['the version replaced, into a new line', step('1.9.0', '2.0.0', { '1.9.0': 9, '2.0.0': 8 }), ['1.9.0']],
  ['a line of its own that is older', step('2.0.0', '1.1.0', { '1.0.0': 9, '2.0.0': 8, '1.1.0': 7 }), ['1.0.0']],
  [
    'both where the line of its own is younger',
    step('2.0.0', '3.1.0', { '2.0.0': 9, '3.0.0': 8, '3.1.0': 7 }),
    ['2.0.0', '3.0.0'],
  ],
  [
    'both where the lines are as old',
    step('2.0.0', '3.1.0', { '2.0.0': 8, '3.0.0': 8, '3.1.0': 7 }),
    ['2.0.0', '3.0.0'],
  ],
  [
    'both within one line, back as well',
    step('1.3.0', '1.1.0', { '1.0.0': 9, '1.1.0': 8, '1.3.0': 7 }),
    ['1.3.0', '1.0.0'],
  ],
  [
    'both where one has no order',
    step('nightly', '1.1.0', { '1.0.0': 8, nightly: 9, '1.1.0': 7 }),
    ['nightly', '1.0.0'],
  ],
  [
    'a line of its own that is older than what has no order',
    step('nightly', '1.1.0', { '1.0.0': 9, nightly: 8, '1.1.0': 7 }),
    ['1.0.0'],
  ],
  [
    'the times of the releases where the list has none',
    step('2.0.0', '1.1.0', { '1.0.0': null, '2.0.0': 1, '1.1.0': 0 }, NOW),
    ['2.0.0', '1.0.0'],
  ],
  [
    'a release of no time at all as the oldest',
    step('2.0.0', '1.1.0', { '1.0.0': null, '2.0.0': 1, '1.1.0': 0 }),
    ['1.0.0'],
  ],
])('is held against %s', (_, subject, versions) => {
  expect(versionsOf(baselinesOf(subject))).toEqual(versions)
})

test('nothing is held against what the registry does not tell of', () => {
  expect(baselinesOf({ ...step('1.0.0', '1.1.0', {}), evidence: noEvidence() })).toEqual([])
})

const known = step('1.0.0', '1.1.0', { '1.0.0': 9, '1.1.0': 8 })
const gathered = someEvidence({ release: observed(aRelease({ version: '1.0.0', attested: true })) })

test.each<[string, Subject, boolean | undefined]>([
  ['in the list of the package', known, false],
  ['in the list of the package, though gathered too', { ...known, evidenceBefore: gathered }, false],
  ['only gathered for itself', { ...step('1.0.0', '1.1.0', {}), evidenceBefore: gathered }, true],
  [
    'only gathered for itself, while the registry is silent',
    { ...known, evidence: noEvidence(), evidenceBefore: gathered },
    true,
  ],
  ['not known', step('1.0.0', '1.1.0', {}), undefined],
  ['none', { ...step(null, '1.1.0', {}), evidenceBefore: gathered }, undefined],
  ['of no version', { ...known, replaces: aComponent({ version: null }), evidenceBefore: gathered }, undefined],
  ['the same version', { ...step('1.1.0', '1.1.0', { '1.1.0': 9 }), evidenceBefore: gathered }, undefined],
])('the release that is replaced, %s', (_, subject, attested) => {
  expect(replacedRelease(subject)?.attested).toBe(attested)
})
