// Where on a pull request each finding is said: on its line, on its file, or in the summary alone.
import { sha256 } from '../model/digest.ts'
import type { Finding } from '../model/finding.ts'
import { isShown, type LineRange } from '../model/hunks.ts'
import type { Place } from '../model/location.ts'
import type { Report } from '../model/report.ts'
import type { FileComment, ReviewComment, ReviewPlan } from '../model/review.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { bySeverity, reaches } from '../model/severity.ts'
import { byFinding, byText, isSilence, type Joined, joinAlike } from './alike.ts'
import { broken, excerpts, explanation, pasteBlock, title } from './decision.ts'
import { disarm } from './escape.ts'
import { codeSpan } from './markdown.ts'
import type { LinkOptions } from './options.ts'
import { headline, standingOf } from './standing.ts'
import { suggestionBlock } from './suggestion.ts'
import { counted } from './wording.ts'

export interface ReviewRequest extends LinkOptions {
  readonly report: Report
  readonly catalogue: RuleCatalogue
  /** The files of the pull request's diff; null where it is not known which lines are shown. */
  readonly hunks: ReadonlyMap<string, readonly LineRange[] | null>
  /** The head's text of changed files that people write. */
  readonly texts: ReadonlyMap<string, string>
}

type Anchor =
  | { readonly kind: 'line'; readonly place: Place }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'summary' }

interface Anchored {
  readonly finding: Finding
  readonly anchor: Anchor
}

const MAX_COMMENTS = 30
/** Each costs a request and a notification of its own. */
const MAX_FILE_COMMENTS = 5
const MAX_IN_COMMENT = 8

/** Comments worst first, one per line and one per file; what finds no room or no place is counted in the body. Empty where nothing is worth a comment. */
export function planReview(request: ReviewRequest): ReviewPlan {
  const { report } = request
  const open = report.findings.filter(({ status }) => status === 'open').toSorted(byFinding)
  const servers = new Set(report.rows.map(({ name }) => name))
  const anchored = open.map((finding): Anchored => {
    // No line mends an outage: of what servers need, the summary tells it once.
    const isTold = isSilence(finding) && !servers.has(finding.name ?? '')
    return { finding, anchor: isTold ? { kind: 'summary' } : anchorOf(finding, request.hunks) }
  })
  const lines = worstFirst(
    Map.groupBy(
      anchored.filter(({ anchor }) => anchor.kind === 'line'),
      placeKey,
    ),
  ).filter((group) => isWorthIt(group, report))
  const files = worstFirst(
    Map.groupBy(
      anchored.filter(({ anchor }) => anchor.kind === 'file'),
      placeKey,
    ),
  ).filter((group) => isWorthIt(group, report))
  const comments = lines.slice(0, MAX_COMMENTS).flatMap((group) => toComment(group, request))
  const fileComments = files.slice(0, MAX_FILE_COMMENTS).flatMap((group) => toFileComment(group, request))
  const said = [...lines.slice(0, MAX_COMMENTS), ...files.slice(0, MAX_FILE_COMMENTS)].flat().length
  const nothing = comments.length + fileComments.length === 0
  return { body: nothing ? '' : reviewBody(report, open.length - said), comments, fileComments }
}

/** The first of its places that the diff shows; else its file, where the pull request changes it. */
function anchorOf(finding: Finding, hunks: ReviewRequest['hunks']): Anchor {
  const places = [finding.location, ...finding.related]
  const place = places.find(({ path, line }) => isShown(hunks.get(path) ?? [], line))
  if (place !== undefined) return { kind: 'line', place }
  const changed = places.find(({ path }) => hunks.has(path))
  return changed === undefined ? { kind: 'summary' } : { kind: 'file', path: changed.path }
}

function placeKey({ anchor }: Anchored): string {
  if (anchor.kind === 'line') return JSON.stringify([anchor.place.path, anchor.place.line])
  return anchor.kind === 'file' ? anchor.path : ''
}

