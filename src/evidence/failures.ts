// Turns what went wrong with a request into a reason and one plain sentence, without the address's path or credentials.
import { GateError } from '../errors.ts'
import type { UnavailableReason } from '../model/observation.ts'
import { fieldOf, numberOf, textOf } from './thrown.ts'

export interface Failure {
  readonly reason: UnavailableReason | 'missing'
  readonly detail: string
  /** Another try may succeed. */
  readonly again: boolean
  /** How long the source asked to wait, milliseconds. */
  readonly waitMs: number | null
}

/** Reads an error of the client; what is not known is `refused`, never an answer. A bug of ours is thrown on. */
export function toFailure(error: unknown, host: string): Failure {
  const gate = innermost(error)
  if (gate !== null) {
    const reason = gate.code === 'over-limit' ? 'over-limit' : 'refused'
    return { reason, detail: gate.message, again: false, waitMs: null }
  }
  const status = numberOf(error, 'statusCode')
  return status === null ? ofConnection(error, host) : ofStatus(status, error, host)
}

function ofStatus(status: number, error: unknown, host: string): Failure {
  const detail = `${host} answered with status ${status}`
  const final = (reason: Failure['reason']): Failure => ({ reason, detail, again: false, waitMs: null })
  if (status === 404) return final('missing')
  if (status === 401 || status === 402 || status === 403) return final('unauthorized')
  if (status === 405 || status === 501) return final('not-offered')
  const waitMs = retryAfter(error)
  if (status === 429 || status === 420) return { reason: 'rate-limited', detail, again: true, waitMs }
  if (status >= 500 || status === 408) return { reason: 'server-error', detail, again: true, waitMs }
  return final('bad-answer')
}

const TIMEOUTS = ['ETIMEDOUT', 'EIDLETIMEOUT', 'ECONNECTIONTIMEOUT', 'ERESPONSETIMEOUT', 'ETRANSFERTIMEOUT']
const BROKEN_REDIRECTS = ['EMAXREDIRECT', 'EINVALIDREDIRECT']
const BROKEN_BODIES = ['Z_DATA_ERROR', 'Z_BUF_ERROR', 'HPE_INVALID_CONSTANT']

function ofConnection(error: unknown, host: string): Failure {
  if (isBug(error)) throw error
  const code = textOf(error, 'code') ?? 'no code'
  const timedOut = TIMEOUTS.includes(code) || textOf(error, 'type') === 'request-timeout'
  if (timedOut) return { reason: 'timeout', detail: `${host} did not answer in time`, again: true, waitMs: null }
  if (BROKEN_REDIRECTS.includes(code))
    return { reason: 'bad-answer', detail: `${host} redirects without end or to nowhere`, again: false, waitMs: null }
  if (BROKEN_BODIES.includes(code) || textOf(error, 'message') === 'aborted')
    return { reason: 'bad-answer', detail: `the answer of ${host} broke off`, again: true, waitMs: null }
  // A name that does not resolve will not resolve a moment later.
  const again = code !== 'ENOTFOUND' && !code.startsWith('CERT_') && !code.includes('SELF_SIGNED')
  return { reason: 'refused', detail: `${host} could not be reached (${code})`, again, waitMs: null }
}

// Errors of the language without a code come from no network.
function isBug(error: unknown): boolean {
  const name = textOf(error, 'name') ?? ''
  return textOf(error, 'code') === null && ['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError'].includes(name)
}

/** `Retry-After` in seconds or as a date; null where it says nothing usable. */
function retryAfter(error: unknown): number | null {
  const headers: unknown = fieldOf(error, 'headers')
  const value: unknown = fieldOf(headers, 'retry-after')
  const text = String(Array.isArray(value) ? value[0] : (value ?? ''))
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now())
}

function innermost(error: unknown): GateError | null {
  let current: unknown = error
  for (let depth = 0; depth < 5; depth += 1) {
    if (current instanceof GateError) return current
    current = fieldOf(current, 'cause') ?? fieldOf(current, 'retried')
  }
  return null
}
