// Which lines of a head file a review comment may stand on: those that the pull request's diff shows.

/** Lines `from` to `to`, both included, counted from 1 on the head's side. */
export interface LineRange {
  readonly from: number
  readonly to: number
}

/** The head's lines of a unified diff as GitHub's API gives it in `patch`: changed ones and their context. */
export function parsePatch(patch: string): readonly LineRange[] {
  return [...patch.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm)].flatMap(([, start, count]) =>
    toRange(Number(start), count === undefined ? 1 : Number(count)),
  )
}

/** True where a comment may stand on the line. */
export function isShown(ranges: readonly LineRange[], line: number): boolean {
  return ranges.some(({ from, to }) => from <= line && line <= to)
}

function toRange(from: number, count: number): readonly LineRange[] {
  return count > 0 ? [{ from, to: from + count - 1 }] : []
}
