// Keys that sign attestations: their name must be the one verified with, and they must have been good when it was logged.
import { expect, test } from '@jest/globals'
import { toFields } from '../../src/evidence/json.ts'
import { type Proof, verifyAttestation } from '../../src/evidence/proof/bundle.ts'
import { openTrust } from '../../src/evidence/proof/trust.ts'
import { frozenVerifier } from '../../src/evidence/proof/verifiers.ts'
import { mintRegistryKey, PROVENANCE, PUBLISH, startSigstore } from '../support/sigstore.ts'

const sigstore = await startSigstore()
const { keyid, publicKey } = sigstore.registryKey
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
const minting = { name: 'sample-mcp', version: '1.0.0', integrity: 'sha512-AAAA' }

function proofWith(expires: number | null): Proof {
  const verify = frozenVerifier(JSON.parse(sigstore.trustedRoot), (hint) => (hint === keyid ? pem : undefined))
  return { verify, keys: [{ keyid, pem, usage: 'npm:attestations', expires }], ownKeys: true, trustRoot: 'frozen' }
}

const judge = (predicateType: string, bundle: unknown, expires: number | null = null) =>
  verifyAttestation(toFields({ predicateType, bundle }), proofWith(expires))

test('a key that had expired when it was logged proves nothing', async () => {
  const bundle = await sigstore.mintPublish(minting)
  expect(judge(PUBLISH, bundle)).toMatchObject({ verified: true, trustRoot: 'frozen' })
  expect(judge(PUBLISH, bundle, Date.now() + 60_000)).toMatchObject({ verified: true })
  expect(judge(PUBLISH, bundle, Date.now() - 60_000)).toMatchObject({ verified: false, code: 'KEY_EXPIRED_ERROR' })
})

test('the envelope must name the key that signed, or none where a certificate did', async () => {
  const [published, built] = [await sigstore.mintPublish(minting), await sigstore.mintProvenance(minting)]
  for (const bundle of [published, built])
    for (const signature of bundle.dsseEnvelope.signatures) signature.keyid = mintRegistryKey().keyid
  expect(judge(PUBLISH, published)).toMatchObject({ code: 'KEY_MISMATCH_ERROR' })
  expect(judge(PROVENANCE, built)).toMatchObject({ code: 'KEY_MISMATCH_ERROR' })
})

test.each([null, {}, { predicateType: 7 }, { predicateType: PROVENANCE, bundle: [] }])(
  '%j is rejected',
  (attestation) => {
    expect(verifyAttestation(toFields(attestation), proofWith(null))).toMatchObject({
      verified: false,
      code: 'BUNDLE_ERROR',
    })
  },
)

test('the frozen trust root needs no network and does not know strangers', async () => {
  const trust = await openTrust({ kind: 'frozen' })
  if ('status' in trust) throw new Error('no trust root')
  const verifier = await trust.verifier(() => pem)
  if (verifier.status !== 'observed') throw new Error('no verifier')
  const proof: Proof = { ...proofWith(null), verify: verifier.value }
  const bundle = await sigstore.mintProvenance(minting)
  expect(verifyAttestation(toFields({ predicateType: PROVENANCE, bundle }), proof)).toMatchObject({
    verified: false,
    code: 'CERTIFICATE_ERROR',
  })
  expect(await trust.target('no-such.json')).toEqual({ status: 'absent' })
})
