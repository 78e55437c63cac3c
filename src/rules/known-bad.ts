// Reports what is known to be harmful, vulnerable, withdrawn or not there at all.
import type { Advisory } from '../model/evidence.ts'
import type { Fact, RuleFinding } from '../model/finding.ts'
import { observedValue } from '../model/observation.ts'
import { defineRule, type Message, type Report, type Subject } from '../model/rule.ts'

const messages = {
  malware: {
    severity: 'critical',
    text: '{name} {version} is reported as malware: {advisory}.',
    remedy: 'Do not install it. Where it was installed, treat every secret of that machine as stolen.',
    needs: ['malware'],
    distinguishedBy: ['advisory'],
  },
  vulnerable: {
    severity: 'moderate',
    gravest: 'critical',
    text: '{name} {version} is vulnerable: {title} ({advisory}).',
    remedy: 'Take a version that the advisory names as mended.',
    needs: ['advisories'],
    distinguishedBy: ['advisory'],
  },
  unpublished: {
    severity: 'high',
    text: '{name} {version} was published once and is no longer in the registry.',
    remedy: 'Find out why it was withdrawn, and take another version: nobody can install this one anew.',
    needs: ['packument'],
  },
  'not-found': {
    severity: 'high',
    text: 'The registry knows no {what}: whoever publishes it first decides what is installed.',
    remedy: 'Correct the name, or have your registry serve it under a scope that is yours.',
    needs: ['packument'],
  },
  deprecated: {
    severity: 'low',
    text: '{name} {version} is deprecated: {reason}.',
    remedy: 'Follow the note, or look for a maintained server.',
    needs: ['packument'],
  },
} as const satisfies Record<string, Message>

export const knownBad = defineRule({
  id: 'known-bad',
  summary: 'No server may contain a version that is known to be bad, or that does not exist.',
  tiers: ['server', 'closure'],
  controls: [
    'CWE-506',
    'CWE-937',
    'CWE-1395',
    'OWASP-MCP04',
    'NIST-SSDF/PW.4.4',
    'NIST-SSDF/RV.1.1',
    'MCP-SUPPLY-02/4',
  ],
  options: {},
  messages,
  check: ({ subjects }, report) =>
    subjects.flatMap((subject) => [
      ...judgeAdvisories(subject, report),
      ...judgeExistence(subject, report),
      ...judgeDeprecation(subject, report),
    ]),
})

function judgeAdvisories(subject: Subject, report: Report<typeof messages>): readonly RuleFinding[] {
  const args = argsOf(subject)
  const malware = observedValue(subject.evidence.malware) ?? []
  const listed = new Set(malware.map(({ id }) => id))
  const vulnerable = (observedValue(subject.evidence.advisories) ?? []).filter(({ id }) => !listed.has(id))
  return [
    ...malware.map((one) => report('malware', subject, { args: { ...args, advisory: one.id }, facts: factsOf(one) })),
    ...vulnerable.map((one) => {
      const { id: advisory, title, severity } = one
      return report('vulnerable', subject, { args: { ...args, advisory, title }, severity, facts: factsOf(one) })
    }),
  ]
}

function judgeExistence(subject: Subject, report: Report<typeof messages>): readonly RuleFinding[] {
  const args = argsOf(subject)
  switch (existenceOf(subject)) {
    case 'no-package':
      return [report('not-found', subject, { args: { what: args.name } })]
    case 'no-version':
      return [report('not-found', subject, { args: { what: `${args.name}@${args.version}` } })]
    case 'withdrawn':
      return [report('unpublished', subject, { args })]
    case 'there':
      return []
  }
}

function existenceOf({ component, evidence }: Subject): 'there' | 'no-package' | 'no-version' | 'withdrawn' {
  if (evidence.packument.status === 'absent') return 'no-package'
  const packument = observedValue(evidence.packument)
  if (packument?.unpublished) return 'withdrawn'
  if (component.version === null || packument === null || evidence.release.status !== 'absent') return 'there'
  // A registry keeps the publish time of a version it no longer has.
  return packument.times.has(component.version) ? 'withdrawn' : 'no-version'
}

function judgeDeprecation(subject: Subject, report: Report<typeof messages>): readonly RuleFinding[] {
  const reason = observedValue(subject.evidence.release)?.deprecated?.trim()
  return reason ? [report('deprecated', subject, { args: { ...argsOf(subject), reason } })] : []
}

function argsOf({ component }: Subject) {
  return { name: component.name, version: component.version ?? '' }
}

function factsOf({ title, url }: Advisory): readonly Fact[] {
  return [{ label: 'title', value: title }, ...(url === null ? [] : [{ label: 'advisory', value: url }])]
}
