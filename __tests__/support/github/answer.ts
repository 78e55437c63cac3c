// What a handler of the stand-in knows, and the forms of answers they share.
import type { Emulator } from '../emulator.ts'

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

export type Json = { [key: string]: unknown }
export interface Context {
  readonly state: State
  readonly caller: Caller
  readonly request: Request
  readonly body: Json
  /** Groups of the route's pattern. */
  readonly at: readonly string[]
}
export type Handler = (context: Context) => Promise<Reply>

const DOCS = 'https://docs.github.com/rest'

/** Asks the emulator; `body` replaces the request's. */
export async function forward({ state, caller, request }: Context, body: unknown = request.body): Promise<Reply> {
  const reply = await state.emulator.call(request.method, request.url.pathname + request.url.search, body, caller.token)
  const link = reply.headers.get('link')
  const rewrite = (text: string) => text.replaceAll(state.emulator.url, state.origin)
  const json = reply.json === undefined ? undefined : (JSON.parse(rewrite(JSON.stringify(reply.json))) as unknown)
  if (reply.status === 403) return refuse(403, 'Resource not accessible by integration')
  return { status: reply.status, headers: link === null ? {} : { link: rewrite(link) }, json }
}

export function refuse(status: number, message: string, errors?: readonly unknown[]): Reply {
  return {
    status,
    headers: {},
    json: { message, ...(errors ? { errors } : {}), documentation_url: DOCS, status: String(status) },
  }
}

export function may({ caller }: Context, permission: string, level: 'read' | 'write'): boolean {
  if (caller.permissions === null) return true
  const granted = caller.permissions[permission]
  return granted === 'write' || (level === 'read' && granted === 'read')
}

export function ok(json: unknown, status = 200): Reply {
  return { status, headers: {}, json }
}

export function paged({ request, state }: Context, items: readonly unknown[]): Reply {
  const query = request.url.searchParams
  const size = Math.min(100, Number(query.get('per_page') ?? 30))
  const page = Number(query.get('page') ?? 1)
  const next = new URL(request.url)
  next.searchParams.set('page', String(page + 1))
  const link =
    page * size < items.length ? { link: `<${next.href.replace(next.origin, state.origin)}>; rel="next"` } : {}
  return { status: 200, headers: link, json: items.slice((page - 1) * size, page * size) }
}

export async function userOf(state: State, login: string): Promise<unknown> {
  const reply = await state.emulator.call('GET', `/users/${encodeURIComponent(login)}`)
  return reply.status === 200 ? reply.json : null
}
