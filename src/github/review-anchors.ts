// Where each planned comment can stand: on its lines, on its file, or nowhere. One bad anchor would lose the whole review.
import type { ReviewComment, ReviewPlan } from '../model/review.ts'
import { accepts, type ChangedFile } from './changed-files.ts'

export interface Anchored {
  readonly onLines: readonly ReviewComment[]
  /** Each costs a request and a notification of its own. */
  readonly onFiles: readonly OnFile[]
}

interface OnFile {
  readonly path: string
  readonly body: string
  readonly fingerprint: string
}

const MAX_ON_LINES = 30
const MAX_ON_FILES = 5

/** Sorts a plan by what GitHub accepts, leaving out what was said before. What finds no place, or no room, is in the summary. */
export function anchor(plan: ReviewPlan, files: readonly ChangedFile[], said: ReadonlySet<string>): Anchored {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const fresh = plan.comments.filter(({ fingerprint }) => !said.has(fingerprint))
  const { lines = [], file = [] } = Object.groupBy(fresh, (comment) =>
    accepts(byPath.get(comment.path), { from: comment.startLine ?? comment.line, to: comment.line }) ? 'lines' : 'file',
  )
  const wholes = [...plan.fileComments.filter(({ fingerprint }) => !said.has(fingerprint)), ...file.map(toOnFile)]
  return toAnchored(
    lines,
    wholes.filter(({ path }) => byPath.has(path)),
  )
}

/** The same comments with none on a line, for when GitHub refuses a line after all. */
export function withoutLines({ onLines, onFiles }: Anchored): Anchored {
  return toAnchored([], [...onFiles, ...onLines.map(toOnFile)])
}

function toAnchored(lines: readonly ReviewComment[], wholes: readonly OnFile[]): Anchored {
  return { onLines: lines.slice(0, MAX_ON_LINES), onFiles: wholes.slice(0, MAX_ON_FILES) }
}

function toOnFile({ path, fileBody, fingerprint }: ReviewComment): OnFile {
  return { path, body: fileBody, fingerprint }
}
