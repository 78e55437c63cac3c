// What a scan finds at one place of a text.
import type { Capability } from '../../model/evidence.ts'

/** One capability found at an offset of the text. */
export interface Hit {
  readonly kind: Capability['kind']
  readonly detail: string
  readonly at: number
}
