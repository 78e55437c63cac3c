// Whether a look-alike and its original come from the same hands, from evidence that the look-alike's author cannot make up.
import type { PackageFacts } from '../../model/evidence.ts'
import { observedValue } from '../../model/observation.ts'
import type { Subject } from '../../model/rule.ts'
import { proofsOf, strayOf } from './proof.ts'

/**
 * `same`: whoever published it maintains the original, or its verified provenance names the original's repository.
 * `claimed`: it names the original's repository, and nothing confirms that. `other`: neither. `unknown`: somebody did not answer.
 */
export type Kinship = 'same' | 'claimed' | 'other' | 'unknown'

export function kinshipOf(subject: Subject): Kinship {
  const original = subject.original === null ? null : observedValue(subject.original.packument)
  const own = observedValue(subject.evidence.packument)
  if (original === null || own === null) return 'unknown'
  if (isPublishedByMaintainer(subject, original) || isProvedFrom(subject, original)) return 'same'
  const claimed = repositoryOf(own.repository)
  return claimed !== null && claimed === repositoryOf(original.repository) ? 'claimed' : 'other'
}

/** The account that published this version; lists of maintainers prove nothing, because anybody can be added to one. */
function isPublishedByMaintainer({ evidence }: Subject, { maintainers }: PackageFacts): boolean {
  const release = observedValue(evidence.release)
  // The account of all trusted publishers is everybody's.
  if (!release?.publisher || release.trustedPublisher !== null) return false
  return maintainers.some(({ name }) => name === release.publisher?.name)
}

function isProvedFrom(subject: Subject, original: PackageFacts): boolean {
  const wanted = repositoryOf(original.repository)
  const proofs = proofsOf(observedValue(subject.evidence.attestation) ?? [])
  return (
    wanted !== null &&
    proofs.some((proof) => strayOf(proof, subject) === null && repositoryOf(proof.signer.sourceRepository) === wanted)
  )
}

/** `host/owner/name` in lower case, whatever way a manifest may write it; null for anything else. */
function repositoryOf(text: string | null): string | null {
  const address = (text ?? '').replace(/^(?:github:)?(?=[\w-]+\/[\w.-]+$)/i, 'https://github.com/')
  const [, host, path] = ADDRESS.exec(address) ?? []
  return host === undefined ? null : `${host}/${path}`.toLowerCase()
}

const ADDRESS =
  /^(?:(?:git\+)?(?:https?|git|ssh):\/\/(?:git@)?|git@)([\w.-]+)[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?(?:[/#?].*)?$/i
