// A whole Sigstore of our own: certificate authority, logs and trust root, minting real signatures without a network.
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
// The package's index loads an HTTP interceptor, which must not stand between a test and its loopback servers.
import { type CA, initializeCA } from '@sigstore/mock/dist/fulcio/ca.js'
import { initializeCTLog } from '@sigstore/mock/dist/fulcio/ctlog.js'
import { initializeTLog } from '@sigstore/mock/dist/rekor/tlog.js'

export const PROVENANCE = 'https://slsa.dev/provenance/v1'
export const PUBLISH = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1'
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'

/** What is signed and by whom; every part can be made wrong on its own. */
export interface Minting {
  readonly name: string
  readonly version: string
  /** SRI of the tarball. */
  readonly integrity: string
  readonly source?: Partial<Source>
  readonly predicateType?: string
  readonly payloadType?: string
  /** In place of the one honest subject. */
  readonly subjects?: readonly { readonly name: string; readonly digest: Readonly<Record<string, string>> }[]
  /** In place of the honest statement: any text. */
  readonly payload?: string
  readonly issuer?: string
  /** Only the extensions of certificates before 2023. */
  readonly oldCertificate?: boolean
}

/** Where a build came from, as its certificate tells. */
export interface Source {
  /** e.g. `https://github.com/acme/sample-mcp`. */
  readonly repository: string
  /** Path of the workflow in the repository. */
  readonly workflow: string
  readonly ref: string
  readonly commit: string
  readonly trigger: string
  readonly runner: string
  readonly repositoryId: string
  readonly ownerId: string
  /** The workflow that signed, where it is another repository's (a reusable one). */
  readonly signer: string | null
}

/** A Sigstore bundle as JSON. */
export interface MintedBundle {
  mediaType: string
  verificationMaterial: Record<string, unknown> & { tlogEntries: Record<string, unknown>[] }
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] }
}

export interface RegistryKeyPair {
  readonly keyid: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export interface Sigstore {
  /** JSON of the trust root that proves this Sigstore's signatures. */
  readonly trustedRoot: string
  readonly registryKey: RegistryKeyPair
  /** A provenance bundle, signed by a certificate of the source's workflow. */
  mintProvenance(minting: Minting): Promise<MintedBundle>
  /** A publish bundle, signed by a registry's key. */
  mintPublish(minting: Minting, key?: RegistryKeyPair): Promise<MintedBundle>
}

const SOURCE: Source = {
  repository: 'https://github.com/acme/sample-mcp',
  workflow: '.github/workflows/release.yml',
  ref: 'refs/tags/v1.0.0',
  commit: 'c'.repeat(40),
  trigger: 'push',
  runner: 'github-hosted',
  repositoryId: '123456',
  ownerId: '654321',
  signer: null,
}

const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
const HOUR = 3_600_000

export async function startSigstore(): Promise<Sigstore> {
  const [caKeys, ctKeys, logKeys] = [keyPair('P-384'), keyPair('P-256'), keyPair('P-256')]
  const ctlog = await initializeCTLog(ctKeys)
  const ca = await initializeCA(caKeys, ctlog)
  const tlog = await initializeTLog('https://log.example.test', logKeys)
  const registryKey = mintRegistryKey()
  return {
    trustedRoot: JSON.stringify(toTrustedRoot(ca, { tlog: tlog.publicKey, ctlog: ctlog.publicKey })),
    registryKey,
    mintProvenance: async (minting) => {
      const leaf = keyPair('P-256')
      const certificate = await issue(ca, leaf.publicKey, minting)
      const rawBytes = Buffer.from(certificate.buffer, certificate.byteOffset, certificate.byteLength)
      const pem = toPem('CERTIFICATE', rawBytes)
      const signed = signEnvelope({ predicateType: PROVENANCE, ...minting }, { privateKey: leaf.privateKey, keyid: '' })
      const material = { certificate: { rawBytes: rawBytes.toString('base64') } }
      return bundleOf(material, signed, await log(tlog, signed, pem))
    },
    mintPublish: async (minting, key = registryKey) => {
      const signed = signEnvelope({ predicateType: PUBLISH, ...minting }, key)
      const pem = key.publicKey.export({ format: 'pem', type: 'spki' }).toString()
      return bundleOf({ publicKey: { hint: key.keyid } }, signed, await log(tlog, signed, pem))
    },
  }
}

export function mintRegistryKey(): RegistryKeyPair {
  const { publicKey, privateKey } = keyPair('P-256')
  const hash = createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64')
  return { keyid: `SHA256:${hash.replace('=', '')}`, publicKey, privateKey }
}

/** The registry's own signature over one release, base64. */
export function signRelease(
  key: RegistryKeyPair,
  release: { name: string; version: string; integrity: string },
): string {
  const message = `${release.name}@${release.version}:${release.integrity}`
  return sign('sha256', Buffer.from(message), key.privateKey).toString('base64')
}

export function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}

interface Envelope {
  readonly payload: Buffer
  readonly payloadType: string
  readonly signature: Buffer
  readonly keyid: string
}

