// Attestations, minted for real: the genuine verify, and each way to forge one has its own code.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { gather } from '../../src/evidence/gather.ts'
import type { AttestationFacts } from '../../src/model/evidence.ts'
import type { Observation } from '../../src/model/observation.ts'
import { aRequest, wantedOf } from '../support/gathering.ts'
import { type RegistryDouble, startRegistry } from '../support/registry.ts'
import type { Attestation, Publication } from '../support/shelf.ts'
import { GITHUB_ISSUER, mintRegistryKey, PROVENANCE, PUBLISH, startSigstore } from '../support/sigstore.ts'

let registry: RegistryDouble
let folder: string
let serial = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attestations-'))
  registry = await startRegistry()
})
afterAll(async () => {
  await registry.close()
  await rm(folder, { recursive: true })
})

/** Publishes a new version and asks for its attestations. */
async function attested(publication: Partial<Publication> = {}): Promise<Observation<readonly AttestationFacts[]>> {
  serial += 1
  const version = `1.0.${serial}`
  await registry.publish({ name: '@acme/sample-mcp', version, provenance: true, ...publication })
  return await ask(version)
}

async function ask(version: string) {
  const wanted = wantedOf('@acme/sample-mcp', version, ['attestation'])
  const evidence = await gather(await aRequest(registry, { wanted: [wanted], folder }))
  return evidence.of(wanted.purl).attestation
}

const bySlsa = (bundle: Attestation[]) => bundle.filter(({ predicateType }) => predicateType === PROVENANCE)
const byRegistry = (bundle: Attestation[]) => bundle.filter(({ predicateType }) => predicateType === PUBLISH)

test('both kinds verify, with what they say', async () => {
  const answer = await attested({ provenance: { ref: 'refs/tags/v9', trigger: 'release' } })
  if (answer.status !== 'observed') throw new Error(JSON.stringify(answer))
  expect(answer.value).toMatchObject([
    { verified: true, predicateType: PUBLISH, signer: null, trustRoot: 'tuf' },
    {
      verified: true,
      predicateType: PROVENANCE,
      subjects: [
        { name: `pkg:npm/%40acme/sample-mcp@1.0.${serial}`, sha512: expect.stringMatching(/^[0-9a-f]{128}$/) },
      ],
      signer: {
        san: 'https://github.com/acme/sample-mcp/.github/workflows/release.yml@refs/tags/v9',
        issuer: GITHUB_ISSUER,
        sourceRepository: 'https://github.com/acme/sample-mcp',
        sourceRepositoryId: '123456',
        sourceOwnerId: '654321',
        sourceRef: 'refs/tags/v9',
        buildConfig: 'https://github.com/acme/sample-mcp/.github/workflows/release.yml@refs/tags/v9',
        runner: 'github-hosted',
        trigger: 'release',
      },
    },
  ])
  const [, provenance] = answer.value
  expect(provenance?.verified === true && Math.abs((provenance.loggedAt ?? 0) - Date.now())).toBeLessThan(60_000)
})

describe('is good, and by whom is for others to judge', () => {
  test('another repository, issuer and a reusable workflow', async () => {
    const source = {
      repository: 'https://github.com/evil/sample-mcp',
      signer: 'https://github.com/shared/builders/.github/workflows/npm.yml@refs/tags/v2',
    }
    const answer = await attested({
      provenance: source,
      mint: { issuer: 'https://issuer.example.test' },
      tamper: bySlsa,
    })
    expect(answer).toMatchObject({
      value: [
        {
          verified: true,
          signer: {
            san: 'https://github.com/shared/builders/.github/workflows/npm.yml@refs/tags/v2',
            issuer: 'https://issuer.example.test',
            sourceRepository: 'https://github.com/evil/sample-mcp',
            buildConfig: 'https://github.com/evil/sample-mcp/.github/workflows/release.yml@refs/tags/v1.0.0',
          },
        },
      ],
    })
  })

  test('a certificate from before 2023', async () => {
    expect(await attested({ mint: { oldCertificate: true }, tamper: bySlsa })).toMatchObject({
      value: [
        {
          verified: true,
          signer: {
            issuer: GITHUB_ISSUER,
            sourceRepository: 'https://github.com/acme/sample-mcp',
            buildConfig: null,
            runner: null,
          },
        },
      ],
    })
  })

  test('an address longer than 127 bytes', async () => {
    const repository = `https://github.com/acme/${'long'.repeat(60)}`
    expect(await attested({ provenance: { repository }, tamper: bySlsa })).toMatchObject({
      value: [{ signer: { sourceRepository: repository } }],
    })
  })

  test('another subject, and more than one', async () => {
    const subjects = [
      { name: 'pkg:npm/other@1.0.0', digest: { sha512: 'AB'.repeat(64) } },
      { name: 'pkg:npm/third@1.0.0', digest: { sha256: 'cd' } },
    ]
    expect(await attested({ mint: { subjects }, tamper: bySlsa })).toMatchObject({
      value: [
        {
          verified: true,
          subjects: [
            { name: 'pkg:npm/other@1.0.0', sha512: 'ab'.repeat(64) },
            { name: 'pkg:npm/third@1.0.0', sha512: null },
          ],
        },
      ],
    })
  })
})

