// The one summary comment of a pull request: found by marker and author, kept current, created only when there is something to say.
import type { SummaryPlan } from '../model/review.ts'
import { ownLogin, wrote } from './author.ts'
import type { GithubClient, PullRequestName } from './client.ts'
import { statusOf } from './failure.ts'
import { digest, marked, markedValue } from './marker.ts'
import { isOvertaken, type RunNumber } from './order.ts'
import { attempt, noticed, type Outcome, outcome } from './outcome.ts'
import { listAll } from './pages.ts'
import { BY, requireNothing, requireShape } from './shape.ts'

export interface SummaryRequest {
  readonly client: GithubClient
  readonly pull: PullRequestName
  readonly plan: SummaryPlan
  /** The input `summary-comment`. `off` says nothing and touches nothing. */
  readonly when: 'on-findings' | 'always' | 'off'
  /** Null: it is not known, and the comment is written in any case. */
  readonly run: RunNumber | null
}

const CREATED = { id: 'number', html_url: 'text' } as const
const COMMENT = { ...CREATED, 'body?': 'text', 'user?': BY } as const

interface Comment {
  readonly id: number
  readonly url: string
  readonly digest: string
  /** The run that wrote it. */
  readonly run: number | null
}

/** Creates, updates or leaves the comment. Never throws what GitHub refuses: see `Outcome`. */
export async function postSummary(request: SummaryRequest): Promise<Outcome> {
  if (request.when === 'off') return outcome('nothing')
  return attempt('The summary comment was not posted', async () => {
    const [kept, ...doubles] = await ownComments(request)
    if (kept === undefined) return create(request)
    const notices = await remove(request, doubles)
    const updated = await update(request, kept)
    return { ...updated, notices: [...notices, ...updated.notices] }
  })
}

async function create(request: SummaryRequest): Promise<Outcome> {
  const { client, pull, plan, when } = request
  if (!plan.hasFindings && when !== 'always') return outcome('nothing')
  const { owner, repo, number } = pull
  const { data } = await client.issues.createComment({ owner, repo, issue_number: number, body: bodyOf(request) })
  requireShape(data, CREATED)
  // Another run may have done the same in between. Both see both, and both keep the older one.
  const [kept, ...doubles] = await ownComments(request)
  if (kept === undefined || kept.id === data.id) return outcome('posted', data.html_url, await remove(request, doubles))
  const notices = await remove(request, [...doubles.filter(({ id }) => id !== data.id), { ...kept, id: data.id }])
  const updated = await update(request, kept)
  return { ...updated, notices: [...notices, ...updated.notices] }
}

async function update(request: SummaryRequest, kept: Comment): Promise<Outcome> {
  const { client, pull, plan, run } = request
  const { owner, repo } = pull
  if (kept.digest === digest(plan.body)) return outcome('unchanged', kept.url)
  if (isOvertaken(run, kept.run))
    return outcome('unchanged', kept.url, ['A later run has written the summary comment already: it stays'])
  const { data } = await client.issues.updateComment({ owner, repo, comment_id: kept.id, body: bodyOf(request) })
  requireShape(data, CREATED)
  return outcome('updated', kept.url)
}

async function remove(
  { client, pull: { owner, repo } }: SummaryRequest,
  doubles: readonly Comment[],
): Promise<readonly string[]> {
  const notices = []
  for (const { id } of doubles)
    notices.push(
      await noticed('A second summary comment was not removed', () =>
        unlessGone(client.issues.deleteComment({ owner, repo, comment_id: id })),
      ),
    )
  return notices.filter((notice) => notice !== null)
}

/** The other run may have been faster. */
async function unlessGone(removal: Promise<{ readonly status: number }>): Promise<void> {
  await removal.then(requireNothing, (error: unknown) => {
    if (statusOf(error) !== 404) throw error
  })
}

/** Oldest first. */
async function ownComments({ client, pull }: SummaryRequest): Promise<readonly Comment[]> {
  const { owner, repo, number } = pull
  const which = { owner, repo, issue_number: number }
  const all = await listAll((page) => client.issues.listComments({ ...which, ...page }), { shape: COMMENT })
  const withMarker = all.flatMap(({ id, html_url, body, user }) => {
    const value = markedValue('', body)
    if (value === null) return []
    const [, written = '', run = null] = /^(\w*)(?: run (\d{1,15}))?/.exec(value) ?? []
    return [{ id, url: html_url, digest: written, run: run === null ? null : Number(run), user }]
  })
  if (withMarker.length === 0) return []
  const login = await ownLogin(client)
  return withMarker.filter(({ user }) => wrote(login, user)).sort((a, b) => a.id - b.id)
}

function bodyOf({ plan: { body }, run }: SummaryRequest): string {
  return marked('', run === null ? digest(body) : `${digest(body)} run ${run.id}`, body)
}
