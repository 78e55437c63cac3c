// What the gate says on a pull request, as planned by the renderers and posted by the GitHub stage.

/** A comment on one place of the head's file. Several findings of one place are one comment. */
export interface ReviewComment {
  readonly path: string
  /** Line of the head's file, counted from 1. */
  readonly line: number
  /** First line of a range that ends at `line`; null for a single line. A suggestion replaces exactly this range. */
  readonly startLine: number | null
  readonly body: string
  /** The same without a suggestion: used on the file as a whole where the line is outside the diff. */
  readonly fileBody: string
  /** Identity across runs, free of line numbers: a comment with the same one is never posted twice. */
  readonly fingerprint: string
}

/** A comment on a changed file as a whole. */
export interface FileComment {
  readonly path: string
  readonly body: string
  readonly fingerprint: string
}

/** Comments come worst first, so that a bound cuts the least. All empty: nothing is said. */
export interface ReviewPlan {
  /** One or two sentences above the comments. */
  readonly body: string
  readonly comments: readonly ReviewComment[]
  readonly fileComments: readonly FileComment[]
}

/** The sticky summary comment of a pull request. */
export interface SummaryPlan {
  /** Markdown, without markers. */
  readonly body: string
  /** False where everything is fine: then a comment is only updated, and created only on demand. */
  readonly hasFindings: boolean
}

/** One entry of the tracking issue. */
export interface TrackedFinding {
  readonly fingerprint: string
  /** One line of Markdown, for the comment that tells what is new. */
  readonly text: string
}

/** The tracking issue of the re-audit. No findings: it is closed. */
export interface TrackingPlan {
  readonly title: string
  /** Markdown, without markers. */
  readonly body: string
  readonly findings: readonly TrackedFinding[]
}
