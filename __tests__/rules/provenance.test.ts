import { describe, expect, test } from '@jest/globals'
import type { Evidence, SignerIdentity, VerifiedAttestation } from '../../src/model/evidence.ts'
import { absent, observed, unavailable } from '../../src/model/observation.ts'
import type { ExpectedSource } from '../../src/model/policy.ts'
import type { Subject } from '../../src/model/rule.ts'
import { provenance } from '../../src/rules/provenance.ts'
import { matchesRef } from '../../src/rules/shared/identity.ts'
import { anAttestation, anExpectedSource, aRejection, aSigner, PUBLISH, SHA512_HEX } from '../support/attestations.ts'
import {
  aComponent,
  anAllowedPackage,
  aPackage,
  aRelease,
  aSubject,
  aTarball,
  DAY,
  NOW,
  OTHER_SHA512,
  SHA512,
  someEvidence,
} from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

testRule(provenance, {
  passes: [
    { what: 'a build by anybody, where nobody is expected', context: proved({}) },
    { what: 'the build the policy expects, to the last part', context: proved({}, exact()) },
    {
      what: 'two expectations, one of which fits',
      context: { subjects: [subject(evidence(), [anExpectedSource({ source: 'github.com/acme/old' }), exact()])] },
    },
    { what: 'a purl with an unescaped scope', context: { subjects: [scoped('pkg:npm/@acme/sample-mcp@1.0.0')] } },
    { what: 'a purl with an escaped scope', context: { subjects: [scoped('pkg:npm/%40acme/sample-mcp@1.0.0')] } },
    {
      what: 'a reusable workflow of another repository',
      context: proved({ san: 'https://github.com/slsa/generator/.github/workflows/build.yml@refs/tags/v2' }, exact()),
    },
    {
      what: 'a ref that its pattern covers',
      context: proved({ sourceRef: 'refs/tags/@acme/sample@1.0.0' }, anExpectedSource({ ref: 'refs/tags/*' })),
    },
    {
      what: 'a runner of its own that the policy names',
      context: proved({ runner: 'self-hosted' }, anExpectedSource({ runner: 'self-hosted' })),
    },
    {
      what: 'pull_request_target where the policy names it',
      context: proved(
        { trigger: 'pull_request_target' },
        anExpectedSource({ triggers: ['push', 'pull_request_target'] }),
      ),
    },
    {
      what: 'a registry that did not answer',
      context: { subjects: [subject(evidence({ attestation: unavailable('timeout', 'no answer') }))] },
    },
  ],
  reports: [
    {
      what: 'no attestation at all',
      context: { subjects: [subject(evidence({ attestation: absent }))] },
      finds: [
        {
          id: 'missing',
          severity: 'moderate',
          location: { path: 'package-lock.json', route: ['packages', 'node_modules/sample-mcp'] },
        },
      ],
    },
    {
      what: 'none where the policy names a source',
      context: { subjects: [subject(evidence({ attestation: absent }), [exact()])] },
      finds: [{ id: 'missing', severity: 'high' }],
    },
    {
      what: 'a publish attestation only',
      context: {
        subjects: [
          subject(evidence({ attestation: observed([anAttestation({ predicateType: PUBLISH, signer: null })]) })),
        ],
      },
      finds: [{ id: 'missing', severity: 'moderate' }],
    },
    {
      what: 'provenance that a registry key signed',
      context: { subjects: [subject(evidence({ attestation: observed([anAttestation({ signer: null })]) }))] },
      finds: [{ id: 'missing', severity: 'moderate' }],
    },
    {
      what: 'a predicate that only looks like provenance',
      context: {
        subjects: [
          subject(
            evidence({
              attestation: observed([anAttestation({ predicateType: 'https://slsa.dev/provenance/v1.evil' })]),
            }),
          ),
        ],
      },
      finds: [{ id: 'missing', severity: 'moderate' }],
    },
    {
      what: 'a bundle that does not verify',
      context: { subjects: [subject(evidence({ attestation: observed([aRejection()]) }))] },
      finds: [
        { id: 'invalid', severity: 'critical', args: { detail: 'the transparency log holds another statement' } },
      ],
    },
    {
      what: 'a bad bundle beside a good one',
      context: {
        subjects: [
          subject(evidence({ attestation: observed([anAttestation(), aRejection({ predicateType: PUBLISH })]) })),
        ],
      },
      finds: [{ id: 'invalid', severity: 'critical' }],
    },
    {
      what: 'another package',
      context: about([{ name: 'pkg:npm/other-mcp@1.0.0', sha512: SHA512_HEX }]),
      finds: [{ id: 'subject-mismatch', severity: 'critical' }],
    },
    {
      what: 'another version',
      context: about([{ name: 'pkg:npm/sample-mcp@1.0.1', sha512: SHA512_HEX }]),
      finds: [{ id: 'subject-mismatch', severity: 'critical' }],
    },
    {
      what: 'other bytes',
      context: about([{ name: 'pkg:npm/sample-mcp@1.0.0', sha512: 'ab'.repeat(64) }]),
      finds: [
        { id: 'subject-mismatch', severity: 'critical', args: { what: 'its sha512 is not the one of the lockfile' } },
      ],
    },
    {
      what: 'a purl that is no valid escape',
      context: about([{ name: 'pkg:npm/%zz@1.0.0', sha512: SHA512_HEX }]),
      finds: [{ id: 'subject-mismatch', severity: 'critical' }],
    },
    {
      what: 'a subject without a digest',
      context: about([{ name: 'pkg:npm/sample-mcp@1.0.0', sha512: null }]),
      finds: [{ id: 'subject-mismatch', severity: 'critical' }],
    },
    { what: 'no subject', context: about([]), finds: [{ id: 'subject-mismatch', severity: 'critical' }] },
    {
      what: 'two subjects',
      context: about([
        { name: 'pkg:npm/sample-mcp@1.0.0', sha512: SHA512_HEX },
        { name: 'pkg:npm/x@1.0.0', sha512: SHA512_HEX },
      ]),
      finds: [{ id: 'subject-mismatch', severity: 'critical' }],
    },
    {
      what: 'bytes of the lockfile that are not the registry’s',
      context: { subjects: [subject(evidence({ release: observed(aRelease({ integrity: OTHER_SHA512 })) }))] },
      finds: [
        { id: 'subject-mismatch', severity: 'critical', args: { what: 'its sha512 is not the one of the registry' } },
      ],
    },
    {
      what: 'a downloaded tarball that is not what was attested',
      context: { subjects: [subject(evidence({ tarball: observed(aTarball({ integrity: OTHER_SHA512 })) }))] },
      finds: [
        {
          id: 'subject-mismatch',
          severity: 'critical',
          args: { what: 'its sha512 is not the one of the downloaded tarball' },
        },
      ],
    },
    {
      what: 'a publish attestation for other bytes',
      context: {
        subjects: [
          subject(
            evidence({
              attestation: observed([
                anAttestation(),
                anAttestation({
                  predicateType: PUBLISH,
                  signer: null,
                  subjects: [{ name: 'pkg:npm/sample-mcp@1.0.0', sha512: 'ab'.repeat(64) }],
                }),
              ]),
            }),
          ),
        ],
      },
      finds: [{ id: 'subject-mismatch', severity: 'critical' }],
    },
  ],
})

