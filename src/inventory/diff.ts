// What differs between two inventories, by source, ecosystem and real name. Where a package stands in its tree is no difference.
import compareBuild from 'semver/functions/compare-build.js'
import valid from 'semver/functions/valid.js'
import type { BareChange, ChangeKind } from '../model/change.ts'
import { type Component, compareArchives, type Scope } from '../model/component.ts'
import type { FactChange, Inventory, Source, SourceFact, SourcePair } from '../model/source.ts'
import { lostProtections } from './protections.ts'

/**
 * Changes from base to head, sorted by source, ecosystem, name and server; all of the head as `present` where there is
 * no base. A source that the head has and could not read gives no change: it is reported as unread instead.
 */
export function diffInventories(base: Inventory | null, head: Inventory): readonly BareChange[] {
  if (base === null)
    return head.sources.flatMap((source) => sourceChanges([], componentsOf(source), 'present')).sort(byIdentity)
  return pairSources(base, head)
    .filter(({ head: after }) => after === null || after.status === 'read')
    .flatMap(({ base: before, head: after }) => sourceChanges(componentsOf(before), componentsOf(after)))
    .sort(byIdentity)
}

/** Sources of both sides by path, sorted. A path that changed its kind is two pairs. */
export function pairSources(base: Inventory | null, head: Inventory): readonly SourcePair[] {
  const pairs = new Map<string, SourcePair>()
  for (const source of base?.sources ?? [])
    pairs.set(pairKey(source), { path: source.path, kind: source.kind, base: source, head: null })
  for (const source of head.sources) {
    const pair = pairs.get(pairKey(source))
    pairs.set(pairKey(source), { path: source.path, kind: source.kind, base: pair?.base ?? null, head: source })
  }
  return [...pairs.values()].sort((a, b) => compare(a.path, b.path) || compare(a.kind, b.kind))
}

/**
 * Facts of the head that the base has not, in the order of the sources; all of them where there is no base. A protection
 * that the head lacks or has weakened is told as one of them; of a head that could not be read nothing is.
 */
export function diffFacts(base: Inventory | null, head: Inventory): readonly FactChange[] {
  return pairSources(base, head).flatMap(({ path, kind: sourceKind, base: before, head: after }) => {
    const known = new Set(factsOf(before).map(factKey))
    const fresh = factsOf(after).filter((fact) => !known.has(factKey(fact)) && fact.kind !== 'protection')
    const isUnread = after !== null && after.status !== 'read'
    const lost = isUnread ? [] : lostProtections(factsOf(before), factsOf(after), fresh)
    return [...fresh, ...lost].map(
      (fact) => ({ source: path, sourceKind, fact, kind: base === null ? 'present' : 'added' }) as const,
    )
  })
}

/** Strongest first. */
const SCOPES: readonly Scope[] = ['production', 'launch', 'config', 'optional', 'peer', 'development']

interface Group {
  readonly before: Component[]
  readonly after: Component[]
}

function sourceChanges(
  before: readonly Component[],
  after: readonly Component[],
  kind?: ChangeKind,
): readonly BareChange[] {
  const groups = new Map<string, Group>()
  const concerned = kind === undefined ? concernedNames(before, after) : null
  const isConcerned = ({ name }: Component) => concerned === null || concerned.has(name)
  for (const component of before) if (isConcerned(component)) groupOf(groups, component).before.push(component)
  for (const component of after) if (isConcerned(component)) groupOf(groups, component).after.push(component)
  return [...groups.values()].flatMap((group) => {
    const found = kind ?? kindOf(group)
    return found === null ? [] : toChange(group, found)
  })
}

/** Names of what does not stand on both sides, alike in all that is compared: of a lockfile nearly everything does, and need not be grouped. */
function concernedNames(before: readonly Component[], after: readonly Component[]): ReadonlySet<string> {
  const names = new Set<string>()
  const left = new Map<string, Component>()
  for (const component of before) {
    // An id is unique within a source; should one ever not be, nothing may get lost.
    if (left.has(component.id)) names.add(component.name)
    else left.set(component.id, component)
  }
  for (const component of after) {
    const other = left.get(component.id)
    if (other !== undefined && isAlike(other, component)) left.delete(component.id)
    else names.add(component.name)
  }
  for (const { name } of left.values()) names.add(name)
  return names
}

function groupOf(groups: Map<string, Group>, { ecosystem, name, server }: Component): Group {
  const key = `${ecosystem}\n${name}\n${server ?? ''}`
  const known = groups.get(key)
  if (known !== undefined) return known
  const group = { before: [], after: [] }
  groups.set(key, group)
  return group
}

