import { expect, test } from '@jest/globals'
import type { Change } from '../../src/model/change.ts'
import type { Component } from '../../src/model/component.ts'
import type { Evidence, PackageFacts, ReleaseFacts } from '../../src/model/evidence.ts'
import type { Impersonation } from '../../src/model/impersonation.ts'
import { absent, observed } from '../../src/model/observation.ts'
import { impersonation } from '../../src/rules/impersonation.ts'
import { anAttestation, aSigner, SHA512_HEX } from '../support/attestations.ts'
import {
  aChange,
  aComponent,
  anAllowedPackage,
  aPackage,
  aPolicy,
  aRelease,
  aSubject,
  DAY,
  NOW,
  noEvidence,
  someEvidence,
} from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const block: Impersonation = {
  name: 'sample-mcp',
  kind: 'homoglyph',
  strength: 'block',
  why: 'the digit 1 stands for the letter l',
  marks: [],
}
const look: Impersonation = { ...block, kind: 'combosquat', strength: 'look', why: 'it adds server' }

function imitating(
  impersonates: Impersonation | null,
  change: Partial<Change> = {},
  subject: Parameters<typeof aSubject>[0] = {},
) {
  const component = aComponent({ name: 'samp1e-mcp' })
  const own = aChange({ after: [component], ...change })
  return { subjects: [aSubject({ component, change: own, impersonates, evidence: noEvidence(), ...subject })] }
}
const aged = (days: number) => ({
  evidence: someEvidence({ packument: observed(aPackage({ created: NOW - days * DAY })) }),
})
const other = { tier: 'other', direct: true } as const

const ORIGINAL = someEvidence({
  packument: observed(
    aPackage({
      name: 'sample-mcp',
      maintainers: [{ name: 'acme', email: null }],
      repository: 'git+https://github.com/acme/Sample.git',
    }),
  ),
})

/** A look-alike of any strength whose own registry entry says this. */
function kin(
  likeness: Impersonation,
  facts: Partial<PackageFacts>,
  release: Partial<ReleaseFacts>,
  attestation: Evidence['attestation'] = absent,
) {
  const evidence = someEvidence({
    packument: observed(aPackage({ name: 'samp1e-mcp', created: NOW - 10 * DAY, repository: null, ...facts })),
    release: observed(aRelease(release)),
    attestation,
  })
  return imitating(likeness, {}, { evidence, original: ORIGINAL })
}
const built = (sourceRepository: string) =>
  observed([
    anAttestation({
      signer: aSigner({ sourceRepository }),
      subjects: [{ name: 'pkg:npm/samp1e-mcp@1.0.0', sha512: SHA512_HEX }],
    }),
  ])

const aliased = (alias: string, listed: readonly string[] = [], own: Partial<Component> = {}) => {
  const component = aComponent({ name: '@evil/sdk', alias, ...own })
  const change = aChange({ after: [component], ...other })
  return {
    subjects: [aSubject({ component, change, evidence: noEvidence() })],
    policy: aPolicy({ allow: listed.map((name) => anAllowedPackage({ name })) }),
  }
}