type Forge = (attestation: Attestation) => void

const FORGED: readonly (readonly [what: string, forge: Forge, code: string])[] = [
  [
    'the payload was changed',
    ({ bundle }) => {
      const text = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString().replace('%40acme', '%40evil')
      bundle.dsseEnvelope.payload = Buffer.from(text).toString('base64')
    },
    'TLOG_BODY_ERROR',
  ],
  [
    'the signature is another one',
    ({ bundle }) => {
      const [signature] = bundle.dsseEnvelope.signatures
      if (signature) signature.sig = Buffer.from('no signature').toString('base64')
    },
    'TLOG_BODY_ERROR',
  ],
  [
    'the payload type was changed',
    ({ bundle }) => {
      bundle.dsseEnvelope.payloadType = 'text/plain'
    },
    'SIGNATURE_ERROR',
  ],
  [
    'the label is of another kind',
    (attestation) => {
      attestation.predicateType = 'https://slsa.dev/provenance/v0.2'
    },
    'PREDICATE_TYPE_ERROR',
  ],
  [
    'there is no log entry',
    ({ bundle }) => {
      bundle.verificationMaterial.tlogEntries = []
    },
    'TIMESTAMP_ERROR',
  ],
  [
    'the log entry has no proof',
    ({ bundle }) => {
      const [entry] = bundle.verificationMaterial.tlogEntries
      if (entry) delete entry.inclusionProof
    },
    'BUNDLE_ERROR',
  ],
  [
    'the log gave another time',
    ({ bundle }) => {
      const [entry] = bundle.verificationMaterial.tlogEntries
      if (entry) entry.integratedTime = '1600000000'
    },
    'CERTIFICATE_ERROR',
  ],
  [
    'the bundle is empty',
    (attestation) => {
      Reflect.set(attestation, 'bundle', {})
    },
    'BUNDLE_ERROR',
  ],
  [
    'the bundle is a text',
    (attestation) => {
      Reflect.set(attestation, 'bundle', 'x')
    },
    'BUNDLE_ERROR',
  ],
  [
    'the certificate is no certificate',
    ({ bundle }) => {
      bundle.verificationMaterial.certificate = { rawBytes: Buffer.from('none').toString('base64') }
    },
    'BUNDLE_ERROR',
  ],
]

test.each(FORGED)('is rejected: %s', async (_, forge, code) => {
  const answer = await attested({
    tamper: (all) => {
      const only = bySlsa(all)
      for (const attestation of only) forge(attestation)
      return only
    },
  })
  expect(answer).toMatchObject({ status: 'observed', value: [{ verified: false, code }] })
})

