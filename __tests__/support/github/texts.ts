// Issues, comments and commit statuses on the stand-in, with the real bounds on what they hold.
import { type Context, forward, may, ok, paged, type Reply, refuse, userOf } from './answer.ts'

const LIMIT = 65_536

export async function limited(context: Context): Promise<Reply> {
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

export async function createStatus(context: Context): Promise<Reply> {
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

export async function statuses(context: Context): Promise<Reply> {
  const { state, at } = context
  return paged(
    context,
    state.statuses.filter(({ repo, sha }) => repo === at[0] && sha === at[1]).map(({ json }) => json),
  )
}