testRule(impersonation, {
  passes: [
    { what: 'an alias of its own', context: aliased('sdk', ['other-mcp']) },
    { what: 'a listed name under itself', context: aliased('@evil/sdk', ['@evil/sdk']) },
    {
      what: 'a listed name that another ecosystem gives away',
      context: aliased('weather-mcp', ['weather-mcp'], { ecosystem: 'golang' }),
    },
    { what: 'a name that imitates none', context: imitating(null) },
    {
      what: 'a name that the policy lists in this version',
      context: imitating(block, {}, { allow: { named: [], fitting: [anAllowedPackage()] } }),
    },
    { what: 'an update of what only looks alike', context: imitating(look, { kind: 'updated' }) },
  ],
  reports: [
    {
      what: 'another package under an official name',
      context: aliased('@modelcontextprotocol/sdk'),
      finds: [
        { id: 'scope-confusion', severity: 'high', args: { name: '@evil/sdk', original: '@modelcontextprotocol/sdk' } },
      ],
    },
    {
      what: 'another package under a listed name',
      context: aliased('weather-mcp', ['weather-mcp']),
      finds: [{ id: 'scope-confusion', severity: 'high' }],
    },
    {
      what: 'a server that imitates',
      context: imitating(block),
      finds: [
        {
          id: 'homoglyph',
          severity: 'critical',
          args: { name: 'samp1e-mcp', original: 'sample-mcp' },
          location: { path: 'package-lock.json', route: ['packages', 'node_modules/samp1e-mcp'] },
        },
      ],
    },
    {
      what: 'an update of what imitates',
      context: imitating(block, { kind: 'updated' }),
      finds: [{ id: 'homoglyph', severity: 'critical' }],
    },
    {
      what: 'a direct dependency that imitates',
      context: imitating(block, other),
      finds: [{ id: 'homoglyph', severity: 'high' }],
    },
    {
      what: 'what a server needs that imitates',
      context: imitating(block, { tier: 'closure', direct: false }),
      finds: [{ id: 'homoglyph', severity: 'high' }],
    },
    {
      what: 'an indirect dependency that imitates',
      context: imitating(block, { tier: 'other', direct: false }),
      finds: [{ id: 'homoglyph', severity: 'moderate' }],
    },
    {
      what: 'a name that only looks alike',
      context: imitating(look),
      finds: [{ id: 'combosquat', severity: 'moderate' }],
    },
    {
      what: 'a name that only looks alike and was there already, in an audit',
      context: imitating(look, { kind: 'present' }),
      finds: [{ id: 'combosquat', severity: 'moderate' }],
    },
    {
      what: 'a package of a year that imitates',
      context: imitating(block, {}, aged(365)),
      finds: [{ id: 'homoglyph', severity: 'moderate' }],
    },
    {
      what: 'a package of not quite a year that imitates',
      context: imitating(block, {}, aged(364)),
      finds: [{ id: 'homoglyph', severity: 'critical' }],
    },
    {
      what: 'a package of this month that only looks alike',
      context: imitating(look, {}, aged(3)),
      finds: [{ id: 'combosquat', severity: 'high' }],
    },
    {
      what: 'a package of last month that only looks alike',
      context: imitating(look, {}, aged(30)),
      finds: [{ id: 'combosquat', severity: 'moderate' }],
    },
    {
      what: 'an update of a name that is listed in another version',
      context: imitating(block, {}, { allow: { named: [anAllowedPackage()], fitting: [] } }),
      finds: [{ id: 'homoglyph', severity: 'critical' }],
    },
    ...(['typosquat', 'scope-confusion'] as const).map((kind) => ({
      what: kind,
      context: imitating({ ...block, kind }),
      finds: [{ id: kind, severity: 'critical' as const }],
    })),
  ],
})

const person = (name: string) => ({ name, email: null })

test.each<[string, ReturnType<typeof kin>, string, string]>([
  ['published by a maintainer of the original', kin(block, {}, { publisher: person('acme') }), 'low', 'the same hands'],
  [
    'provably built from the original’s repository',
    kin(block, {}, { publisher: person('x') }, built('https://github.com/acme/sample')),
    'low',
    'the same hands',
  ],
  [
    'provably built from another',
    kin(block, {}, { publisher: person('x') }, built('https://github.com/acme/sample-evil')),
    'critical',
    'other hands',
  ],
  [
    'of a maintainer list with the original’s maintainer on it',
    kin(block, { maintainers: [person('acme')] }, { publisher: person('x') }),
    'critical',
    'other hands',
  ],
  [
    'published by the account of all trusted publishers',
    kin(block, {}, { publisher: person('acme'), trustedPublisher: 'github' }),
    'critical',
    'other hands',
  ],
  [
    'claiming the original’s repository for years',
    kin(block, { created: 0, repository: 'https://github.com/acme/sample' }, { publisher: person('x') }),
    'critical',
    'it names the repository',
  ],
  ['of other hands for years', kin(block, { created: 0 }, { publisher: person('x') }), 'moderate', 'other hands'],
  [
    'that only looks alike and claims the original’s repository',
    kin(look, { created: 0, repository: 'git@github.com:acme/sample' }, { publisher: person('x') }),
    'high',
    'it names the repository',
  ],
  ['of which nobody tells', imitating(block), 'critical', 'not known'],
])('a look-alike %s', (_, context, severity, whose) => {
  const findings = run(impersonation, context)
  expect(findings.map((finding) => finding.severity)).toEqual([severity])
  expect(findings[0]?.facts.find(({ label }) => label === 'whose it is')?.value).toContain(whose)
})

test('tells since when there is the package', () => {
  expect(run(impersonation, imitating(block, {}, aged(3)))[0]?.facts).toContainEqual({
    label: 'first published',
    value: '3 days ago',
  })
})

test('shows both names, with marks under what differs', () => {
  const marks = [
    [1, 2],
    [4, 6],
  ] as const
  expect(run(impersonation, imitating({ ...block, marks }))[0]?.facts[0]).toEqual({
    label: 'compare',
    value: 'samp1e-mcp\n ^  ^^\nsample-mcp',
    code: 'text',
  })
})

test('shows the two names alone where no character is told apart', () => {
  expect(run(impersonation, aliased('@modelcontextprotocol/sdk'))[0]?.facts[0]?.value).toBe(
    '@evil/sdk\n@modelcontextprotocol/sdk',
  )
})

test('puts no marks under a name whose characters are not one column each', () => {
  const component = aComponent({ name: 's\u0430mple-mcp' })
  const facts = run(impersonation, imitating(block, { after: [component] }, { component }))[0]?.facts ?? []
  expect(facts.map(({ label }) => label)).toEqual(['whose it is'])
})