function signEnvelope(minting: Minting, key: { readonly privateKey: KeyObject; readonly keyid: string }): Envelope {
  const payload = Buffer.from(minting.payload ?? JSON.stringify(toStatement(minting)))
  const payloadType = minting.payloadType ?? PAYLOAD_TYPE
  const prefix = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `
  const signature = sign('sha256', Buffer.concat([Buffer.from(prefix), payload]), key.privateKey)
  return { payload, payloadType, signature, keyid: key.keyid }
}

function toStatement(minting: Minting) {
  const sha512 = Buffer.from(minting.integrity.replace('sha512-', ''), 'base64').toString('hex')
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: minting.subjects ?? [{ name: purlOf(minting.name, minting.version), digest: { sha512 } }],
    predicateType: minting.predicateType,
    predicate: { buildDefinition: { externalParameters: { workflow: { repository: sourceOf(minting).repository } } } },
  }
}

function sourceOf({ source }: Minting): Source {
  return { ...SOURCE, ...source }
}

async function issue(ca: CA, key: KeyObject, minting: Minting) {
  const source = sourceOf(minting)
  const workflow = `${source.repository}/${source.workflow}@${source.ref}`
  return ca.issueCertificate({
    publicKey: Buffer.from(key.export({ format: 'der', type: 'spki' })),
    subjectAltName: source.signer ?? workflow,
    extensions: minting.oldCertificate === true ? oldExtensions(source, minting) : extensions(source, minting),
  })
}

const ARC = '1.3.6.1.4.1.57264.1'

function extensions(source: Source, minting: Minting) {
  const workflow = `${source.repository}/${source.workflow}@${source.ref}`
  const owner = source.repository.slice(0, source.repository.lastIndexOf('/'))
  const values: readonly (readonly [number, string])[] = [
    [8, minting.issuer ?? GITHUB_ISSUER],
    [9, source.signer ?? workflow],
    [10, source.commit],
    [11, source.runner],
    [12, source.repository],
    [13, source.commit],
    [14, source.ref],
    [15, source.repositoryId],
    [16, owner],
    [17, source.ownerId],
    [18, workflow],
    [19, source.commit],
    [20, source.trigger],
    [21, `${source.repository}/actions/runs/1/attempts/1`],
    [22, 'public'],
  ]
  return values.map(([number, value]) => ({ oid: `${ARC}.${number}`, value }))
}

function oldExtensions(source: Source, minting: Minting) {
  const values: readonly (readonly [number, string])[] = [
    [1, minting.issuer ?? GITHUB_ISSUER],
    [2, source.trigger],
    [3, source.commit],
    [4, 'release'],
    [5, new URL(source.repository).pathname.slice(1)],
    [6, source.ref],
  ]
  return values.map(([number, value]) => ({ oid: `${ARC}.${number}`, value, legacy: true }))
}

type Log = Awaited<ReturnType<typeof initializeTLog>>

interface LogRecord {
  readonly logIndex: number
  readonly logID: string
  readonly integratedTime: number
  readonly body: string
  readonly verification: {
    readonly signedEntryTimestamp: string
    readonly inclusionProof: {
      readonly logIndex: number
      readonly treeSize: number
      readonly rootHash: string
      readonly hashes: readonly string[]
      readonly checkpoint: string
    }
  }
}

async function log(tlog: Log, { payload, payloadType, signature, keyid }: Envelope, verifier: string) {
  const envelope = JSON.stringify({
    payload: payload.toString('base64'),
    payloadType,
    signatures: [{ sig: signature.toString('base64'), keyid }],
  })
  const entries: Readonly<Record<string, LogRecord>> = await tlog.log({
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: { algorithm: 'sha256', value: createHash('sha256').update(envelope).digest('hex') },
      payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') },
      signatures: [{ signature: signature.toString('base64'), verifier: Buffer.from(verifier).toString('base64') }],
    },
  })
  const [entry] = Object.values(entries)
  if (entry === undefined) throw new Error('the log took nothing')
  const { inclusionProof, signedEntryTimestamp } = entry.verification
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: Buffer.from(entry.logID, 'hex').toString('base64') },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(inclusionProof.logIndex),
      rootHash: Buffer.from(inclusionProof.rootHash, 'hex').toString('base64'),
      treeSize: String(inclusionProof.treeSize),
      hashes: inclusionProof.hashes.map((hash) => Buffer.from(hash, 'hex').toString('base64')),
      checkpoint: { envelope: inclusionProof.checkpoint },
    },
    canonicalizedBody: entry.body,
  }
}

function bundleOf(
  material: Record<string, unknown>,
  { payload, payloadType, signature, keyid }: Envelope,
  entry: Record<string, unknown>,
): MintedBundle {
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { ...material, tlogEntries: [entry] },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ sig: signature.toString('base64'), keyid }],
    },
  }
}

function toTrustedRoot(ca: CA, keys: { readonly tlog: Buffer; readonly ctlog: Buffer }) {
  const validFor = { start: new Date(Date.now() - HOUR).toISOString() }
  const { buffer, byteOffset, byteLength } = ca.rootCertificate
  const rootCertificate = Buffer.from(buffer, byteOffset, byteLength)
  const logOf = (baseUrl: string, key: Buffer) => ({
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: key.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: createHash('sha256').update(key).digest('base64') },
  })
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [logOf('https://log.example.test', keys.tlog)],
    certificateAuthorities: [
      {
        subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
        uri: 'https://ca.example.test',
        certChain: { certificates: [{ rawBytes: rootCertificate.toString('base64') }] },
        validFor,
      },
    ],
    ctlogs: [logOf('https://ctlog.example.test', keys.ctlog)],
    timestampAuthorities: [],
  }
}

function keyPair(namedCurve: 'P-256' | 'P-384') {
  return generateKeyPairSync('ec', { namedCurve })
}

function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
