// Gives findings their lines and their identity.
import type { Finding, RuleFinding } from '../model/finding.ts'
import type { Location, Place, Route } from '../model/location.ts'
import type { AllowEntry, Policy, Waiver } from '../model/policy.ts'
import type { SourcePair } from '../model/source.ts'
import { type FingerprintContext, fingerprintsOf } from './fingerprint.ts'

export interface LocateContext extends FingerprintContext {
  readonly sources: readonly SourcePair[]
  readonly policy: Policy
  readonly policyPath: string
}

/** Findings as waivers meet them, all open, in the same order. A file that is gone is shown as it was; one nobody read, at its start. */
export function toFindings(findings: readonly RuleFinding[], context: LocateContext): readonly Finding[] {
  const pairs = new Map(context.sources.map((pair) => [pair.path, pair]))
  const placeOf = ({ path, route }: Location): Place => {
    const source = pairs.get(path)?.head ?? pairs.get(path)?.base
    const entry = path === context.policyPath ? entryAt(context.policy, route) : null
    return { path, line: entry?.place.line ?? source?.lineOf(route) ?? 1 }
  }
  const fingerprints = fingerprintsOf(findings, context)
  return findings.map((finding, index) => ({
    ...finding,
    status: 'open',
    location: placeOf(finding.location),
    related: finding.related.map(placeOf),
    route: finding.location,
    fingerprint: fingerprints[index] ?? '',
    waiver: null,
  }))
}

/** An entry of the policy in force, which is the base's: its lines are not the head's. */
function entryAt({ waivers, allow }: Policy, [section, index]: Route): Waiver | AllowEntry | null {
  const entries = section === 'waivers' ? waivers : section === 'allow' ? allow : []
  return typeof index === 'number' ? (entries[index] ?? null) : null
}
