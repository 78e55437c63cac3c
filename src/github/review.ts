// The review of a pull request: comments on the lines that are wrong, each said once, taken back when it no longer holds.
import type { ReviewPlan } from '../model/review.ts'
import type { ChangedFile } from './changed-files.ts'
import type { GithubClient, PullRequestName } from './client.ts'
import { statusOf, wordsOf } from './failure.ts'
import { bounded, marked } from './marker.ts'
import { attempt, noticed, type Outcome, outcome } from './outcome.ts'
import { type Anchored, anchor, withoutLines } from './review-anchors.ts'
import { blocks, dismiss, type Earlier, hide, hideDoubles, readEarlier } from './review-earlier.ts'
import { requireShape } from './shape.ts'

export interface ReviewRequest {
  readonly client: GithubClient
  readonly pull: PullRequestName
  /** The head that was judged: comments on it stay where they are when the branch moves on. */
  readonly headSha: string
  readonly plan: ReviewPlan
  readonly files: readonly ChangedFile[]
  /** The input `review`. `off` says nothing and touches nothing. */
  readonly mode: 'comment' | 'request-changes' | 'off'
  /** The verdict is `fail` or `incomplete`. */
  readonly fails: boolean
}

const NO_PLACE = 'The MCP gate failed: its summary says what needs a decision.'

/** Posts what is new, hides what is outdated, dismisses what blocked and is mended. Never throws what GitHub refuses: see `Outcome`. */
export async function postReview(request: ReviewRequest): Promise<Outcome> {
  const { client, pull, plan, mode, fails } = request
  if (mode === 'off') return outcome('nothing')
  return attempt('The review was not posted', async () => {
    const earlier = await readEarlier(client, pull)
    const anchored = anchor(plan, request.files, new Set(earlier.comments.map(({ fingerprint }) => fingerprint)))
    const planned = new Set([...plan.comments, ...plan.fileComments].map(({ fingerprint }) => fingerprint))
    const silent = outcome(planned.size === 0 ? 'nothing' : 'unchanged')
    const said = mustSay(request, anchored, earlier)
      ? await say(request, anchored)
      : await sayOnFiles(request, anchored, silent)
    const holds = said.status !== 'posted' && planned.size > 0
    const notices = [
      ...said.notices,
      ...(said.status === 'posted' ? await hideDoubles(client, pull) : []),
      ...(await hide(client, [
        ...earlier.comments.filter(({ fingerprint }) => !planned.has(fingerprint)),
        ...(holds ? [] : earlier.reviews.filter(({ hidden }) => !hidden)),
      ])),
      ...(fails ? [] : await dismiss(client, pull, earlier.reviews)),
    ]
    return { ...said, notices }
  })
}

/** A review is due for comments on lines, and where the pull request must be blocked and no review of ours does. */
function mustSay({ mode, fails }: ReviewRequest, { onLines }: Anchored, { reviews }: Earlier): boolean {
  return onLines.length > 0 || (mode === 'request-changes' && fails && !reviews.some(({ state }) => blocks(state)))
}

async function say(request: ReviewRequest, anchored: Anchored): Promise<Outcome> {
  try {
    return await sayOnFiles(request, anchored, await create(request, anchored))
  } catch (error) {
    if (statusOf(error) !== 422) throw error
    return sayLess(request, anchored, error)
  }
}

/** GitHub does not say which part it refuses: its words tell whether the event, else it is taken to be a line. */
async function sayLess(request: ReviewRequest, anchored: Anchored, error: unknown): Promise<Outcome> {
  const isOwn = /your own pull request/i.test(wordsOf(error))
  const notice = isOwn
    ? 'The review could only comment: nobody may request changes on a pull request of their own.'
    : `The review was posted without comments on lines: ${wordsOf(error)}`
  const less = isOwn ? anchored : withoutLines(anchored)
  const posted = await create(isOwn ? { ...request, mode: 'comment' } : request, less)
  return sayOnFiles(request, less, { ...posted, notices: [notice] })
}

async function create(request: ReviewRequest, { onLines }: Anchored): Promise<Outcome> {
  const { client, pull, headSha, plan, mode, fails } = request
  const { owner, repo, number } = pull
  const { data } = await client.pulls.createReview({
    owner,
    repo,
    pull_number: number,
    commit_id: headSha,
    event: mode === 'request-changes' && fails ? 'REQUEST_CHANGES' : 'COMMENT',
    body: marked(':review', headSha, plan.body === '' ? NO_PLACE : plan.body),
    comments: onLines.map(({ path, line, startLine, body, fingerprint }) => ({
      path,
      line,
      side: 'RIGHT',
      ...(startLine === null || startLine >= line ? {} : { start_line: startLine, start_side: 'RIGHT' }),
      body: marked(':comment', fingerprint, body),
    })),
  })
  requireShape(data, { html_url: 'text' })
  return outcome('posted', data.html_url)
}

/** Comments on whole files, which a review cannot hold. */
async function sayOnFiles(
  { client, pull, headSha }: ReviewRequest,
  { onFiles }: Anchored,
  sofar: Outcome,
): Promise<Outcome> {
  const { owner, repo, number } = pull
  const notices = [...sofar.notices]
  let status = sofar.status
  for (const { path, body, fingerprint } of onFiles) {
    const notice = await noticed(`The comment on ${path} was not posted`, async () => {
      const { data } = await client.pulls.createReviewComment({
        owner,
        repo,
        pull_number: number,
        commit_id: headSha,
        path,
        subject_type: 'file',
        body: marked(':comment', fingerprint, bounded(body)),
      })
      requireShape(data, { id: 'number' })
    })
    if (notice === null) status = 'posted'
    else notices.push(notice)
  }
  return { ...sofar, status, notices }
}
