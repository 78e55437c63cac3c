// How the sources of a run stand: read, unread, ignored, removed or out of sync; and the line of every component.
import type { Component } from '../model/component.ts'
import type { Location, Place } from '../model/location.ts'
import type { SourceSummary } from '../model/report.ts'
import type { Inventory, Source } from '../model/source.ts'
import type { Collected } from './collect.ts'

/** Every source that was looked at or passed over, sorted by path. Policy and workflow files are no sources of components. */
export function summarizeSources(collected: Pick<Collected, 'head' | 'ignored' | 'removed'>): readonly SourceSummary[] {
  const read = collected.head.sources.filter(({ kind }) => kind !== 'policy' && kind !== 'workflow').map(toSummary)
  const ignored = collected.ignored.map(({ path, kind }) => ({ path, kind, status: 'ignored', components: 0 }) as const)
  const removed = collected.removed.map(({ path, kind }) => ({ path, kind, status: 'removed', components: 0 }) as const)
  return [...read, ...ignored, ...removed].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Turns symbolic locations into lines: of the head's file, or of the base's where the head has none. */
export function toPlaces(base: Inventory | null, head: Inventory): (location: Location) => Place {
  const sources = new Map([...(base?.sources ?? []), ...head.sources].map((source) => [source.path, source]))
  return ({ path, route }) => ({ path, line: sources.get(path)?.lineOf(route) ?? 1 })
}

/** The same for a component. */
export function componentPlaces(placeOf: (location: Location) => Place): (component: Component) => Place {
  return ({ source, route }) => placeOf({ path: source, route })
}

/** True where a source that says what is installed could not be read: then `diff` and `inventory` are incomplete. */
export function hasUnreadable(sources: readonly SourceSummary[]): boolean {
  return sources.some(({ status }) => status === 'unreadable' || status === 'too-large')
}

function toSummary(source: Source): SourceSummary {
  const { path, kind } = source
  if (source.status !== 'read') return { path, kind, status: source.status, components: 0 }
  const status = source.facts.some((fact) => fact.kind === 'out-of-sync') ? 'out-of-sync' : 'read'
  return { path, kind, status, components: source.components.length }
}
