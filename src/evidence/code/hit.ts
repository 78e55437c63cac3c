// What a scan finds at one place of a text.
import type { Capability } from '../../model/evidence.ts'

/** One capability found at an offset of the text. */
export interface Hit {
  readonly kind: Capability['kind']
  readonly detail: string
  readonly at: number
}

/** Those of which the place is to be told. */
export function within(hits: readonly Hit[], isTold: (at: number) => boolean): readonly Hit[] {
  return hits.filter(({ at }) => isTold(at))
}
