// What the policy says of each rule, and what of the rules' findings it lets through at which severity.
import type { Tier } from '../model/component.ts'
import type { RuleFinding } from '../model/finding.ts'
import type { OptionValue, Policy, RuleSetting } from '../model/policy.ts'
import type { Rule, RuleCatalogue } from '../model/rule.ts'
import type { Severity } from '../model/severity.ts'

type Value = 'off' | Severity | Readonly<Record<string, unknown>>

const UNSET: RuleSetting = { enabled: true, severity: null, tiers: null, messages: {}, options: {} }

/** Settings by rule id, from the file's `rules:` whose keys are rule ids and rule/message. */
export function toRuleSettings(
  input: Readonly<Record<string, unknown>>,
  catalogue: RuleCatalogue,
): Readonly<Record<string, RuleSetting>> {
  const settings = catalogue.flatMap((rule) => {
    const own = settingAt(input, rule.id)
    const messages = Object.keys(rule.messages).flatMap((message) => {
      const value = settingAt(input, `${rule.id}/${message}`)
      return value === undefined ? [] : [[message, value as Severity | 'off'] as const]
    })
    if (own === undefined && messages.length === 0) return []
    return [[rule.id, { ...toSetting(own), messages: Object.fromEntries(messages) }] as const]
  })
  return Object.fromEntries(settings)
}

/** How a rule runs under a policy: whether at all, on which tiers, and with which options. */
export function settingOf(
  policy: Policy,
  rule: Pick<Rule, 'id' | 'tiers' | 'options'>,
): {
  readonly enabled: boolean
  readonly tiers: readonly Tier[]
  readonly options: Readonly<Record<string, OptionValue>>
} {
  const setting = policy.rules[rule.id] ?? UNSET
  const defaults = Object.entries(rule.options).map(([name, spec]) => [name, spec.default] as const)
  return {
    enabled: setting.enabled,
    tiers: setting.tiers ?? rule.tiers,
    options: { ...Object.fromEntries(defaults), ...setting.options },
  }
}

/** The findings of enabled messages, at the severities of the policy: a message's, else its rule's, else the finding's own. */
export function applySettings(findings: readonly RuleFinding[], policy: Policy): readonly RuleFinding[] {
  return findings.flatMap((finding) => {
    const severity = severityOf(policy, finding)
    return severity === 'off' ? [] : [{ ...finding, severity }]
  })
}

function severityOf(policy: Policy, { rule, id, severity }: RuleFinding): Severity | 'off' {
  const setting = policy.rules[rule] ?? UNSET
  if (!setting.enabled) return 'off'
  const own = Object.hasOwn(setting.messages, id) ? setting.messages[id] : undefined
  return own ?? setting.severity ?? severity
}

function toSetting(value: Value | undefined): RuleSetting {
  if (value === undefined) return UNSET
  if (typeof value === 'string') return value === 'off' ? { ...UNSET, enabled: false } : { ...UNSET, severity: value }
  const { severity = null, tiers = null, ...options } = value
  return {
    ...UNSET,
    severity: severity as Severity | null,
    tiers: tiers as readonly Tier[] | null,
    options: options as Readonly<Record<string, OptionValue>>,
  }
}

// The schema has proved that every value is one of these.
function settingAt(input: Readonly<Record<string, unknown>>, key: string): Value | undefined {
  return Object.hasOwn(input, key) ? (input[key] as Value | undefined) : undefined
}
