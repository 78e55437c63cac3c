// Gathers the evidence: everything that was asked of each purl, from the registries the policy names, within bounds.
import type { Evidence } from '../model/evidence.ts'
import { unavailable } from '../model/observation.ts'
import { gatherBulk } from './bulk.ts'
import { gatherRelease, silence } from './one.ts'
import type { GatheredEvidence, GatherRequest, Wanted } from './request.ts'
import { openRun, type Run } from './run.ts'

export type { TrustSource } from './proof/trust-root.ts'
export { defaultRegistry } from './registries.ts'
export type { GatheredEvidence, GatherRequest, Wanted } from './request.ts'

/** Answers one round of questions; `requests` counts those of all rounds so far. */
export type Gathering = (wanted: readonly Wanted[]) => Promise<GatheredEvidence>

/**
 * Opens the stage for any number of rounds, which share its time, its connections, keys, trust root and packuments:
 * a name that was asked for in one round is not asked for again in the next.
 */
export function openGathering(options: Omit<GatherRequest, 'wanted'>): Gathering {
  const run = openRun(options)
  return (wanted) => gatherRound(run, { ...options, wanted: joined(wanted) })
}

/** One round by itself. */
export function gather({ wanted, ...options }: GatherRequest): Promise<GatheredEvidence> {
  return openGathering(options)(wanted)
}

/**
 * Never throws for what the world does: every silence is `unavailable` with its reason. What was not asked is
 * `unavailable('not-gathered')`, and offline nothing is asked of anyone.
 */
async function gatherRound(run: Run, request: GatherRequest): Promise<GatheredEvidence> {
  const { wanted } = request
  if (request.offline) return gathered(wanted.map(offlineEvidence))
  let done = 0
  const one = async (item: Wanted) => {
    const evidence = await gatherRelease(run, item)
    done += 1
    request.onProgress?.({ done, total: wanted.length })
    return evidence
  }
  const [bulk, releases] = await Promise.all([
    gatherBulk(run, wanted, request.malwareUrl),
    Promise.all(wanted.map(one)),
  ])
  const evidence = releases.map((release) => ({ ...release, ...bulk.get(release.purl) }))
  return gathered(evidence, { requests: run.requests(), trustRoot: run.trustRoot() })
}

function gathered(
  evidence: readonly Evidence[],
  counts: Omit<GatheredEvidence, 'of'> = { requests: 0, trustRoot: null },
): GatheredEvidence {
  const byPurl = new Map(evidence.map((one) => [one.purl, one]))
  return { ...counts, of: (purl) => byPurl.get(purl) ?? silence(purl, NOT_GATHERED) }
}

const NOT_GATHERED = unavailable('not-gathered', 'nobody asked for it')
const OFFLINE = unavailable('offline', 'the run was asked not to use the network')

function offlineEvidence({ purl, observations }: Wanted): Evidence {
  const asked = Object.fromEntries(observations.map((name) => [name, OFFLINE]))
  const release = observations.includes('packument') ? { release: OFFLINE } : {}
  return { ...silence(purl, NOT_GATHERED), ...asked, ...release }
}

// One purl is asked once, for all that anyone wants of it.
function joined(wanted: readonly Wanted[]): readonly Wanted[] {
  const byPurl = Map.groupBy(wanted, ({ purl }) => purl)
  return [...byPurl.values()].flatMap((same) => {
    const [first] = same
    const observations = [...new Set(same.flatMap((one) => one.observations))]
    return first === undefined ? [] : [{ ...first, observations }]
  })
}
