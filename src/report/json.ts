// The machine's form of a run, a diff, an inventory and an inspection: schemaVersion 1, keys in a fixed order.
import type { Change } from '../model/change.ts'
import type { Tier } from '../model/component.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Impersonation } from '../model/impersonation.ts'
import type { PlacedComponent, RefAndSha, Report, SourceSummary } from '../model/report.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { stringifySafely } from './escape.ts'
import { evidenceJson } from './json-evidence.ts'
import { packageDiffJson } from './json-package-diff.ts'
import {
  changeJson,
  componentJson,
  countsJson,
  findingJson,
  type PlaceOf,
  policyJson,
  refJson,
  sourceJson,
  waiverJson,
} from './json-parts.ts'
import { reasonToken } from './wording.ts'

const SCHEMA_VERSION = 1

export interface DiffResult {
  readonly base: RefAndSha | null
  readonly head: RefAndSha
  readonly sources: readonly SourceSummary[]
  readonly changes: readonly Change[]
  readonly placeOf: PlaceOf
}

export interface InventoryResult {
  readonly ref: RefAndSha
  readonly sources: readonly SourceSummary[]
  readonly components: readonly PlacedComponent[]
}

/** What is known of one package that is not yet added. */
export interface Inspection {
  readonly name: string
  readonly version: string | null
  readonly tier: Tier
  readonly reasons: Change['reasons']
  readonly impersonates: Impersonation | null
  readonly findings: readonly Finding[]
  readonly evidence: Evidence
}

/** Result of `check` and `audit`, indented, ending in a line feed. */
export function toJson(report: Report, catalogue: RuleCatalogue): string {
  const placeOf: PlaceOf = (component) => report.placeOf(component)
  return print({
    schemaVersion: SCHEMA_VERSION,
    tool: { name: report.tool.name, version: report.tool.version },
    mode: report.mode,
    base: refJson(report.base),
    head: refJson(report.head),
    policy: policyJson(report.policy),
    verdict: report.verdict,
    counts: countsJson(report.counts),
    changes: report.changes.map((change) => changeJson(change, placeOf)),
    findings: report.findings.map((finding) => findingJson(finding, catalogue)),
    waivers: { expired: report.waivers.expired.map(waiverJson), unused: report.waivers.unused.map(waiverJson) },
    sources: report.sources.map(sourceJson),
    packageDiffs: report.packageDiffs.map(packageDiffJson),
  })
}

/** Result of `diff`: every changed component of all tiers. */
export function toDiffJson({ base, head, sources, changes, placeOf }: DiffResult): string {
  return print({
    schemaVersion: SCHEMA_VERSION,
    base: refJson(base),
    head: refJson(head),
    sources: sources.map(sourceJson),
    changes: changes.map((change) => changeJson(change, placeOf)),
  })
}

/** Result of `inventory`: every component with its tier and reasons. */
export function toInventoryJson({ ref, sources, components }: InventoryResult): string {
  return print({
    schemaVersion: SCHEMA_VERSION,
    ref: refJson(ref),
    sources: sources.map(sourceJson),
    components: components.map((component) => componentJson(component, component)),
  })
}

/** Result of `inspect`: one line for one package, ending in a line feed. */
export function toInspectJson(inspection: Inspection, catalogue: RuleCatalogue): string {
  const { name, version, tier, reasons, impersonates, findings, evidence } = inspection
  const line = {
    name,
    version,
    tier,
    reasons: reasons.map(reasonToken),
    impersonates: impersonates === null ? null : { name: impersonates.name, kind: impersonates.kind },
    findings: findings.map((finding) => findingJson(finding, catalogue)),
    evidence: evidenceJson(evidence),
  }
  return `${stringifySafely(line, 0)}\n`
}

/** One finding a line, for `--format ndjson`. */
export function toFindingLines(report: Report, catalogue: RuleCatalogue): string {
  return report.findings.map((finding) => `${stringifySafely(findingJson(finding, catalogue), 0)}\n`).join('')
}

function print(value: unknown): string {
  return `${stringifySafely(value)}\n`
}
