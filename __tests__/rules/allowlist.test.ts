import { expect, test } from '@jest/globals'
import type { Component } from '../../src/model/component.ts'
import type { SignerIdentity, VerifiedAttestation } from '../../src/model/evidence.ts'
import { absent, observed } from '../../src/model/observation.ts'
import type { AllowEntry, AllowedPackage } from '../../src/model/policy.ts'
import type { Subject } from '../../src/model/rule.ts'
import { allowlist } from '../../src/rules/allowlist.ts'
import {
  aComponent,
  anAllowedPackage,
  aRelease,
  aSubject,
  noEvidence,
  OTHER_SHA512,
  SHA512,
  someEvidence,
} from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const SOURCE = 'github.com/acme/sample-mcp'
const expectedSource = {
  source: SOURCE,
  workflow: null,
  ref: null,
  repositoryId: null,
  ownerId: null,
  issuer: null,
  triggers: [],
  runner: null,
}
const range: Partial<AllowedPackage> = { versions: ['^1.0.0'], expected: expectedSource }

function aProof(
  signer: Partial<SignerIdentity> = {},
  sha512 = Buffer.from('A'.repeat(86), 'base64'),
): VerifiedAttestation {
  return {
    verified: true,
    predicateType: 'https://slsa.dev/provenance/v1',
    subjects: [{ name: 'pkg:npm/sample-mcp@1.0.0', sha512: sha512.toString('hex') }],
    signer: {
      san: `https://${SOURCE}/.github/workflows/release.yml@refs/heads/main`,
      issuer: 'https://token.actions.githubusercontent.com',
      sourceRepository: `https://${SOURCE}`,
      sourceRepositoryId: '1',
      sourceOwnerId: '2',
      sourceRef: 'refs/heads/main',
      sourceCommit: 'a'.repeat(40),
      buildConfig: `https://${SOURCE}/.github/workflows/release.yml@refs/heads/main`,
      runner: 'github-hosted',
      trigger: 'push',
      runUrl: null,
      ...signer,
    },
    loggedAt: null,
    trustRoot: 'tuf',
  }
}

function listed(
  entry: Partial<AllowedPackage>,
  subject: Partial<Subject> = {},
): { readonly subjects: readonly Subject[] } {
  const fitting: AllowEntry[] = [anAllowedPackage(entry)]
  return { subjects: [aSubject({ allow: { named: fitting, fitting }, ...subject })] }
}

const proved = (attestation: VerifiedAttestation) => ({
  evidence: someEvidence({ attestation: observed([attestation]) }),
})
const installed = (component: Partial<Component>) => ({ component: aComponent(component) })
const serves = (integrity: string) => ({ evidence: someEvidence({ release: observed(aRelease({ integrity })) }) })
const aCommand: AllowEntry = { ...anAllowedPackage(), kind: 'command', argv: ['x'] }
const unlisted = (component: Partial<Component>) => ({ subjects: [aSubject(installed(component))] })

