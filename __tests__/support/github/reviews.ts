// Reviews on the stand-in: anchors must lie in the diff, and one bad anchor loses the whole review.
import { anchorsOf } from '../patch-lines.ts'
import { type Caller, type Context, forward, type Json, may, ok, type Reply, refuse } from './answer.ts'
import { type ChangedFile, changedFiles, findPull, type Pull } from './pulls.ts'

const LIMIT = 65_536

export async function createReview(context: Context): Promise<Reply> {
  const { body, caller, state } = context
  if (!may(context, 'pull_requests', 'write')) return refuse(403, 'Resource not accessible by integration')
  const found = await findPull(context)
  const event = String(body['event'] ?? 'PENDING')
  const text = String(body['body'] ?? '')
  const commit = String(body['commit_id'] ?? found.head.sha)
  const comments = Array.isArray(body['comments']) ? (body['comments'] as Json[]) : []
  const fault =
    eventFault(caller, found, { event, text }) ??
    (await commitFault(context, found, commit)) ??
    (await anchorFault(context, found, { commit, comments }))
  if (fault !== null) return refuse(422, 'Unprocessable Entity', [fault])
  const anchored = await placed(context, found, { commit, comments })
  const reply = await forward(context, {
    event,
    body: text,
    commit_id: commit,
    comments: anchored.map(({ path, body, position }) => ({ path, body, position })),
  })
  if (reply.status !== 201) return reply
  const review = reply.json as { id: number }
  state.reviewBodies.set(review.id, text)
  await rememberAnchors(context, review.id, anchored)
  return ok(review)
}

function eventFault(caller: Caller, found: Pull, { event, text }: { event: string; text: string }): string | null {
  if (event === 'APPROVE' && caller.permissions !== null)
    return 'GitHub Actions is not permitted to approve pull requests.'
  if (event === 'APPROVE' && caller.login === found.user.login) return 'Can not approve your own pull request'
  if (event === 'REQUEST_CHANGES' && caller.login === found.user.login)
    return 'Can not request changes on your own pull request'
  if ((event === 'COMMENT' || event === 'REQUEST_CHANGES') && text === '') return "Review body can't be blank"
  return text.length > LIMIT ? 'Body is too long (maximum is 65536 characters)' : null
}

async function commitFault({ state, at }: Context, { base }: Pull, commit: string): Promise<string | null> {
  const reply = await state.emulator.call('GET', `/repos/${at[0]}/compare/${base.ref}...${commit}`)
  const commits = (reply.json as { commits?: { sha: string }[] }).commits ?? []
  return commits.some(({ sha }) => sha === commit) ? null : 'Commit is not part of the pull request'
}

interface Anchored {
  readonly commit: string
  readonly comments: readonly Json[]
}

async function anchorFault(context: Context, found: Pull, { commit, comments }: Anchored): Promise<string | null> {
  const files = comments.length === 0 ? [] : await changedFiles(context, found, commit)
  return comments.map((comment) => faultOf(comment, files)).find((fault) => fault !== null) ?? null
}

function faultOf(comment: Json, files: readonly ChangedFile[]): string | null {
  const file = files.find(({ filename }) => filename === comment['path'])
  if (file === undefined) return 'Pull request review thread path is invalid'
  if (String(comment['body'] ?? '').length > LIMIT) return 'Pull request review comment body is too long'
  const anchors = anchorsOf(file.patch ?? '')
  const end = anchors.get(`${String(comment['side'] ?? 'RIGHT')}:${String(comment['line'])}`)
  if (end === undefined) return 'Pull request review thread line must be part of the diff'
  if (comment['start_line'] === undefined || comment['start_line'] === null) return null
  const start = anchors.get(`${String(comment['start_side'] ?? 'RIGHT')}:${String(comment['start_line'])}`)
  if (start === undefined || start.hunk !== end.hunk)
    return 'Pull request review thread start line must be part of the same hunk as the line.'
  return start.position < end.position ? null : 'Pull request review thread start line must precede the end line.'
}

