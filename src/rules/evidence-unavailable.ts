// Reports evidence that could not be had, as gravely as what it could have shown.
import type { Tier } from '../model/component.ts'
import { OBSERVATION_NAMES, type ObservationName } from '../model/evidence.ts'
import type { RuleFinding } from '../model/finding.ts'
import type { Unavailable } from '../model/observation.ts'
import { defineRule, type Message, type Report, type RuleContext, type Subject } from '../model/rule.ts'
import { bySeverity, type Severity } from '../model/severity.ts'

const AGAIN =
  'Run the check again when it answers. Where it never will, `unavailable: warn` in the policy lets the rest decide.'

const messages = {
  packument: { severity: 'high', text: 'The registry did not tell about {name} {version}: {detail}.', remedy: AGAIN },
  attestation: {
    severity: 'high',
    text: 'The attestations of {name} {version} could not be had: {detail}.',
    remedy: AGAIN,
  },
  'registry-signature': {
    severity: 'high',
    text: 'The registry signature of {name} {version} could not be verified: {detail}.',
    remedy: AGAIN,
  },
  tarball: { severity: 'high', text: 'The tarball of {name} {version} could not be read: {detail}.', remedy: AGAIN },
  advisories: { severity: 'high', text: 'Advisories on {name} {version} could not be had: {detail}.', remedy: AGAIN },
  malware: { severity: 'high', text: 'Malware reports on {name} {version} could not be had: {detail}.', remedy: AGAIN },
  'over-limit': {
    severity: 'high',
    text: 'Evidence on {name} {version} is beyond a bound ({observation}): {detail}. Its publisher chose that size.',
    remedy: 'Review this package by hand; waive this for its exact version only.',
  },
} as const satisfies Record<ObservationName | 'over-limit', Message>

export const evidenceUnavailable = defineRule({
  id: 'evidence-unavailable',
  summary: 'What could not be checked must not look like what was checked and found good.',
  tiers: ['server', 'closure', 'other'],
  controls: ['CWE-636', 'OWASP-MCP04', 'NIST-SSDF/PW.4.4', 'MCP-SUPPLY-02/2'],
  options: {},
  messages,
  check: (context, report) => [
    ...firstOf(context.subjects, ({ component }) => component.purl).flatMap((one) => judge(one, context, report)),
    ...firstOf(context.subjects, ({ component, replaces }) => `${component.purl} ${replaces?.purl}`).flatMap((one) =>
      judgeBefore(one, context, report),
    ),
  ],
})

function firstOf(subjects: readonly Subject[], keyOf: (subject: Subject) => string): readonly Subject[] {
  return [...Map.groupBy(subjects, keyOf).values()].flatMap((same) => same.slice(0, 1))
}

function judge(subject: Subject, context: RuleContext, report: Report<typeof messages>): readonly RuleFinding[] {
  const { name, version } = subject.component
  return OBSERVATION_NAMES.flatMap((observation) => {
    const seen = subject.evidence[observation]
    // What nobody asked for could not have decided anything.
    if (seen.status !== 'unavailable' || seen.reason === 'not-gathered') return []
    const args = { name, version: version ?? '', detail: seen.detail }
    if (seen.reason === 'over-limit') return [report('over-limit', subject, { args: { ...args, observation } })]
    const severity = severityOf(seen, { observation, of: 'needs' }, subject, context)
    return severity === null ? [] : [report(observation, subject, { args, severity })]
  })
}

/** Silence about the replaced version, to which the new one could then not be compared; told where the new one was heard. */
function judgeBefore(subject: Subject, context: RuleContext, report: Report<typeof messages>): readonly RuleFinding[] {
  const { component, replaces, evidence, evidenceBefore } = subject
  if (replaces === null || evidenceBefore === null || replaces.purl === component.purl) return []
  return OBSERVATION_NAMES.flatMap((observation) => {
    const seen = evidenceBefore[observation]
    if (seen.status !== 'unavailable' || seen.reason === 'not-gathered') return []
    if (evidence[observation].status === 'unavailable') return []
    const severity = severityOf(seen, { observation, of: 'needsBefore' }, subject, context)
    const args = { name: component.name, version: replaces.version ?? '', detail: seen.detail }
    return severity === null ? [] : [report(observation, subject, { args, severity })]
  })
}

interface Lost {
  readonly observation: ObservationName
  readonly of: 'needs' | 'needsBefore'
}

// Null where no enabled message is decided by it: nothing was lost.
function severityOf({ reason }: Unavailable, lost: Lost, subject: Subject, context: RuleContext): Severity | null {
  const worst = worstDecidedBy(lost, subject, context)
  if (worst === null || context.policy.unavailable === 'warn') return worst === null ? null : 'low'
  if (reason !== 'not-offered') return worst
  // A mirror that has no attestations at all: known, and grave only where the policy asks for a proof.
  const asksForProof = subject.allow.named.some((entry) => entry.kind === 'package' && entry.expected !== null)
  return lost.observation === 'attestation' && asksForProof ? 'high' : 'moderate'
}

/** The same for all packages of a tier. */
const decided = new WeakMap<RuleContext, Map<string, Severity | null>>()

function worstDecidedBy(lost: Lost, { change: { tier } }: Subject, context: RuleContext): Severity | null {
  const known = decided.get(context) ?? new Map<string, Severity | null>()
  decided.set(context, known)
  const key = `${lost.observation} ${lost.of} ${tier}`
  const worst = known.has(key) ? (known.get(key) ?? null) : worstOfAll(lost, tier, context)
  known.set(key, worst)
  return worst
}

function worstOfAll({ observation, of }: Lost, tier: Tier, { catalogue, policy, mode }: RuleContext): Severity | null {
  const severities = catalogue.flatMap(({ id, messages: own, modes, tiers }) => {
    const setting = policy.rules[id]
    const isRun = setting?.enabled !== false && modes.includes(mode) && (setting?.tiers ?? tiers).includes(tier)
    if (!isRun) return []
    return Object.entries(own).flatMap(([messageId, { severity, gravest = severity, [of]: needs = [] }]) => {
      const set = setting?.messages[messageId] ?? setting?.severity ?? gravest
      return !needs.includes(observation) || set === 'off' ? [] : [set]
    })
  })
  return severities.toSorted(bySeverity)[0] ?? null
}
