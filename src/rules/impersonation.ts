// Reports names that imitate the name of a known package.
import type { Component } from '../model/component.ts'
import type { Fact, RuleFinding } from '../model/finding.ts'
import type { Impersonation } from '../model/impersonation.ts'
import { observedValue } from '../model/observation.ts'
import { defineRule, type Message, type Subject } from '../model/rule.ts'
import type { Severity } from '../model/severity.ts'

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
      if (likeness === null || allow.fitting.length > 0) return []
      const isNewName = change.kind === 'added' || change.kind === 'present'
      if (!isNewName && likeness.strength === 'look') return []
      const args = { name: component.name, original: likeness.name, why: likeness.why }
      const severity = severityOf(likeness, subject, now)
      return [report(likeness.kind, subject, { args, severity, facts: factsOf(subject, now) })]
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

// The name decides; the registry's dates may raise what is only to be looked at and lower what would stop the change,
// since imitations are taken down within weeks. Dates that could not be had change nothing.
function severityOf({ strength }: Impersonation, subject: Subject, now: number): Severity {
  const { tier, direct } = subject.change
  const days = daysSinceCreated(subject, now)
  const isStrong = strength === 'block' ? days === null || days < OLD_DAYS : days !== null && days < NEW_DAYS
  if (tier === 'other' && !direct) return 'moderate'
  if (!isStrong) return 'moderate'
  return tier === 'server' && strength === 'block' ? 'critical' : 'high'
}

function factsOf(subject: Subject, now: number): readonly Fact[] {
  const days = daysSinceCreated(subject, now)
  return days === null ? [] : [{ label: 'first published', value: `${days} days ago` }]
}

function daysSinceCreated({ evidence }: Subject, now: number): number | null {
  const created = observedValue(evidence.packument)?.created ?? null
  return created === null ? null : Math.floor((now - created) / DAY)
}
