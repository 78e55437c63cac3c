// The gate as a table of stages: collect, compare, select, gather, judge, waive, report. The audit is the same without a base.
import { diffFacts, pairSources } from '../inventory/diff.ts'
import type { Change } from '../model/change.ts'
import type { Impersonation } from '../model/impersonation.ts'
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import type { Mode, RuleContext } from '../model/rule.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { allowMatcher } from '../policy/match.ts'
import { RULES } from '../rules/index.ts'
import { toChanges } from './changes.ts'
import { type Collected, collect } from './collect.ts'
import { corroborateHead, isRelevant } from './corroborate.ts'
import { type EvidenceBook, type Gather, gatherEvidence, gatherPackuments } from './gathering.ts'
import { hintsFor, imitationsIn } from './hints.ts'
import { toReport } from './report.ts'
import { settle } from './settle.ts'
import { toSubjects } from './subjects.ts'
import type { Tiers } from './tiers.ts'

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
  const read = await collect({ base, head, ignore: policy.ignore })
  const { changes, tiers, book, imitates } = await select(read, request)
  const collected = changes.some(isRelevant) ? { ...read, head: await corroborateHead(read) } : read
  const subjects = toSubjects({ changes, evidence: book.evidence, match: allowMatcher(policy), impersonates: imitates })
  const context = toContext({ request, collected, changes, tiers, subjects })
  return toReport({ request, collected, changes, book, subjects, settled: settle({ ...context, rules: RULES }) })
}

interface Selected {
  readonly changes: readonly Change[]
  readonly tiers: Tiers
  readonly book: EvidenceBook
  readonly imitates: (name: string) => Impersonation | null
}

/** Selects by the files, asks for the evidence, and selects again: a packument may only raise a tier. */
async function select(collected: Collected, { policy, gather }: GateRequest): Promise<Selected> {
  const { base, head } = collected
  const byFiles = toChanges(base, head, hintsFor(collected, policy))
  const imitates = await imitationsIn(byFiles.changes, policy)
  const byNames =
    imitates === null ? byFiles : toChanges(base, head, hintsFor(collected, policy, { packages: new Map(), imitates }))
  const book = await gatherPackuments({ changes: byNames.changes, gather })
  const selected =
    book.packages.size === 0
      ? byNames
      : toChanges(base, head, hintsFor(collected, policy, { packages: book.packages, imitates }))
  return {
    ...selected,
    imitates: imitates ?? nobody,
    book: await gatherEvidence({ changes: selected.changes, gather, known: book }),
  }
}

function nobody(): null {
  return null
}

interface ContextParts {
  readonly request: GateRequest
  readonly collected: Collected
  readonly changes: readonly Change[]
  readonly tiers: Tiers
  readonly subjects: RuleContext['subjects']
}

function toContext({
  request,
  collected,
  changes,
  tiers,
  subjects,
}: ContextParts): Omit<RuleContext, 'options' | 'metWaivers'> {
  const { base, head } = collected
  return {
    mode: request.mode,
    now: request.now,
    policy: request.policy,
    policyPath: request.policy.origin.path,
    catalogue: RULES,
    subjects,
    changes,
    sources: pairSources(base, head),
    facts: diffFacts(base, head),
    head,
    base,
    tierOf: tiers.tierOf,
  }
}
