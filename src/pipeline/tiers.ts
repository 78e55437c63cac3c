// Tier of every component of an inventory: servers by reason, closure by reachability, the rest other.
import { closureOf } from '../inventory/closure.ts'
import { type SelectionHints, serverReasons } from '../mcp/select.ts'
import type { Reason } from '../model/change.ts'
import type { Tier } from '../model/component.ts'
import type { Inventory, ReadSource } from '../model/source.ts'

export interface Tiers {
  tierOf(source: string, id: string): Tier
  reasonsOf(source: string, id: string): readonly Reason[]
}

const ORDER: readonly Tier[] = ['other', 'closure', 'server']

/** Tiers of all components of the sources that were read. */
export function toTiers(inventory: Inventory, hints: SelectionHints): Tiers {
  const bySource = new Map(readSources(inventory).map((source) => [source.path, tiersOfSource(source, hints)]))
  const reasonsOf = (source: string, id: string) => bySource.get(source)?.reasons.get(id) ?? []
  return {
    reasonsOf,
    tierOf: (source, id) => {
      if (reasonsOf(source, id).length > 0) return 'server'
      return bySource.get(source)?.closure.has(id) ? 'closure' : 'other'
    },
  }
}

/** True where `tier` is stronger than `than`. */
export function isStronger(tier: Tier, than: Tier): boolean {
  return ORDER.indexOf(tier) > ORDER.indexOf(than)
}

/** The strongest of several tiers; `other` of none. */
export function strongest(tiers: readonly Tier[]): Tier {
  return tiers.reduce<Tier>((best, tier) => (isStronger(tier, best) ? tier : best), 'other')
}

/** Names that the inventory's client configs launch, packages and installed commands, by the first config that does. */
export function launchedNames(inventory: Inventory): ReadonlyMap<string, string> {
  const launched = readSources(inventory).flatMap((source) =>
    source.components
      .filter(({ server }) => server !== null)
      .flatMap(({ ecosystem, name, launch }) => [
        ...(ecosystem === 'npm' ? [name] : []),
        ...(launch === null ? [] : launch.commands),
      ])
      .map((name) => [name, source.path] as const),
  )
  return new Map(launched.toReversed())
}

/** All sources that could be read. */
export function readSources(inventory: Inventory): readonly ReadSource[] {
  return inventory.sources.filter((source) => source.status === 'read')
}

function tiersOfSource(source: ReadSource, hints: SelectionHints) {
  const reasons = new Map<string, readonly Reason[]>()
  for (const component of source.components) {
    const found = serverReasons(component, hints)
    if (found.length > 0) reasons.set(component.id, found)
  }
  const closure = source.graph === null || reasons.size === 0 ? new Set<string>() : closureOf(source, reasons.keys())
  return { reasons, closure }
}
