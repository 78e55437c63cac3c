// The report of a change that touches nothing the gate looks at: most pull requests, so it is reached without loading a rule.
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import type { Collected } from './collect.ts'
import type { GateRequest } from './request.ts'
import { summarizeSources } from './standing.ts'

/** True where no rule has anything to speak of: no source differs, and no waiver waits to be told expired or unused. */
export function isQuiet({ base, head, removed }: Collected, { waivers }: Policy): boolean {
  return (base?.sources.length ?? 0) === 0 && head.sources.length === 0 && removed.length === 0 && waivers.length === 0
}

/** What judging would say of it: nothing, and a pass. */
export function toQuietReport(request: GateRequest, collected: Collected): Report {
  const { base, head, policy, mode, now, version } = request
  return {
    tool: { name: 'mcp-gate', version },
    mode,
    at: now,
    base: base && { ref: base.ref, sha: base.sha },
    head: { ref: head.ref, sha: head.sha },
    policy: policy.origin,
    failOn: policy.failOn,
    verdict: 'pass',
    counts: { critical: 0, high: 0, moderate: 0, low: 0, waived: 0 },
    changes: [],
    findings: [],
    rows: [],
    packageDiffs: [],
    waivers: { expired: [], unused: [] },
    sources: summarizeSources(collected),
    evidence: new Map(),
    placeOf: ({ source }) => ({ path: source, line: 1 }),
    trustRoot: null,
    requests: 0,
  }
}
