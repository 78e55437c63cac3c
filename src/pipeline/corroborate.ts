// Has Arborist look at what changed in npm lockfiles: entries nobody needs, versions outside their dependents' ranges, undeclared aliases.
import type { Change } from '../model/change.ts'
import type { Component } from '../model/component.ts'
import type { Inventory, ReadSource, Source } from '../model/source.ts'
import type { Room } from '../sources/arborist-inspect.ts'
import type { Collected, Texts } from './collect.ts'

/** True where a change can concern a server: without one, Arborist is not even loaded. */
export function isRelevant({ kind, tier, direct }: Change): boolean {
  return tier !== 'other' || (kind === 'added' && direct) || kind === 'present'
}

/** The head's inventory with Arborist's facts added to the npm lockfiles that changed, one after the other. */
export async function corroborateHead({ base, head, headTexts }: Collected): Promise<Inventory> {
  const before = new Map((base?.sources ?? []).map((source) => [source.path, source]))
  const manifests = manifestsOf(headTexts)
  const share: Share = { room: null }
  const sources: Source[] = []
  for (const source of head.sources) {
    const isLockfile = source.status === 'read' && source.kind === 'npm-lockfile'
    const changed = isLockfile ? changedIds(before.get(source.path), source) : NOTHING
    const text = changed.size === 0 ? '' : (headTexts.get(source.path) ?? '')
    sources.push(isLockfile && changed.size > 0 ? await withFacts(source, { text, manifests, changed, share }) : source)
  }
  return { sources }
}

const NOTHING: ReadonlySet<string> = new Set()

/** What Arborist may take is shared by all lockfiles; made when the first is looked at. */
interface Share {
  room: Room | null
}

interface Surroundings {
  readonly share: Share
  readonly text: string
  readonly manifests: ReadonlyMap<string, string>
  readonly changed: ReadonlySet<string>
}

async function withFacts(source: ReadSource, { share, ...surroundings }: Surroundings): Promise<Source> {
  const { corroborate, freshRoom } = await import('../sources/arborist.ts')
  share.room ??= freshRoom()
  const facts = await corroborate({ source, room: share.room, ...surroundings })
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
