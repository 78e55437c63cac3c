// The rules of the real API that the emulator lacks, as handlers in front of it.
import {
  type Context,
  forward,
  type Handler,
  type Json,
  type Reply,
  type Request,
  refuse,
  type State,
} from './answer.ts'
import { activity, blob, commit, contents, tree } from './contents.ts'
import { graphql } from './graphql.ts'
import { pull, pullFiles } from './pulls.ts'
import { repository } from './repository.ts'
import { createPullComment, createReview, dismissReview, pullComments, reviews } from './reviews.ts'
import { createStatus, limited, statuses } from './texts.ts'

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
  ['GET', /^\/repos\/([^/]+\/[^/]+)$/, repository],
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
