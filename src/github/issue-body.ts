// The body of the tracking issue, and what it remembers of the last audit between two runs.
import type { TrackedFinding, TrackingPlan } from '../model/review.ts'
import { digest, marked, markedValue } from './marker.ts'

/** Room enough in a body beside its text, and more than anyone would read. */
const MAX_SEEN = 500
const ID_LENGTH = 8

/** What has changed since the last audit told. */
export interface News {
  readonly changed: boolean
  /** Findings it did not have; null where there were more of them than an issue remembers. */
  readonly fresh: readonly TrackedFinding[] | null
}

/** Markdown with a hidden list of what it tells. */
export function toBody({ body, findings }: TrackingPlan): string {
  const ids = toIds(findings)
  const list = ids.length > MAX_SEEN ? 'many' : ids.join(',')
  return marked(':audit', `${digest(ids.join(','))} ${list}`, body)
}

/** Compares with a body of ours. One that people have edited beyond recognition tells nothing: then everything is new. */
export function newsSince(body: string, findings: readonly TrackedFinding[]): News {
  const [, known, list = ''] = /^([0-9a-f]+) (many|[0-9a-f,]*)$/.exec(markedValue(':audit', body) ?? '') ?? []
  const changed = known !== digest(toIds(findings).join(','))
  const seen = new Set(list.split(','))
  return { changed, fresh: list === 'many' ? null : findings.filter((finding) => !seen.has(toId(finding))) }
}

function toIds(findings: readonly TrackedFinding[]): readonly string[] {
  return [...new Set(findings.map(toId))].toSorted()
}

function toId({ fingerprint }: TrackedFinding): string {
  return digest(fingerprint).slice(0, ID_LENGTH)
}
