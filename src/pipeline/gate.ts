// The gate as two steps: collect what differs, and judge it. The audit is the same without a base.
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import type { Mode } from '../model/rule.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { collect } from './collect.ts'
import type { Gather } from './gathering.ts'
import { isQuiet, toQuietReport } from './quiet.ts'

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

/** Judges a change, or everything there is. Errors: SourceError of the snapshots; unavailable evidence is a finding, not an error. */
export async function runGate(request: GateRequest): Promise<Report> {
  const { base, head, policy } = request
  const collected = await collect({ base, head, ignore: policy.ignore })
  if (isQuiet(collected, policy)) return toQuietReport(request, collected)
  const { judgeCollected } = await import('./judging.ts')
  return judgeCollected(request, collected)
}
