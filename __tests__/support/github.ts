// A stand-in for GitHub on loopback: the emulator behind a facade that adds the real API's rules, logs every request,
// and holds every exchange against GitHub's own description.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CommitSpec, type Content, type Emulator, type PullSpec, startEmulator } from './emulator.ts'
import type { Caller, Reply, Request, State } from './github/answer.ts'
import { answer } from './github/rules.ts'
import { violationsOf } from './openapi.ts'

export type Permissions = Readonly<Record<string, 'read' | 'write'>>

export interface GithubSpec {
  /** `owner/name` of the repository most tests need; its owner is an organisation. */
  readonly repo?: string
  readonly users?: readonly string[]
  readonly private?: boolean
  readonly defaultBranch?: string
  /** First commit of the default branch. */
  readonly files?: Readonly<Record<string, Content>>
  /** Further repositories, `owner/name`. */
  readonly others?: readonly string[]
}

export interface Logged {
  readonly method: string
  /** Path with query, as asked. */
  readonly path: string
  readonly body: unknown
  readonly status: number
  readonly at: number
}

/** What a request is answered instead, `times` over (once by default). */
export interface Failure {
  readonly method?: string
  readonly path: RegExp
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly times?: number
}

export interface Github {
  readonly apiUrl: string
  readonly graphqlUrl: string
  readonly repo: string
  readonly owner: string
  readonly name: string
  readonly defaultBranch: string
  /** Every request, in order. */
  readonly requests: Logged[]
  /** Exchanges that GitHub's description does not allow. `close` throws when there are any. */
  readonly violations: string[]
  /** Token of a workflow: acts as `github-actions[bot]` with exactly these permissions. */
  token(permissions: Permissions): Promise<string>
  /** Token of a person, who may do everything. */
  userToken(login: string): string
  commit(spec: Omit<CommitSpec, 'repo'> & { readonly repo?: string }): Promise<string>
  pull(spec: Omit<PullSpec, 'repo' | 'base'> & { readonly base?: string }): Promise<number>
  tipOf(branch: string): Promise<string>
  team(slug: string, members: readonly string[]): Promise<void>
  /** Asks as an administrator, past log and validation: for setting up and for looking at what came of it. */
  ask(method: string, path: string, body?: unknown, token?: string): Promise<unknown>
  fail(failure: Failure): void
  /** Answers trees with more entries than this as truncated. */
  truncateTrees(entries: number): void
  /** From now on no workflow may dismiss reviews, as under a protected branch. */
  protectDismissals(): void
  isMinimized(nodeId: string): boolean
  close(): Promise<void>
}

const USERS = ['ana', 'bo', 'cy']

export async function startGithub(spec: GithubSpec = {}): Promise<Github> {
  const repo = spec.repo ?? 'acme/app'
  const [owner = '', name = ''] = repo.split('/')
  const users = spec.users ?? USERS
  const defaultBranch = spec.defaultBranch ?? 'main'
  const repos = [repo, ...(spec.others ?? [])]
  const orgs = Object.fromEntries(repos.map((full) => [full.split('/')[0] ?? '', [...users, 'admin']]))
  const emulator = await startEmulator({
    users,
    orgs,
    repos: repos.map((full) => ({ name: full, private: spec.private ?? false, defaultBranch })),
  })
  const state = newState(emulator, users)
  const requests: Logged[] = []
  const violations: string[] = []
  const failures: { spec: Failure; left: number }[] = []
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      violations.push(String(error))
      response.writeHead(500).end(String(error))
    })
  })
  const apiUrl = await listen(server)
  state.origin = apiUrl

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, apiUrl)
    const reply = failed(request) ?? (await answer(state, request))
    requests.push({
      method: request.method,
      path: request.url.pathname + request.url.search,
      body: request.body,
      status: reply.status,
      at: Date.now(),
    })
    if (reply.scripted !== true && request.url.pathname !== '/graphql') {
      const { status, json } = reply
      violations.push(
        ...violationsOf({ method: request.method, url: request.url, request: request.body, status, response: json }),
      )
    }
    send(response, reply)
  }

  function failed(request: Request): Reply | null {
    const hit = failures.find(
      ({ spec: { method, path }, left }) =>
        left > 0 &&
        (method === undefined || method === request.method) &&
        path.test(request.url.pathname + request.url.search),
    )
    if (hit === undefined) return null
    hit.left -= 1
    const { status, headers, body } = hit.spec
    return { status, headers: headers ?? {}, json: body ?? { message: 'scripted' }, scripted: true }
  }

  const commit: Github['commit'] = async (given) => {
    const sha = await emulator.commit({ repo, from: defaultBranch, ...given })
    state.pushes.push({
      repo: given.repo ?? repo,
      branch: given.branch,
      after: sha,
      actor: given.pusher ?? given.author ?? 'admin',
    })
    return sha
  }
  if (spec.files !== undefined) await commit({ branch: defaultBranch, files: spec.files, author: users[0] ?? 'admin' })

  return {
    apiUrl,
    graphqlUrl: `${apiUrl}/graphql`,
    repo,
    owner,
    name,
    defaultBranch,
    requests,
    violations,
    token: async (permissions) => {
      const token = await emulator.actionsToken(owner, permissions)
      state.callers.set(token, { token, login: 'github-actions[bot]', permissions })
      return token
    },
    userToken: emulator.userToken,
    commit,
    pull: (given) => emulator.pull({ repo, base: defaultBranch, ...given }),
    tipOf: async (branch) => (await emulator.tipOf(repo, branch)) ?? '',
    team: (slug, members) => emulator.team(owner, slug, members),
    ask: async (method, path, body, token) => {
      const headers = new Headers({ authorization: `token ${token ?? emulator.userToken('admin')}` })
      const { status, json } = await answer(state, { method, url: new URL(path, apiUrl), headers, body })
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`)
      return json
    },
    fail: (failure) => failures.push({ spec: failure, left: failure.times ?? 1 }),
    truncateTrees: (entries) => {
      state.treeLimit = entries
    },
    protectDismissals: () => {
      state.dismissalsProtected = true
    },
    isMinimized: (nodeId) => state.minimized.has(nodeId),
    close: () => closeAll(server, emulator, violations),
  }
}

function newState(emulator: Emulator, users: readonly string[]): State {
  const people = [...users, 'admin'].map((login): [string, Caller] => {
    const token = emulator.userToken(login)
    return [token, { token, login, permissions: null }]
  })
  return {
    emulator,
    origin: '',
    callers: new Map(people),
    anchors: new Map(),
    reviewBodies: new Map(),
    minimized: new Set(),
    statuses: [],
    pushes: [],
    treeLimit: 100_000,
    dismissalsProtected: false,
  }
}

async function readRequest(incoming: IncomingMessage, origin: string): Promise<Request> {
  const parts: Uint8Array[] = []
  for await (const part of incoming) parts.push(part as Uint8Array)
  const text = Buffer.concat(parts).toString('utf8')
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', origin),
    headers: new Headers(
      Object.entries(incoming.headers).map(([key, value]): [string, string] => [key, String(value)]),
    ),
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  }
}

function send(response: ServerResponse, { status, headers, json, bytes }: Reply): void {
  if (bytes !== undefined) {
    response.writeHead(status, { ...headers, 'content-length': bytes.length }).end(bytes)
    return
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(json === undefined ? '' : JSON.stringify(json))
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function closeAll(server: Server, emulator: Emulator, violations: readonly string[]): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await emulator.close()
  if (violations.length > 0) throw new Error(`exchanges GitHub's description does not allow:\n${violations.join('\n')}`)
}
