// The values of the model in the shapes of the JSON contract, keys in its order.
import type { Change } from '../model/change.ts'
import type { Component } from '../model/component.ts'
import type { Finding } from '../model/finding.ts'
import type { Place } from '../model/location.ts'
import type { PolicyOrigin, Waiver } from '../model/policy.ts'
import type { PlacedComponent, RefAndSha, Report, SourceSummary } from '../model/report.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { maskSecrets } from './escape.ts'
import { plainMessage, reasonToken } from './wording.ts'

export type PlaceOf = (component: Component) => Place

export function changeJson(change: Change, placeOf: PlaceOf) {
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

export function componentJson(component: Component, placed: Pick<PlacedComponent, 'tier' | 'reasons' | 'location'>) {
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

export function findingJson(finding: Finding, catalogue: RuleCatalogue) {
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

/** The policy's origin is `built-in`, `file`, or `git:` and the ref it was read at; `extends` the central policy below it. */
export function policyJson({ kind, path, ref, sha256, extends: central }: PolicyOrigin) {
  const place = ref === null ? 'file' : `git:${ref}`
  return {
    path,
    origin: kind === 'built-in' ? 'built-in' : place,
    sha256,
    extends: central && { reference: central.reference, sha256: central.sha256 },
  }
}

export function waiverJson({ rule, package: name, path, reason, owner, expires, place }: Waiver) {
  return { rule, package: name, path, reason, owner, expires, location: placeJson(place) }
}

export function countsJson({ critical, high, moderate, low, waived }: Report['counts']) {
  return { critical, high, moderate, low, waived }
}

export function sourceJson({ path, kind, status, components }: SourceSummary) {
  return { path, kind, status, components }
}

export function refJson(ref: RefAndSha | null) {
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
