// Reports waivers of the policy that have expired, soon will, fit nothing or fit too much.
import type { RuleFinding } from '../model/finding.ts'
import type { Waiver } from '../model/policy.ts'
import { defineRule, type Message, type Report, type RuleContext } from '../model/rule.ts'
import { daysLeft } from './shared/expiry.ts'

const messages = {
  expired: {
    severity: 'low',
    text: 'The waiver of {rule} for {package} expired on {expires}. It waives nothing any more.',
    remedy: 'Mend what it waived, or have {owner} agree to a new one.',
  },
  unused: {
    severity: 'low',
    text: 'The waiver of {rule} for {package} waives nothing.',
    remedy: 'Remove it from the policy.',
  },
  'over-broad': {
    severity: 'low',
    text: 'The waiver of {rule} names neither a package nor a path, so it also waives what nobody has seen.',
    remedy: 'Name the package and version it is meant for.',
  },
  expiring: {
    severity: 'low',
    text: 'The waiver of {rule} for {package} expires on {expires}.',
    remedy: 'Mend what it waives before that day, or have {owner} agree to a new one.',
  },
} as const satisfies Record<string, Message>

const SOON_DAYS = 30

export const waiver = defineRule({
  id: 'waiver',
  summary: 'Waivers must be narrow, in use and in time.',
  tiers: [],
  controls: ['CWE-1357', 'NIST-SSDF/RV.2.2', 'MCP-SUPPLY-02/1'],
  options: {},
  messages,
  check: (context, report) => context.policy.waivers.flatMap((one, index) => judge(one, index, { ...context, report })),
})

interface Bench extends RuleContext {
  readonly report: Report<typeof messages>
}

// A pull request hears only of waivers that concern it; an audit, which sees everything, hears of all.
function judge(
  one: Waiver,
  index: number,
  { mode, now, metWaivers, policyPath, report }: Bench,
): readonly RuleFinding[] {
  const isMet = metWaivers.includes(one)
  if (!isMet && mode !== 'audit') return []
  // Those of a central policy are for many repositories, and no one of them can mend them.
  if (one.place.path !== policyPath) return []
  const { rule, owner, expires } = one
  const about = { source: policyPath, location: { path: policyPath, route: ['waivers', index] } }
  const args = { rule, owner, expires, package: one.package ?? one.path ?? 'everything' }
  const left = daysLeft(expires, now) ?? 0
  if (left <= 0) return [report('expired', about, { args })]
  return [
    ...(isMet ? [] : [report('unused', about, { args })]),
    ...(one.package === null && one.path === null ? [report('over-broad', about, { args })] : []),
    ...(left <= SOON_DAYS ? [report('expiring', about, { args })] : []),
  ]
}
