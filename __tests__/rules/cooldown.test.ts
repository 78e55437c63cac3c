import { expect, test } from '@jest/globals'
import type { PackageFacts, ReleaseFacts } from '../../src/model/evidence.ts'
import { absent, observed } from '../../src/model/observation.ts'
import { cooldown } from '../../src/rules/cooldown.ts'
import { aPackage, aRelease, aSubject, DAY, HOUR, NOW, noEvidence, someEvidence } from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const young = { published: NOW - 2 * HOUR }

testRule(cooldown, {
  passes: [
    { what: 'a release of the exact age', context: released({ published: NOW - 48 * HOUR }) },
    { what: 'a young release where none has to be old', context: { ...released(young), options: { hours: 0 } } },
    { what: 'a package of the exact age', context: released({}, { created: NOW - 14 * DAY }) },
    {
      what: 'a release that does not exist',
      context: { subjects: [aSubject({ evidence: someEvidence({ release: absent }) })] },
    },
    { what: 'a time that only the list of versions has', context: released({ published: null }) },
    {
      what: 'a package whose first listed release is old',
      context: released(
        {},
        {
          created: null,
          times: new Map([
            ['0.1.0', NOW - 50 * DAY],
            ['1.0.0', NOW - 5 * DAY],
          ]),
        },
      ),
    },
    { what: 'a package whose first release nobody tells', context: released({}, { created: null, times: new Map() }) },
  ],
  reports: [
    {
      what: 'a release of two hours',
      context: released(young),
      finds: [
        {
          id: 'released-too-recently',
          severity: 'high',
          args: { age: '2 hours', wanted: '2 days', until: '2026-11-22 10:00 UTC', older: 'none' },
        },
      ],
    },
    {
      what: 'a release from the future',
      context: released({ published: NOW + DAY }),
      finds: [{ id: 'released-too-recently', severity: 'high', args: { age: '0 hours' } }],
    },
    {
      what: 'a release younger than the policy wants',
      context: { ...released({ published: NOW - 10 * DAY }), options: { hours: 336 } },
      finds: [{ id: 'released-too-recently', severity: 'high', args: { age: '10 days', wanted: '14 days' } }],
    },
    {
      what: 'a time that only the list of versions has, and is young',
      context: released({ published: null }, { times: new Map([['1.0.0', NOW - HOUR]]) }),
      finds: [{ id: 'released-too-recently', severity: 'high', args: { age: '1 hour' } }],
    },
    {
      what: 'a package of three days',
      context: released({}, { created: NOW - 3 * DAY }),
      finds: [{ id: 'package-too-new', severity: 'moderate', args: { age: '3 days', until: '2026-12-01 12:00 UTC' } }],
    },
    {
      what: 'a package whose first listed release is young',
      context: released({}, { created: null, times: new Map([['1.0.0', NOW - 5 * DAY]]) }),
      finds: [{ id: 'package-too-new', severity: 'moderate' }],
    },
    {
      what: 'no time, and no list of versions',
      context: {
        subjects: [aSubject({ evidence: { ...noEvidence(), release: observed(aRelease({ published: null })) } })],
      },
      finds: [{ id: 'publish-time-unknown', severity: 'moderate', args: { version: '1.0.0' } }],
    },
    {
      what: 'a young release of a package of which nothing else is told',
      context: { subjects: [aSubject({ evidence: { ...noEvidence(), release: observed(aRelease(young)) } })] },
      finds: [{ id: 'released-too-recently', severity: 'high', args: { older: 'none' } }],
    },
    {
      what: 'no time at all',
      context: released({ published: null }, { times: new Map() }),
      finds: [{ id: 'publish-time-unknown', severity: 'moderate' }],
    },
  ],
})

test('offers the newest release that is old enough, stable and not deprecated', () => {
  const releases = [
    aRelease({ version: '0.8.0', published: NOW - 50 * DAY }),
    aRelease({ version: '0.9.0', published: NOW - 48 * HOUR }),
    aRelease({ version: '0.7.0', published: NOW - 60 * DAY }),
    aRelease({ version: '0.9.3', published: null }),
    aRelease({ version: 'nightly', published: NOW - 20 * DAY }),
    aRelease({ version: '0.9.1', published: NOW - 10 * DAY, deprecated: 'broken' }),
    aRelease({ version: '0.10.0-beta.1', published: NOW - 9 * DAY }),
    aRelease({ version: '0.9.2', published: NOW - HOUR }),
    aRelease({ version: '2.0.0', published: NOW - 30 * DAY }),
    aRelease(young),
  ]
  const [finding] = run(cooldown, released(young, { releases: new Map(releases.map((one) => [one.version, one])) }))
  expect(finding?.args['older']).toBe('0.9.0')
})

test('offers nothing in place of a release that has no order', () => {
  const [finding] = run(cooldown, released({ ...young, version: 'nightly' }))
  expect(finding?.args['older']).toBe('none')
})

test('shows when the release and the package came out', () => {
  const facts = run(cooldown, released(young, { created: NOW - 3 * DAY })).map((finding) => finding.facts)
  expect(facts).toEqual([
    [{ label: 'published', value: '2026-11-20 10:00 UTC' }],
    [{ label: 'first release', value: '2026-11-17 12:00 UTC' }],
  ])
})

test('a higher age is a stricter one', () => {
  expect(cooldown.options).toMatchObject({
    hours: { type: 'integer', stricter: 'higher' },
    'package-days': { type: 'integer', stricter: 'higher' },
  })
})

function released(release: Partial<ReleaseFacts>, facts: Partial<PackageFacts> = {}) {
  const evidence = someEvidence({ packument: observed(aPackage(facts)), release: observed(aRelease(release)) })
  return { subjects: [aSubject({ evidence })] }
}
