import { expect, test } from '@jest/globals'
import type { Evidence } from '../../src/model/evidence.ts'
import { absent, observed, type UnavailableReason, unavailable } from '../../src/model/observation.ts'
import type { AllowEntry, RuleSetting } from '../../src/model/policy.ts'
import type { RuleCatalogue, RuleContext } from '../../src/model/rule.ts'
import { evidenceUnavailable } from '../../src/rules/evidence-unavailable.ts'
import {
  aChange,
  aComponent,
  anAllowedPackage,
  aPolicy,
  aSubject,
  aTarball,
  noEvidence,
  someEvidence,
} from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const common = { summary: 'A rule.', controls: [], modes: ['gate'], options: {} } as const
const message = { text: 'x', remedy: 'y' } as const
const catalogue: RuleCatalogue = [
  {
    ...common,
    id: 'proof',
    tiers: ['server'],
    messages: {
      missing: { ...message, severity: 'moderate', needs: ['attestation'] },
      invalid: { ...message, severity: 'critical', needs: ['attestation'] },
    },
  },
  {
    ...common,
    id: 'bad',
    tiers: ['server', 'closure'],
    messages: {
      bad: { ...message, severity: 'high', needs: ['malware'] },
      weak: { ...message, severity: 'moderate', gravest: 'critical', needs: ['advisories'] },
    },
  },
]

const comparing: RuleCatalogue = [
  {
    ...common,
    id: 'compare',
    tiers: ['server'],
    messages: {
      moved: { ...message, severity: 'high', needsBefore: ['attestation'] },
      grown: { ...message, severity: 'moderate', needsBefore: ['tarball'] },
    },
  },
]

const silent = (reason: UnavailableReason) => unavailable(reason, 'no answer')
const missing = (evidence: Partial<Evidence>, subject: Parameters<typeof aSubject>[0] = {}) => ({
  catalogue,
  subjects: [aSubject({ evidence: someEvidence(evidence), ...subject })],
})
const attestation = silent('timeout')
const setting = (overrides: Partial<RuleSetting>): RuleSetting => ({
  enabled: true,
  severity: null,
  tiers: null,
  messages: {},
  options: {},
  ...overrides,
})
const under = (rules: Readonly<Record<string, RuleSetting>>): Partial<RuleContext> => ({
  ...missing({ attestation }),
  policy: aPolicy({ rules }),
})
const source = {
  source: 'github.com/acme/x',
  workflow: null,
  ref: null,
  repositoryId: null,
  ownerId: null,
  issuer: null,
  triggers: [],
  runner: null,
}
const replacing = (before: Partial<Evidence>, now: Partial<Evidence> = {}, version: string | null = '0.9.0') => ({
  catalogue: comparing,
  subjects: [
    aSubject({
      replaces: aComponent({ version }),
      evidence: someEvidence(now),
      evidenceBefore: someEvidence(before),
    }),
  ],
})
const heard = { attestation: absent }
const aCommand: AllowEntry = { ...anAllowedPackage(), kind: 'command', argv: ['x'] }
const proving = { allow: { named: [anAllowedPackage({ expected: source })], fitting: [] } }

