// Verifies one attestation: who signed, when it was logged, and what the signed statement says.
import type { AttestationFacts, RejectedAttestation, SignerIdentity } from '../../model/evidence.ts'
import { type Fields, fieldsOf, itemsOf, textOf, toFields } from '../json.ts'
import { toIdentity } from './identity.ts'
import type { RegistryKey } from './keys.ts'
import { readStatement } from './statement.ts'
import type { BundleVerifier, TrustRoot } from './trust-root.ts'

/** What is needed to verify a registry's attestations. */
export interface Proof {
  readonly verify: BundleVerifier
  readonly keys: readonly RegistryKey[]
  /** False where the keys are another registry's, whose attestations this one relays. */
  readonly ownKeys: boolean
  readonly trustRoot: TrustRoot['kind']
}

const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
const PUBLISH = 'https://github.com/npm/attestation/tree/main/specs/publish/'
const PROVENANCE = 'https://slsa.dev/provenance/'

/**
 * Facts of one `{ predicateType, bundle }` as a registry serves it. Everything is read from what was signed; whatever
 * cannot be proved is a rejection, with Sigstore's code or one of: BUNDLE_ERROR (malformed), PAYLOAD_TYPE_ERROR,
 * STATEMENT_ERROR, PREDICATE_TYPE_ERROR (label and statement differ), SIGNER_ERROR (a key where a certificate must
 * sign, or the other way round), KEY_MISMATCH_ERROR, KEY_EXPIRED_ERROR.
 */
export function verifyAttestation(attestation: Fields | null, proof: Proof): AttestationFacts {
  const label = textOf(attestation, 'predicateType') ?? 'unknown'
  const bundle = fieldsOf(attestation, 'bundle')
  const reject = (code: string, detail: string): RejectedAttestation => ({
    verified: false,
    predicateType: label,
    code,
    detail,
  })
  const signed = prove(bundle, proof.verify)
  if ('code' in signed) return reject(signed.code, signed.detail)
  const envelope = fieldsOf(bundle, 'dsseEnvelope')
  if (textOf(envelope, 'payloadType') !== PAYLOAD_TYPE)
    return reject('PAYLOAD_TYPE_ERROR', 'what was signed is not an in-toto statement')
  const statement = readStatement(envelope)
  if (statement === null) return reject('STATEMENT_ERROR', 'the signed statement is malformed')
  if (statement.predicateType !== label)
    return reject('PREDICATE_TYPE_ERROR', 'the signed statement is of another kind than the registry says')
  const loggedAt = loggedTime(bundle)
  if (namesOtherKey(bundle))
    return reject('KEY_MISMATCH_ERROR', 'the envelope names another key than the one that signed')
  const fault = signerFault(statement.predicateType, { bundle, identified: signed.identity !== null, loggedAt, proof })
  if (fault !== null) return reject(fault.code, fault.detail)
  return { verified: true, ...statement, signer: signed.identity, loggedAt, trustRoot: proof.trustRoot }
}

interface Fault {
  readonly code: string
  readonly detail: string
}

function prove(bundle: Fields | null, verify: BundleVerifier): { readonly identity: SignerIdentity | null } | Fault {
  try {
    return { identity: toIdentity(verify(bundle)) }
  } catch (error) {
    // Hostile bytes make parsers throw all sorts of errors; whatever it is, nothing was proved.
    const code = textOf(toFields(error), 'code')
    return code === null || !/^[A-Z_]{3,60}$/.test(code)
      ? { code: 'BUNDLE_ERROR', detail: 'the bundle is malformed' }
      : { code, detail: DETAILS[code] ?? 'the bundle could not be verified' }
  }
}

const DETAILS: Readonly<Record<string, string>> = {
  SIGNATURE_ERROR: 'the signature does not match what it should have signed',
  CERTIFICATE_ERROR: 'the certificate was not issued by a trusted authority, or not valid at that time',
  PUBLIC_KEY_ERROR: 'the key that signed is not one of the registry',
  TIMESTAMP_ERROR: 'nothing proves when it was signed',
  TLOG_ERROR: 'it is not in the transparency log',
  TLOG_BODY_ERROR: 'the transparency log holds another signature or statement',
  TLOG_INCLUSION_PROOF_ERROR: 'the proof of inclusion in the transparency log is wrong',
  TLOG_INCLUSION_PROMISE_ERROR: 'the promise of inclusion in the transparency log is wrong',
  TLOG_MISSING_INCLUSION_ERROR: 'nothing proves that it is in the transparency log',
}

interface Signing {
  readonly bundle: Fields | null
  readonly identified: boolean
  readonly loggedAt: number | null
  readonly proof: Proof
}

// Anyone can have a certificate, and a registry's key says nothing about a build: each kind has its own signer.
function signerFault(predicateType: string, { bundle, identified, loggedAt, proof }: Signing): Fault | null {
  if (predicateType.startsWith(PROVENANCE) && !identified)
    return { code: 'SIGNER_ERROR', detail: 'provenance was signed by a key that names no workflow' }
  if (predicateType.startsWith(PUBLISH) && identified)
    return { code: 'SIGNER_ERROR', detail: 'a publish attestation was not signed by the registry' }
  if (identified) return null
  const expires = attestationKey(proof.keys, hintOf(bundle))?.expires ?? null
  if (expires === null || (loggedAt !== null && loggedAt < expires)) return null
  return { code: 'KEY_EXPIRED_ERROR', detail: "the registry's key had expired when it signed" }
}

// The name of a key is not signed; where the two differ, another reader would verify with another key.
function namesOtherKey(bundle: Fields | null): boolean {
  const [signature] = itemsOf(fieldsOf(bundle, 'dsseEnvelope'), 'signatures')
  return (textOf(toFields(signature), 'keyid') ?? '') !== (hintOf(bundle) ?? '')
}

function hintOf(bundle: Fields | null): string | null {
  return textOf(fieldsOf(fieldsOf(bundle, 'verificationMaterial'), 'publicKey'), 'hint')
}

/** The key of that hint which may sign attestations. */
export function attestationKey(keys: readonly RegistryKey[], hint: string | null): RegistryKey | undefined {
  return keys.find(({ keyid, usage }) => keyid === hint && usage !== 'npm:signatures')
}

// Milliseconds; the log's entry has just been verified with the bundle.
function loggedTime(bundle: Fields | null): number | null {
  const [entry] = itemsOf(fieldsOf(bundle, 'verificationMaterial'), 'tlogEntries')
  const seconds = Number(textOf(toFields(entry), 'integratedTime') ?? Number.NaN)
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : null
}
