// The gate as two steps: collect what differs, and judge it. The audit is the same without a base.
import type { Report } from '../model/report.ts'
import { collect } from './collect.ts'
import { isQuiet, toQuietReport } from './quiet.ts'
import type { GateRequest } from './request.ts'

/** Judges a change, or everything there is. Errors: SourceError of the snapshots; unavailable evidence is a finding, not an error. */
export async function runGate(request: GateRequest): Promise<Report> {
  const { base, head, policy } = request
  const collected = await collect({ base, head, ignore: policy.ignore })
  if (isQuiet(collected, policy)) return toQuietReport(request, collected)
  const { judgeCollected } = await import('./judging.ts')
  return judgeCollected(request, collected)
}