async function placed(context: Context, found: Pull, { commit, comments }: Anchored): Promise<readonly Json[]> {
  const files = comments.length === 0 ? [] : await changedFiles(context, found, commit)
  return comments.map((comment) => {
    const patch = files.find(({ filename }) => filename === comment['path'])?.patch ?? ''
    return {
      ...comment,
      position: anchorsOf(patch).get(`${String(comment['side'] ?? 'RIGHT')}:${String(comment['line'])}`)?.position,
    }
  })
}

async function rememberAnchors({ state, at }: Context, review: number, anchored: readonly Json[]): Promise<void> {
  const reply = await state.emulator.call(
    'GET',
    `/repos/${at[0]}/pulls/${at[1]}/reviews/${review}/comments?per_page=100`,
  )
  for (const [index, comment] of (reply.json as { id: number }[]).entries())
    state.anchors.set(comment.id, { ...anchored[index], pull_request_review_id: review })
}

export async function reviews(context: Context): Promise<Reply> {
  const reply = await forward(context)
  if (reply.status !== 200) return reply
  const list = (reply.json as (Json & { id: number })[]).map((review) => ({
    ...review,
    body: context.state.reviewBodies.get(review.id) ?? review['body'],
  }))
  return { ...reply, json: list }
}

export async function dismissReview(context: Context): Promise<Reply> {
  const { state, caller } = context
  if (state.dismissalsProtected && caller.permissions !== null)
    return refuse(403, 'Branch protections do not permit dismissing this review')
  return forward(context)
}

export async function pullComments(context: Context): Promise<Reply> {
  const reply = await forward(context)
  if (reply.status !== 200) return reply
  const { head } = await findPull(context)
  return { ...reply, json: (reply.json as Json[]).map((comment) => toComment(context, comment, head.sha)) }
}

function toComment({ state }: Context, comment: Json, head: string): Json {
  const anchor = state.anchors.get(Number(comment['id'])) ?? { subject_type: comment['subject_type'] }
  const { line, side = 'RIGHT', start_line = null, pull_request_review_id = null, subject_type = 'line' } = anchor
  const outdated = comment['commit_id'] !== head
  const links = { self: comment['url'], html: comment['html_url'], pull_request: comment['pull_request_url'] }
  const { position, original_position, in_reply_to_id, line: _, ...rest } = comment
  return {
    ...rest,
    ...withoutNulls({ position: outdated ? null : position, original_position, in_reply_to_id }),
    ...withoutNulls({ line: outdated ? null : line, original_line: line }),
    start_line: outdated ? null : start_line,
    side,
    subject_type,
    pull_request_review_id,
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
  }
}

/** GitHub's description knows no null for some fields that GitHub leaves empty. */
function withoutNulls(given: Json): Json {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined))
}

export async function createPullComment(context: Context): Promise<Reply> {
  const { body, state } = context
  if (!may(context, 'pull_requests', 'write')) return refuse(403, 'Resource not accessible by integration')
  const found = await findPull(context)
  const files = await changedFiles(context, found, String(body['commit_id']))
  const file = files.find(({ filename }) => filename === body['path'])
  const fault =
    (await commitFault(context, found, String(body['commit_id']))) ??
    (body['subject_type'] === 'file'
      ? file === undefined
        ? 'Pull request review thread path is invalid'
        : null
      : faultOf(body, files))
  if (fault !== null)
    return refuse(422, 'Validation Failed', [{ resource: 'PullRequestReviewComment', code: 'custom', message: fault }])
  const reply = await forward(context)
  if (reply.status !== 201) return reply
  const comment = reply.json as Json
  state.anchors.set(Number(comment['id']), { line: body['line'] ?? null, subject_type: body['subject_type'] ?? 'line' })
  return ok(toComment(context, comment, String(body['commit_id'])), 201)
}
