// What the gate is asked to judge, and by what.
import type { Policy } from '../model/policy.ts'
import type { Mode } from '../model/rule.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Gather } from './gathering.ts'

export interface GateRequest {
  readonly mode: Exclude<Mode, 'inspect'>
  /** Where the change starts; null: everything in the head is judged as present. */
  readonly base: Snapshot | null
  readonly head: Snapshot
  readonly policy: Policy
  readonly gather: Gather
  /** Milliseconds since 1970. */
  readonly now: number
  readonly version: string
}
