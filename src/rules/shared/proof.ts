// What counts as provenance, and whether an attestation is about this very package and these very bytes.
import type { AttestationFacts, SignerIdentity, VerifiedAttestation } from '../../model/evidence.ts'
import type { Fact } from '../../model/finding.ts'
import { observedValue } from '../../model/observation.ts'
import type { Subject } from '../../model/rule.ts'
import { sha512sOf } from './sri.ts'

/** SLSA build provenance, by the exact type of the signed statement. */
const PROVENANCE_TYPES: readonly string[] = ['https://slsa.dev/provenance/v1', 'https://slsa.dev/provenance/v0.2']

/** A provenance attestation with the identity that signed it. */
export interface Proof extends VerifiedAttestation {
  readonly signer: SignerIdentity
}

/** Those signed by a build; one that a registry's key signed says nothing about who built the package. */
export function proofsOf(attestations: readonly AttestationFacts[]): readonly Proof[] {
  return attestations.filter(isProof)
}

function isProof(attestation: AttestationFacts): attestation is Proof {
  return attestation.verified && attestation.signer !== null && PROVENANCE_TYPES.includes(attestation.predicateType)
}

/** What the certificate proves, for people and for the evidence file. */
export function factsOf({ signer, trustRoot }: Proof): readonly Fact[] {
  const values: readonly (readonly [string, string | null])[] = [
    ['repository', signer.sourceRepository],
    ['workflow', signer.buildConfig],
    ['ref', signer.sourceRef],
    ['commit', signer.sourceCommit],
    ['trigger', signer.trigger],
    ['runner', signer.runner],
    ['issuer', signer.issuer],
    ['run', signer.runUrl],
    ['trust root', trustRoot],
  ]
  return values.map(([label, value]) => ({ label, value: value ?? 'none' }))
}

/** Says how a verified attestation is about something else than the subject; null where it is about it. */
export function strayOf({ subjects }: VerifiedAttestation, { component, evidence }: Subject): string | null {
  const [subject] = subjects
  if (subject === undefined || subjects.length > 1) return `it names ${subjects.length} subjects and not one`
  const expected = `pkg:${component.ecosystem}/${component.name}@${component.version}`
  if (decode(subject.name) !== expected) return `it is for ${subject.name}`
  const known = [
    ['the lockfile', component.integrity],
    ['the registry', observedValue(evidence.release)?.integrity ?? null],
    ['the downloaded tarball', observedValue(evidence.tarball)?.integrity ?? null],
  ] as const
  const differing = known.find(([, integrity]) => sha512sOf(integrity).some((sha512) => sha512 !== subject.sha512))
  return differing === undefined ? null : `its sha512 is not the one of ${differing[0]}`
}

/** Proof of the version that is replaced, about that very version; null where there is none. */
export function proofBefore({ replaces, evidenceBefore, ...subject }: Subject): Proof | null {
  if (replaces === null || evidenceBefore === null) return null
  const former = { ...subject, component: replaces, evidence: evidenceBefore, replaces: null, evidenceBefore: null }
  return proofOf(former)
}

/** Proof of the subject's build, about its very bytes; null where there is none. */
export function proofOf(subject: Subject): Proof | null {
  const proofs = proofsOf(observedValue(subject.evidence.attestation) ?? [])
  return proofs.find((proof) => strayOf(proof, subject) === null) ?? null
}

// Registries write the @ of a scope as %40 in a purl, other tools do not.
function decode(purl: string): string {
  try {
    return decodeURIComponent(purl)
  } catch {
    return purl
  }
}
