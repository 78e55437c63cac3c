// Asks for evidence in as few rounds as the answers allow, and keeps what is known between the rounds.
import type { Change } from '../model/change.ts'
import type { Evidence, PackageFacts } from '../model/evidence.ts'
import { observedValue } from '../model/observation.ts'
import { replacedBy } from './subjects.ts'
import { type WantedEvidence, wantedBefore, wantedFor } from './wanted.ts'

/** What a gatherer gives back; `evidence/gather.ts` is one. */
export interface Gathered {
  of(purl: string): Evidence
  readonly requests: number
  readonly trustRoot: 'tuf' | 'frozen' | null
}

/** Evidence from the world, as a port. Asking twice for the same name costs one request: the gatherer remembers. */
export type Gather = (wanted: readonly WantedEvidence[]) => Promise<Gathered>

/** All evidence of a run, by purl. */
export interface EvidenceBook {
  readonly evidence: ReadonlyMap<string, Evidence>
  readonly packages: ReadonlyMap<string, PackageFacts>
  readonly requests: number
  readonly trustRoot: 'tuf' | 'frozen' | null
}

const NOTHING: EvidenceBook = { evidence: new Map(), packages: new Map(), requests: 0, trustRoot: null }

interface Round {
  readonly changes: readonly Change[]
  readonly gather: Gather
  readonly known?: EvidenceBook
}

/** Gathers what the changes need beyond what is known. Nothing wanted: nobody is asked. */
export async function gatherEvidence({ changes, gather, known = NOTHING }: Round): Promise<EvidenceBook> {
  const wanted = [...wantedFor(changes), ...wantedBefore(changes, replacedBy)].filter((one) => isNews(one, known))
  if (wanted.length === 0) return known
  const gathered = await gather(wanted)
  const evidence = new Map(known.evidence)
  for (const { purl } of wanted) evidence.set(purl, gathered.of(purl))
  return {
    evidence,
    packages: packagesIn(evidence),
    requests: gathered.requests,
    trustRoot: gathered.trustRoot ?? known.trustRoot,
  }
}

/** True where something is asked that no round has asked before. */
function isNews({ purl, observations }: WantedEvidence, known: EvidenceBook): boolean {
  const evidence = known.evidence.get(purl)
  return evidence === undefined || observations.some((name) => isNotGathered(evidence[name]))
}

function isNotGathered(observation: Evidence[keyof Evidence]): boolean {
  return (
    typeof observation !== 'string' && observation.status === 'unavailable' && observation.reason === 'not-gathered'
  )
}

function packagesIn(evidence: ReadonlyMap<string, Evidence>): ReadonlyMap<string, PackageFacts> {
  return new Map(
    [...evidence.values()].flatMap(({ packument }) => {
      const facts = observedValue(packument)
      return facts === null ? [] : [[facts.name, facts] as const]
    }),
  )
}
