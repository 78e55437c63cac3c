// Puts a run's results together into the one Report that everything said is derived from.
import type { Change } from '../model/change.ts'
import type { Finding } from '../model/finding.ts'
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import type { Subject } from '../model/rule.ts'
import { SEVERITIES } from '../model/severity.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Collected } from './collect.ts'
import type { EvidenceBook } from './gathering.ts'
import { toPackageDiffs } from './package-diff.ts'
import { toRows } from './rows.ts'
import type { Settled } from './settle.ts'
import { componentPlaces, summarizeSources, toPlaces } from './standing.ts'

interface Parts {
  readonly request: {
    readonly mode: Report['mode']
    readonly base: Snapshot | null
    readonly head: Snapshot
    readonly policy: Policy
    readonly now: number
    readonly version: string
  }
  readonly collected: Collected
  readonly changes: readonly Change[]
  readonly book: EvidenceBook
  readonly subjects: readonly Subject[]
  readonly settled: Settled
}

export function toReport({ request, collected, changes, book, subjects, settled }: Parts): Report {
  const { base, head, policy, mode, now, version } = request
  const placeOf = componentPlaces(toPlaces(collected.base, collected.head))
  const { findings, verdict, waivers } = settled
  return {
    tool: { name: 'mcp-gate', version },
    mode,
    at: now,
    base: base && { ref: base.ref, sha: base.sha },
    head: { ref: head.ref, sha: head.sha },
    policy: policy.origin,
    failOn: policy.failOn,
    verdict,
    counts: countOf(findings),
    changes,
    findings,
    rows: toRows({ changes, subjects, findings, policy, now, placeOf }),
    packageDiffs: toPackageDiffs(subjects),
    waivers,
    sources: summarizeSources(collected),
    evidence: book.evidence,
    placeOf,
    trustRoot: book.trustRoot,
    requests: book.requests,
  }
}

function countOf(findings: readonly Finding[]): Report['counts'] {
  const open = findings.filter(({ status }) => status === 'open')
  const bySeverity = SEVERITIES.map((severity) => [severity, open.filter((one) => one.severity === severity).length])
  return {
    ...(Object.fromEntries(bySeverity) as Record<(typeof SEVERITIES)[number], number>),
    waived: findings.length - open.length,
  }
}
