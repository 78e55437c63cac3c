// What the policy says of each rule.
import type { Tier } from '../model/component.ts'
import type { OptionValue, RuleSetting } from '../model/policy.ts'
import type { RuleCatalogue } from '../model/rule.ts'
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
