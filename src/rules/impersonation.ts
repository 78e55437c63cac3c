// Reports names that imitate the name of a known package.
import type { Component } from '../model/component.ts'
import type { Fact, RuleFinding } from '../model/finding.ts'
import type { Impersonation } from '../model/impersonation.ts'
import { observedValue } from '../model/observation.ts'
import { defineRule, type Message, type Subject } from '../model/rule.ts'
import type { Severity } from '../model/severity.ts'
import { silencing } from './shared/central.ts'
import { hasExpired } from './shared/expiry.ts'
import { type Kinship, kinshipOf } from './shared/likeness.ts'

const REMEDY =
  'Use {original} if that is meant. If {name} is, allow its exact version in the policy once it is reviewed.'

const messages = {
  typosquat: { severity: 'high', text: '{name} is spelt like {original}: {why}.', remedy: REMEDY },
  'scope-confusion': { severity: 'high', text: '{name} passes for {original}: {why}.', remedy: REMEDY },
  homoglyph: { severity: 'high', text: '{name} looks like {original}: {why}.', remedy: REMEDY },
  combosquat: { severity: 'moderate', text: '{name} extends the name of {original}: {why}.', remedy: REMEDY },
} as const satisfies Record<Impersonation['kind'], Message>

export const impersonation = defineRule({
  id: 'impersonation',
  summary: 'No package may pass for another one by its name.',
  tiers: ['server', 'closure', 'other'],
  controls: ['CWE-1007', 'CWE-451', 'OWASP-MCP04', 'NIST-SSDF/PW.4.1', 'MCP-SUPPLY-02/6'],
  options: {},
  messages,
  check: ({ subjects, policy, now }, report) => {
    const listed = new Set(policy.allow.flatMap((entry) => (entry.kind === 'package' ? [entry.name] : [])))
    return subjects.flatMap((subject): readonly RuleFinding[] => {
      const { impersonates, allow, component, change } = subject
      const likeness = impersonates ?? aliasLikeness(component, listed)
      // A person has reviewed this very version under this very name.
      const reviewed = silencing(allow.fitting, impersonation.id, policy)
      if (likeness === null || reviewed.some(({ expires }) => !hasExpired(expires, now))) return []
      const isNewName = change.kind === 'added' || change.kind === 'present'
      if (!isNewName && likeness.strength === 'look') return []
      const args = { name: component.name, original: likeness.name, why: likeness.why }
      const severity = severityOf(likeness, subject, now)
      return [report(likeness.kind, subject, { args, severity, facts: factsOf(likeness, subject, now) })]
    })
  },
})

// Whoever imports the official or listed name gets this package instead.
function aliasLikeness({ alias, name, ecosystem }: Component, listed: ReadonlySet<string>): Impersonation | null {
  if (alias === null || alias === name || ecosystem !== 'npm') return null
  if (!listed.has(alias) && !alias.startsWith('@modelcontextprotocol/')) return null
  return { name: alias, kind: 'scope-confusion', strength: 'block', why: 'it is installed under that name', marks: [] }
}

const DAY = 86_400_000
const NEW_DAYS = 30
const OLD_DAYS = 365

// The name decides. What the registry says may raise what is only to be looked at, and lower what would stop the change:
// imitations are taken down within weeks, and an original's own maintainers may publish what they like. Silence changes nothing.
function severityOf({ strength }: Impersonation, subject: Subject, now: number): Severity {
  const { tier, direct } = subject.change
  const [days, kinship] = [daysSinceCreated(subject, now), kinshipOf(subject)]
  if (kinship === 'same') return 'low'
  const isStrong = strength === 'block' ? days === null || days < OLD_DAYS : days !== null && days < NEW_DAYS
  if (tier === 'other' && !direct) return 'moderate'
  if (!isStrong && kinship !== 'claimed') return 'moderate'
  return tier === 'server' && strength === 'block' ? 'critical' : 'high'
}

const KINSHIP: Readonly<Record<Kinship, string>> = {
  same: 'the same hands: published by a maintainer of the original, or provably built from its repository',
  claimed: 'it names the repository of the original, and nothing confirms that',
  other: 'other hands',
  unknown: 'not known: the registry did not tell of both',
}

function factsOf(likeness: Impersonation, subject: Subject, now: number): readonly Fact[] {
  const days = daysSinceCreated(subject, now)
  return [
    ...comparison(subject.component.name, likeness),
    { label: 'whose it is', value: KINSHIP[kinshipOf(subject)] },
    ...(days === null ? [] : [{ label: 'first published', value: `${days} days ago` }]),
  ]
}

// Only where every character is one column wide can marks stand under what they mark.
function comparison(name: string, { name: original, marks }: Impersonation): readonly Fact[] {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) return []
  const carets = [...name].map((_, at) => (marks.some(([from, to]) => from <= at && at < to) ? '^' : ' ')).join('')
  return [
    {
      label: 'compare',
      value: [name, carets.trimEnd(), original].filter((line) => line !== '').join('\n'),
      code: 'text',
    },
  ]
}

function daysSinceCreated({ evidence }: Subject, now: number): number | null {
  const created = observedValue(evidence.packument)?.created ?? null
  return created === null ? null : Math.floor((now - created) / DAY)
}
