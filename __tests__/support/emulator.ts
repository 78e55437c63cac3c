// The GitHub emulator with what a test needs to fill it: repositories, commits, branches, pull requests, tokens.
import { createSign, generateKeyPairSync } from 'node:crypto'
import { createEmulator } from 'emulate'

/** Content of a file: text, bytes, a symlink's target, a submodule's commit, or null for 'deleted'. */
export type Content = string | Uint8Array | { readonly symlink: string } | { readonly submodule: string } | null

export interface CommitSpec {
  readonly repo: string
  /** `branch`, or `owner:branch` of a fork: its objects are reachable through the base repository, as GitHub's are. */
  readonly branch: string
  readonly files: Readonly<Record<string, Content>>
  /** Where the branch starts when it does not exist yet; a branch name or a commit. */
  readonly from?: string
  readonly author?: string
  /** Who pushed it, where that is another than its author. */
  readonly pusher?: string
  readonly message?: string
}

export interface PullSpec {
  readonly repo: string
  /** `branch`, or `owner:branch` of a fork. */
  readonly head: string
  readonly base: string
  readonly author: string
  readonly title?: string
}

export interface Emulator {
  readonly url: string
  /** Calls the emulator itself, past the facade and its log. */
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>
  commit(spec: CommitSpec): Promise<string>
  tipOf(repo: string, branch: string): Promise<string | null>
  pull(spec: PullSpec): Promise<number>
  team(org: string, slug: string, members: readonly string[]): Promise<void>
  /** A token of the `github-actions` app, acting as `github-actions[bot]` with exactly these permissions. */
  actionsToken(owner: string, permissions: Readonly<Record<string, 'read' | 'write'>>): Promise<string>
  userToken(login: string): string
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array
  readonly json: unknown
}

export interface EmulatorSpec {
  readonly users: readonly string[]
  readonly orgs: Readonly<Record<string, readonly string[]>>
  readonly repos: readonly { readonly name: string; readonly private?: boolean; readonly defaultBranch?: string }[]
}

const APP_ID = 15368
const PERMISSIONS = ['contents', 'pull_requests', 'issues', 'statuses', 'checks', 'metadata', 'members']
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PEM = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()

export async function startEmulator(spec: EmulatorSpec): Promise<Emulator> {
  const owners = [...new Set([...spec.users, ...Object.keys(spec.orgs)])]
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: { tokens: tokensOf(spec.users), github: seedOf(spec, owners) },
  })
  const call = callerOf(emulator.url)
  const userToken = (login: string) => `token-of-${login}`
  return {
    url: emulator.url,
    call,
    userToken,
    commit: (commit) => makeCommit(call, userToken, commit),
    tipOf: (repo, branch) => tipOf(call, repo, branch),
    pull: async ({ repo, author, title, head, base }) =>
      numberOf(
        expectStatus(
          await call(
            'POST',
            `/repos/${repo}/pulls`,
            { title: title ?? 'Change', head: innerBranch(head), base },
            userToken(author),
          ),
        ),
      ),
    team: (org, slug, members) => makeTeam(call, org, { slug, members }),
    actionsToken: (owner, permissions) => actionsToken(call, owners.indexOf(owner) + 1, permissions),
    close: () => emulator.close(),
  }
}

type Call = Emulator['call']

function tokensOf(users: readonly string[]) {
  return Object.fromEntries([...users, 'admin'].map((login) => [`token-of-${login}`, { login }]))
}

function seedOf(spec: EmulatorSpec, owners: readonly string[]) {
  const all = Object.fromEntries(PERMISSIONS.map((name) => [name, 'write']))
  return {
    users: spec.users.map((login) => ({ login, name: login, email: `${login}@example.test` })),
    orgs: Object.entries(spec.orgs).map(([login, members]) => ({
      login,
      members: members.map((member) => ({ login: member, role: 'admin' })),
    })),
    repos: spec.repos.map(({ name, private: hidden, defaultBranch }) => {
      const [owner, repo] = name.split('/')
      return { owner, name: repo, private: hidden ?? false, default_branch: defaultBranch ?? 'main', auto_init: true }
    }),
    apps: [
      {
        app_id: APP_ID,
        slug: 'github-actions',
        name: 'GitHub Actions',
        private_key: PEM,
        permissions: all,
        installations: owners.map((account, index) => ({ installation_id: index + 1, account, permissions: all })),
      },
    ],
  }
}

