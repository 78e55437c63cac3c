// Reports releases that other people published than before, or than the allowlist says.
import type { Person, ReleaseFacts } from '../model/evidence.ts'
import type { RuleFinding } from '../model/finding.ts'
import { observedValue } from '../model/observation.ts'
import { defineRule, type Message, type Report, type Subject } from '../model/rule.ts'
import { replacedRelease } from './shared/line.ts'
import { unreviewedRelease } from './shared/news.ts'

const messages = {
  changed: {
    severity: 'moderate',
    text: '{name} {version} was published by {publisher}; {before} by {former}.',
    remedy: 'Find out whether the maintainers meant that: a stolen or sold account looks the same.',
    needs: ['packument'],
  },
  'not-allowed': {
    severity: 'high',
    text: '{name} {version} was published by {publisher}; the allowlist asks for {allowed}.',
    remedy: 'Do not install it before you know why; then change `publisher` in the allow entry.',
    needs: ['packument'],
  },
  'maintainers-changed': {
    severity: 'moderate',
    text: 'Since {before}, {added} may publish {name}; no longer: {removed}.',
    remedy: 'Find out whether the maintainers announced it.',
    needs: ['packument'],
  },
  'trusted-publisher-lost': {
    severity: 'moderate',
    text: '{name} {version} was published by {publisher} by hand; {before} came from its trusted publisher, {former}.',
    remedy: 'Stay with {before} until the maintainers explain it: a stolen token publishes like this.',
    needs: ['packument'],
  },
} as const satisfies Record<string, Message>

/** What an allow entry may write for a trusted publisher, by the registry's id. */
const TRUSTED = new Map([
  ['github', 'github-actions-trusted'],
  ['gitlab', 'gitlab-ci-trusted'],
  ['circleci', 'circleci-trusted'],
])

export const publisher = defineRule({
  id: 'publisher',
  summary: 'A release must be published by those who published before it.',
  tiers: ['server', 'closure'],
  controls: ['CWE-829', 'OWASP-MCP04', 'NIST-SSDF/PW.4.4', 'MCP-SUPPLY-02/5'],
  options: {},
  messages,
  check: ({ subjects, mode }, report) =>
    subjects.flatMap((subject) => {
      const release = observedValue(subject.evidence.release)
      if (release === null) return []
      const former = replacedRelease(subject)
      const later = mode === 'audit' ? laterRelease(subject, release) : null
      return [
        ...judgeAllowed(subject, release, report),
        ...(former ? judgeChange(subject, { release, former }, report) : []),
        ...(later ? judgeChange(subject, { release: later, former: release }, report) : []),
      ]
    }),
})

/** A release that came out since and that nobody has reviewed: whoever took the package over speaks first by it. */
function laterRelease(subject: Subject, { published }: ReleaseFacts): ReleaseFacts | null {
  const later = observedValue(subject.evidence.packument)?.releases.get(unreviewedRelease(subject) ?? '')
  if (later === undefined) return null
  // Without a time, nothing shows that it is an old release that `latest` was moved back to.
  return (later.published ?? Number.POSITIVE_INFINITY) > (published ?? 0) ? later : null
}

function judgeAllowed(subject: Subject, release: ReleaseFacts, report: Report<typeof messages>) {
  const allowed = subject.allow.fitting.flatMap((entry) => (entry.kind === 'package' ? (entry.publisher ?? []) : []))
  const known = [release.publisher?.name, TRUSTED.get(release.trustedPublisher ?? '')]
  if (allowed.length === 0 || allowed.some((name) => known.includes(name))) return []
  const args = { ...argsOf(subject, release), allowed: allowed.join(' or ') }
  return [report('not-allowed', subject, { args })]
}

interface Both {
  readonly release: ReleaseFacts
  readonly former: ReleaseFacts
}

function judgeChange(subject: Subject, { release, former }: Both, report: Report<typeof messages>) {
  const args = { ...argsOf(subject, release), before: former.version, former: nameOf(former) }
  const isOther = nameOf(release) !== nameOf(former)
  const isTrusted = release.trustedPublisher !== null
  const findings: RuleFinding[] = []
  // To hand publishing over to a trusted publisher takes a secret away and is what maintainers are asked to do.
  if (isOther && !isTrusted) findings.push(report('changed', subject, { args }))
  if (former.trustedPublisher !== null && !isTrusted) findings.push(report('trusted-publisher-lost', subject, { args }))
  const added = without(release.maintainers, former.maintainers)
  const removed = without(former.maintainers, release.maintainers)
  if (added.length > 0) {
    const people = { added: added.join(', '), removed: removed.join(', ') || 'nobody' }
    findings.push(report('maintainers-changed', subject, { args: { ...args, ...people } }))
  }
  return findings
}

function argsOf({ component }: Subject, release: ReleaseFacts) {
  return { name: component.name, version: release.version, publisher: nameOf(release) }
}

function nameOf({ publisher }: ReleaseFacts): string {
  return publisher?.name ?? 'nobody the registry names'
}

function without(people: readonly Person[] | null, others: readonly Person[] | null): readonly string[] {
  if (people === null || others === null) return []
  const known = new Set(others.map(({ name }) => name))
  return people.map(({ name }) => name).filter((name) => !known.has(name))
}
