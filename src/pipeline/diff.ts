// `diff`: every changed component with its tier, from the files alone.
import type { Change } from '../model/change.ts'
import type { Component } from '../model/component.ts'
import type { Place } from '../model/location.ts'
import type { RefAndSha, SourceSummary } from '../model/report.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { toChanges } from './changes.ts'
import { collect } from './collect.ts'
import { componentPlaces, summarizeSources, toPlaces } from './standing.ts'
import { launchedNames } from './tiers.ts'

export interface Diff {
  readonly base: RefAndSha
  readonly head: RefAndSha
  readonly sources: readonly SourceSummary[]
  readonly unread: readonly {
    readonly path: string
    readonly line: number
    readonly reason: string
    readonly remedy: string
  }[]
  readonly changes: readonly Change[]
  readonly placeOf: (component: Component) => Place
}

/** Errors: SourceError of the snapshots. */
export async function runDiff(base: Snapshot, head: Snapshot): Promise<Diff> {
  const collected = await collect({ base, head, ignore: [] })
  const { changes } = toChanges(collected.base, collected.head, {
    listed: new Set(),
    launched: launchedNames(collected.head),
    packages: new Map(),
    imitates: null,
  })
  return {
    base: { ref: base.ref, sha: base.sha },
    head: { ref: head.ref, sha: head.sha },
    sources: summarizeSources(collected),
    unread: collected.head.sources.filter((source) => source.status !== 'read'),
    changes,
    placeOf: componentPlaces(toPlaces(collected.base, collected.head)),
  }
}
