// What came of an attempt to say something on GitHub. Saying is not judging: a token that may not write changes no verdict.
import { GateError } from '../errors.ts'

export interface Outcome {
  /** `nothing`: there was nothing to say. `unposted`: it could not be said, `notices` tell why. */
  readonly status: 'posted' | 'updated' | 'unchanged' | 'nothing' | 'unposted'
  readonly url: string | null
  /** What could not be done, one sentence each, for the log. */
  readonly notices: readonly string[]
}

export function outcome(
  status: Outcome['status'],
  url: string | null = null,
  notices: readonly string[] = [],
): Outcome {
  return { status, url, notices }
}

/** Runs an attempt; a refusal or a failure of GitHub becomes `unposted`. Bugs are thrown on. */
export async function attempt(what: string, run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run()
  } catch (error) {
    return outcome('unposted', null, [noticeOf(what, error)])
  }
}

/** Runs a lesser part of an attempt; null, or the notice that it was not possible. */
export async function noticed(what: string, run: () => Promise<unknown>): Promise<string | null> {
  try {
    await run()
    return null
  } catch (error) {
    return noticeOf(what, error)
  }
}

function noticeOf(what: string, error: unknown): string {
  if (!(error instanceof GateError)) throw error
  return `${what}: ${error.message.replace(/\.$/, '')}. ${error.hint}`
}
