// Release lines: versions that follow each other, so that one branch's release is not held against another's.
import { compare, lt, major, minor, valid } from 'semver'
import type { PackageFacts, ReleaseFacts } from '../../model/evidence.ts'
import { absent, observedValue } from '../../model/observation.ts'
import type { Subject } from '../../model/rule.ts'

/**
 * Releases that this one is held against: the version it replaces, and the one before it in its own line. A version of
 * another line does not count where this line had a release of its own before it: a branch that never did something has
 * not stopped doing it.
 */
export function baselinesOf(subject: Subject): readonly ReleaseFacts[] {
  const { component, evidence } = subject
  const packument = observedValue(evidence.packument)
  if (component.version === null || packument === null) return []
  const previous = predecessorOf(component.version, packument)
  const replaced = replacedRelease(subject)
  if (replaced === null || previous === null) return [replaced, previous].filter((release) => release !== null)
  const timeOf = (release: ReleaseFacts) => packument.times.get(release.version) ?? release.published ?? 0
  const isOldBranch = !sameLine(replaced.version, component.version) && timeOf(previous) < timeOf(replaced)
  return isOldBranch ? [previous] : [replaced, previous]
}

/** Facts of the version it replaces; null where it replaces none, or only other bytes of the same version. */
export function replacedRelease({ component, replaces, evidence, evidenceBefore }: Subject): ReleaseFacts | null {
  const version = replaces?.version ?? null
  if (version === null || version === component.version) return null
  const known = observedValue(evidence.packument)?.releases.get(version)
  return known ?? observedValue(evidenceBefore?.release ?? absent)
}

/** Versions of one line are compatible ones: the same major, and below 1.0.0 the same minor. */
function sameLine(a: string, b: string): boolean {
  if (valid(a) === null || valid(b) === null) return a === b
  return major(a) === major(b) && (major(a) > 0 || minor(a) === minor(b))
}

/** The release before `version` in its own line, by number, not counting what was published later; null where there is none. */
function predecessorOf(version: string, { releases, times }: PackageFacts): ReleaseFacts | null {
  if (valid(version) === null) return null
  const time = times.get(version) ?? Number.POSITIVE_INFINITY
  const earlier = [...releases.keys()]
    .filter((other) => valid(other) !== null && lt(other, version) && sameLine(other, version))
    .filter((other) => (times.get(other) ?? 0) <= time)
    .sort(compare)
  return releases.get(earlier.at(-1) ?? '') ?? null
}