testRule(evidenceUnavailable, {
  passes: [
    { what: 'an answer', context: missing({}) },
    { what: 'what nobody asked for', context: missing({ attestation: silent('not-gathered') }) },
    { what: 'what no rule needs', context: missing({ tarball: silent('timeout') }) },
    { what: 'what no rule needs and the registry does not have', context: missing({ tarball: silent('not-offered') }) },
    { what: 'a version before that was heard of', context: replacing(heard, heard) },
    {
      what: 'a version before that nobody looked at',
      context: {
        catalogue: comparing,
        subjects: [aSubject({ replaces: aComponent({ version: '0.9.0' }), evidence: someEvidence(heard) })],
      },
    },
    {
      what: 'what no rule of this tier needs',
      context: missing({ attestation }, { change: aChange({ tier: 'closure' }) }),
    },
    { what: 'what a rule needs that is off', context: under({ proof: setting({ enabled: false }) }) },
    {
      what: 'what messages need that are off',
      context: under({ proof: setting({ messages: { missing: 'off', invalid: 'off' } }) }),
    },
    { what: 'silence about a version before that nobody asked about', context: replacing({}, heard) },
    {
      what: 'silence about the version before that no message needs',
      context: replacing({ malware: silent('timeout') }, heard),
    },
    {
      what: 'silence about the version before where the new one is not known either, which is told',
      context: replacing({ attestation }, { attestation: silent('not-gathered') }),
    },
    {
      what: 'silence about the same version with other bytes, which is told of it already',
      context: replacing({ attestation }, heard, '1.0.0'),
    },
    { what: 'what a rule needs in another mode', context: { ...missing({ attestation }), mode: 'audit' } },
  ],
  reports: [
    {
      what: 'silence, as gravely as what it could have shown',
      context: missing({ attestation }),
      finds: [
        {
          id: 'attestation',
          severity: 'critical',
          args: { name: 'sample-mcp', version: '1.0.0', detail: 'no answer' },
        },
      ],
    },
    {
      what: 'silence where the gravest message is off',
      context: under({ proof: setting({ messages: { invalid: 'off' } }) }),
      finds: [{ id: 'attestation', severity: 'moderate' }],
    },
    {
      what: 'silence where the policy sets the severity',
      context: under({ proof: setting({ severity: 'low' }) }),
      finds: [{ id: 'attestation', severity: 'low' }],
    },
    {
      what: 'silence where the policy widens the tiers',
      context: {
        ...under({ proof: setting({ tiers: ['closure'] }) }),
        subjects: [aSubject({ evidence: someEvidence({ attestation }), change: aChange({ tier: 'closure' }) })],
      },
      finds: [{ id: 'attestation', severity: 'critical' }],
    },
    {
      what: 'silence about what could have been of any severity',
      context: missing({ advisories: silent('timeout') }),
      finds: [{ id: 'advisories', severity: 'critical' }],
    },
    {
      what: 'each observation',
      context: { catalogue, subjects: [aSubject({ evidence: noEvidence('offline') })] },
      finds: [
        { id: 'attestation', severity: 'critical' },
        { id: 'advisories', severity: 'critical' },
        { id: 'malware', severity: 'high' },
      ],
    },
    {
      what: 'silence that the policy lets pass',
      context: { ...missing({ attestation }), policy: aPolicy({ unavailable: 'warn' }) },
      finds: [{ id: 'attestation', severity: 'low' }],
    },
    {
      what: 'a registry without attestations',
      context: missing({ attestation: silent('not-offered') }),
      finds: [{ id: 'attestation', severity: 'moderate' }],
    },
    {
      what: 'a registry without attestations where the policy asks for a proof',
      context: missing({ attestation: silent('not-offered') }, proving),
      finds: [{ id: 'attestation', severity: 'high' }],
    },
    {
      what: 'a registry without attestations where the policy asks for none',
      context: missing(
        { attestation: silent('not-offered') },
        { allow: { named: [anAllowedPackage(), aCommand], fitting: [] } },
      ),
      finds: [{ id: 'attestation', severity: 'moderate' }],
    },
    {
      what: 'silence about no version in particular',
      context: missing({ attestation }, { component: aComponent({ version: null }) }),
      finds: [{ id: 'attestation', severity: 'critical', args: { version: '' } }],
    },
    {
      what: 'silence about what was there before, of no version in particular',
      context: replacing({ attestation }, heard, null),
      finds: [{ id: 'attestation', severity: 'high', args: { version: '' } }],
    },
    {
      what: 'a registry without malware reports',
      context: missing({ malware: silent('not-offered') }, proving),
      finds: [{ id: 'malware', severity: 'moderate' }],
    },
    {
      what: 'silence about the version before, where the new one was heard of',
      context: replacing({ attestation, tarball: silent('over-limit') }, { ...heard, tarball: observed(aTarball()) }),
      finds: [
        { id: 'attestation', severity: 'high', args: { version: '0.9.0', detail: 'no answer' } },
        { id: 'tarball', severity: 'moderate', args: { version: '0.9.0' } },
      ],
    },
    {
      what: 'silence about the version before that the policy lets pass',
      context: { ...replacing({ attestation }, heard), policy: aPolicy({ unavailable: 'warn' }) },
      finds: [{ id: 'attestation', severity: 'low' }],
    },
    {
      what: 'evidence beyond a bound, whatever the policy says',
      context: { ...missing({ tarball: silent('over-limit') }), policy: aPolicy({ unavailable: 'warn' }) },
      finds: [{ id: 'over-limit', severity: 'high', args: { observation: 'tarball' } }],
    },
  ],
})

test('one for each purl, at the first place', () => {
  const subjects = [...missing({ attestation }).subjects, ...missing({ attestation }).subjects]
  expect(run(evidenceUnavailable, { catalogue, subjects })).toHaveLength(1)
  const named = subjects.map((subject, index) => {
    const component = aComponent({ name: `other-${index}` })
    return { ...subject, component, change: aChange({ after: [component] }) }
  })
  expect(run(evidenceUnavailable, { catalogue, subjects: named })).toHaveLength(2)
  const context = replacing({ attestation }, heard)
  const launched = aSubject({ evidence: someEvidence(heard) })
  const all = [launched, ...context.subjects, ...context.subjects]
  expect(run(evidenceUnavailable, { ...context, subjects: all })).toHaveLength(1)
})
