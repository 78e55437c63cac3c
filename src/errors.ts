// What the gate could not do. Findings say what it found; these say why it could not look.

/** Codes of everything that can stop a run or make evidence unavailable. */
export type ErrorCode =
  // The user mends it (InputError, exit 2).
  | 'usage'
  | 'policy-invalid'
  | 'policy-missing'
  | 'not-a-repository'
  | 'unknown-ref'
  | 'input-invalid'
  | 'event-unsupported'
  | 'permission-missing'
  // The world failed (SourceError, exit 3; inside evidence/ it becomes `unavailable`).
  | 'git-failed'
  | 'github-failed'
  | 'snapshot-too-large'
  | 'snapshot-unreadable'
  | 'network-timeout'
  | 'network-refused'
  | 'rate-limited'
  | 'server-error'
  | 'bad-answer'
  | 'over-limit'
  | 'deadline'

interface ErrorDetails {
  /** What to do about it, one sentence, shown to the user. */
  readonly hint: string
  readonly cause?: unknown
}

/** Base of all expected errors: a closed code, a message for people, a hint, and the cause that must not be lost. */
export abstract class GateError extends Error {
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, { hint, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.code = code
    this.hint = hint
  }
}

/** The user must mend an input. Names the file and line where there is one. Exit 2. */
export class InputError extends GateError {
  readonly path: string | null
  readonly line: number | null

  constructor(
    code: ErrorCode,
    message: string,
    details: ErrorDetails & { readonly path?: string; readonly line?: number },
  ) {
    super(code, message, details)
    this.path = details.path ?? null
    this.line = details.line ?? null
  }
}

/** The world failed: a repository, GitHub or a registry did not give what was asked. Exit 3. */
export class SourceError extends GateError {}
