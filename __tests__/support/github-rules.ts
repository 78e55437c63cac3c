// The rules of the real API that the emulator lacks, as handlers in front of it.
import type { Emulator } from './emulator.ts'
import { innerBranch } from './emulator.ts'
import { anchorsOf } from './patch-lines.ts'

export interface Request {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: unknown
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly bytes?: Uint8Array
  /** Made up by a test, so not held against the description. */
  readonly scripted?: true
}

/** `permissions` null: a person, who may do everything. */
export interface Caller {
  readonly token: string
  readonly login: string
  readonly permissions: Readonly<Record<string, 'read' | 'write'>> | null
}

export interface State {
  readonly emulator: Emulator
  origin: string
  readonly callers: Map<string, Caller>
  /** Where review comments stand, by id: the emulator keeps positions only. */
  readonly anchors: Map<number, Json>
  /** Bodies of reviews, by id: the emulator overwrites them on dismissal. */
  readonly reviewBodies: Map<number, string>
  readonly minimized: Set<string>
  readonly statuses: { readonly repo: string; readonly sha: string; readonly json: Json }[]
  readonly pushes: { readonly repo: string; readonly branch: string; readonly after: string; readonly actor: string }[]
  treeLimit: number
  dismissalsProtected: boolean
}

type Json = { [key: string]: unknown }
interface Context {
  readonly state: State
  readonly caller: Caller
  readonly request: Request
  readonly body: Json
  /** Groups of the route's pattern. */
  readonly at: readonly string[]
}
type Handler = (context: Context) => Promise<Reply>

const LIMIT = 65_536
const DOCS = 'https://docs.github.com/rest'

const ROUTES: readonly (readonly [string, RegExp, Handler])[] = [
  ['GET', /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)\/files$/, pullFiles],
  ['GET', /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)\/comments$/, pullComments],
  ['POST', /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)\/comments$/, createPullComment],
  ['GET', /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)\/reviews$/, reviews],
  ['POST', /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)\/reviews$/, createReview],
  ['PUT', /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)\/reviews\/(\d+)\/dismissals$/, dismissReview],
  ['GET', /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)$/, pull],
  ['PATCH', /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)$/, pull],
  ['POST', /^\/repos\/([^/]+\/[^/]+)\/issues$/, limited],
  ['PATCH', /^\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)$/, limited],
  ['POST', /^\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)\/comments$/, limited],
  ['PATCH', /^\/repos\/([^/]+\/[^/]+)\/issues\/comments\/(\d+)$/, limited],
  ['POST', /^\/repos\/([^/]+\/[^/]+)\/statuses\/(\w+)$/, createStatus],
  ['GET', /^\/repos\/([^/]+\/[^/]+)\/commits\/(\w+)\/statuses$/, statuses],
  ['GET', /^\/repos\/([^/]+\/[^/]+)\/commits\/(.+)$/, commit],
  ['GET', /^\/repos\/([^/]+\/[^/]+)\/git\/blobs\/(\w+)$/, blob],
  ['GET', /^\/repos\/([^/]+\/[^/]+)\/contents\/(.+)$/, contents],
  ['GET', /^\/repos\/([^/]+\/[^/]+)\/git\/trees\/(\w+)$/, tree],
  ['GET', /^\/repos\/([^/]+\/[^/]+)\/activity$/, activity],
  ['POST', /^\/graphql$/, graphql],
]

/** Answers one request the way GitHub would. */
export async function answer(state: State, request: Request): Promise<Reply> {
  const token = (request.headers.get('authorization') ?? '').replace(/^(token|bearer)\s+/i, '')
  const caller = state.callers.get(token)
  if (caller === undefined) return refuse(401, 'Bad credentials')
  for (const [method, pattern, handler] of ROUTES) {
    const match = method === request.method ? pattern.exec(request.url.pathname) : null
    if (match !== null) return handler(contextOf({ state, caller, request, at: match.slice(1) }))
  }
  return forward(contextOf({ state, caller, request, at: [] }))
}

