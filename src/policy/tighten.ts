// Inputs and flags on top of the policy: they may only make it stricter.
import type { Policy } from '../model/policy.ts'
import { reaches, type Severity } from '../model/severity.ts'

/** The policy with the stricter of its own threshold and the given one; null changes nothing. */
export function tighten(policy: Policy, failOn: Severity | null): Policy {
  return failOn !== null && reaches(policy.failOn, failOn) ? { ...policy, failOn } : policy
}
