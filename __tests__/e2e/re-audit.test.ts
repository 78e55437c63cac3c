// What the world does to a repository that does not move: between two audits the registry changes, or time goes by, and each
// kind of change raises exactly its alarms.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newsSince, toBody } from '../../src/github/issue-body.ts'
import type { Policy, Waiver } from '../../src/model/policy.ts'
import type { Report } from '../../src/model/report.ts'
import { runGate } from '../../src/pipeline/gate.ts'
import { type GathererOptions, openGatherer } from '../../src/pipeline/gatherer.ts'
import { planTracking } from '../../src/report/tracking.ts'
import { RULES } from '../../src/rules/index.ts'
import { anExpectedSource } from '../support/attestations.ts'
import { anAllowedPackage, aPolicy, DAY, NOW } from '../support/builders.ts'
import { aRequest } from '../support/gathering.ts'
import { projectFiles } from '../support/project.ts'
import {
  type Publication,
  type Published,
  type RegistryDouble,
  startRegistry,
  type VouchedKey,
} from '../support/registry.ts'
import type { Attestation } from '../support/shelf.ts'
import { mintRegistryKey } from '../support/sigstore.ts'
import { snapshotOf } from '../support/snapshot.ts'

/** A repository with one listed server, which needs one library. */
interface World {
  readonly registry: RegistryDouble
  readonly server: string
  readonly library: string
  /** Publishes another release of the server, or the same one anew. */
  release(version: string, changes?: Partial<Publication>): Promise<Published>
  /** Some days later, asking as the shared registry is asked if not told otherwise. */
  audit(days?: number, gathered?: GathererOptions): Promise<Report>
}

interface Alarm {
  readonly what: string
  readonly change: (world: World) => unknown
  readonly finds: readonly string[]
}

const PUBLISHED = NOW - 400 * DAY
const LATER = NOW - 30 * DAY
const BY_CI = { name: 'GitHub Actions', email: 'ci@registry.example.test', trustedPublisher: { id: 'github' } }
const BY_HAND = { name: 'mallory', email: 'm@evil.example' }
const KNOWN = { ghsa: 'GHSA-aaaa-bbbb-cccc', title: 'Reads too much', severity: 'high', vulnerable_versions: '<1.1.0' }