describe('is rejected', () => {
  test('the certificate is of another bundle', async () => {
    const other = await registry.sigstore.mintProvenance({ name: 'x', version: '1.0.0', integrity: 'sha512-AAAA' })
    const answer = await attested({
      tamper: (all) =>
        bySlsa(all).map(({ predicateType, bundle }) => {
          const { certificate } = other.verificationMaterial
          const material = { ...bundle.verificationMaterial, certificate }
          return { predicateType, bundle: { ...bundle, verificationMaterial: material } }
        }),
    })
    expect(answer).toMatchObject({ value: [{ verified: false, code: 'SIGNATURE_ERROR' }] })
  })

  test('another Sigstore made it', async () => {
    const stranger = await startSigstore()
    const bundle = await stranger.mintProvenance({
      name: '@acme/sample-mcp',
      version: '1.0.0',
      integrity: 'sha512-AAAA',
    })
    const answer = await attested({ tamper: () => [{ predicateType: PROVENANCE, bundle }] })
    expect(answer).toMatchObject({ value: [{ verified: false, code: 'CERTIFICATE_ERROR' }] })
  })

  test('what was signed is no statement', async () => {
    const typed = await attested({ mint: { payloadType: 'text/plain' }, tamper: bySlsa })
    expect(typed).toMatchObject({ value: [{ verified: false, code: 'PAYLOAD_TYPE_ERROR' }] })
    const malformed = await attested({ mint: { payload: '{"subject":[]}' }, tamper: bySlsa })
    expect(malformed).toMatchObject({ value: [{ verified: false, code: 'STATEMENT_ERROR' }] })
  })

  test("provenance by the registry's key, which names no workflow", async () => {
    const minting = { name: '@acme/sample-mcp', version: '1.0.0', integrity: 'sha512-AAAA', predicateType: PROVENANCE }
    const bundle = await registry.sigstore.mintPublish(minting)
    const answer = await attested({ tamper: () => [{ predicateType: PROVENANCE, bundle }] })
    expect(answer).toMatchObject({ value: [{ verified: false, code: 'SIGNER_ERROR' }] })
  })

  test('a publish attestation by a certificate, which anyone can have', async () => {
    const answer = await attested({
      mint: { predicateType: PUBLISH },
      tamper: ([, provenance]) => (provenance ? [provenance] : []),
    })
    expect(answer).toMatchObject({ value: [{ verified: false, code: 'SIGNER_ERROR' }] })
  })

  test("a publish attestation by a key that is not the registry's", async () => {
    const minting = { name: '@acme/sample-mcp', version: '1.0.0', integrity: 'sha512-AAAA' }
    const bundle = await registry.sigstore.mintPublish(minting, mintRegistryKey())
    const answer = await attested({ tamper: () => [{ predicateType: PUBLISH, bundle }] })
    expect(answer).toMatchObject({ value: [{ verified: false, code: 'PUBLIC_KEY_ERROR' }] })
  })

  test('one bad attestation, beside one that is good', async () => {
    const answer = await attested({
      tamper: (all) => [
        ...byRegistry(all),
        ...bySlsa(all).map((attestation) => ({ ...attestation, predicateType: 'https://slsa.dev/provenance/v2' })),
      ],
    })
    expect(answer).toMatchObject({ value: [{ verified: true }, { verified: false, code: 'PREDICATE_TYPE_ERROR' }] })
  })
})

describe('is absent', () => {
  test('where the registry attests releases and not this one, without a request', async () => {
    const before = registry.requests.length
    expect(await attested({ provenance: false })).toEqual({ status: 'absent' })
    expect(registry.requests.slice(before).map(({ path }) => path)).toEqual(['/@acme%2fsample-mcp'])
  })
})

describe('is unavailable, neither absent nor rejected', () => {
  test.each([
    ['the registry is down', /attestations/, { kind: 'status', status: 503 }, 'server-error'],
    ['the registry is silent', /attestations/, { kind: 'silence' }, 'timeout'],
    ['the answer is no list', /attestations/, { kind: 'body', body: '{"attestations":{}}' }, 'bad-answer'],
    ['the list is empty', /attestations/, { kind: 'body', body: '{"attestations":[]}' }, 'bad-answer'],
    [
      'the list is endless',
      /attestations/,
      { kind: 'body', body: `{"attestations":[${'{},'.repeat(99)}{}]}` },
      'bad-answer',
    ],
    ['what the packument names is not served', /attestations/, { kind: 'status', status: 404 }, 'not-offered'],
    ['the trust root is down', /^\/tuf/, { kind: 'status', status: 503 }, 'server-error'],
    [
      'the trust root is forged',
      /^\/tuf\/timestamp/,
      { kind: 'body', body: '{"signed":{},"signatures":[]}' },
      'bad-answer',
    ],
    ['the keys are not those the trust root vouches for', /keys\.json/, { kind: 'body', body: '[]' }, 'bad-answer'],
  ] as const)('%s', async (_, path, fault, reason) => {
    const mend = registry.fail(path, fault)
    const answer = await attested()
    mend()
    expect(answer).toMatchObject({ status: 'unavailable', reason })
  })

  test('a mirror offers none', async () => {
    const mirror = await startRegistry({
      mirror: true,
      sigstore: registry.sigstore,
      packages: [{ name: '@acme/sample-mcp', version: '1.0.0' }],
    })
    const wanted = wantedOf('@acme/sample-mcp', '1.0.0', ['attestation', 'registry-signature', 'advisories'])
    const evidence = (await gather(await aRequest(mirror, { wanted: [wanted], folder }))).of(wanted.purl)
    await mirror.close()
    const none = { status: 'unavailable', reason: 'not-offered' }
    expect(evidence).toMatchObject({ attestation: none, 'registry-signature': none, advisories: none })
  })
})
