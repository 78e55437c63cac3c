// Has Arborist look at what changed in npm lockfiles: entries nobody needs, versions outside their dependents' ranges, undeclared aliases.
import type { Change } from '../model/change.ts'
import type { Component } from '../model/component.ts'
import type { Inventory, ReadSource, Source } from '../model/source.ts'
import type { Collected } from './collect.ts'
import type { Texts } from './scripts.ts'

/** True where a change can concern a server: without one, Arborist is not even loaded. */
export function isRelevant({ kind, tier, direct }: Change): boolean {
  return tier !== 'other' || (kind === 'added' && direct) || kind === 'present'
}

/** The head's inventory with Arborist's facts added to the npm lockfiles that changed. */
export async function corroborateHead({ base, head, headTexts }: Collected): Promise<Inventory> {
  const before = new Map((base?.sources ?? []).map((source) => [source.path, source]))
  const sources = await Promise.all(
    head.sources.map(async (source) => {
      const changed = source.status === 'read' ? changedIds(before.get(source.path), source) : new Set<string>()
      if (source.status !== 'read' || source.kind !== 'npm-lockfile' || changed.size === 0) return source
      return withFacts(source, changed, headTexts)
    }),
  )
  return { sources }
}

async function withFacts(source: ReadSource, changed: ReadonlySet<string>, texts: Texts): Promise<Source> {
  const { corroborate } = await import('../sources/arborist.ts')
  const text = texts.get(source.path) ?? ''
  const facts = await corroborate({ source, text, manifests: manifestsOf(texts), changed })
  return { ...source, facts: [...source.facts, ...facts] }
}

function manifestsOf(texts: Texts): ReadonlyMap<string, string> {
  const paths = texts.paths.filter((path) => /(^|\/)package\.json$/.test(path))
  return new Map(paths.map((path) => [path, texts.get(path) ?? '']))
}

/** Ids of entries that the base has not, or has otherwise. */
function changedIds(before: Source | undefined, after: ReadSource): ReadonlySet<string> {
  const known = new Map(
    before?.status === 'read' ? before.components.map((component) => [component.id, bytesOf(component)]) : [],
  )
  return new Set(
    after.components.filter((component) => known.get(component.id) !== bytesOf(component)).map(({ id }) => id),
  )
}

function bytesOf({ name, version, integrity, resolved, alias }: Component): string {
  return JSON.stringify([name, version, integrity, resolved, alias])
}
