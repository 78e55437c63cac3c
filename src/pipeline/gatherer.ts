// The evidence stage behind the pipeline's port: loaded when the first question is asked, so that a quiet change loads none of it.
import type { GatherRequest } from '../evidence/request.ts'
import type { Gather } from './gathering.ts'

export type GathererOptions = Omit<GatherRequest, 'wanted'>

/** A gatherer that remembers: packuments asked for in one round are not asked for again in the next. */
export function openGatherer(options: GathererOptions): Gather {
  let stage: Promise<Gather> | null = null
  return async (wanted) => {
    stage ??= import('../evidence/gather.ts').then(({ openGathering }) => openGathering(options))
    const gather = await stage
    return gather(wanted)
  }
}
