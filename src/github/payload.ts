// An event's payload read field by field: it is a stranger's JSON until each value has been looked at.
import { InputError } from '../errors.ts'

/** Values by dotted path, e.g. `pull_request.head.sha`. */
export interface Payload {
  /** Errors: InputError `event-unsupported` where it is no text. */
  text(path: string): string
  /** Null where it is no text. */
  maybe(path: string): string | null
  /** Errors: InputError `event-unsupported` where it is no positive integer. */
  integer(path: string): number
  /** A commit id. Errors: InputError `event-unsupported`. */
  commit(path: string): string
}

export function readPayload(event: string, payload: unknown): Payload {
  const maybe = (path: string) => {
    const value = valueAt(payload, path)
    return typeof value === 'string' && value !== '' ? value : null
  }
  const text = (path: string) => maybe(path) ?? lacks(event, path)
  return {
    maybe,
    text,
    integer: (path) => {
      const value = valueAt(payload, path)
      return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : lacks(event, path)
    },
    commit: (path) => {
      const value = text(path)
      return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(value) ? value : lacks(event, path)
    },
  }
}

function valueAt(payload: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined,
      payload,
    )
}

function lacks(event: string, path: string): never {
  throw new InputError('event-unsupported', `The event ${event} came without a usable ${path}`, {
    hint: 'Run the action directly in a workflow for this event, not in one started by other means.',
  })
}
