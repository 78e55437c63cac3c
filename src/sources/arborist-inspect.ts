// Has Arborist look at a lockfile's changed entries, here or in a thread of its own; of very many only at what is not plain.
import { type LookUps, lookUpsOf, type TreeFinding } from './arborist-lookups.ts'
import { type Plan, planChunks } from './arborist-plan.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { isSimpleSpec, type Overrides, readOverrides } from './overrides.ts'
import { specOf } from './specs.ts'

export interface EntriesToInspect {
  readonly entries: LockEntries
  /** Ids of the components that changed. */
  readonly changed: ReadonlySet<string>
  /** The project's manifest as a value. */
  readonly manifest: unknown
  /** Shared by all lockfiles of a run. */
  readonly room?: Room
}

/** Look-ups that there is still time for. */
export interface Room {
  lookUps: number
  /** Of those that are plain. */
  plain: number
}

/** Look-ups whose spec is not plain: an address, a tag, a range that is not met, an overridden name. */
const MAX_LOOK_UPS = 10_000
const MAX_IN_ALL = 20_000
/** Second opinions on what is plain: beyond these nothing is lost but them. */
const MAX_PLAIN_IN_ALL = 2000
const MAX_OVERRIDES = 1000
const MAX_OVERRIDES_TEXT = 100_000

export function freshRoom(): Room {
  return { lookUps: MAX_IN_ALL, plain: MAX_PLAIN_IN_ALL }
}

/** Findings about every changed entry; one that says so where there is more to look at than can be. */
export async function inspectEntries({
  entries,
  changed,
  manifest,
  room = freshRoom(),
}: EntriesToInspect): Promise<readonly TreeFinding[]> {
  const overrides = readOverrides(manifest)
  const { findings, questions, whole } = lookUpsOf(entries, changed, overrides)
  const excess = excessOf(questions, overrides, room)
  room.lookUps -= Math.min(room.lookUps, lookUpsIn(questions))
  if (excess !== null) return [...findings, { kind: 'refused', key: '', detail: excess }]
  const asked = whole !== null && lookUpsIn(whole) <= room.plain ? whole : questions
  room.plain -= lookUpsIn(asked) - lookUpsIn(questions)
  return [...findings, ...(await answers({ entries, questions: asked, manifest }, overrides))]
}

function excessOf(questions: LookUps['questions'], { count, length }: Overrides, room: Room): string | null {
  if (count > MAX_OVERRIDES) return `there are more than ${MAX_OVERRIDES} overrides`
  if (length > MAX_OVERRIDES_TEXT) return `the overrides are longer than ${MAX_OVERRIDES_TEXT} characters`
  const lookUps = lookUpsIn(questions)
  if (lookUps > room.lookUps) return `the lockfiles before it took up the ${MAX_IN_ALL} look-ups that there is time for`
  if (lookUps <= MAX_LOOK_UPS) return null
  return `more than ${MAX_LOOK_UPS} of its dependencies are no plain ranges that are met`
}

async function answers(plan: Plan, overrides: Overrides): Promise<readonly TreeFinding[]> {
  if (plan.questions.length === 0 && overrides.count === 0) return []
  if (isSmall(plan, overrides)) {
    const { inspectChunks } = await import('./arborist-lock.ts')
    return inspectChunks(planChunks(plan))
  }
  const { runInWorker } = await import('./arborist-thread.ts')
  return runInWorker([...planChunks(plan)])
}

/** Up to this much the work is done right here: starting a thread costs more. */
const SMALL = 20_000
const FEW_LOOK_UPS = 1000

/** Arborist compares each look-up, and each overridden dependency of the project, with each override. */
function isSmall({ entries, questions }: Plan, { count, names, isSimple }: Overrides): boolean {
  const lookUps = lookUpsIn(questions)
  if (lookUps > FEW_LOOK_UPS || count === 0) return lookUps <= FEW_LOOK_UPS
  if (!isSimple || (lookUps + names.size) * (count + 1) > SMALL) return false
  return ['', ...questions.flatMap(({ dependents }) => dependents)].every((key) =>
    hasSimpleSpecs(entries.get(key), names),
  )
}

function hasSimpleSpecs(entry: LockEntry | undefined, names: ReadonlySet<string>): boolean {
  if (entry === undefined) return true
  const { dependencies, optionalDependencies, devDependencies, peerDependencies, optionalPeers } = entry
  return [dependencies, optionalDependencies, devDependencies, peerDependencies, optionalPeers].every((specs) =>
    [...names].every((name) => isSimpleSpec(specOf(specs, name) ?? '')),
  )
}

function lookUpsIn(questions: LookUps['questions']): number {
  return questions.reduce((sum, { dependents }) => sum + dependents.length, 0)
}