testRule(allowlist, {
  passes: [
    { what: 'an exact version with the registry\u2019s bytes', context: listed({}) },
    { what: 'an exact version with the pinned bytes', context: listed({ integrity: { '1.0.0': SHA512 } }) },
    { what: 'an exact version of which the registry tells nothing', context: listed({}, { evidence: noEvidence() }) },
    { what: 'an exact version that no lockfile hashes', context: listed({}, installed({ integrity: null })) },
    { what: 'a range whose source is proved', context: listed(range, proved(aProof())) },
    { what: 'an entry that holds today', context: listed({ expires: '2027-01-20' }) },
    {
      what: 'one entry that never expires beside one that does',
      context: {
        subjects: [
          aSubject({
            allow: { named: [], fitting: [anAllowedPackage({ expires: '2026-11-21' }), anAllowedPackage()] },
          }),
        ].map((subject) => ({ ...subject, allow: { ...subject.allow, named: subject.allow.fitting } })),
      },
    },
    { what: 'what the lockfile decides', context: unlisted({ lockedIn: 'package-lock.json' }) },
    { what: 'a remote server', context: unlisted({ ecosystem: 'remote' }) },
    { what: 'a local command', context: unlisted({ ecosystem: 'local' }) },
    { what: 'an entry that expires in more than thirty days', context: listed({ expires: '2026-12-20' }) },
    { what: 'a line of which nothing could be told', context: unlisted({ ecosystem: 'unknown', version: null }) },
  ],
  reports: [
    {
      what: 'a name that no entry has',
      context: unlisted({ name: 'evil-mcp' }),
      finds: [
        {
          id: 'not-allowlisted',
          severity: 'high',
          args: { name: 'evil-mcp', version: '1.0.0' },
          location: { path: 'package-lock.json', route: ['packages', 'node_modules/evil-mcp'] },
        },
      ],
    },
    {
      what: 'a PyPI package',
      context: unlisted({ ecosystem: 'pypi', purl: 'pkg:pypi/sample-mcp@1.0.0' }),
      finds: [{ id: 'not-allowlisted', severity: 'high' }],
    },
    {
      what: 'a package of a registry that is not known here',
      context: unlisted({ ecosystem: 'unknown', name: '@x/y', purl: 'pkg:jsr/@x/y@1.0.0' }),
      finds: [{ id: 'not-allowlisted', severity: 'high' }],
    },
    {
      what: 'a line of which only what was asked could be told',
      context: unlisted({ ecosystem: 'unknown', version: null, spec: 'next' }),
      finds: [{ id: 'not-allowlisted', severity: 'high', args: { version: 'next' } }],
    },
    {
      what: 'a name without any version',
      context: unlisted({ version: null }),
      finds: [{ id: 'not-allowlisted', severity: 'high', args: { version: '(any version)' } }],
    },
    {
      what: 'a package that is listed with another version, beside an entry of another kind',
      context: {
        subjects: [aSubject({ allow: { named: [aCommand, anAllowedPackage({ versions: ['2.0.0'] })], fitting: [] } })],
      },
      finds: [{ id: 'version-not-allowlisted', severity: 'high', args: { allowed: '2.0.0' } }],
    },
    {
      what: 'an image that is listed with another digest',
      context: {
        subjects: [
          aSubject({ allow: { named: [anAllowedPackage({ versions: [], digest: 'sha256:ab' })], fitting: [] } }),
        ],
      },
      finds: [{ id: 'version-not-allowlisted', severity: 'high', args: { allowed: 'sha256:ab' } }],
    },
    {
      what: 'a version beside as many as are shown',
      context: {
        subjects: [
          aSubject({ allow: { named: [anAllowedPackage({ versions: ['1', '2', '3', '4', '5'] })], fitting: [] } }),
        ],
      },
      finds: [{ id: 'version-not-allowlisted', severity: 'high', args: { allowed: '1, 2, 3, 4, 5' } }],
    },
    {
      what: 'a version beside more than are shown',
      context: {
        subjects: [
          aSubject({ allow: { named: [anAllowedPackage({ versions: ['1', '2', '3', '4', '5', '6'] })], fitting: [] } }),
        ],
      },
      finds: [{ id: 'version-not-allowlisted', severity: 'high', args: { allowed: '1, 2, 3, 4, 5 and more' } }],
    },
    {
      what: 'a version that no entry has',
      context: {
        subjects: [aSubject({ allow: { named: [anAllowedPackage({ versions: ['0.9.0', '^0.8.0'] })], fitting: [] } })],
      },
      finds: [{ id: 'version-not-allowlisted', severity: 'high', args: { allowed: '0.9.0, ^0.8.0' } }],
    },
    {
      what: 'an entry that is a name alone',
      context: { subjects: [aSubject({ allow: { named: [anAllowedPackage({ versions: [] })], fitting: [] } })] },
      finds: [{ id: 'version-not-allowlisted', severity: 'high', args: { allowed: 'no version' } }],
    },
    {
      what: 'other bytes than the registry\u2019s',
      context: listed({}, serves(OTHER_SHA512)),
      finds: [{ id: 'integrity-not-allowlisted', severity: 'high' }],
    },
    {
      what: 'other bytes than the pinned ones',
      context: listed({ integrity: { '1.0.0': OTHER_SHA512 } }),
      finds: [{ id: 'integrity-not-allowlisted', severity: 'high', args: { expected: OTHER_SHA512 } }],
    },
    {
      what: 'a registry that serves other bytes than the pinned ones to a launch line',
      context: listed(
        { integrity: { '1.0.0': SHA512 } },
        { ...installed({ integrity: null }), ...serves(OTHER_SHA512) },
      ),
      finds: [{ id: 'integrity-not-allowlisted', severity: 'high' }],
    },
    {
      what: 'a hash that cannot be held against the pinned one',
      context: listed(
        { integrity: { '1.0.0': SHA512 } },
        installed({ integrity: 'sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
      ),
      finds: [{ id: 'integrity-not-allowlisted', severity: 'high' }],
    },
    {
      what: 'a range without source',
      context: listed({ versions: ['^1.0.0'] }, proved(aProof())),
      finds: [
        {
          id: 'version-not-allowlisted',
          severity: 'high',
          args: { allowed: 'a range, and no provenance confirms its source' },
        },
      ],
    },
    {
      what: 'a range that nothing proves',
      context: listed(range, { evidence: someEvidence({ attestation: absent }) }),
      finds: [{ id: 'version-not-allowlisted', severity: 'high' }],
    },
    {
      what: 'a range while the registry is silent',
      context: listed(range, { evidence: noEvidence() }),
      finds: [{ id: 'version-not-allowlisted', severity: 'high' }],
    },
    {
      what: 'a range that another repository proves',
      context: listed(range, proved(aProof({ sourceRepository: `https://${SOURCE}-evil` }))),
      finds: [{ id: 'version-not-allowlisted', severity: 'high' }],
    },
    {
      what: 'a range whose proof is about other bytes',
      context: listed(range, proved(aProof({}, Buffer.from('B'.repeat(86), 'base64')))),
      finds: [{ id: 'version-not-allowlisted', severity: 'high' }],
    },
    {
      what: 'an entry that has expired',
      context: listed({ expires: '2026-11-19' }),
      finds: [{ id: 'entry-expired', severity: 'high', args: { expires: '2026-11-19' } }],
    },
    {
      what: 'an entry that expires in thirty days',
      context: listed({ expires: '2026-12-19' }),
      finds: [{ id: 'entry-expiring', severity: 'low', args: { expires: '2026-12-19' } }],
    },
    {
      what: 'an entry on its last day',
      context: listed({ expires: '2026-11-20' }),
      finds: [{ id: 'entry-expiring', severity: 'low' }],
    },
  ],
})

test('names the entry that it speaks of', () => {
  const facts = [{ label: 'policy entry', value: '.github/mcp-gate.yml:5' }]
  for (const expires of ['2026-11-19', '2026-11-20'])
    expect(run(allowlist, listed({ expires }))[0]?.facts).toEqual(facts)
  expect(run(allowlist, listed({ integrity: { '1.0.0': OTHER_SHA512 } }))[0]?.facts).toEqual(facts)
})

const pasteOf = (context: ReturnType<typeof listed>) => run(allowlist, context)[0]?.paste

test('offers an entry with version and integrity', () => {
  expect(pasteOf(unlisted({ name: '@acme/x-mcp' }))).toBe(
    `  - package: "@acme/x-mcp"\n    versions: "1.0.0"\n    integrity: { "1.0.0": "${SHA512}" }\n`,
  )
})

test('offers the source that provenance proves', () => {
  expect(pasteOf({ subjects: [aSubject(proved(aProof()))] })).toContain(
    `    source: "${SOURCE}"\n    workflow: ".github/workflows/release.yml"\n`,
  )
})

test('offers no source of a proof for other bytes', () => {
  expect(pasteOf({ subjects: [aSubject(proved(aProof({}, Buffer.from('B'.repeat(86), 'base64'))))] })).not.toContain(
    'source',
  )
})

test.each([
  [
    'an image by its digest',
    { ecosystem: 'oci', purl: 'pkg:oci/x@1?repository_url=ghcr.io/a/x&tag=2', integrity: `sha256:${'a'.repeat(64)}` },
    `  - package: "pkg:oci/x?repository_url=ghcr.io/a/x"\n    digest: "sha256:${'a'.repeat(64)}"\n`,
  ],
  ['nothing for an image by tag', { ecosystem: 'oci', purl: 'pkg:oci/x@1', integrity: null }, null],
  ['nothing without a version', { version: null }, null],
] as const)('offers %s', (_, component, paste) => {
  expect(pasteOf(unlisted(component))).toBe(paste)
})

test('offers nothing for bytes that are not the registry\u2019s', () => {
  expect(pasteOf({ subjects: [aSubject(serves(OTHER_SHA512))] })).toBeNull()
})
