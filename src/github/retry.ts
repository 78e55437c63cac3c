// Asks GitHub again where that helps, waits as long as it says, and never writes faster than it allows.
import { GateError } from '../errors.ts'
import { isRequestFailure, type RequestFailure, toGateError, toRateLimited } from './failure.ts'

/** The outer world's time, handed in so that tests do not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** What is asked, as Octokit's request hook gives it. */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly query?: unknown
}

const ATTEMPTS = 3
/** A longer wait than this is not worth a runner's time. */
const MAX_WAIT_MS = 60_000
const BACKOFF_MS = 1_000
/** GitHub's secondary limits ask for at least a second between writes. */
const BETWEEN_WRITES_MS = 1_000
const TRANSIENT = new Set([500, 502, 503, 504])

export type Attempt = <T>(asked: Asked, send: () => Promise<T>) => Promise<T>

/** Runs one request with bounded retries. Errors: SourceError `github-failed`, `rate-limited`; InputError `permission-missing`. */
export function retrying(clock: Clock): Attempt {
  const pace = pacer(clock)
  return async (asked, send) => {
    for (let attempt = 1; ; attempt++) {
      if (isWrite(asked)) await pace()
      try {
        return await send()
      } catch (cause) {
        const operation = `${asked.method} ${asked.url}`
        if (!isRequestFailure(cause)) throw toGateError(cause, operation)
        // Octokit wraps whatever sending throws.
        if (cause instanceof Error && cause.cause instanceof GateError) throw cause.cause
        await clock.sleep(waitBefore(cause, { asked, attempt, now: clock.now() }))
      }
    }
  }
}

/** True where repeating the request could do something twice. */
function isWrite({ method, url, query }: Asked): boolean {
  if (url.endsWith('/graphql')) return /^\s*mutation\b/.test(String(query))
  return method !== 'GET' && method !== 'HEAD'
}

interface Situation {
  readonly asked: Asked
  readonly attempt: number
  readonly now: number
}

/** Milliseconds until the next attempt; throws where there should be none. */
function waitBefore(cause: RequestFailure, { asked, attempt, now }: Situation): number {
  const operation = `${asked.method} ${asked.url}`
  const limited = limitedFor(cause, now)
  if (limited !== null) {
    if (attempt >= ATTEMPTS || limited > MAX_WAIT_MS) throw toRateLimited(cause, limited)
    return limited
  }
  // A write that was perhaps done is not repeated: a second comment is worse than a missing one.
  const repeatable = !isWrite(asked) || asked.method === 'PATCH'
  const transient = cause.response === undefined || TRANSIENT.has(cause.status)
  if (attempt >= ATTEMPTS || !repeatable || !transient) throw toGateError(cause, operation)
  return BACKOFF_MS * 2 ** (attempt - 1)
}

/** How long GitHub wants to be left alone, in milliseconds; null where it did not say so. */
function limitedFor({ status, message, response }: RequestFailure, now: number): number | null {
  if (response === undefined || (status !== 403 && status !== 429)) return null
  const headers = response.headers ?? {}
  const after = seconds(headers['retry-after'])
  if (after !== null) return after * 1_000
  const reset = headers['x-ratelimit-remaining'] === '0' ? seconds(headers['x-ratelimit-reset']) : null
  if (reset !== null) return Math.max(BACKOFF_MS, reset * 1_000 - now)
  return status === 429 || /secondary rate limit/i.test(message) ? MAX_WAIT_MS : null
}

function seconds(header: unknown): number | null {
  return /^\d{1,12}$/.test(String(header)) ? Number(header) : null
}

function pacer({ now, sleep }: Clock): () => Promise<void> {
  let free = 0
  return async () => {
    const wait = free - now()
    free = Math.max(free, now()) + BETWEEN_WRITES_MS
    if (wait > 0) await sleep(wait)
  }
}
