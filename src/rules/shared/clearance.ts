// What an allow entry clears: an exact version with the right bytes, or a range that verified provenance confirms.
import { valid } from 'semver'
import { observedValue } from '../../model/observation.ts'
import type { AllowEntry, AllowedPackage } from '../../model/policy.ts'
import type { Subject } from '../../model/rule.ts'
import { hasExpired } from './expiry.ts'
import { mismatchesOf } from './identity.ts'
import { proofsOf, strayOf } from './proof.ts'
import { compare, sha512sOf } from './sri.ts'

/** `unproved`: only a range fits, and no verified provenance confirms its source. */
export type Clearance = 'cleared' | 'expired' | 'wrong-bytes' | 'unproved'

/** What one fitting entry does for a component at a time. */
export function clearanceOf(entry: AllowEntry, subject: Subject, now: number): Clearance {
  if (hasExpired(entry.expires, now)) return 'expired'
  if (entry.kind !== 'package') return 'cleared'
  if (!hasListedBytes(entry, subject)) return 'wrong-bytes'
  return namesVersion(entry, subject) || isConfirmed(entry, subject) ? 'cleared' : 'unproved'
}

/** The integrity an entry pins for a component's version; null where it pins none. */
export function pinnedIntegrity(entry: AllowedPackage, version: string | null): string | null {
  return version !== null && Object.hasOwn(entry.integrity, version) ? (entry.integrity[version] ?? null) : null
}

// Against the pin where there is one, else against the registry; bytes that nobody states are left to rule `integrity`.
function hasListedBytes(entry: AllowedPackage, { component, evidence }: Subject): boolean {
  const served = observedValue(evidence.release)?.integrity ?? null
  const pinned = pinnedIntegrity(entry, component.version)
  const installed = component.integrity ?? served
  if (pinned !== null) return installed === null || compare(installed, pinned) === 'same'
  return compare(component.integrity, served) !== 'different'
}

function namesVersion(entry: AllowedPackage, { component }: Subject): boolean {
  if (entry.ecosystem !== 'npm') return true
  const version = valid(component.version)
  return version !== null && entry.versions.some((text) => valid(text) === version)
}

// One proof by the right identity, for bytes that are known, is enough; without `source` there is nothing to confirm.
function isConfirmed({ expected }: AllowedPackage, subject: Subject): boolean {
  const { component, evidence } = subject
  if (expected === null) return false
  const hasBytes = sha512sOf(component.integrity ?? observedValue(evidence.release)?.integrity ?? null).length > 0
  return proofsOf(observedValue(evidence.attestation) ?? []).some(
    (proof) =>
      hasBytes && mismatchesOf(proof.signer, [expected], null).length === 0 && strayOf(proof, subject) === null,
  )
}