describe('identity', () => {
  const differing: readonly (readonly [string, Partial<SignerIdentity>, Partial<ExpectedSource> | null, string])[] = [
    [
      'a repository whose name goes on',
      {
        sourceRepository: 'https://github.com/acme/sample-mcp-evil',
        buildConfig: 'https://github.com/acme/sample-mcp-evil/.github/workflows/release.yml@refs/tags/v1.0.0',
      },
      {},
      'repository',
    ],
    ['a host that a pattern would take', { sourceRepository: 'https://githubXcom/acme/sample-mcp' }, {}, 'repository'],
    ['a repository without https', { sourceRepository: 'http://github.com/acme/sample-mcp' }, {}, 'repository'],
    ['a repository under another id', { sourceRepositoryId: '1' }, { repositoryId: '4711' }, 'repository id'],
    ['an owner under another id', { sourceOwnerId: null }, { ownerId: '42' }, 'owner id'],
    ['another issuer', { issuer: 'https://token.actions.example.test' }, {}, 'issuer'],
    ['another workflow', {}, { workflow: '.github/workflows/other.yml' }, 'workflow'],
    [
      'a workflow whose name goes on',
      { buildConfig: 'https://github.com/acme/sample-mcp/.github/workflows/release.yml@x.yml@refs/heads/main' },
      { workflow: '.github/workflows/release.yml' },
      'workflow',
    ],
    [
      'a workflow of another repository',
      { buildConfig: 'https://github.com/evil/x/.github/workflows/release.yml@refs/tags/v1' },
      { workflow: '.github/workflows/release.yml' },
      'workflow',
    ],
    [
      'a workflow of another repository whose name is as long',
      { buildConfig: 'https://github.com/evil/sample-mcp/.github/workflows/release.yml@refs/tags/v1' },
      { workflow: '.github/workflows/release.yml' },
      'workflow',
    ],
    [
      'a certificate without workflow',
      { buildConfig: null },
      { workflow: '.github/workflows/release.yml' },
      'workflow',
    ],
    ['another ref', { sourceRef: 'refs/heads/evil' }, { ref: 'refs/tags/*' }, 'ref'],
    ['a runner of one’s own', { runner: 'self-hosted' }, null, 'runner'],
    ['a runner of one’s own, though the source fits', { runner: 'self-hosted' }, {}, 'runner'],
    ['another runner than the policy names', { runner: 'self-hosted' }, { runner: 'github-hosted' }, 'runner'],
    ['no runner', { runner: null }, null, 'runner'],
    ['no ref where one is expected', { sourceRef: null }, { ref: 'refs/tags/*' }, 'ref'],
    ['no trigger where one is expected', { trigger: null }, { triggers: ['push'] }, 'trigger'],
    ['a stranger’s pull request', { trigger: 'pull_request_target' }, null, 'trigger'],
    ['a stranger’s pull request, though the source fits', { trigger: 'pull_request_target' }, {}, 'trigger'],
    ['a trigger that is not among those named', { trigger: 'workflow_dispatch' }, { triggers: ['push'] }, 'trigger'],
    ['a person instead of a build', { sourceRepository: null, san: 'mallory@evil.example' }, null, 'repository'],
    [
      'two parts at once',
      { trigger: 'pull_request_target', sourceRef: 'refs/heads/x' },
      { ref: 'refs/tags/*' },
      'ref, trigger',
    ],
  ]

  test.each(differing)('%s', (_what, signer, expected, part) => {
    const findings = run(provenance, proved(signer, expected && anExpectedSource(expected)))
    expect(findings.map(({ id, severity, args }) => [id, severity, args['part']])).toEqual([
      ['identity-mismatch', 'high', part],
    ])
  })

  test.each([
    [{ runner: null }, {}, 'github-hosted', 'none'],
    [{ trigger: 'pull_request_target' }, {}, 'any but pull_request_target', 'pull_request_target'],
    [{ trigger: null }, { triggers: ['push', 'release'] }, 'push or release', 'none'],
    [{ sourceOwnerId: null }, { ownerId: '42' }, '42', 'none'],
  ])('%j is told beside what is expected', (signer, expected, wanted, actual) => {
    const [finding] = run(provenance, proved(signer, anExpectedSource(expected)))
    expect(finding?.args).toMatchObject({ expected: wanted, actual })
  })

  test('of several expectations the nearest is told, and the first of those as near', () => {
    const near = anExpectedSource({ ownerId: '1' })
    const far = anExpectedSource({ ownerId: '2', repositoryId: '2' })
    const partOf = (expected: readonly ExpectedSource[]) =>
      run(provenance, { subjects: [subject(evidence(), expected)] }).map(({ args }) => args['expected'])
    expect(partOf([near, far])).toEqual(['1'])
    expect(partOf([far, near])).toEqual(['1'])
    expect(partOf([near, anExpectedSource({ ownerId: '3' })])).toEqual(['1'])
  })

  test('a workflow without the ref it ran at', () => {
    const buildConfig = 'https://github.com/acme/sample-mcp/.github/workflows/release.yml'
    const expected = anExpectedSource({ workflow: '.github/workflows/release.yml' })
    expect(run(provenance, proved({ buildConfig }, expected))).toEqual([])
  })

  test('another repository, where neither certificate tells ids', () => {
    const none = { sourceRepositoryId: null, sourceOwnerId: null }
    const now = signedNow({ ...none, sourceRepository: 'https://github.com/evil/sample-mcp' })
    const found = run(provenance, { subjects: [bumped(now, signedBefore({ signer: aSigner(none) }))] })
    expect(found.map(({ args }) => args['part'])).toEqual(['repository'])
  })

  test('shows what the certificate proves', () => {
    const [finding] = run(provenance, proved({ trigger: 'pull_request_target' }))
    expect(finding?.facts).toContainEqual({ label: 'commit', value: '0123456789abcdef0123456789abcdef01234567' })
    expect(finding?.facts).toContainEqual({ label: 'trust root', value: 'tuf' })
  })

  const GITLAB = { issuer: 'https://gitlab.com', sourceRepository: 'https://gitlab.com/acme/sample-mcp' }
  const moves: readonly (readonly [string, Partial<SignerIdentity>, string | null])[] = [
    ['the same repository', {}, null],
    ['a repository that was renamed and kept its id', { sourceRepository: 'https://github.com/acme/old-name' }, null],
    ['a certificate that tells no ids', { sourceRepositoryId: null, sourceOwnerId: null }, null],
    [
      'another repository',
      { sourceRepository: 'https://github.com/evil/sample-mcp', sourceRepositoryId: '9' },
      'repository',
    ],
    [
      'a name that somebody else took when it was free',
      { sourceRepositoryId: '9', sourceOwnerId: '42' },
      'repository id',
    ],
    [
      'a repository handed over to another owner',
      { sourceRepository: 'https://github.com/evil/sample-mcp', sourceOwnerId: '66' },
      'owner id',
    ],
    ['a repository of another service that has the same id there', GITLAB, 'repository'],
  ]

  test.each(moves)('against the version before, where nobody is expected: %s', (_what, signer, part) => {
    const found = run(provenance, { subjects: [bumped(signedNow(signer), signedBefore())] })
    expect(found.map(({ id, args }) => [id, args['part']])).toEqual(part === null ? [] : [['identity-mismatch', part]])
  })

  test('what the policy expects goes before what the version before had', () => {
    const moved = bumped(signedNow({ sourceOwnerId: '66' }), signedBefore())
    const fitting = [anAllowedPackage({ expected: anExpectedSource() })]
    expect(run(provenance, { subjects: [{ ...moved, allow: { named: fitting, fitting } }] })).toEqual([])
  })

  test.each([
    ['another version', { subjects: [{ name: 'pkg:npm/sample-mcp@0.8.0', sha512: SHA512_HEX }] }],
    ['other bytes', { subjects: [{ name: 'pkg:npm/sample-mcp@0.9.0', sha512: 'ab'.repeat(64) }] }],
    ['nobody’s build', { signer: null }],
  ])('a statement about %s says nothing of the version before', (_what, odd) => {
    const other = signedNow({ sourceRepository: 'https://github.com/evil/sample-mcp', sourceRepositoryId: '9' })
    expect(run(provenance, { subjects: [bumped(other, signedBefore(odd))] })).toEqual([])
  })

  test('a GitLab build, by its own issuer', () => {
    const signer = {
      issuer: 'https://gitlab.com',
      sourceRepository: 'https://gitlab.com/acme/tools/mcp',
      runner: 'gitlab-hosted',
      buildConfig: 'https://gitlab.com/acme/tools/mcp//.gitlab-ci.yml@refs/heads/main',
    }
    const expected = anExpectedSource({ source: 'gitlab.com/acme/tools/mcp', workflow: '.gitlab-ci.yml' })
    expect(run(provenance, proved(signer, expected))).toEqual([])
  })

  test.each([
    ['refs/tags/*', 'refs/tags/v1', true],
    ['refs/tags/*', 'refs/heads/v1', false],
    ['refs/tags/v1', 'refs/tags/v1', true],
    ['refs/tags/v1', 'refs/tags/v10', false],
    ['refs/tags/v*.*.0', 'refs/tags/v1.2.0', true],
    ['refs/tags/v*.*.0', 'refs/tags/v10', false],
    ['*-release', 'refs/heads/x-release', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['refs/tags/*-rc*.0', 'refs/tags/v1.0', false],
    ['refs/tags/*-rc*.0', 'refs/tags/v1-rc2.0', true],
    ['*a*', 'ab', true],
    ['*ab*b', 'ab', false],
    ['refs/tags/.*', 'refs/tags/v1', false],
  ])('ref %s against %s', (pattern, ref, fits) => {
    expect(matchesRef(pattern, ref)).toBe(fits)
  })
})

describe('downgraded', () => {
  const releases = {
    '1.0.0': { attested: true },
    '1.0.1': {},
    '1.1.0': { trustedPublisher: 'github' },
    '2.0.0': {},
    '2.0.1': {},
    '3.0.0': { attested: true },
    '3.1.0': { attested: true },
  }
  const facts = Object.entries(releases).map(([version, release], index) =>
    aRelease({ version, published: NOW - (100 - index) * DAY, ...release }),
  )

  const cases: readonly (readonly [string, string | null, string, string | null])[] = [
    ['the replaced version was proved', '1.0.0', '1.0.1', '1.0.0'],
    ['the release before in its line was proved', null, '1.0.1', '1.0.0'],
    ['a step into a line that never was proved and is older', '3.1.0', '2.0.1', null],
    ['a step into a new line', '1.0.0', '2.0.0', '1.0.0'],
    ['a step back to an unproved release', '3.1.0', '1.0.1', '1.0.0'],
    ['nothing was proved before', '2.0.0', '2.0.1', null],
  ]

  test.each(cases)('%s: %s to %s', (_what, from, to, lost) => {
    const packument = observed(
      aPackage({
        releases: new Map(facts.map((one) => [one.version, one])),
        times: new Map(facts.map((one) => [one.version, one.published ?? 0])),
      }),
    )
    const component = aComponent({ version: to })
    const found = run(provenance, {
      subjects: [
        aSubject({
          component,
          replaces: from === null ? null : aComponent({ version: from }),
          evidence: someEvidence({ packument, release: observed(aRelease({ version: to })), attestation: absent }),
        }),
      ],
    })
    const before = found.filter(({ id }) => id === 'downgraded').map(({ args }) => args['before'])
    expect(before).toEqual(lost === null ? [] : [lost])
  })

  test('a trusted publisher without provenance still vouches', () => {
    const former = aRelease({ version: '0.9.0', trustedPublisher: 'circleci', published: NOW - 200 * DAY })
    const release = aRelease({ trustedPublisher: 'circleci' })
    const packument = observed(
      aPackage({
        releases: new Map([
          [former.version, former],
          [release.version, release],
        ]),
        times: new Map(),
      }),
    )
    const found = run(provenance, {
      subjects: [
        aSubject({
          replaces: aComponent({ version: '0.9.0' }),
          evidence: someEvidence({ packument, release: observed(release), attestation: absent }),
        }),
      ],
    })
    expect(found.map(({ id, facts }) => [id, facts])).toEqual([
      ['missing', [{ label: 'trusted publisher, unsigned', value: 'circleci' }]],
    ])
  })
})

describe('facts beside a finding', () => {
  const factsOf = (one: Subject) => run(provenance, { subjects: [one] })[0]?.facts

  test('the code of a bundle that does not verify', () => {
    const rejection = aRejection()
    expect(factsOf(subject(evidence({ attestation: observed([rejection]) })))).toEqual([
      { label: 'code', value: rejection.verified ? '' : rejection.code },
    ])
  })

  test('the predicate of an attestation for something else', () => {
    const { predicateType } = anAttestation()
    expect(run(provenance, about([]))[0]?.facts).toEqual([{ label: 'predicate', value: predicateType }])
  })

  test('what the registry says of how it was published', () => {
    const release = aRelease({ trustedPublisher: 'github', staged: true })
    expect(factsOf(subject(evidence({ attestation: absent, release: observed(release) })))).toEqual([
      { label: 'trusted publisher, unsigned', value: 'github' },
      { label: 'staged publishing, unsigned', value: 'approved after it was handed in' },
    ])
    expect(factsOf(subject(evidence({ attestation: absent })))).toEqual([])
    expect(factsOf(subject(evidence({ attestation: absent, release: absent })))).toEqual([])
  })
})

test('a finding without an expectation, and one without a version, name what there is', () => {
  const versionless = { ...subject(evidence({ attestation: absent })), component: aComponent({ version: null }) }
  expect(run(provenance, { subjects: [versionless] })[0]?.args).toMatchObject({ version: '' })
  const remote = {
    kind: 'remote',
    url: 'https://x.example.test/',
    place: { path: 'p', line: 1 },
    reviewed: null,
    expires: null,
  } as const
  const beside = { ...subject(evidence({ attestation: absent })), allow: { named: [remote], fitting: [remote] } }
  expect(run(provenance, { subjects: [beside] })[0]).toMatchObject({ severity: 'moderate', args: { version: '1.0.0' } })
})

test('an identity that differs in several parts is told part by part', () => {
  const expected = anExpectedSource({ source: 'github.com/acme/other', runner: 'self-hosted' })
  const [finding] = run(provenance, proved({ runner: 'github-hosted' }, expected))
  expect(finding?.args['part']?.split(', ').length).toBe(finding?.args['actual']?.split(', ').length)
  expect(finding?.args['expected']).toContain('github.com/acme/other')
  expect(finding?.args['actual']).toContain('github.com/acme/sample-mcp')
})

test.each([
  ['none now', null, ['missing', 'downgraded']],
  ['still one now', 'github', ['missing']],
])('a release that was published by a trusted publisher, and %s', (_, trustedPublisher, ids) => {
  const former = aRelease({ version: '0.9.0', trustedPublisher: 'github' })
  const release = aRelease({ trustedPublisher })
  const packument = observed(aPackage({ releases: new Map([former, release].map((one) => [one.version, one])) }))
  const now = evidence({ attestation: absent, release: observed(release), packument })
  const found = run(provenance, { subjects: [bumped(now, { release: observed(former) })] })
  expect(found.map(({ id }) => id)).toEqual(ids)
})

function exact(): ExpectedSource {
  return anExpectedSource({
    workflow: '.github/workflows/release.yml',
    ref: 'refs/tags/*',
    repositoryId: '4711',
    ownerId: '42',
    issuer: 'https://token.actions.githubusercontent.com',
    triggers: ['push'],
    runner: 'github-hosted',
  })
}

function evidence(overrides: Partial<Evidence> = {}): Evidence {
  return someEvidence({ attestation: observed([anAttestation()]), ...overrides })
}

function subject(facts: Evidence, expected: readonly ExpectedSource[] = []): Subject {
  const fitting = expected.map((one) => anAllowedPackage({ expected: one }))
  return aSubject({ evidence: facts, allow: { named: fitting, fitting } })
}

function proved(signer: Partial<SignerIdentity>, expected: ExpectedSource | null = null) {
  const facts = evidence({ attestation: observed([anAttestation({ signer: aSigner(signer) })]) })
  return { subjects: [subject(facts, expected === null ? [] : [expected])] }
}

function about(subjects: ReturnType<typeof anAttestation>['subjects']) {
  return { subjects: [subject(evidence({ attestation: observed([anAttestation({ subjects })]) }))] }
}

function bumped(facts: Evidence, before: Partial<Evidence>): Subject {
  return aSubject({ evidence: facts, replaces: aComponent({ version: '0.9.0' }), evidenceBefore: someEvidence(before) })
}

function signedNow(signer: Partial<SignerIdentity>): Evidence {
  return evidence({ attestation: observed([anAttestation({ signer: aSigner(signer) })]) })
}

function signedBefore(overrides: Partial<VerifiedAttestation> = {}): Partial<Evidence> {
  const subjects = [{ name: 'pkg:npm/sample-mcp@0.9.0', sha512: SHA512_HEX }]
  return { attestation: observed([anAttestation({ subjects, ...overrides })]) }
}

function scoped(name: string): Subject {
  const component = aComponent({ name: '@acme/sample-mcp', integrity: SHA512 })
  return aSubject({
    component,
    evidence: evidence({ attestation: observed([anAttestation({ subjects: [{ name, sha512: SHA512_HEX }] })]) }),
  })
}
