// The verdict in one sentence, for places that hold no more.
import type { Report } from '../model/report.ts'

const WORDS: Readonly<Record<Report['verdict'], string>> = {
  pass: 'Passed',
  warn: 'Passed with warnings',
  fail: 'Failed',
  incomplete: 'Not finished, so it fails',
}

/** e.g. `Failed: 2 findings at or above high, 3 below`. Holds nothing from outside. */
export function verdictLine({ verdict, counts, failOn }: Report): string {
  const total = counts.critical + counts.high + counts.moderate + counts.low
  if (total === 0) return `${WORDS[verdict]}: nothing to decide`
  return `${WORDS[verdict]}: ${total} open finding${total === 1 ? '' : 's'}; from ${failOn} on it fails`
}
