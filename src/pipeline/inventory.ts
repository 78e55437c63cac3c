// `inventory`: every component of a snapshot, with tier, reasons and line.
import type { PlacedComponent, RefAndSha, SourceSummary } from '../model/report.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { UnreadSource } from '../model/source.ts'
import { reasonToken } from '../report/wording.ts'
import { collect } from './collect.ts'
import { componentPlaces, summarizeSources, toPlaces } from './standing.ts'
import { launchedNames, readSources, toTiers } from './tiers.ts'

export interface FullInventory {
  readonly ref: RefAndSha
  readonly sources: readonly SourceSummary[]
  readonly unread: readonly UnreadSource[]
  readonly components: readonly PlacedComponent[]
}

/** Errors: SourceError of the snapshot. */
export async function runInventory(snapshot: Snapshot): Promise<FullInventory> {
  const collected = await collect({ base: null, head: snapshot, ignore: [] })
  const tiers = toTiers(collected.head, {
    listed: new Set(),
    launched: launchedNames(collected.head),
    packages: new Map(),
    imitates: null,
  })
  const placeOf = componentPlaces(toPlaces(null, collected.head))
  const components = readSources(collected.head).flatMap((source) => source.components)
  return {
    ref: { ref: snapshot.ref, sha: snapshot.sha },
    sources: summarizeSources(collected),
    unread: collected.head.sources.filter((source) => source.status !== 'read'),
    components: components.map((component) => ({
      ...component,
      tier: tiers.tierOf(component.source, component.id),
      reasons: tiers.reasonsOf(component.source, component.id).map(reasonToken),
      location: placeOf(component),
    })),
  }
}
