// Which lines of a head file a review comment may stand on: those that the pull request's diff shows.
import { structuredPatch } from 'diff'

/** Lines `from` to `to`, both included, counted from 1 on the head's side. */
export interface LineRange {
  readonly from: number
  readonly to: number
}

/** GitHub shows three unchanged lines around each change. */
const CONTEXT = 3
/** The search is quadratic in the edits: so many cost about a third of a second. Beyond, comments stand on the file. */
const MAX_EDITS = 800

/** The head's lines of a unified diff as GitHub's API gives it in `patch`: changed ones and their context. */
export function parsePatch(patch: string): readonly LineRange[] {
  return [...patch.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm)].flatMap(([, start, count]) =>
    toRange(Number(start), count === undefined ? 1 : Number(count)),
  )
}

/** The same computed from both texts, where GitHub gives no patch. Null where the two differ too much. */
export function diffLines(base: string | null, head: string): readonly LineRange[] | null {
  if (base === null) return toRange(1, head === '' ? 0 : head.split('\n').length - Number(head.endsWith('\n')))
  const patch = structuredPatch('', '', base, head, undefined, undefined, {
    context: CONTEXT,
    maxEditLength: MAX_EDITS,
  })
  return patch === undefined ? null : patch.hunks.flatMap(({ newStart, newLines }) => toRange(newStart, newLines))
}

/** True where a comment may stand on the line. */
export function isShown(ranges: readonly LineRange[], line: number): boolean {
  return ranges.some(({ from, to }) => from <= line && line <= to)
}

function toRange(from: number, count: number): readonly LineRange[] {
  return count > 0 ? [{ from, to: from + count - 1 }] : []
}
