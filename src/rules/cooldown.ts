// Reports releases and packages too young for anybody to have noticed what is wrong with them.
import { compare, lt, prerelease, valid } from 'semver'
import type { PackageFacts } from '../model/evidence.ts'
import type { RuleFinding } from '../model/finding.ts'
import { observedValue } from '../model/observation.ts'
import { defineRule, type Message, type Report, type Subject } from '../model/rule.ts'
import { DAY, HOUR, toMinute, toSpan } from './shared/time.ts'

const messages = {
  'released-too-recently': {
    severity: 'high',
    text: '{name} {version} was released {age} ago; the policy asks for {wanted}.',
    remedy: 'Wait until {until}, or take the newest release that is old enough: {older}.',
    needs: ['packument'],
  },
  'package-too-new': {
    severity: 'moderate',
    text: '{name} exists for only {age}; the policy asks for {wanted}.',
    remedy: 'Wait until {until}, or make sure that it is the package you mean and that you know its authors.',
    needs: ['packument'],
  },
  'publish-time-unknown': {
    severity: 'moderate',
    text: 'The registry does not tell when {name} {version} was published.',
    remedy: 'Use a registry that keeps publish times, or review the release and waive this with a reason.',
    needs: ['packument'],
  },
} as const satisfies Record<string, Message>

export const cooldown = defineRule({
  id: 'cooldown',
  summary: 'A release must have been public for a while before it is used.',
  tiers: ['server', 'closure'],
  controls: ['CWE-829', 'OWASP-MCP04', 'NIST-SSDF/PW.4.1', 'MCP-SUPPLY-02/2'],
  options: {
    hours: {
      type: 'integer',
      default: 48,
      minimum: 0,
      stricter: 'higher',
      description: 'Age in hours that a release must have.',
    },
    'package-days': {
      type: 'integer',
      default: 14,
      minimum: 0,
      stricter: 'higher',
      description: 'Age in days that a package must have.',
    },
  },
  messages,
  check: ({ subjects, now, options }, report) => {
    const limits = { release: options.hours * HOUR, package: options['package-days'] * DAY }
    return subjects.flatMap((subject) => [
      ...judgeRelease(subject, { now, wanted: limits.release, report }),
      ...judgePackage(subject, { now, wanted: limits.package, report }),
    ])
  },
})

interface Bench {
  readonly now: number
  readonly wanted: number
  readonly report: Report<typeof messages>
}

function judgeRelease(subject: Subject, { now, wanted, report }: Bench): readonly RuleFinding[] {
  const { component, evidence } = subject
  const [release, packument] = [observedValue(evidence.release), observedValue(evidence.packument)]
  if (release === null) return []
  const named = { name: component.name, version: release.version }
  const published = release.published ?? packument?.times.get(release.version) ?? null
  if (published === null) return [report('publish-time-unknown', subject, { args: named })]
  if (now - published >= wanted) return []
  const older = (packument && olderThan(release.version, packument, now - wanted)) ?? 'none'
  const until = toMinute(published + wanted)
  const args = { ...named, age: toSpan(now - published), wanted: toSpan(wanted), until, older }
  return [
    report('released-too-recently', subject, { args, facts: [{ label: 'published', value: toMinute(published) }] }),
  ]
}

function judgePackage(subject: Subject, { now, wanted, report }: Bench): readonly RuleFinding[] {
  const packument = observedValue(subject.evidence.packument)
  const created =
    packument &&
    (packument.created ??
      [...packument.times.values()].reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY))
  if (created === null || !Number.isFinite(created) || now - created >= wanted) return []
  const until = toMinute(created + wanted)
  const args = { name: subject.component.name, age: toSpan(now - created), wanted: toSpan(wanted), until }
  return [report('package-too-new', subject, { args, facts: [{ label: 'first release', value: toMinute(created) }] })]
}

function olderThan(version: string, { releases, times }: PackageFacts, latestTime: number): string | null {
  if (valid(version) === null) return null
  const fitting = [...releases.values()]
    .filter(({ version: other }) => valid(other) !== null && lt(other, version) && prerelease(other) === null)
    .filter(({ version: other, published }) => (published ?? times.get(other) ?? latestTime + 1) <= latestTime)
    .filter(({ deprecated }) => deprecated === null)
  return (
    fitting
      .map((release) => release.version)
      .sort(compare)
      .at(-1) ?? null
  )
}
