// The attestations of one release: fetched from its registry, each verified on its own.
import type { AttestationFacts, PackageFacts, ReleaseFacts } from '../model/evidence.ts'
import { absent, type Observation, observed, type Unavailable, unavailable } from '../model/observation.ts'
import type { Http } from './http.ts'
import { own, parseJson, toFields } from './json.ts'
import { toPath } from './packument.ts'
import { type Proof, verifyAttestation } from './proof/bundle.ts'
import type { RegistryKeys } from './proof/keys.ts'

interface AttestationSources {
  readonly http: Http
  readonly maxBytes: number
  /** The registry's own list of keys: tells a registry that signs from a mirror. */
  readonly offeredKeys: () => Promise<Observation<RegistryKeys>>
  /** Called only when there is a bundle to verify. */
  readonly proof: () => Promise<Observation<Proof>>
}

/**
 * Absent: the registry attests releases, and not this one. Whoever cannot answer is unavailable, a mirror that serves
 * no attestations included; only a bundle that was read and proves nothing is rejected. At most one request.
 */
export async function fetchAttestations(
  { name, releases }: PackageFacts,
  release: ReleaseFacts,
  sources: AttestationSources,
): Promise<Observation<readonly AttestationFacts[]>> {
  if (!release.attested && keepsRecord(release, releases)) return absent
  const path = `-/npm/v1/attestations/${toPath(name)}@${encodeURIComponent(release.version)}`
  const answer = await sources.http.get(path, sources.maxBytes)
  if (answer.status === 'absent') return await whyNone(release, sources)
  if (answer.status === 'unavailable') return answer
  const attestations = own(toFields(parseJson(answer.value)), 'attestations')
  if (!Array.isArray(attestations) || attestations.length === 0 || attestations.length > MAX_ATTESTATIONS)
    return unavailable('bad-answer', 'the list of attestations is malformed')
  return await verifyAll(attestations, sources)
}

// A release has two; more would only cost time.
const MAX_ATTESTATIONS = 20

async function verifyAll(
  attestations: readonly unknown[],
  sources: AttestationSources,
): Promise<Observation<readonly AttestationFacts[]>> {
  const proof = await sources.proof()
  if (proof.status === 'unavailable') return proof
  if (proof.status === 'absent') return unavailable('not-offered', 'there is no trust root to verify against')
  const facts = attestations.map((attestation) => verifyAttestation(toFields(attestation), proof.value))
  // A mirror may relay what it signed with keys that it does not hand out: nobody can tell then.
  const keyless = facts.some((fact) => !fact.verified && fact.code === 'PUBLIC_KEY_ERROR') && !proof.value.ownKeys
  return keyless ? unavailable('not-offered', 'the registry hands out no key for its attestations') : observed(facts)
}

// A packument that signs this release, or names attestations of others, is the registry's own record and not a stripped copy.
function keepsRecord(release: ReleaseFacts, releases: PackageFacts['releases']): boolean {
  return release.signatures.length > 0 || [...releases.values()].some(({ attested }) => attested)
}

async function whyNone(
  release: ReleaseFacts,
  { offeredKeys }: AttestationSources,
): Promise<typeof absent | Unavailable> {
  if (release.attested)
    return unavailable('not-offered', 'the packument names an attestation that the registry does not serve')
  const keys = await offeredKeys()
  if (keys.status === 'unavailable') return keys
  return keys.status === 'observed' ? absent : unavailable('not-offered', 'the registry offers no attestations')
}
