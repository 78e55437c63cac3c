// The version to write where none is pinned.
import { prerelease, rcompare, valid } from 'semver'
import type { PackageFacts } from '../../model/evidence.ts'
import { observedValue } from '../../model/observation.ts'
import type { OptionValue } from '../../model/policy.ts'
import type { RuleContext, Subject } from '../../model/rule.ts'
import { hasExpired } from './expiry.ts'

const HOUR = 3_600_000
const DEFAULT_HOURS = 48

/**
 * The newest version the allowlist names, else the newest release that the cooldown lets pass, else the registry's latest;
 * null where nothing is known. Never a deprecated release, and a prerelease only where the allowlist names it.
 */
export function newestAcceptable(subject: Subject, context: RuleContext): string | null {
  const packument = observedValue(subject.evidence.packument)
  const listed = listedVersions(subject, context.now).filter((version) => packument?.releases.has(version) ?? true)
  const [first] = listed.toSorted(rcompare)
  if (first !== undefined) return first
  return packument === null ? null : (newestCooled(packument, context) ?? packument.latest)
}

function listedVersions({ allow }: Subject, now: number): readonly string[] {
  const holding = allow.named.filter((entry) => !hasExpired(entry.expires, now))
  const versions = holding.flatMap((entry) => (entry.kind === 'package' ? entry.versions : []))
  return versions.flatMap((text) => valid(text) ?? [])
}

function newestCooled({ releases, times }: PackageFacts, context: RuleContext): string | null {
  const before = context.now - cooldownHours(context) * HOUR
  const cooled = [...releases.values()].filter(({ version, deprecated }) => {
    const published = times.get(version)
    return deprecated === null && isRelease(version) && published !== undefined && published <= before
  })
  return cooled.map(({ version }) => version).toSorted(rcompare)[0] ?? null
}

function isRelease(version: string): boolean {
  return valid(version) === version && prerelease(version) === null
}

// The rule that would report a version too new must not report the one proposed here.
function cooldownHours({ policy, catalogue }: RuleContext): number {
  const set: OptionValue | undefined =
    policy.rules['cooldown']?.options['hours'] ??
    catalogue.find(({ id }) => id === 'cooldown')?.options['hours']?.default
  return typeof set === 'number' ? set : DEFAULT_HOURS
}
