import { expect, test } from '@jest/globals'
import type { Advisory, Evidence } from '../../src/model/evidence.ts'
import { absent, observed, unavailable } from '../../src/model/observation.ts'
import { knownBad } from '../../src/rules/known-bad.ts'
import { aComponent, aPackage, aRelease, aSubject, NOW, someEvidence } from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const advisory: Advisory = {
  id: 'GHSA-aaaa',
  title: 'Command injection',
  severity: 'high',
  url: 'https://advisories.example.test/a',
}
const report: Advisory = { id: 'MAL-2026-1', title: 'Malicious code', severity: 'critical', url: null }
const gone = {
  release: absent,
  packument: observed(aPackage({ releases: new Map(), times: new Map([['1.0.0', NOW]]) })),
}
const never = { release: absent, packument: observed(aPackage({ releases: new Map(), times: new Map() })) }

testRule(knownBad, {
  passes: [
    { what: 'a release nothing is known against', context: about({}) },
    { what: 'an empty note of deprecation', context: about({ release: observed(aRelease({ deprecated: ' ' })) }) },
    {
      what: 'a range, of which no single version is judged',
      context: { subjects: [aSubject({ component: aComponent({ version: null }), evidence: someEvidence(never) })] },
    },
    {
      what: 'a registry that told of no version, and nothing of the package',
      context: about({ ...never, packument: unavailable('timeout', 'no answer') }),
    },
    {
      what: 'a registry that told nothing of the version',
      context: about({ ...never, release: unavailable('timeout', 'no answer') }),
    },
  ],
  reports: [
    {
      what: 'malware',
      context: about({ malware: observed([report]) }),
      finds: [{ id: 'malware', severity: 'critical', args: { advisory: 'MAL-2026-1' } }],
    },
    {
      what: 'malware that is listed as an advisory too, once',
      context: about({ malware: observed([report]), advisories: observed([report]) }),
      finds: [{ id: 'malware', severity: 'critical' }],
    },
    {
      what: 'a vulnerability, as grave as its advisory',
      context: about({ advisories: observed([advisory, { ...advisory, id: 'GHSA-bbbb', severity: 'low' }]) }),
      finds: [
        { id: 'vulnerable', severity: 'high' },
        { id: 'vulnerable', severity: 'low' },
      ],
    },
    {
      what: 'a name nobody has',
      context: about({ packument: absent, release: absent }),
      finds: [{ id: 'not-found', severity: 'high', args: { what: 'sample-mcp' } }],
    },
    {
      what: 'a version that never was',
      context: about(never),
      finds: [{ id: 'not-found', severity: 'high', args: { what: 'sample-mcp@1.0.0' } }],
    },
    { what: 'a version that was withdrawn', context: about(gone), finds: [{ id: 'unpublished', severity: 'high' }] },
    {
      what: 'a package that was withdrawn',
      context: about({ ...never, packument: observed(aPackage({ unpublished: true, releases: new Map() })) }),
      finds: [{ id: 'unpublished', severity: 'high' }],
    },
    {
      what: 'a range of a package that was withdrawn',
      context: {
        subjects: [
          aSubject({
            component: aComponent({ version: null }),
            evidence: someEvidence({ packument: observed(aPackage({ unpublished: true })) }),
          }),
        ],
      },
      finds: [{ id: 'unpublished', severity: 'high', args: { version: '' } }],
    },
    {
      what: 'a deprecated release',
      context: about({ release: observed(aRelease({ deprecated: 'Moved to other-mcp' })) }),
      finds: [{ id: 'deprecated', severity: 'low', args: { reason: 'Moved to other-mcp' } }],
    },
  ],
})

test.each([
  [report, [{ label: 'title', value: 'Malicious code' }]],
  [
    { ...report, url: 'https://advisories.example.test/m' },
    [
      { label: 'title', value: 'Malicious code' },
      { label: 'advisory', value: 'https://advisories.example.test/m' },
    ],
  ],
])('shows what it is called, and where one can read of it', (one, facts) => {
  expect(run(knownBad, about({ malware: observed([one]) }))[0]?.facts).toEqual(facts)
  expect(run(knownBad, about({ advisories: observed([one]) }))[0]?.facts).toEqual(facts)
})

function about(evidence: Partial<Evidence>) {
  return { subjects: [aSubject({ evidence: someEvidence(evidence) })] }
}