const ALARMS: readonly Alarm[] = [
  { what: 'nothing', change: () => {}, finds: [] },
  {
    what: 'the version is unpublished',
    change: ({ registry, server }) => registry.unpublish(server, '1.0.0'),
    finds: ['known-bad/unpublished'],
  },
  {
    what: 'an older version is unpublished',
    change: ({ registry, server }) => registry.unpublish(server, '0.9.0'),
    finds: [],
  },
  {
    what: 'the package is unpublished',
    change: ({ registry, server }) => registry.unpublish(server),
    finds: ['known-bad/unpublished'],
  },
  {
    what: 'the registry puts a placeholder of its own in its place',
    change: async ({ registry, server, release }) => {
      for (const version of ['0.9.0', '1.0.0']) registry.unpublish(server, version)
      await release('0.0.1-security', { published: LATER, publisher: { name: 'npm', email: null }, provenance: false })
    },
    finds: ['known-bad/unpublished', 'version/unreviewed-release'],
  },
  {
    what: 'what a server needs is unpublished',
    change: ({ registry, library }) => registry.unpublish(library, '1.0.0'),
    finds: ['known-bad/unpublished'],
  },
  {
    what: 'it is reported as malware',
    change: ({ registry, server }) =>
      registry.reportMalware({ id: malwareOf(server), name: server, versions: ['1.0.0'] }),
    finds: ['known-bad/malware'],
  },
  {
    what: 'another version is reported as malware',
    change: ({ registry, server }) =>
      registry.reportMalware({ id: malwareOf(server), name: server, versions: ['0.9.0'] }),
    finds: [],
  },
  {
    what: 'an advisory comes out',
    change: ({ registry, server }) => registry.advise(server, { id: 7, ...KNOWN }),
    finds: ['known-bad/vulnerable'],
  },
  {
    what: 'an advisory on what a server needs comes out',
    change: ({ registry, library }) => registry.advise(library, { id: 7, ...KNOWN }),
    finds: ['known-bad/vulnerable'],
  },
  {
    what: 'it is deprecated',
    change: ({ release }) => release('1.0.0', { deprecated: 'use another one' }),
    finds: ['known-bad/deprecated'],
  },
  {
    what: 'its proof of build no longer verifies',
    change: ({ release }) => release('1.0.0', { tamper: withoutSignatures }),
    finds: ['provenance/invalid', 'provenance/invalid'],
  },
  {
    what: 'its proof of build is gone',
    change: ({ release }) => release('1.0.0', { provenance: false }),
    finds: ['provenance/missing'],
  },
  {
    what: 'its proof of build names another repository',
    change: ({ release }) => release('1.0.0', { provenance: { repository: 'https://github.com/evil/sample-mcp' } }),
    finds: ['provenance/identity-mismatch'],
  },
  {
    what: 'the registry serves other bytes under the version',
    change: ({ release }) => release('1.0.0', { files: { 'index.js': 'steal()\n' } }),
    finds: ['allowlist/integrity-not-allowlisted', 'integrity/mismatch', 'provenance/subject-mismatch'],
  },
  {
    what: 'the registry no longer signs it',
    change: ({ release }) => release('1.0.0', { signed: false }),
    finds: ['registry-signature/missing'],
  },
  {
    what: 'a newer release comes out',
    change: ({ release }) => release('1.1.0', { published: LATER }),
    finds: ['version/unreviewed-release'],
  },
  {
    what: 'a newer release comes out under another tag',
    change: ({ release }) => release('1.1.0', { published: LATER, tag: 'next' }),
    finds: [],
  },
  {
    what: 'a newer release comes out by somebody else',
    change: ({ release }) => release('1.1.0', { published: LATER, publisher: BY_HAND, provenance: false }),
    finds: ['publisher/changed', 'publisher/trusted-publisher-lost', 'version/unreviewed-release'],
  },
  {
    what: 'a newer release comes out with a maintainer who is new',
    change: ({ release }) => release('1.1.0', { published: LATER, maintainers: [BY_CI, BY_HAND] }),
    finds: ['publisher/maintainers-changed', 'version/unreviewed-release'],
  },
  {
    what: '`latest` is moved back',
    change: ({ registry, server }) => registry.tag(server, 'latest', '0.9.0'),
    finds: ['version/unreviewed-release'],
  },
  {
    what: '`latest` is moved to another line',
    change: ({ release }) => release('0.8.1', { published: LATER }),
    finds: ['version/unreviewed-release'],
  },
  {
    what: '`latest` is moved back, and what is installed keeps a tag',
    change: ({ registry, server }) => {
      registry.tag(server, 'next', '1.0.0')
      registry.tag(server, 'latest', '0.9.0')
    },
    finds: [],
  },
]

let folder: string
let shared: RegistryDouble
let gathering: GathererOptions
let serial = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 're-audit-'))
  shared = await startRegistry()
  gathering = await aRequest(shared, { folder })
})
afterAll(async () => {
  await shared.close()
  await rm(folder, { recursive: true })
})

test.each(ALARMS)('between two audits: $what', async ({ change, finds }) => {
  const world = await aWorld()
  expect(findingsIn(await world.audit())).toEqual([])
  await change(world)
  expect(findingsIn(await world.audit())).toEqual(finds)
})

test('what is withdrawn is an alarm no more', async () => {
  const world = await aWorld()
  const { registry, server, audit } = world
  registry.advise(server, { id: 8, ...KNOWN })
  registry.reportMalware({ id: malwareOf(server), name: server, versions: ['1.0.0'] })
  expect(findingsIn(await audit())).toEqual(['known-bad/malware', 'known-bad/vulnerable'])
  registry.withdraw(8)
  registry.withdraw(malwareOf(server))
  expect(findingsIn(await audit())).toEqual([])
})

describe('the registry changes its keys', () => {
  const next: VouchedKey = { pair: mintRegistryKey(), expires: null }
  // Both packages are signed with the old key, and so is the proof of publishing, which is logged at the clock's own time.
  const later = Date.now() + DAY
  test.each<[string, (old: VouchedKey) => readonly VouchedKey[], readonly string[]]>([
    ['and the old one was good when it signed', (old) => [{ ...old, expires: later }, next], []],
    [
      'and the old one was out of date when it signed',
      (old) => [{ ...old, expires: PUBLISHED - DAY }, next],
      ['provenance/invalid', 'registry-signature/key-expired', 'registry-signature/key-expired'],
    ],
    [
      'and knows nothing of the old one',
      () => [next],
      ['provenance/invalid', 'registry-signature/invalid', 'registry-signature/invalid'],
    ],
  ])('%s', async (_, rotate, finds) => {
    const registry = await startRegistry()
    try {
      const { audit } = await aWorld({ registry })
      expect(findingsIn(await audit(0, await aRequest(registry, { folder })))).toEqual([])
      registry.vouchFor(rotate({ pair: registry.sigstore.registryKey, expires: null }))
      expect(findingsIn(await audit(0, await aRequest(registry, { folder })))).toEqual(finds)
    } finally {
      await registry.close()
    }
  })
})

