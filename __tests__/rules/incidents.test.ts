import { expect, test } from '@jest/globals'
import type { Component } from '../../src/model/component.ts'
import type { AttestationFacts, Evidence, PackageFacts, ReleaseFacts, TarballFacts } from '../../src/model/evidence.ts'
import { absent, type Observation, observed } from '../../src/model/observation.ts'
import type { AllowedPackage } from '../../src/model/policy.ts'
import { judge } from '../../src/pipeline/judge.ts'
import { toSubjects } from '../../src/pipeline/subjects.ts'
import { RULES } from '../../src/rules/index.ts'
import { anAttestation, anExpectedSource, aSigner } from '../support/attestations.ts'
import {
  aChange,
  aComponent,
  aContext,
  anAllowedPackage,
  aPackage,
  aReadSource,
  aRelease,
  aTarball,
  DAY,
  HOUR,
  NOW,
  OTHER_SHA512,
  SHA512,
  someEvidence,
} from '../support/builders.ts'

interface Version {
  readonly component?: Partial<Component>
  readonly release?: Partial<ReleaseFacts> | 'absent'
  readonly tarball?: Partial<TarballFacts>
  readonly attestation?: Observation<readonly AttestationFacts[]>
  readonly malware?: Evidence['malware']
}

interface Incident {
  readonly what: string
  /** Every message the incident must bring; the twin brings none. */
  readonly finds: readonly string[]
  readonly before?: Version
  readonly after?: Version
  readonly facts?: Partial<PackageFacts>
  readonly allow?: Partial<AllowedPackage>
  readonly tier?: 'server' | 'closure'
}

const built: Version = {
  attestation: observed([anAttestation({ subjects: [{ name: 'pkg:npm/sample-mcp@1.0.0', sha512: hexOf(SHA512) }] })]),
}
const byGithub = { publisher: { name: 'GitHub Actions', email: null }, trustedPublisher: 'github', attested: true }
const script = {
  event: 'postinstall',
  command: 'node setup.js',
  sha256: 'a'.repeat(64),
  file: 'setup.js',
  excerpt: null,
}
const scripted: Version = {
  release: { hasInstallScript: true, installScripts: { postinstall: 'node setup.js' } },
  tarball: manifestWith({ scripts: { postinstall: 'node setup.js' } }, [script]),
}
const fetches = { kind: 'network', detail: 'fetch', file: 'index.js', line: 3, excerpt: 'fetch(url)' } as const
const expected = anExpectedSource({ workflow: '.github/workflows/release.yml' })
const signedBy = (signer: Parameters<typeof aSigner>[0]) => ({
  attestation: observed([anAttestation({ signer: aSigner(signer) })]),
})

test.each<Incident>([
  {
    what: 'a release by a stolen token: publisher and provenance are gone',
    before: { release: byGithub },
    after: { release: { publisher: { name: 'mallory', email: null } }, attestation: absent },
    finds: ['provenance/downgraded', 'publisher/changed', 'publisher/trusted-publisher-lost'],
  },
  {
    what: 'good provenance of a fork',
    after: signedBy({
      sourceRepository: 'https://github.com/evil/sample-mcp',
      buildConfig: 'https://github.com/evil/sample-mcp/.github/workflows/release.yml@refs/tags/v1.0.0',
    }),
    allow: { expected },
    finds: ['provenance/identity-mismatch'],
  },
  {
    what: 'good provenance of a run on a stranger’s pull request',
    after: signedBy({ trigger: 'pull_request_target' }),
    finds: ['provenance/identity-mismatch'],
  },
  { what: 'a new install script', after: { ...built, ...scripted }, finds: ['install-script/added'] },
  {
    what: 'a script hidden by an edited lockfile',
    before: scripted,
    after: { ...built, ...scripted, component: { installScript: false } },
    finds: ['install-script/undeclared'],
  },
  {
    what: 'a dependency that only the tarball has',
    after: { ...built, tarball: manifestWith({ dependencies: { evil: '1.0.0' } }) },
    finds: ['manifest-confusion/manifest-mismatch'],
  },
  {
    what: 'one new line that copies every mail',
    after: {
      ...built,
      tarball: { capabilities: [fetches, { ...fetches, kind: 'address', detail: 'copy@giftshop.example' }] },
    },
    finds: ['capabilities/address-added'],
  },
  {
    what: 'a release of two hours ago',
    after: { ...built, release: { published: NOW - 2 * HOUR } },
    finds: ['cooldown/released-too-recently'],
  },
  {
    what: 'malware that an advisory names',
    after: { ...built, malware: observed([{ id: 'MAL-1', title: 'Malicious code', severity: 'critical', url: null }]) },
    finds: ['known-bad/malware'],
  },
  { what: 'a version that was withdrawn', after: { ...built, release: 'absent' }, finds: ['known-bad/unpublished'] },
  {
    what: 'bytes that are not the registry’s',
    after: { ...built, release: { integrity: OTHER_SHA512 } },
    finds: ['integrity/mismatch', 'provenance/subject-mismatch'],
  },
  {
    what: 'a payload in a package that a server needs',
    tier: 'closure',
    after: scripted,
    facts: { created: NOW - DAY },
    finds: ['install-script/added', 'cooldown/package-too-new'],
  },
])('is caught: $what', (incident) => {
  const labels = judged(incident)
  expect(incident.finds.filter((wanted) => !labels.includes(wanted))).toEqual([])
})

