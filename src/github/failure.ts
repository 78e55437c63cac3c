// What GitHub's refusals mean for the user, in one place: expected errors with a hint, the answer's status kept in the cause.
import { GateError, InputError, SourceError } from '../errors.ts'

/** The part of Octokit's RequestError that decides. `response` is missing where GitHub was not reached. */
export interface RequestFailure {
  readonly status: number
  readonly message: string
  readonly response?: { readonly headers?: Readonly<Record<string, unknown>> } | undefined
}

const MAX_MESSAGE = 300

export function isRequestFailure(error: unknown): error is RequestFailure {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
}

/** The HTTP status GitHub answered with; null where it gave no answer or the error is another's. */
export function statusOf(error: unknown): number | null {
  const cause = error instanceof GateError ? error.cause : error
  return isRequestFailure(cause) && cause.response !== undefined ? cause.status : null
}

/** GitHub's own words, on one line and bounded: they may quote what a pull request brought. */
export function wordsOf(error: unknown): string {
  const cause = error instanceof GateError ? error.cause : error
  const text = cause instanceof Error ? cause.message : ''
  return text.replace(/[\p{C}\s]+/gu, ' ').slice(0, MAX_MESSAGE)
}

/** A coded error for a request that failed for good. `operation` is its method and path pattern, e.g. `GET /repos/{owner}/{repo}`. */
export function toGateError(cause: unknown, operation: string): unknown {
  if (!isRequestFailure(cause)) return cause
  if (cause.response === undefined) return unreachable(cause)
  if (cause.status === 401 || cause.status === 403) return refused(cause, operation)
  return new SourceError('github-failed', `GitHub answered ${cause.status} to ${operation}: ${wordsOf(cause)}`, {
    hint: 'Run the job again; if it fails again, look at the status page of GitHub.',
    cause,
  })
}

/** The limit will not be lifted soon enough to wait for. */
export function toRateLimited(cause: unknown, waitMs: number): SourceError {
  const minutes = Math.ceil(waitMs / 60_000)
  return new SourceError('rate-limited', `GitHub's rate limit is used up for another ${minutes} minutes`, {
    hint: 'All workflows of a repository share one limit: run the job again later, or give it the token of an app.',
    cause,
  })
}

function unreachable(cause: RequestFailure): SourceError {
  return new SourceError('github-failed', `GitHub could not be reached: ${wordsOf(cause)}`, {
    hint: 'Check the network of the runner and, on a server of your own, the variable GITHUB_API_URL.',
    cause,
  })
}

function refused(cause: RequestFailure, operation: string): InputError {
  const accepted = cause.response?.headers?.['x-accepted-github-permissions']
  const needed = typeof accepted === 'string' && /^[\w=,; -]{1,100}$/.test(accepted) ? ` (${accepted})` : ''
  const hint =
    cause.status === 401
      ? 'Give the input `github-token` a valid token; the default, the token of the workflow, needs none.'
      : `Grant the job what this needs under \`permissions:\`${needed}. A pull request from a fork never gets more than reading.`
  return new InputError('permission-missing', `GitHub refused ${operation}: ${wordsOf(cause)}`, { hint, cause })
}
