// What a registry has come to offer as the latest release and nobody has reviewed.
import { gt, prerelease, satisfies, valid } from 'semver'
import type { PackageFacts } from '../../model/evidence.ts'
import { observedValue } from '../../model/observation.ts'
import type { AllowEntry } from '../../model/policy.ts'
import type { Subject } from '../../model/rule.ts'

/** The version that `latest` has come to name; null where it is installed, reviewed, or nobody chose to follow the package. */
export function unreviewedRelease({ component, evidence, allow }: Subject): string | null {
  const packument = observedValue(evidence.packument)
  const latest = packument?.latest
  // Only what somebody chose to follow can be unexpected.
  if (!latest || component.version === null || allow.named.length === 0) return null
  return isReviewed(latest, allow.named) || !isNews(component.version, packument) ? null : latest
}

function isReviewed(latest: string, entries: readonly AllowEntry[]): boolean {
  return entries.some(
    (entry) =>
      entry.kind === 'package' && entry.versions.some((wanted) => wanted === latest || satisfies(latest, wanted)),
  )
}

/** `latest` is newer, or was moved away from what is installed: a version under another tag was chosen on purpose. */
function isNews(installed: string, { latest, distTags }: PackageFacts): boolean {
  if (latest === null || latest === installed) return false
  if (valid(latest) !== null && valid(installed) !== null && gt(latest, installed)) return true
  return prerelease(installed) === null && !Object.values(distTags).includes(installed)
}
