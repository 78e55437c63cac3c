// Asks for evidence in as few rounds as the answers allow, and keeps what is known between the rounds.
import type { Change } from '../model/change.ts'
import type { Evidence, PackageFacts } from '../model/evidence.ts'
import { observedValue } from '../model/observation.ts'
import { replacedBy } from './subjects.ts'
import { isFromRegistry, type WantedEvidence, wantedBefore, wantedFor, wantedOriginals } from './wanted.ts'

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
  /** Whom a name imitates: originals are asked about as well. */
  readonly imitates?: (name: string) => { readonly name: string } | null
}

/**
 * Packuments alone, where some change may still turn out to be a server by what its packument says. Everything else waits
 * for the round after, so that advisories and malware reports are asked for once.
 */
export async function gatherPackuments({ changes, gather }: Round): Promise<EvidenceBook> {
  if (!changes.some(isUndecided)) return NOTHING
  const wanted = allWanted(changes).filter(({ observations }) => observations.includes('packument'))
  return ask(
    wanted.map((one) => ({ ...one, observations: ['packument'] })),
    { gather, known: NOTHING },
  )
}

/** Gathers what the changes need beyond what is known. Nothing wanted: nobody is asked. */
export async function gatherEvidence({ changes, gather, known = NOTHING, imitates }: Round): Promise<EvidenceBook> {
  const originals = imitates === undefined ? [] : wantedOriginals(changes, imitates)
  return ask(
    [...allWanted(changes), ...originals].flatMap((one) => unanswered(one, known)),
    { gather, known },
  )
}

function isUndecided({ tier, kind, direct, after }: Change): boolean {
  return tier === 'other' && kind === 'added' && direct && after.some(isFromRegistry)
}

function allWanted(changes: readonly Change[]): readonly WantedEvidence[] {
  return [...wantedFor(changes), ...wantedBefore(changes, replacedBy)]
}

async function ask(
  wanted: readonly WantedEvidence[],
  { gather, known }: { readonly gather: Gather; readonly known: EvidenceBook },
): Promise<EvidenceBook> {
  if (wanted.length === 0) return known
  const gathered = await gather(wanted)
  const evidence = new Map(known.evidence)
  for (const { purl } of wanted) evidence.set(purl, joined(known.evidence.get(purl), gathered.of(purl)))
  return {
    evidence,
    packages: packagesIn(evidence),
    requests: gathered.requests,
    trustRoot: gathered.trustRoot ?? known.trustRoot,
  }
}

/** What no round has asked before; nothing where all was. */
function unanswered(one: WantedEvidence, known: EvidenceBook): readonly WantedEvidence[] {
  const evidence = known.evidence.get(one.purl)
  if (evidence === undefined) return [one]
  const observations = one.observations.filter((name) => isNotGathered(evidence[name]))
  return observations.length === 0 ? [] : [{ ...one, observations }]
}

/** Of two rounds about one purl, what either has learned. */
function joined(before: Evidence | undefined, now: Evidence): Evidence {
  if (before === undefined) return now
  const learned = Object.entries(now).filter(([, observation]) => !isNotGathered(observation))
  return { ...before, ...Object.fromEntries(learned) }
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