/** Null where nothing that matters differs. */
function kindOf({ before, after }: Group): ChangeKind | null {
  if (before.length === 0) return 'added'
  if (after.length === 0) return 'removed'
  if (!sameTexts(before, after, versionText)) return 'updated'
  if (!sameTexts(before, after, isFlagged([...before, ...after]) ? flaggedBytesText : bytesText)) return 'replaced'
  if (hasOtherArchive(before, after)) return 'replaced'
  return rankOf(after) < rankOf(before) ? 'promoted' : null
}

/** Archives that cannot be compared are no change of the package: a new format would make one of each. */
function hasOtherArchive(before: readonly Component[], after: readonly Component[]): boolean {
  if (after.every(({ archive }) => archive === null)) return false
  const former = new Map(before.toReversed().map((component) => [bytesText(component), component.archive]))
  return after.some((component) => {
    const text = bytesText(component)
    return former.has(text) && compareArchives(former.get(text) ?? null, component.archive) === 'changed'
  })
}

/** Field by field: over thousands of components a loop over names of fields costs twice as much. */
function isAlike(a: Component, b: Component): boolean {
  return (
    a.version === b.version &&
    a.integrity === b.integrity &&
    a.resolved === b.resolved &&
    a.scope === b.scope &&
    a.name === b.name &&
    a.spec === b.spec &&
    a.installScript === b.installScript &&
    a.alias === b.alias &&
    a.bundled === b.bundled &&
    a.launcher === b.launcher &&
    a.url === b.url &&
    a.server === b.server &&
    a.ecosystem === b.ecosystem &&
    a.launch?.digest === b.launch?.digest &&
    compareArchives(a.archive, b.archive) !== 'changed'
  )
}

/** A lockfile has versions, a manifest or a launch line has specs. */
function versionText({ version, spec }: Component): string {
  return spec ?? version ?? ''
}

/** All that decides what is installed or run under one version, but the script flag, which not every format has. */
function bytesText(component: Component): string {
  const { integrity, resolved, alias, bundled, launcher, url, launch } = component
  return [versionText(component), integrity, resolved, alias, bundled, launcher, url, launch?.digest].join('\n')
}

function flaggedBytesText(component: Component): string {
  return `${bytesText(component)}\n${component.installScript}`
}

function isFlagged(components: readonly Component[]): boolean {
  return components.every(({ installScript }) => installScript !== null)
}

function sameTexts(
  before: readonly Component[],
  after: readonly Component[],
  text: (component: Component) => string,
): boolean {
  const [old, fresh] = [new Set(before.map(text)), new Set(after.map(text))]
  return old.size === fresh.size && [...fresh].every((each) => old.has(each))
}

function rankOf(components: readonly Component[]): number {
  return components.reduce((least, { scope }) => Math.min(least, SCOPES.indexOf(scope)), SCOPES.length)
}

function toChange({ before, after }: Group, kind: ChangeKind): readonly BareChange[] {
  const standing = after.length > 0 ? after : before
  const first = standing[0]
  if (first === undefined) return []
  return [
    {
      source: first.source,
      ecosystem: first.ecosystem,
      name: first.name,
      kind,
      before: distinct(before),
      after: distinct(after),
      scope: SCOPES[rankOf(standing)] ?? first.scope,
      direct: standing.some(({ direct }) => direct),
    },
  ]
}

/** One for each version and bytes, the most strongly wanted of them, sorted by version. */
function distinct(components: readonly Component[]): readonly Component[] {
  const chosen = new Map<string, Component>()
  for (const component of [...components].sort(byWeight)) {
    const text = `${flaggedBytesText(component)}\n${component.archive?.digest}`
    if (!chosen.has(text)) chosen.set(text, component)
  }
  return [...chosen.values()].sort(byVersion)
}

function byWeight(a: Component, b: Component): number {
  return SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope) || Number(b.direct) - Number(a.direct) || compare(a.id, b.id)
}

function byVersion(a: Component, b: Component): number {
  const [left, right] = [versionText(a), versionText(b)]
  const bySemver = valid(left) && valid(right) ? compareBuild(left, right) : 0
  return bySemver || compare(left, right) || compare(a.id, b.id)
}

function byIdentity(a: BareChange, b: BareChange): number {
  return (
    compare(a.source, b.source) ||
    compare(a.ecosystem, b.ecosystem) ||
    compare(a.name, b.name) ||
    compare(serverOf(a), serverOf(b))
  )
}

function serverOf({ before, after }: BareChange): string {
  return (after[0] ?? before[0])?.server ?? ''
}

/** By code units: the same in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function componentsOf(source: Source | null): readonly Component[] {
  return source?.status === 'read' ? source.components : []
}

function factsOf(source: Source | null): readonly SourceFact[] {
  return source?.status === 'read' ? source.facts : []
}

function factKey({ kind, key }: SourceFact): string {
  return `${kind}\n${key}`
}

function pairKey({ path, kind }: Source): string {
  return `${kind}\n${path}`
}