function contextOf(parts: Omit<Context, 'body'>): Context {
  const { body } = parts.request
  return { ...parts, body: typeof body === 'object' && body !== null ? (body as Json) : {} }
}

/** Asks the emulator; `body` replaces the request's. */
async function forward({ state, caller, request }: Context, body: unknown = request.body): Promise<Reply> {
  const reply = await state.emulator.call(request.method, request.url.pathname + request.url.search, body, caller.token)
  const link = reply.headers.get('link')
  const rewrite = (text: string) => text.replaceAll(state.emulator.url, state.origin)
  const json = reply.json === undefined ? undefined : (JSON.parse(rewrite(JSON.stringify(reply.json))) as unknown)
  if (reply.status === 403) return refuse(403, 'Resource not accessible by integration')
  return { status: reply.status, headers: link === null ? {} : { link: rewrite(link) }, json }
}

function refuse(status: number, message: string, errors?: readonly unknown[]): Reply {
  return {
    status,
    headers: {},
    json: { message, ...(errors ? { errors } : {}), documentation_url: DOCS, status: String(status) },
  }
}

function may({ caller }: Context, permission: string, level: 'read' | 'write'): boolean {
  if (caller.permissions === null) return true
  const granted = caller.permissions[permission]
  return granted === 'write' || (level === 'read' && granted === 'read')
}

function ok(json: unknown, status = 200): Reply {
  return { status, headers: {}, json }
}

function paged({ request, state }: Context, items: readonly unknown[]): Reply {
  const query = request.url.searchParams
  const size = Math.min(100, Number(query.get('per_page') ?? 30))
  const page = Number(query.get('page') ?? 1)
  const next = new URL(request.url)
  next.searchParams.set('page', String(page + 1))
  const link =
    page * size < items.length ? { link: `<${next.href.replace(next.origin, state.origin)}>; rel="next"` } : {}
  return { status: 200, headers: link, json: items.slice((page - 1) * size, page * size) }
}

// Pull requests: the head moves with its branch, and a fork's branch shows as the fork's.

interface Pull {
  readonly user: { readonly login: string }
  readonly head: { readonly sha: string; readonly ref: string; readonly label?: string; readonly repo?: unknown }
  readonly base: { readonly ref: string; readonly repo: Json }
}

async function pull(context: Context): Promise<Reply> {
  const reply = await forward(context)
  return reply.status === 200 ? ok(await toPull(context, reply.json as Json & Pull)) : reply
}

async function toPull({ state, at }: Context, given: Json & Pull): Promise<Json & Pull> {
  const [, owner, branch] = /^forks\/([^/]+)\/(.+)$/.exec(given.head.ref) ?? []
  const sha = (await state.emulator.tipOf(at[0] ?? '', given.head.ref)) ?? given.head.sha
  if (owner === undefined || branch === undefined) return { ...given, head: { ...given.head, sha } }
  const repo = {
    ...given.base.repo,
    id: 99_000 + owner.length,
    full_name: `${owner}/${String(given.base.repo['name'])}`,
    fork: true,
  }
  return { ...given, head: { ...given.head, sha, ref: branch, label: `${owner}:${branch}`, repo } }
}

async function findPull(context: Context): Promise<Pull> {
  const { state, at } = context
  const reply = await state.emulator.call('GET', `/repos/${at[0]}/pulls/${at[1]}`)
  return toPull(context, reply.json as Json & Pull)
}

interface ChangedFile extends Json {
  readonly filename: string
  readonly patch?: string
}

async function changedFiles({ state, at }: Context, { base }: Pull, head: string): Promise<readonly ChangedFile[]> {
  const reply = await state.emulator.call('GET', `/repos/${at[0]}/compare/${base.ref}...${head}`)
  return (reply.json as { files?: ChangedFile[] }).files ?? []
}