test.each<Incident>([
  { what: 'a plain update with provenance', after: built, finds: [] },
  { what: 'publishing handed over to a trusted publisher', after: { ...built, release: byGithub }, finds: [] },
  {
    what: 'the expected build, by a reusable workflow',
    after: signedBy({ san: 'https://github.com/acme/shared/.github/workflows/build.yml@refs/heads/main' }),
    allow: { expected },
    finds: [],
  },
  {
    what: 'the install script that was there before',
    before: scripted,
    after: { ...built, ...scripted, component: { installScript: true } },
    finds: [],
  },
  {
    what: 'the network it always used',
    before: { tarball: { capabilities: [fetches] } },
    after: { ...built, tarball: { capabilities: [{ ...fetches, line: 40 }] } },
    finds: [],
  },
  { what: 'a release of three days ago', after: { ...built, release: { published: NOW - 3 * DAY } }, finds: [] },
  {
    what: 'a package that a server needs, without provenance',
    tier: 'closure',
    after: { attestation: absent },
    finds: [],
  },
])('has a harmless twin: $what', (incident) => {
  expect(judged(incident)).toEqual([])
})

function judged({ before = {}, after = {}, facts, allow, tier = 'server' }: Incident): readonly string[] {
  const [old, now] = [toComponent('0.9.0', before), toComponent('1.0.0', after)]
  const packument = toPackument({ old: before, now: after }, facts)
  const evidence = new Map([
    [old.purl, toEvidence(old, before, packument)],
    [now.purl, toEvidence(now, after, packument)],
  ])
  const fitting = [anAllowedPackage({ versions: ['1.0.0'], ...allow })]
  const changes = [aChange({ kind: 'updated', before: [old], after: [now], tier })]
  const subjects = toSubjects({
    changes,
    evidence,
    match: () => ({ named: fitting, fitting }),
    impersonates: () => null,
  })
  const head = aReadSource({ components: [now] })
  const sources = [{ path: head.path, kind: head.kind, base: aReadSource({ components: [old] }), head }]
  const { findings } = judge({
    ...aContext({ subjects, changes, sources, head: { sources: [head] }, catalogue: RULES }),
    rules: RULES,
  })
  return findings.map(({ rule, id }) => `${rule}/${id}`)
}

function toComponent(version: string, { component }: Version): Component {
  return aComponent({ version, installScript: null, ...component })
}

function toRelease(version: string, { release }: Version): readonly [string, ReleaseFacts][] {
  return release === 'absent' ? [] : [[version, aRelease({ version, ...release })]]
}

function toPackument(
  both: { readonly old: Version; readonly now: Version },
  facts: Partial<PackageFacts> = {},
): PackageFacts {
  const releases = new Map([...toRelease('0.9.0', both.old), ...toRelease('1.0.0', both.now)])
  const times = new Map(
    ['0.9.0', '1.0.0'].map((version) => [version, releases.get(version)?.published ?? NOW - 100 * DAY]),
  )
  return aPackage({ releases, times, ...facts })
}

function toEvidence({ purl, version }: Component, side: Version, packument: PackageFacts): Evidence {
  const release = packument.releases.get(version ?? '')
  const tarball = aTarball(side.tarball)
  return someEvidence({
    purl,
    packument: observed(packument),
    release: release ? observed(release) : absent,
    attestation: side.attestation ?? absent,
    'registry-signature': observed({ verified: true, keyid: 'SHA256:k' }),
    tarball: observed({ ...tarball, manifest: { ...tarball.manifest, version } }),
    malware: side.malware ?? observed([]),
  })
}

function manifestWith(
  manifest: Partial<TarballFacts['manifest']>,
  installScripts: TarballFacts['installScripts'] = [],
): Partial<TarballFacts> {
  return { manifest: { ...aTarball().manifest, ...manifest }, installScripts }
}

function hexOf(integrity: string): string {
  return Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex')
}
