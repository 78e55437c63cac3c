// Evidence of one purl from its registry.
import type { Evidence, ObservationName, PackageFacts, ReleaseFacts } from '../model/evidence.ts'
import { absent, type Observation, observed, type Unavailable, unavailable } from '../model/observation.ts'
import { fetchAttestations } from './attestation.ts'
import type { Wanted } from './request.ts'
import type { RegistrySource, Run } from './run.ts'
import { fetchSignature } from './signature.ts'
import { fetchTarball } from './tarball.ts'

const FROM_REGISTRY: readonly ObservationName[] = ['packument', 'attestation', 'registry-signature', 'tarball']

/** Everything about this purl that its registry answers. The packument comes first: the rest depends on what it says. */
export async function gatherRelease(run: Run, wanted: Wanted): Promise<Evidence> {
  const blank = silence(wanted.purl, NOT_GATHERED)
  const asked = wanted.observations.filter((name) => FROM_REGISTRY.includes(name))
  if (wanted.ecosystem !== 'npm' || asked.length === 0) return blank
  const source = run.sourceFor(wanted.name)
  const packument = 'status' in source ? source : await source.packument(wanted.name)
  const release = releaseOf(packument, wanted.version)
  const heard = asked.includes('packument') ? { packument, release } : {}
  const depending = asked.filter((name) => name !== 'packument')
  if ('status' in source || packument.status !== 'observed' || release.status !== 'observed')
    return { ...blank, ...heard, ...each(depending, unlessObserved(packument, release)) }
  const known = { run, source, facts: packument.value, release: release.value }
  const answers = await Promise.all(depending.map(async (name) => [name, await fetchOne(name, known)] as const))
  return { ...blank, ...heard, ...Object.fromEntries(answers) }
}

const NOT_GATHERED = unavailable('not-gathered', 'nobody asked for it')
const NO_RELEASE = unavailable('not-gathered', 'there is no such release to ask about')

/** Evidence where every source is silent for one reason. */
export function silence(purl: string, why: Unavailable): Evidence {
  return {
    purl,
    packument: why,
    release: why,
    attestation: why,
    'registry-signature': why,
    tarball: why,
    advisories: why,
    malware: why,
  }
}

interface Known {
  readonly run: Run
  readonly source: RegistrySource
  readonly facts: PackageFacts
  readonly release: ReleaseFacts
}

function fetchOne(name: ObservationName, { run, source, facts, release }: Known) {
  if (name === 'attestation') {
    const { http, offeredKeys, proof } = source
    return fetchAttestations(facts, release, { http, maxBytes: run.bounds.answerBytes, offeredKeys, proof })
  }
  if (name === 'registry-signature') return fetchSignature(facts.name, release, source)
  return run.tarballs(() => fetchTarball(facts.name, release, { http: source.http, run }))
}

function releaseOf(packument: Observation<PackageFacts>, version: string | null): Observation<ReleaseFacts> {
  if (packument.status !== 'observed') return packument
  if (version === null) return unavailable('not-gathered', 'no exact version is named')
  const release = packument.value.releases.get(version)
  return release === undefined ? absent : observed(release)
}

// Where the registry has no such release there is nothing to ask; where it was silent, so is all that depends on it.
function unlessObserved(packument: Observation<PackageFacts>, release: Observation<ReleaseFacts>): Unavailable {
  if (packument.status === 'unavailable') return packument
  return release.status === 'unavailable' ? release : NO_RELEASE
}

function each(names: readonly ObservationName[], why: Unavailable): Partial<Evidence> {
  return Object.fromEntries(names.map((name) => [name, why]))
}
