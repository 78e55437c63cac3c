// Bare differences become Changes: with tier, reasons and the chains that pull them in; a tier that rose is a change of its own.
import { chainsTo } from '../inventory/closure.ts'
import { diffInventories } from '../inventory/diff.ts'
import type { SelectionHints } from '../mcp/select.ts'
import type { BareChange, Change, Reason } from '../model/change.ts'
import type { Component, Tier } from '../model/component.ts'
import type { Inventory, ReadSource } from '../model/source.ts'
import { isStronger, readSources, strongest, type Tiers, toTiers } from './tiers.ts'

export interface Changes {
  readonly changes: readonly Change[]
  /** Tiers in the head. */
  readonly tiers: Tiers
}

/** Compares the inventories and gives every change its tier. Deterministic, sorted by source, ecosystem and name. */
export function toChanges(base: Inventory | null, head: Inventory, hints: SelectionHints): Changes {
  const headTiers = toTiers(head, hints)
  const baseTiers = base === null ? null : toTiers(base, hints)
  const bare = diffInventories(base, head)
  const known = new Set(bare.map(keyOf))
  const promoted = baseTiers
    ? risen({ base, head, baseTiers, headTiers }).filter((change) => !known.has(keyOf(change)))
    : []
  const sources = new Map(readSources(head).map((source) => [source.path, source]))
  const changes = [...bare, ...promoted].map((change) => {
    const tiers = change.kind === 'removed' ? (baseTiers ?? headTiers) : headTiers
    return withTier(change, tiers, sources.get(change.source))
  })
  return { changes: changes.sort(byKey), tiers: headTiers }
}

function withTier(change: BareChange, tiers: Tiers, source: ReadSource | undefined): Change {
  const components = change.kind === 'removed' ? change.before : change.after
  const tier = strongest(components.map(({ source: path, id }) => tiers.tierOf(path, id)))
  const first = components[0]
  const via = change.direct || !source?.graph || !first ? [] : chainsTo(source, first.id)
  return { ...change, tier, reasons: reasonsOf(components, tiers, tier, via), via }
}

function reasonsOf(components: readonly Component[], tiers: Tiers, tier: Tier, via: Change['via']): readonly Reason[] {
  const own = components.flatMap(({ source, id }) => tiers.reasonsOf(source, id))
  if (tier !== 'closure') return [...new Map(own.map((reason) => [`${reason.kind} ${reason.detail}`, reason])).values()]
  const chain = via[0]
  return chain === undefined ? [] : [{ kind: 'needed-by', detail: chain[0] ?? '' }]
}

interface BothSides {
  readonly base: Inventory | null
  readonly head: Inventory
  readonly baseTiers: Tiers
  readonly headTiers: Tiers
}

/** Components that are there on both sides, unchanged, and whose tier rose: they now run inside a server. */
function risen({ base, head, baseTiers, headTiers }: BothSides): readonly BareChange[] {
  if (base === null) return []
  const before = new Map(readSources(base).map((source) => [source.path, source]))
  return readSources(head).flatMap((source) => {
    const old = before.get(source.path)
    if (old === undefined) return []
    // Most components are of no tier that could have risen: the base is only looked through where one is.
    const candidates = source.components.filter(({ id }) => headTiers.tierOf(source.path, id) !== 'other')
    if (candidates.length === 0) return []
    const oldTiers = tiersByName(old, baseTiers, new Set(candidates.map(nameKey)))
    const groups = groupByName(
      candidates.filter((component) => {
        const was = oldTiers.get(nameKey(component))
        return was !== undefined && isStronger(headTiers.tierOf(source.path, component.id), was)
      }),
    )
    const oldGroups = groups.size === 0 ? new Map<string, Component[]>() : groupByName(old.components)
    return [...groups].flatMap(([key, after]) => toPromoted(after, oldGroups.get(key) ?? []))
  })
}

function tiersByName(source: ReadSource, tiers: Tiers, wanted: ReadonlySet<string>): ReadonlyMap<string, Tier> {
  const byName = new Map<string, Tier>()
  for (const component of source.components) {
    const key = nameKey(component)
    if (!wanted.has(key)) continue
    byName.set(key, strongest([tiers.tierOf(source.path, component.id), byName.get(key) ?? 'other']))
  }
  return byName
}

function groupByName(components: readonly Component[]): Map<string, Component[]> {
  const groups = new Map<string, Component[]>()
  for (const component of components) {
    const group = groups.get(nameKey(component))
    if (group) group.push(component)
    else groups.set(nameKey(component), [component])
  }
  return groups
}

function toPromoted(after: readonly Component[], before: readonly Component[]): readonly BareChange[] {
  const [first] = after
  if (first === undefined) return []
  const { source, ecosystem, name, scope } = first
  const direct = after.some((component) => component.direct)
  return [{ source, ecosystem, name, kind: 'promoted', before, after, scope, direct }]
}

function nameKey({ ecosystem, name, server }: Component): string {
  return `${ecosystem}\0${name}\0${server ?? ''}`
}

function keyOf(change: BareChange): string {
  const server = (change.after[0] ?? change.before[0])?.server ?? ''
  return `${change.source}\0${change.ecosystem}\0${change.name}\0${server}`
}

function byKey(a: BareChange, b: BareChange): number {
  const [left, right] = [keyOf(a), keyOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
