// Which of two runs on one pull request speaks last: what was judged later, whichever is the slower to say so.

/** A run of a workflow, as the runner tells it. */
export interface RunNumber {
  readonly id: number
  readonly attempt: number
}

/**
 * True where a run that started later has spoken already, so that this one must be silent. A repeated run looks at
 * everything anew under its old number, and always speaks.
 */
export function isOvertaken(own: RunNumber | null, spoken: number | null): boolean {
  return own !== null && own.attempt === 1 && spoken !== null && spoken > own.id
}

/** The number of the run that an address of GitHub names; null where it names none. */
export function runIn(url: string | null | undefined): number | null {
  const id = /\/actions\/runs\/(\d{1,15})(?:\/|$)/.exec(url ?? '')?.[1]
  return id === undefined ? null : Number(id)
}
