// Everything that is ever said about a repository, in every form and by every command, as one list of texts.

import { GateError } from '../../src/errors.ts'
import type { Policy } from '../../src/model/policy.ts'
import type { Report } from '../../src/model/report.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { readAllowable } from '../../src/pipeline/allowable.ts'
import { runDiff } from '../../src/pipeline/diff.ts'
import { toDossier } from '../../src/pipeline/dossier.ts'
import { toAllowlist } from '../../src/pipeline/export.ts'
import { runGate } from '../../src/pipeline/gate.ts'
import type { Gather } from '../../src/pipeline/gathering.ts'
import { toFirstPolicy } from '../../src/pipeline/init.ts'
import { runInventory } from '../../src/pipeline/inventory.ts'
import { planAnnotations } from '../../src/report/annotations.ts'
import { renderCyclonedx } from '../../src/report/cyclonedx.ts'
import { renderEvidenceFiles } from '../../src/report/evidence/files.ts'
import { EXPORTS } from '../../src/report/export/index.ts'
import { type ReportFormat, renderReport } from '../../src/report/formats.ts'
import { toDiffJson, toInventoryJson } from '../../src/report/json.ts'
import { planReview } from '../../src/report/review.ts'
import { planSummary } from '../../src/report/summary.ts'
import { renderDiffText, renderInventoryText } from '../../src/report/tables.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { planTracking } from '../../src/report/tracking.ts'
import { RULES } from '../../src/rules/index.ts'
import { NOW, someEvidence } from '../support/builders.ts'
import { HEAD_SHA } from '../support/reports.ts'
import type { Texts } from './planting.ts'

export type Said = readonly (readonly [output: string, text: string])[]

export interface Sides {
  readonly base: Snapshot | null
  readonly head: Snapshot
  readonly texts: Texts
  readonly policy: Policy
}

const SERVER = 'https://github.example.test'
const LINKS = {
  links: { serverUrl: SERVER, owner: 'acme', repo: 'app', sha: HEAD_SHA },
  docsBase: `${SERVER}/acme/mcp-gate/blob/v1/docs/rules`,
}
const FORMATS: readonly ReportFormat[] = ['json', 'ndjson', 'markdown', 'sarif', 'html']
const PLAIN = { colour: false, width: 100 }

/** Honest evidence on everything, so that all that can be offered is. */
const gather: Gather = async (wanted) => ({
  of: (purl) => someEvidence({ purl }),
  requests: wanted.length,
  trustRoot: 'frozen',
})

/** Of a change, and of everything that its head holds. */
export async function saidOf(sides: Sides): Promise<Said> {
  const { base, head, policy } = sides
  const judge = (before: Snapshot | null) =>
    runGate({
      mode: before === null ? 'audit' : 'gate',
      base: before,
      head,
      policy,
      gather,
      now: NOW,
      version: '1.0.0',
    })
  const audit = await judge(null)
  const said = [...saidOfReport(audit, sides), ...(await saidOfAudit(audit, sides)), ...(await saidOfInventory(sides))]
  if (base === null) return said
  return [...said, ...saidOfReport(await judge(base), sides), ...(await saidOfDiff(base, head))]
}

function saidOfReport(report: Report, { texts }: Sides): Said {
  const { errors, warnings, notices } = planAnnotations(report, RULES)
  const tracking = planTracking(report, RULES, LINKS)
  return [
    ...FORMATS.map((format) => [format, renderReport(format, { report, catalogue: RULES, options: LINKS })] as const),
    ['terminal', renderTerminal(report, RULES, { colour: true, width: 100, quiet: false, elapsedMs: 1 })],
    ['comment', planSummary(report, RULES, LINKS).body],
    ['review', JSON.stringify(reviewOf(report, texts))],
    ['annotations', JSON.stringify([errors, warnings, notices])],
    ['tracking issue', JSON.stringify(tracking)],
    ['output changed-packages', report.rows.map(({ name }) => name).join('\n')],
  ]
}

function reviewOf(report: Report, texts: Texts) {
  const paths = [...report.findings.flatMap(({ location, related }) => [location, ...related].map(({ path }) => path))]
  const hunks = new Map(paths.map((path) => [path, [{ from: 1, to: 10_000 }]]))
  return planReview({ report, catalogue: RULES, hunks, texts: new Map(Object.entries(texts)), ...LINKS })
}

async function saidOfAudit(report: Report, { head, policy }: Sides): Promise<Said> {
  const files = renderEvidenceFiles(await toDossier({ report, policy, head, policySide: head }))
  const first = toFirstPolicy(report)
  return [...[...files].map(([name, text]) => [`evidence ${name}`, text] as const), ['init', JSON.stringify(first)]]
}

async function saidOfInventory({ head, policy }: Sides): Promise<Said> {
  const inventory = await runInventory(head)
  const about = { tool: { name: 'mcp-gate', version: '1.0.0' }, at: NOW, subject: 'acme/app' }
  const { servers, notes } = toAllowlist({ policy, components: inventory.components, now: NOW })
  const exported = Object.entries(EXPORTS).map(
    ([client, write]) => [`export ${client}`, JSON.stringify([write(servers), notes])] as const,
  )
  return [
    ['inventory', toInventoryJson(inventory)],
    ['inventory text', renderInventoryText(inventory, PLAIN)],
    ['cyclonedx', renderCyclonedx(inventory, about)],
    ['unread', inventory.unread.map(({ reason, remedy }) => `${reason} ${remedy}`).join('\n')],
    ...exported,
  ]
}

async function saidOfDiff(base: Snapshot, head: Snapshot): Promise<Said> {
  const diff = await runDiff(base, head)
  return [
    ['diff', toDiffJson(diff)],
    ['diff text', renderDiffText(diff, PLAIN)],
    ['diff unread', diff.unread.map(({ reason, remedy }) => `${reason} ${remedy}`).join('\n')],
  ]
}

/** What an expected error says, its causes included: debug logs print them. Any other error is thrown on. */
export function saidByError(error: unknown): Said {
  if (!(error instanceof GateError)) throw error
  return [['error', [error.message, error.hint, String(error.cause), error.stack].join('\n')]]
}

/** What `allow` answers to a launch line. */
export function saidOfAllowing(line: string): Said {
  try {
    return [['allow', JSON.stringify(readAllowable(line))]]
  } catch (error) {
    return saidByError(error)
  }
}