function callerOf(url: string): Call {
  return async (method, path, body, token = 'token-of-admin') => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const bytes = new Uint8Array(await reply.arrayBuffer())
    return { status: reply.status, headers: reply.headers, bytes, json: parsed(bytes) }
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

async function makeCommit(call: Call, userToken: (login: string) => string, spec: CommitSpec): Promise<string> {
  const token = userToken(spec.author ?? 'admin')
  const branch = innerBranch(spec.branch)
  const git = (method: string, path: string, body?: unknown) =>
    call(method, `/repos/${spec.repo}/git/${path}`, body, token)
  const tip = await tipOf(call, spec.repo, branch)
  const parent = tip ?? (await tipOf(call, spec.repo, innerBranch(spec.from ?? 'main'))) ?? spec.from ?? ''
  const base = expectStatus(await git('GET', `commits/${parent}`)) as { tree: { sha: string } }
  const tree = []
  for (const [path, content] of Object.entries(spec.files)) tree.push(await toTreeItem(git, path, content))
  const made = expectStatus(await git('POST', 'trees', { base_tree: base.tree.sha, tree }))
  const sha = shaOf(
    expectStatus(
      await git('POST', 'commits', { message: spec.message ?? 'Change', tree: shaOf(made), parents: [parent] }),
    ),
  )
  const ref =
    tip === null
      ? git('POST', 'refs', { ref: `refs/heads/${branch}`, sha })
      : git('PATCH', `refs/heads/${branch}`, { sha, force: true })
  expectStatus(await ref)
  return sha
}

async function toTreeItem(
  git: (method: string, path: string, body?: unknown) => Promise<Answer>,
  path: string,
  content: Content,
) {
  if (content === null) return { path, mode: '100644', type: 'blob', sha: null }
  if (typeof content === 'object' && 'submodule' in content)
    return { path, mode: '160000', type: 'commit', sha: content.submodule }
  const link = typeof content === 'object' && 'symlink' in content
  const bytes = link ? Buffer.from(content.symlink) : Buffer.from(content)
  const blob = expectStatus(await git('POST', 'blobs', { content: bytes.toString('base64'), encoding: 'base64' }))
  return { path, mode: link ? '120000' : '100644', type: 'blob', sha: shaOf(blob) }
}

async function tipOf(call: Call, repo: string, branch: string): Promise<string | null> {
  const answer = await call('GET', `/repos/${repo}/git/ref/heads/${branch}`)
  return answer.status === 200 ? (answer.json as { object: { sha: string } }).object.sha : null
}

async function makeTeam(call: Call, org: string, { slug, members }: { slug: string; members: readonly string[] }) {
  expectStatus(await call('POST', `/orgs/${org}/teams`, { name: slug }))
  for (const member of members) expectStatus(await call('PUT', `/orgs/${org}/teams/${slug}/memberships/${member}`, {}))
}

async function actionsToken(
  call: Call,
  installation: number,
  permissions: Readonly<Record<string, string>>,
): Promise<string> {
  const answer = await call('POST', `/app/installations/${installation}/access_tokens`, { permissions }, appToken())
  return (expectStatus(answer) as { token: string }).token
}

function appToken(): string {
  const now = Math.floor(Date.now() / 1000)
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const unsigned = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: now - 60, exp: now + 540, iss: String(APP_ID) })}`
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(privateKey).toString('base64url')}`
}

/** A fork's branch lives in the base repository under a name of its own. */
export function innerBranch(name: string): string {
  return name.includes(':') ? `forks/${name.replace(':', '/')}` : name
}

/** The answer's JSON, or a loud error: a test that cannot be set up must not go on. */
function expectStatus(answer: Answer): unknown {
  if (answer.status >= 300)
    throw new Error(`emulator answered ${answer.status}: ${Buffer.from(answer.bytes).toString()}`)
  return answer.json
}

function shaOf(value: unknown): string {
  return (value as { sha: string }).sha
}

function numberOf(value: unknown): number {
  return (value as { number: number }).number
}
