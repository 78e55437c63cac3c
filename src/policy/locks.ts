// What a central policy locks, and what else has to hold so that a locked rule cannot be loosened from the side.
import type { RuleCatalogue } from '../model/rule.ts'

/** Keys of a policy that can be locked beside rules. `rules` stands for all of them. */
export const LOCKABLE_KEYS = [
  'fail-on',
  'approvers',
  'ignore',
  'unavailable',
  'registries',
  'allow',
  'waivers',
  'rules',
] as const

/**
 * A rule is judged on sources that are read and not ignored, with evidence from the trusted registries, against the
 * threshold: whoever could change these could loosen it without touching it.
 */
const IMPLIED = ['fail-on', 'ignore', 'unavailable', 'registries', 'evidence-unavailable', 'source-unread']

/** Keys and rule ids that are locked, everything implied included; sorted. */
export function toLocks(stated: true | readonly string[], catalogue: RuleCatalogue): readonly string[] {
  const rules = catalogue.map(({ id }) => id)
  const named = stated === true ? [...LOCKABLE_KEYS] : stated
  const all = named.includes('rules') ? [...named, ...rules] : named
  const isJudged = all.some((name) => rules.includes(name))
  return [...new Set(isJudged ? [...all, ...IMPLIED] : all)].sort()
}
