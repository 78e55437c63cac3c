// What an outside source said: a value, that there is none, or no answer. The last two are never confused.

/** Why a source gave no answer. Shown to people; `over-limit` is a bound of ours that the publisher exceeded. */
export type UnavailableReason =
  | 'offline'
  | 'not-gathered'
  | 'not-offered'
  | 'timeout'
  | 'refused'
  | 'rate-limited'
  | 'unauthorized'
  | 'server-error'
  | 'bad-answer'
  | 'over-limit'

export interface Observed<T> {
  readonly status: 'observed'
  readonly value: T
}

/** The source answered, and there is none. */
export interface Absent {
  readonly status: 'absent'
}

/** The source did not answer. `detail` is one plain sentence, without credentials or control characters. */
export interface Unavailable {
  readonly status: 'unavailable'
  readonly reason: UnavailableReason
  readonly detail: string
}

export type Observation<T> = Observed<T> | Absent | Unavailable

export const absent: Absent = { status: 'absent' }

export function observed<T>(value: T): Observed<T> {
  return { status: 'observed', value }
}

export function unavailable(reason: UnavailableReason, detail: string): Unavailable {
  return { status: 'unavailable', reason, detail }
}

/** The observed value, or null where it is absent or unavailable. Only for uses that treat the two alike on purpose. */
export function observedValue<T>(observation: Observation<T>): T | null {
  return observation.status === 'observed' ? observation.value : null
}