describe('time goes by', () => {
  const expires = new Date(NOW + 60 * DAY).toISOString().slice(0, 10)

  test('an entry is about to expire, and expires', async () => {
    const { audit } = await aWorld({ listed: { expires } })
    expect(findingsIn(await audit())).toEqual([])
    expect(findingsIn(await audit(45))).toEqual(['allowlist/entry-expiring'])
    expect(findingsIn(await audit(61))).toEqual(['allowlist/entry-expired'])
  })

  test('a waiver is about to expire, and expires with what it waived', async () => {
    const waivers = (server: string): readonly Waiver[] => [
      {
        place: { path: '.github/mcp-gate.yml', line: 9 },
        rule: 'known-bad/deprecated',
        package: `${server}@1.0.0`,
        path: null,
        reason: 'no other one yet',
        owner: '@acme/security',
        expires,
      },
    ]
    const { audit, release } = await aWorld({ waivers })
    await release('1.0.0', { deprecated: 'use another one' })
    expect(findingsIn(await audit())).toEqual([])
    expect(findingsIn(await audit(45))).toEqual(['waiver/expiring'])
    expect(findingsIn(await audit(61))).toEqual(['known-bad/deprecated', 'waiver/expired'])
  })
})

test('only what came since the last audit is new to the tracking issue, and nothing is as days go by', async () => {
  const { registry, server, release, audit } = await aWorld()
  registry.advise(server, { id: 9, ...KNOWN })
  const first = planOf(await audit())
  expect(newsSince(toBody(first), planOf(await audit(20)).findings)).toEqual({ changed: false, fresh: [] })
  await release('1.1.0', { published: LATER })
  const second = planOf(await audit(21))
  const { fresh } = newsSince(toBody(first), second.findings)
  expect(fresh?.map(({ text }) => /\w+\/[\w-]+/.exec(text)?.[0])).toEqual(['version/unreviewed-release'])
  await release('1.2.0', { published: LATER + DAY })
  expect(newsSince(toBody(second), planOf(await audit(22)).findings).fresh).toHaveLength(1)
})

interface Listing {
  readonly listed?: Parameters<typeof anAllowedPackage>[0]
  readonly registry?: RegistryDouble
  readonly waivers?: (server: string) => Policy['waivers']
}

async function aWorld({ registry = shared, listed, waivers = () => [] }: Listing = {}): Promise<World> {
  serial += 1
  const [server, library] = [`sample${serial}-mcp`, `relay-${serial}`]
  const dependencies = { [library]: '1.0.0' }
  const honest = { published: PUBLISHED, publisher: BY_CI, maintainers: [BY_CI] }
  const release: World['release'] = (version, changes) =>
    registry.publish({ ...honest, provenance: true, manifest: { dependencies }, ...changes, name: server, version })
  const needed = await registry.publish({ ...honest, name: library, version: '1.0.0' })
  await release('0.9.0', { published: PUBLISHED - DAY, provenance: false })
  const { integrity } = await release('1.0.0')
  const files = projectFiles({
    dependencies: { [server]: '1.0.0' },
    locked: {
      [server]: { version: '1.0.0', integrity, dependencies },
      [library]: { version: '1.0.0', integrity: needed.integrity },
    },
  })
  const allow = [anAllowedPackage({ name: server, expected: anExpectedSource(), ...listed })]
  const audit: World['audit'] = (days = 0, gathered = gathering) =>
    runGate({
      mode: 'audit',
      base: null,
      head: snapshotOf('main', files),
      policy: aPolicy({ registries: gathered.registries, allow, waivers: waivers(server) }),
      gather: openGatherer(gathered),
      now: NOW + days * DAY,
      version: '1.0.0',
    })
  return { registry, server, library, release, audit }
}

function malwareOf(server: string): string {
  return `MAL-2026-${/\d+/.exec(server)?.[0]}`
}

function withoutSignatures(attestations: Attestation[]): Attestation[] {
  for (const { bundle } of attestations) for (const signature of bundle.dsseEnvelope.signatures) signature.sig = 'AAAA'
  return attestations
}

function planOf(report: Report) {
  return planTracking(report, RULES, { links: null, docsBase: 'https://docs.example.test' })
}

function findingsIn({ findings }: Report): readonly string[] {
  return findings
    .filter(({ status }) => status === 'open')
    .map(({ rule, id }) => `${rule}/${id}`)
    .toSorted()
}