async function pullFiles(context: Context): Promise<Reply> {
  if (!may(context, 'pull_requests', 'read')) return refuse(403, 'Resource not accessible by integration')
  const found = await findPull(context)
  const files = await changedFiles(context, found, found.head.sha)
  const text = JSON.stringify(files).replaceAll(context.state.emulator.url, context.state.origin)
  return paged(context, JSON.parse(text) as unknown[])
}

// Reviews and their comments: anchors must lie in the diff, and one bad anchor loses the whole review.

async function createReview(context: Context): Promise<Reply> {
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

async function reviews(context: Context): Promise<Reply> {
  const reply = await forward(context)
  if (reply.status !== 200) return reply
  const list = (reply.json as (Json & { id: number })[]).map((review) => ({
    ...review,
    body: context.state.reviewBodies.get(review.id) ?? review['body'],
  }))
  return { ...reply, json: list }
}

async function dismissReview(context: Context): Promise<Reply> {
  const { state, caller } = context
  if (state.dismissalsProtected && caller.permissions !== null)
    return refuse(403, 'Branch protections do not permit dismissing this review')
  return forward(context)
}

async function pullComments(context: Context): Promise<Reply> {
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

async function createPullComment(context: Context): Promise<Reply> {
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

// Issues and comments: bodies are bounded.

async function limited(context: Context): Promise<Reply> {
  const text = String(context.body['body'] ?? '')
  if (text.length > LIMIT)
    return refuse(422, 'Validation Failed', [
      {
        resource: 'Issue',
        field: 'body',
        code: 'custom',
        message: `body is too long (maximum is ${LIMIT} characters)`,
      },
    ])
  return forward(context)
}

// Commit statuses, which the emulator lacks.

async function createStatus(context: Context): Promise<Reply> {
  const { body, at, state, caller } = context
  if (!may(context, 'statuses', 'write')) return refuse(403, 'Resource not accessible by integration')
  if (String(body['description'] ?? '').length > 140)
    return refuse(422, 'Validation Failed', [{ resource: 'Status', code: 'custom', field: 'description' }])
  const now = new Date().toISOString()
  const json = {
    url: `${state.origin}/repos/${at[0]}/statuses/${at[1]}`,
    avatar_url: null,
    id: state.statuses.length + 1,
    node_id: `S_${state.statuses.length + 1}`,
    state: body['state'],
    description: body['description'] ?? null,
    target_url: body['target_url'] ?? null,
    context: body['context'] ?? 'default',
    created_at: now,
    updated_at: now,
    creator: await userOf(state, caller.login),
  }
  state.statuses.unshift({ repo: at[0] ?? '', sha: at[1] ?? '', json })
  return ok(json, 201)
}

async function userOf(state: State, login: string): Promise<unknown> {
  const reply = await state.emulator.call('GET', `/users/${encodeURIComponent(login)}`)
  return reply.status === 200 ? reply.json : null
}

async function statuses(context: Context): Promise<Reply> {
  const { state, at } = context
  return paged(
    context,
    state.statuses.filter(({ repo, sha }) => repo === at[0] && sha === at[1]).map(({ json }) => json),
  )
}

// Contents: raw media, and trees that are too large.

async function blob(context: Context): Promise<Reply> {
  const reply = await forward(context)
  if (reply.status !== 200 || !(context.request.headers.get('accept') ?? '').includes('raw')) return reply
  return raw(Buffer.from((reply.json as { content: string }).content, 'base64'))
}

async function contents(context: Context): Promise<Reply> {
  if (!(context.request.headers.get('accept') ?? '').includes('raw')) return forward(context)
  const reply = await forward(context)
  if (reply.status !== 200) return reply
  const { sha } = reply.json as { sha: string }
  const found = await context.state.emulator.call('GET', `/repos/${context.at[0]}/git/blobs/${sha}`)
  return raw(Buffer.from((found.json as { content: string }).content, 'base64'))
}

/** The `sha` media type answers with the bare id. */
async function commit(context: Context): Promise<Reply> {
  const { request, state, caller } = context
  const prefixed = /^(\/repos\/[^/]+\/[^/]+\/commits\/)(?:heads|tags)\/(.+)$/.exec(request.url.pathname)
  const path = prefixed === null ? request.url.pathname : `${prefixed[1]}${prefixed[2]}`
  const reply = await state.emulator.call('GET', path, undefined, caller.token)
  if (reply.status !== 200) return refuse(422, `No commit found for SHA: ${context.at[1]}`)
  if (!(request.headers.get('accept') ?? '').includes('sha')) return forward(context)
  const { sha } = reply.json as { sha: string }
  return {
    status: 200,
    headers: { 'content-type': 'application/vnd.github.sha; charset=utf-8' },
    bytes: Buffer.from(sha),
  }
}

function raw(bytes: Uint8Array): Reply {
  return { status: 200, headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' }, bytes }
}

async function tree(context: Context): Promise<Reply> {
  const reply = await forward(context)
  const { treeLimit } = context.state
  const json = reply.json as Json & { tree?: unknown[] }
  if (json.tree === undefined || json.tree.length <= treeLimit || !context.request.url.searchParams.has('recursive'))
    return reply
  return ok({ ...json, tree: json.tree.slice(0, treeLimit), truncated: true })
}

/** Who pushed what: the only honest word on it, since a commit's author is whatever its maker wrote. */
async function activity(context: Context): Promise<Reply> {
  const { state, at, request } = context
  const ref = request.url.searchParams.get('ref') ?? ''
  const found = state.pushes
    .map((push, index) => ({ ...push, index }))
    .filter(({ repo, branch }) => sameBranch({ repo, branch }, { repo: at[0] ?? '', ref }))
    .reverse()
  const items = found.map(async ({ index, after, actor }) => ({
    id: index + 1,
    node_id: `PSH_${index + 1}`,
    before: '0'.repeat(40),
    after,
    ref,
    timestamp: new Date().toISOString(),
    activity_type: 'push',
    actor: await userOf(state, actor),
  }))
  return paged(context, await Promise.all(items))
}

function sameBranch(push: { repo: string; branch: string }, asked: { repo: string; ref: string }): boolean {
  const branch = asked.ref.replace('refs/heads/', '')
  const [owner] = asked.repo.split('/')
  return (
    (push.repo === asked.repo && push.branch === branch) ||
    innerBranch(push.branch) === innerBranch(`${owner}:${branch}`)
  )
}

// GraphQL: the three documents the gate sends.

async function graphql(context: Context): Promise<Reply> {
  const query = String(context.body['query'] ?? '')
  const variables = (context.body['variables'] ?? {}) as Json
  if (/\bresolveReviewThread\b/.test(query)) return forbidden('resolveReviewThread')
  if (/\bminimizeComment\b/.test(query)) return minimize(context, Object.entries(variables))
  if (/\bnodes\b/.test(query)) return nodes(context, variables['ids'] as string[])
  if (/\bviewer\b/.test(query)) return ok({ data: { viewer: { login: context.caller.login } } })
  return ok({ data: null, errors: [{ message: 'unknown document' }] })
}

/** One field `mN` for each variable `idN`. */
function minimize(context: Context, variables: readonly (readonly [string, unknown])[]): Reply {
  const allowed = may(context, 'pull_requests', 'write') || may(context, 'issues', 'write')
  if (!allowed) return forbidden('m0')
  const done = { minimizedComment: { isMinimized: true } }
  for (const [, id] of variables) context.state.minimized.add(String(id))
  return ok({ data: Object.fromEntries(variables.map(([name]) => [name.replace('id', 'm'), done])) })
}

function nodes({ state }: Context, ids: readonly string[]): Reply {
  return ok({ data: { nodes: ids.map((id) => ({ id, isMinimized: state.minimized.has(id) })) } })
}

function forbidden(path: string): Reply {
  return ok({
    data: { [path]: null },
    errors: [{ type: 'FORBIDDEN', path: [path], message: 'Resource not accessible by integration' }],
  })
}
