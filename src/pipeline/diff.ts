// `diff`: every changed component with its tier, from the files alone.
import type { Change } from '../model/change.ts'
import type { Component } from '../model/component.ts'
import type { Place } from '../model/location.ts'
import type { RefAndSha, SourceSummary } from '../model/report.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { UnreadSource } from '../model/source.ts'
import { toChanges } from './changes.ts'
import { type Collected, collect } from './collect.ts'
import { componentPlaces, summarizeSources, toPlaces } from './standing.ts'
import { launchedNames } from './tiers.ts'

export interface Diff {
  readonly base: RefAndSha
  readonly head: RefAndSha
  readonly sources: readonly SourceSummary[]
  readonly unread: readonly UnreadSource[]
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
    unread: [...collected.head.sources.filter((source) => source.status !== 'read'), ...unreadBefore(collected)],
    changes,
    placeOf: componentPlaces(toPlaces(collected.base, collected.head)),
  }
}

/** Where only the base's side is broken, all of the head's counts as added: safe, and still said. */
function unreadBefore({ base, head }: Collected): readonly UnreadSource[] {
  const unread = (base?.sources ?? []).filter((source) => source.status !== 'read')
  return unread
    .filter(({ path }) => head.sources.some((source) => source.path === path && source.status === 'read'))
    .map((source) => ({ ...source, reason: `in the base, ${source.reason}` }))
}
