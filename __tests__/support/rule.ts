// testRule(rule, { passes, reports }): a rule's table, asserting message id, severity and location; every rule also meets silence.
import { describe, expect, test } from '@jest/globals'
import { OBSERVATION_NAMES, type ObservationName } from '../../src/model/evidence.ts'
import type { RuleFinding } from '../../src/model/finding.ts'
import { unavailable } from '../../src/model/observation.ts'
import type { OptionValue } from '../../src/model/policy.ts'
import type { Rule, RuleContext, Subject } from '../../src/model/rule.ts'
import { aContext, aSubject, noEvidence } from './builders.ts'

interface Case {
  readonly what: string
  readonly context: Partial<RuleContext>
}

interface Reporting extends Case {
  readonly finds: readonly Expected[]
}

interface Expected {
  readonly id: string
  readonly severity: RuleFinding['severity']
  /** Defaults to any location in any file. */
  readonly location?: RuleFinding['location']
  /** Args that must be among the finding's. */
  readonly args?: RuleFinding['args']
}

interface Table {
  readonly passes: readonly Case[]
  readonly reports: readonly Reporting[]
}

export function testRule(rule: Rule, { passes, reports }: Table): void {
  describe(rule.id, () => {
    test.each(passes)('says nothing: $what', ({ context }) => {
      expect(run(rule, context)).toStrictEqual([])
    })
    test.each(reports)('reports: $what', ({ context, finds }) => {
      const findings = run(rule, context)
      expect(findings.map(({ id, severity }) => ({ id, severity }))).toEqual(
        finds.map(({ id, severity }) => ({ id, severity })),
      )
      findings.forEach((finding, index) => {
        const expected = finds[index]
        if (expected?.location) expect(finding.location).toEqual(expected.location)
        if (expected?.args) expect(finding.args).toMatchObject(expected.args)
        expect(placeholdersOf(rule, finding.id).filter((name) => !(name in finding.args))).toEqual([])
      })
    })
    // What reports the silence itself needs no evidence.
    const judged = rule.id === 'evidence-unavailable' ? [] : reports
    if (judged.length > 0)
      test.each(judged)('needs the evidence whose silence hides it: $what', ({ context }) => {
        const all = run(rule, context)
        const hidden = (['needs', 'needsBefore'] as const).flatMap((of) =>
          OBSERVATION_NAMES.flatMap((name) => {
            const subjects = (context.subjects ?? []).map((subject) => silence(subject, of, name))
            const left = run(rule, { ...context, subjects })
            // Another message in its place hides nothing.
            if (left.length >= all.length) return []
            const lost = all.map(({ id }) => id).filter((id) => !left.some((finding) => finding.id === id))
            return lost.filter((id) => !rule.messages[id]?.[of]?.includes(name)).map((id) => `${id} ${of} ${name}`)
          }),
        )
        expect(hidden).toEqual([])
      })
    test('takes silence for neither good nor bad', () => {
      const silent = aSubject({ evidence: noEvidence(), evidenceBefore: noEvidence() })
      const needy = Object.entries(rule.messages).filter(([, message]) => (message.needs ?? []).length > 0)
      const found = new Set(run(rule, { subjects: [silent] }).map(({ id }) => id))
      expect(needy.map(([id]) => id).filter((id) => found.has(id))).toEqual([])
    })
  })
}

/** Runs a rule with its default options under the given ones. */
export function run(rule: Rule, context: Partial<RuleContext>): readonly RuleFinding[] {
  const defaults: Record<string, OptionValue> = Object.fromEntries(
    Object.entries(rule.options).map(([name, spec]) => [name, spec.default]),
  )
  return rule.check(aContext({ ...context, options: { ...defaults, ...context.options } }))
}

/** The subject as it is where this one source did not answer. */
function silence(subject: Subject, of: 'needs' | 'needsBefore', name: ObservationName): Subject {
  const silent = unavailable('timeout', 'no answer')
  // What is known of the release comes from the same answer.
  const lost = { [name]: silent, ...(name === 'packument' ? { release: silent } : {}) }
  if (of === 'needs') return { ...subject, evidence: { ...subject.evidence, ...lost } }
  return { ...subject, evidenceBefore: subject.evidenceBefore && { ...subject.evidenceBefore, ...lost } }
}

function placeholdersOf(rule: Rule, id: string): readonly string[] {
  const message = rule.messages[id]
  return [...`${message?.text} ${message?.remedy}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
}
