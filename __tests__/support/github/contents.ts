// Git objects on the stand-in: raw media, trees that are too large, and who pushed what.
import { innerBranch } from '../emulator.ts'
import { type Context, forward, type Json, ok, paged, type Reply, refuse, userOf } from './answer.ts'

export async function blob(context: Context): Promise<Reply> {
  const reply = await forward(context)
  if (reply.status !== 200 || !(context.request.headers.get('accept') ?? '').includes('raw')) return reply
  return raw(Buffer.from((reply.json as { content: string }).content, 'base64'))
}

export async function contents(context: Context): Promise<Reply> {
  if (!(context.request.headers.get('accept') ?? '').includes('raw')) return forward(context)
  const reply = await forward(context)
  if (reply.status !== 200) return reply
  const { sha } = reply.json as { sha: string }
  const found = await context.state.emulator.call('GET', `/repos/${context.at[0]}/git/blobs/${sha}`)
  return raw(Buffer.from((found.json as { content: string }).content, 'base64'))
}

/** The `sha` media type answers with the bare id. */
export async function commit(context: Context): Promise<Reply> {
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

export async function tree(context: Context): Promise<Reply> {
  const reply = await forward(context)
  const { treeLimit } = context.state
  const json = reply.json as Json & { tree?: unknown[] }
  if (json.tree === undefined || json.tree.length <= treeLimit || !context.request.url.searchParams.has('recursive'))
    return reply
  return ok({ ...json, tree: json.tree.slice(0, treeLimit), truncated: true })
}

/** Who pushed what: the only honest word on it, since a commit's author is whatever its maker wrote. */
export async function activity(context: Context): Promise<Reply> {
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
