// GraphQL on the stand-in: the documents the gate sends, and one that no workflow may.
import { type Context, type Json, may, ok, type Reply } from './answer.ts'

export async function graphql(context: Context): Promise<Reply> {
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
