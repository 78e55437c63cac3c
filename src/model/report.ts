// The one result of a run: exit code, review, summary, SARIF and JSON are all derived from it.
import type { Change } from './change.ts'
import type { Component, Tier } from './component.ts'
import type { Evidence } from './evidence.ts'
import type { Finding } from './finding.ts'
import type { Place } from './location.ts'
import type { PackageDiff } from './package-diff.ts'
import type { PolicyOrigin, Waiver } from './policy.ts'
import type { Mode } from './rule.ts'
import type { Severity } from './severity.ts'
import type { SourceKind } from './source.ts'

export type Verdict = 'pass' | 'warn' | 'fail' | 'incomplete'

export interface RefAndSha {
  readonly ref: string
  /** Null for a working tree. */
  readonly sha: string | null
}

export interface SourceSummary {
  readonly path: string
  readonly kind: SourceKind
  readonly status: 'read' | 'unreadable' | 'unsupported' | 'too-large' | 'out-of-sync' | 'removed' | 'ignored'
  /** Number of components; 0 where unread. */
  readonly components: number
}

/** A component with its place and tier, as JSON shows it. */
export interface PlacedComponent extends Component {
  readonly tier: Tier
  readonly reasons: readonly string[]
  readonly location: Place
}

/** What was checked of one changed server and what came of it: a cell of the summary's table. */
export type Check = 'holds' | 'fails' | 'unchecked' | 'warns' | 'nothing'

/** One row of the summary's table: all sources of one changed server joined by name. */
export interface Row {
  readonly name: string
  readonly ecosystem: Component['ecosystem']
  readonly kind: Change['kind']
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly tier: Tier
  readonly places: readonly Place[]
  readonly launcher: string | null
  readonly listed: Check
  readonly pinned: Check
  readonly proved: Check
  readonly scripts: Check
  readonly age: Check
  /** Milliseconds since publication at the time of the run; null where unknown. */
  readonly ageMs: number | null
  /** What was proved, or why it could not be checked: plain sentences. */
  readonly notes: readonly string[]
}

export interface Report {
  readonly tool: { readonly name: string; readonly version: string }
  readonly mode: Mode
  /** Milliseconds since 1970, given by the entry. */
  readonly at: number
  readonly base: RefAndSha | null
  readonly head: RefAndSha
  readonly policy: PolicyOrigin
  readonly failOn: Severity
  readonly verdict: Verdict
  readonly counts: Readonly<Record<Severity | 'waived', number>>
  readonly changes: readonly Change[]
  readonly findings: readonly Finding[]
  readonly rows: readonly Row[]
  /** What changed inside the packages of new and updated servers. */
  readonly packageDiffs: readonly PackageDiff[]
  readonly waivers: { readonly expired: readonly Waiver[]; readonly unused: readonly Waiver[] }
  readonly sources: readonly SourceSummary[]
  /** Evidence by purl, of every judged component. */
  readonly evidence: ReadonlyMap<string, Evidence>
  /** The line of a component in its source. */
  placeOf(component: Component): Place
  /** Which Sigstore trust root served; null where nothing was verified. */
  readonly trustRoot: 'tuf' | 'frozen' | null
  readonly requests: number
}
