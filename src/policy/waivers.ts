// Turns a waiver of the file into one of the model; what a schema can't express is judged here.
import type { Place, Route } from '../model/location.ts'
import type { Waiver } from '../model/policy.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { endOfDay } from './dates.ts'
import { shown } from './faults.ts'
import { nearest } from './nearest.ts'
import type { WaiverInput } from './schema.ts'

const MAX_DAYS = 180
const DAY = 86_400_000

interface Context {
  readonly place: Place
  readonly catalogue: RuleCatalogue
  readonly now: number
  readonly complain: (route: Route, message: string) => void
}

/** The waiver; an unknown rule, a day that does not exist or one too far ahead is complained of. */
export function toWaiver(input: WaiverInput, { place, catalogue, now, complain }: Context): Waiver {
  const known = knownRules(catalogue)
  if (!known.includes(input.rule)) {
    const meant = nearest(input.rule, known)
    complain(['rule'], `${shown(input.rule)} is no rule${meant === null ? '' : `; did you mean ${meant}?`}`)
  }
  const end = endOfDay(input.expires)
  if (end === null) complain(['expires'], `${shown(input.expires)} is not a day of the calendar`)
  else if (end > now + (MAX_DAYS + 1) * DAY) {
    complain(
      ['expires'],
      `${shown(input.expires)} is more than ${MAX_DAYS} days ahead; the last day possible is ${latestDay(now)}`,
    )
  }
  return {
    place,
    rule: input.rule,
    package: input.package ?? null,
    path: input.path ?? null,
    reason: input.reason,
    owner: input.owner,
    expires: input.expires,
  }
}

function knownRules(catalogue: RuleCatalogue): readonly string[] {
  // What is said of waivers can't itself be waived.
  const waivable = catalogue.filter(({ id }) => id !== 'waiver')
  return waivable.flatMap((rule) => [rule.id, ...Object.keys(rule.messages).map((message) => `${rule.id}/${message}`)])
}

function latestDay(now: number): string {
  return new Date(now + MAX_DAYS * DAY).toISOString().slice(0, 10)
}
