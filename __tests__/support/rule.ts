// testRule(rule, { passes, reports }): a rule's table, asserting message id, severity and location; every rule also meets silence.
import { describe, expect, test } from '@jest/globals'
import type { RuleFinding } from '../../src/model/finding.ts'
import type { OptionValue } from '../../src/model/policy.ts'
import type { Rule, RuleContext } from '../../src/model/rule.ts'
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
      expect(run(rule, context)).toEqual([])
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

function placeholdersOf(rule: Rule, id: string): readonly string[] {
  const message = rule.messages[id]
  return [...`${message?.text} ${message?.remedy}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
}
