// The machine's form of a run, a diff, an inventory and an inspection: schemaVersion 1, keys in a fixed order.
import type { Change } from '../model/change.ts'
import type { Component, Tier } from '../model/component.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Impersonation } from '../model/impersonation.ts'
import type { Place } from '../model/location.ts'
import type { PolicyOrigin, Waiver } from '../model/policy.ts'
import type { PlacedComponent, RefAndSha, Report, SourceSummary } from '../model/report.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { maskSecrets, stringifySafely } from './escape.ts'
import { evidenceJson } from './json-evidence.ts'
import { plainMessage, reasonToken } from './wording.ts'

const SCHEMA_VERSION = 1

type PlaceOf = (component: Component) => Place

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

function changeJson(change: Change, placeOf: PlaceOf) {
  const reasons = change.reasons.map(reasonToken)
  const component = (one: Component) => componentJson(one, { tier: change.tier, reasons, location: placeOf(one) })
  return {
    source: change.source,
    ecosystem: change.ecosystem,
    name: change.name,
    kind: change.kind,
    before: change.before.map(component),
    after: change.after.map(component),
    tier: change.tier,
    reasons,
    scope: change.scope,
    direct: change.direct,
    via: change.via,
  }
}

function componentJson(component: Component, placed: Pick<PlacedComponent, 'tier' | 'reasons' | 'location'>) {
  return {
    source: component.source,
    ecosystem: component.ecosystem,
    name: component.name,
    version: component.version,
    spec: masked(component.spec),
    purl: maskSecrets(component.purl),
    integrity: component.integrity,
    resolved: masked(component.resolved),
    scope: component.scope,
    direct: component.direct,
    pinned: component.pinned,
    installScript: component.installScript,
    alias: component.alias,
    server: component.server,
    launcher: component.launcher,
    url: masked(component.url),
    tier: placed.tier,
    reasons: placed.reasons,
    location: placeJson(placed.location),
  }
}

function findingJson(finding: Finding, catalogue: RuleCatalogue) {
  const { text, remedy } = plainMessage(catalogue, finding)
  return {
    rule: finding.rule,
    id: finding.id,
    severity: finding.severity,
    status: finding.status,
    purl: masked(finding.purl),
    name: finding.name,
    version: finding.version,
    source: finding.source,
    message: text,
    remediation: remedy,
    args: argsJson(finding.args),
    location: placeJson(finding.location),
    related: finding.related.map(placeJson),
    evidence: finding.facts.map(({ label, value }) => ({ label, value: maskSecrets(value) })),
    paste: masked(finding.paste),
    waiver: finding.waiver && {
      reason: finding.waiver.reason,
      owner: finding.waiver.owner,
      expires: finding.waiver.expires,
    },
    fingerprint: finding.fingerprint,
  }
}

/** The policy's origin is `built-in`, `file`, or `git:` and the ref it was read at. */
function policyJson({ kind, path, ref, sha256 }: PolicyOrigin) {
  const place = ref === null ? 'file' : `git:${ref}`
  return { path, origin: kind === 'built-in' ? 'built-in' : place, sha256 }
}

function waiverJson({ rule, package: name, path, reason, owner, expires, place }: Waiver) {
  return { rule, package: name, path, reason, owner, expires, location: placeJson(place) }
}

function countsJson({ critical, high, moderate, low, waived }: Report['counts']) {
  return { critical, high, moderate, low, waived }
}

function sourceJson({ path, kind, status, components }: SourceSummary) {
  return { path, kind, status, components }
}

function refJson(ref: RefAndSha | null) {
  return ref && { ref: ref.ref, sha: ref.sha }
}

function placeJson({ path, line }: Place) {
  return { path, line }
}

/** In the order of the names, and safe for names like `__proto__`. */
function argsJson(args: Finding['args']) {
  return Object.fromEntries(
    Object.entries(args)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, maskSecrets(value)]),
  )
}

function masked(text: string | null): string | null {
  return text === null ? null : maskSecrets(text)
}
