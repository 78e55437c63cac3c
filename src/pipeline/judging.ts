// Everything after collecting: compare, select, gather, judge, waive, report. Loaded only where there is something to judge.
import { diffFacts, pairSources } from '../inventory/diff.ts'
import type { Change } from '../model/change.ts'
import type { Impersonation } from '../model/impersonation.ts'
import type { Report } from '../model/report.ts'
import type { RuleContext } from '../model/rule.ts'
import { allowMatcher } from '../policy/match.ts'
import { RULES } from '../rules/index.ts'
import { toChanges } from './changes.ts'
import type { Collected } from './collect.ts'
import { corroborateHead, isRelevant } from './corroborate.ts'
import { type EvidenceBook, gatherEvidence, gatherPackuments } from './gathering.ts'
import { hintsFor, imitationsIn } from './hints.ts'
import { toReport } from './report.ts'
import type { GateRequest } from './request.ts'
import { settle } from './settle.ts'
import { toSubjects } from './subjects.ts'
import type { Tiers } from './tiers.ts'

/** Judges what was collected. Unavailable evidence is a finding, not an error. */
export async function judgeCollected(request: GateRequest, read: Collected): Promise<Report> {
  const { policy } = request
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
    book: await gatherEvidence({ changes: selected.changes, gather, known: book, imitates: imitates ?? nobody }),
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
