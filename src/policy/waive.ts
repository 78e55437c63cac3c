// Applies the policy's waivers: a waived finding keeps its place in every report and no longer decides the verdict.
import type { Finding } from '../model/finding.ts'
import type { Policy, Waiver } from '../model/policy.ts'
import { endOfDay } from './dates.ts'

export interface Waived {
  /** All findings, in the same order. */
  readonly findings: readonly Finding[]
  /** Waivers that met a finding, whether they still hold or not; for `metWaivers` of the rule context. */
  readonly met: readonly Waiver[]
  readonly expired: readonly Waiver[]
  /** Those that hold and met nothing. */
  readonly unused: readonly Waiver[]
}

/** Findings with their status. A waiver holds to the end of its last day (UTC); a critical finding needs one that names its package. */
export function waive(findings: readonly Finding[], policy: Policy, now: number): Waived {
  const expired = policy.waivers.filter((waiver) => hasExpired(waiver, now))
  const holding = policy.waivers.filter((waiver) => !expired.includes(waiver))
  const met = policy.waivers.filter((waiver) => findings.some((finding) => meets(waiver, finding)))
  return {
    findings: findings.map((finding) => withStatus(finding, holding)),
    met,
    expired,
    unused: holding.filter((waiver) => !met.includes(waiver)),
  }
}

function withStatus(finding: Finding, holding: readonly Waiver[]): Finding {
  const waiver = holding.find((candidate) => meets(candidate, finding))
  if (waiver === undefined) return { ...finding, status: 'open', waiver: null }
  const { reason, owner, expires } = waiver
  return { ...finding, status: 'waived', waiver: { reason, owner, expires } }
}

function meets(waiver: Waiver, finding: Finding): boolean {
  const { rule, id, name, version, purl, source, location, severity } = finding
  if (waiver.rule !== rule && waiver.rule !== `${rule}/${id}`) return false
  if (waiver.path !== null && waiver.path !== location.path && waiver.path !== source) return false
  // What stops malware must not be lost to a waiver meant for something else.
  if (waiver.package === null) return severity !== 'critical'
  return [name, name !== null && version !== null ? `${name}@${version}` : null, purl].includes(waiver.package)
}

function hasExpired(waiver: Waiver, now: number): boolean {
  const end = endOfDay(waiver.expires)
  return end === null || now >= end
}
