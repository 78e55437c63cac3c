// The judging step as a whole: judge, locate, waive, judge the waivers themselves, decide.
import type { Finding } from '../model/finding.ts'
import type { Waiver } from '../model/policy.ts'
import type { Verdict } from '../model/report.ts'
import type { Rule } from '../model/rule.ts'
import { decide } from '../policy/decide.ts'
import { waive } from '../policy/waive.ts'
import { type JudgeInput, judge, sortFindings } from './judge.ts'
import { toFindings } from './locate.ts'
import { relocate } from './relocate.ts'

export interface Settled {
  /** Worst first. */
  readonly findings: readonly Finding[]
  readonly waivers: { readonly expired: readonly Waiver[]; readonly unused: readonly Waiver[] }
  readonly verdict: Exclude<Verdict, 'incomplete'>
}

/** The rule that speaks of waivers: it runs when all others have spoken, because only then it is known which ones were used. */
const LAST = 'waiver'

/** Pure: equal input gives equal output. */
export function settle(input: Omit<JudgeInput, 'metWaivers'>): Settled {
  const { policy, now } = input
  const first = judgeWith(input, ({ id }) => id !== LAST, [])
  const { met, expired, unused } = waive(first, policy, now)
  const last = judgeWith(input, ({ id }) => id === LAST, met)
  const { findings } = waive(sortFindings([...first, ...last]), policy, now)
  return { findings, waivers: { expired, unused }, verdict: decide(findings, policy.failOn) }
}

function judgeWith(
  input: Omit<JudgeInput, 'metWaivers'>,
  isWanted: (rule: Rule) => boolean,
  metWaivers: readonly Waiver[],
): readonly Finding[] {
  const { findings } = judge({ ...input, rules: input.rules.filter(isWanted), metWaivers })
  return toFindings(relocate(findings, input.changes), input)
}
