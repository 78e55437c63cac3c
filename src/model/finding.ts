// What a rule found, as values only; renderers make the prose from the rule's messages.
import type { Location, Place } from './location.ts'
import type { Severity } from './severity.ts'

/** Values for a message's placeholders, as they came from outside: renderers escape them. */
export type Args = Readonly<Record<string, string>>

/** A fact behind a finding, e.g. { label: 'registry integrity', value: 'sha512-…' }. `code` keeps lines and is shown as a block. */
export interface Fact {
  readonly label: string
  readonly value: string
  readonly code?: 'diff' | 'text' | 'yaml'
}

/** A replacement for exactly one value of a file a person writes; never for a lockfile. */
export interface Suggestion {
  readonly location: Location
  /** The value in the file now, and what should stand there, both without quotes. */
  readonly from: string
  readonly to: string
}

/** What a rule returns. */
export interface RuleFinding {
  readonly rule: string
  readonly id: string
  readonly severity: Severity
  readonly purl: string | null
  readonly name: string | null
  readonly version: string | null
  readonly source: string
  readonly args: Args
  readonly location: Location
  readonly related: readonly Location[]
  readonly facts: readonly Fact[]
  readonly suggestion: Suggestion | null
  /** An allowlist entry ready to paste, YAML; null where pasting one is not the remedy. */
  readonly paste: string | null
}

/** A finding after waiving: located, with an identity that survives line moves. */
export interface Finding extends Omit<RuleFinding, 'location' | 'related'> {
  readonly status: 'open' | 'waived'
  readonly location: Place
  readonly related: readonly Place[]
  /** The symbolic location, kept for suggestions and fingerprints. */
  readonly route: Location
  readonly fingerprint: string
  /** The waiver's reason, owner and expiry where waived. */
  readonly waiver: { readonly reason: string; readonly owner: string; readonly expires: string } | null
}
