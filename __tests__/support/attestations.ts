// Verified attestations of an honest build, with typed overrides.
import type { RejectedAttestation, SignerIdentity, VerifiedAttestation } from '../../src/model/evidence.ts'
import type { ExpectedSource } from '../../src/model/policy.ts'
import { SHA512 } from './builders.ts'

export const PROVENANCE = 'https://slsa.dev/provenance/v1'
export const PUBLISH = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1'
export const SHA512_HEX = Buffer.from(SHA512.slice('sha512-'.length), 'base64').toString('hex')

export function aSigner(overrides: Partial<SignerIdentity> = {}): SignerIdentity {
  return {
    san: 'https://github.com/acme/sample-mcp/.github/workflows/release.yml@refs/tags/v1.0.0',
    issuer: 'https://token.actions.githubusercontent.com',
    sourceRepository: 'https://github.com/acme/sample-mcp',
    sourceRepositoryId: '4711',
    sourceOwnerId: '42',
    sourceRef: 'refs/tags/v1.0.0',
    sourceCommit: '0123456789abcdef0123456789abcdef01234567',
    buildConfig: 'https://github.com/acme/sample-mcp/.github/workflows/release.yml@refs/tags/v1.0.0',
    runner: 'github-hosted',
    trigger: 'push',
    runUrl: 'https://github.com/acme/sample-mcp/actions/runs/1/attempts/1',
    ...overrides,
  }
}

export function anAttestation(overrides: Partial<VerifiedAttestation> = {}): VerifiedAttestation {
  return {
    verified: true,
    predicateType: PROVENANCE,
    subjects: [{ name: 'pkg:npm/sample-mcp@1.0.0', sha512: SHA512_HEX }],
    signer: aSigner(),
    loggedAt: Date.UTC(2026, 7, 12),
    trustRoot: 'tuf',
    ...overrides,
  }
}

export function aRejection(overrides: Partial<RejectedAttestation> = {}): RejectedAttestation {
  return {
    verified: false,
    predicateType: PROVENANCE,
    code: 'TLOG_BODY_ERROR',
    detail: 'the transparency log holds another statement',
    ...overrides,
  }
}

export function anExpectedSource(overrides: Partial<ExpectedSource> = {}): ExpectedSource {
  return {
    source: 'github.com/acme/sample-mcp',
    workflow: null,
    ref: null,
    repositoryId: null,
    ownerId: null,
    issuer: null,
    triggers: [],
    runner: null,
    ...overrides,
  }
}