function worstFirst(groups: ReadonlyMap<string, readonly Anchored[]>): readonly (readonly Anchored[])[] {
  return [...groups]
    .toSorted(
      ([keyA, [a]], [keyB, [b]]) =>
        bySeverity(a?.finding.severity ?? 'low', b?.finding.severity ?? 'low') || byText(keyA, keyB),
    )
    .map(([, group]) => group)
}

/** A remark of low severity alone does not deserve a notification; beside a worse one it is told. */
function isWorthIt(group: readonly Anchored[], { failOn }: Report): boolean {
  return group.some(({ finding: { severity } }) => reaches(severity, 'moderate') || reaches(severity, failOn))
}

function toComment(group: readonly Anchored[], request: ReviewRequest): readonly ReviewComment[] {
  const [first] = group
  if (first?.anchor.kind !== 'line') return []
  const { path, line } = first.anchor.place
  const onFile = group.map(({ finding }): Anchored => ({ finding, anchor: { kind: 'file', path } }))
  const fileBody = commentBody(onFile, request, null)
  const body = commentBody(group, request, suggestionOf(group, request))
  return [{ path, line, startLine: null, body, fileBody, fingerprint: fingerprintOf(path, group) }]
}

/** Each finding names its line, because the comment stands on the file as a whole. */
function toFileComment(group: readonly Anchored[], request: ReviewRequest): readonly FileComment[] {
  const [first] = group
  if (first?.anchor.kind !== 'file') return []
  const { path } = first.anchor
  return [{ path, body: commentBody(group, request, null), fingerprint: fingerprintOf(path, group) }]
}

/** The worst suggestion whose own line the comment stands on. */
function suggestionOf(group: readonly Anchored[], { report, texts }: ReviewRequest): string | null {
  const blocks = group.map(({ finding, anchor }) => {
    const isOwn = anchor.kind === 'line' && anchor.place === finding.location
    const kind = report.sources.find(({ path }) => path === finding.location.path)?.kind
    return isOwn ? suggestionBlock({ finding, kind, text: texts.get(finding.location.path) }) : null
  })
  return blocks.find((block) => block !== null) ?? null
}

function commentBody(group: readonly Anchored[], request: ReviewRequest, suggestion: string | null): string {
  const anchors = new Map(group.map(({ finding, anchor }) => [finding, anchor]))
  const findings = group.map(({ finding }) => finding)
  const joined = joinAlike(findings)
  const left = joined.length - MAX_IN_COMMENT
  const parts = [
    ...joined.slice(0, MAX_IN_COMMENT).map((one) => findingPart(one, anchors.get(one.finding), request)),
    ...(left > 0 ? [`And ${counted(left, 'more finding')}: see the summary.`] : []),
    ...(suggestion === null ? [] : [suggestion]),
    ...pasteBlock(findings, '').slice(1),
  ]
  return disarm(parts.join('\n\n'))
}

function findingPart(joined: Joined, anchor: Anchor | undefined, request: ReviewRequest): string {
  const { finding } = joined
  const { path, line } = finding.location
  const isElsewhere = anchor?.kind !== 'line' || anchor.place !== finding.location
  const place = isElsewhere ? ` · ${codeSpan(path)} line ${line}` : ''
  const detail = broken(explanation(joined, request, { indent: '' })).join('\n')
  const blocks = excerpts([finding], '').join('\n')
  return [`${title(finding, request)}${place}`, detail, blocks.replace(/^\n/, '')]
    .filter((part) => part !== '')
    .join('\n\n')
}

function reviewBody(report: Report, left: number): string {
  const more = left > 0 ? ` ${counted(left, 'more finding')} in the summary.` : ''
  return `MCP ${report.mode} ${headline(report, standingOf(report)).replace(' · ', ': ')}.${more}`
}

/** Free of line numbers and wording: the same findings at the same file are the same comment in the next run. */
function fingerprintOf(path: string, group: readonly Anchored[]): string {
  const parts = [path, ...group.map(({ finding }) => finding.fingerprint).toSorted(byText)]
  return sha256(JSON.stringify(parts)).slice(0, 32)
}
