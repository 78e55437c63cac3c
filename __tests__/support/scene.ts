// A repository on the GitHub stand-in that uses one MCP server, the registry that serves it, and the built Action run on both.
import type { Content } from './emulator.ts'
import { type Github, type GithubSpec, type Logged, type Permissions, startGithub } from './github.ts'
import { type GithubEvent, pullRequestEvent } from './github-events.ts'
import { type Locked, projectFiles } from './project.ts'
import { type RegistryDouble, type SeenRequest, startRegistry } from './registry.ts'
import { type ActionRun, type ActionSpec, runAction } from './run.ts'

/** Good: `1.0.0` and `1.0.1`, allowlisted and with provenance. Bad: `1.1.0`, unreviewed, unproved, with an install script. */
export type Version = '1.0.0' | '1.0.1' | '1.1.0'

export type Files = Readonly<Record<string, Content>>

export const SERVER = 'weather-mcp'

export const POLICY = `version: 1
approvers: ["cy"]
allow:
  - package: "${SERVER}"
    versions: ["1.0.0", "1.0.1"]
    source: github.com/acme/sample-mcp
`

export const WRITER: Permissions = { contents: 'read', pull_requests: 'write', issues: 'write', statuses: 'write' }
export const READER: Permissions = { contents: 'read', pull_requests: 'read', issues: 'read' }

/** A registry with the server's three versions. */
export interface Market {
  readonly registry: RegistryDouble
  readonly integrity: Readonly<Record<Version, string>>
}

export async function startMarket(): Promise<Market> {
  const registry = await startRegistry()
  const published = {
    '1.0.0': await registry.publish({ name: SERVER, version: '1.0.0', provenance: true }),
    '1.0.1': await registry.publish({ name: SERVER, version: '1.0.1', provenance: true }),
    '1.1.0': await registry.publish({
      name: SERVER,
      version: '1.1.0',
      manifest: { scripts: { postinstall: 'node x' } },
    }),
  }
  return {
    registry,
    integrity: {
      '1.0.0': published['1.0.0'].integrity,
      '1.0.1': published['1.0.1'].integrity,
      '1.1.0': published['1.1.0'].integrity,
    },
  }
}

/** The lockfile's entry of one version, as npm writes it. */
export function lockedAt({ integrity }: Market, version: Version): Locked {
  return { version, integrity: integrity[version], ...(version === '1.1.0' ? { hasInstallScript: true } : {}) }
}

/** package.json and package-lock.json of a project that uses one version. */
export function filesAt(market: Market, version: Version, range: string = version) {
  return projectFiles({ dependencies: { [SERVER]: range }, locked: { [SERVER]: lockedAt(market, version) } })
}

export interface Judged extends ActionRun {
  /** Requests of this run alone. */
  readonly asked: readonly Logged[]
  /** Those that write, `POST /graphql` only where it is a mutation; as `METHOD path`. */
  readonly writes: readonly string[]
  readonly registryAsked: readonly SeenRequest[]
}

export interface Judging extends Partial<Pick<ActionSpec, 'inputs' | 'env' | 'workspace'>> {
  readonly permissions?: Permissions
}

/** Nothing is posted: for tests of the verdict alone, since GitHub wants a second between two writes. */
export const QUIET: Judging = { inputs: { review: 'off', 'summary-comment': 'off' } }

export interface Scene {
  readonly github: Github
  readonly market: Market
  /** Commits on a branch, made where it does not exist, and opens a pull request for it. */
  propose(branch: string, files: Files, author?: string): Promise<number>
  /** Runs the Action on a pull request's event. */
  judgePull(number: number, judging?: Judging): Promise<Judged>
  judge(event: GithubEvent, judging?: Judging): Promise<Judged>
  /** Everything posted on a pull request so far. */
  conversation(number: number): Promise<Conversation>
  close(): Promise<void>
}

export interface Posted {
  readonly id: number
  readonly node_id: string
  readonly body: string
  readonly user: { readonly login: string }
}

export interface Conversation {
  readonly comments: readonly Posted[]
  readonly reviews: readonly (Posted & { readonly state: string; readonly commit_id: string })[]
  readonly lines: readonly (Posted & { readonly path: string; readonly line: number | null })[]
}

/** A repository whose default branch holds `1.0.0` and the policy. `close` throws where GitHub's description was violated. */
export async function openScene(market: Market, spec: GithubSpec = {}): Promise<Scene> {
  const files = spec.files ?? { ...filesAt(market, '1.0.0'), '.github/mcp-gate.yml': POLICY }
  const github = await startGithub({ ...spec, files })
  const judge: Scene['judge'] = async (event, judging = {}) => judgeEvent({ github, market, event, judging })
  const list = async <T>(path: string) => (await github.ask('GET', `/repos/${github.repo}/${path}?per_page=100`)) as T[]
  return {
    github,
    market,
    judge,
    propose: async (branch, changed, author = 'ana') => {
      await github.commit({ branch, files: changed, author, from: github.defaultBranch })
      return github.pull({ head: branch, author })
    },
    judgePull: async (number, judging) => judge(await pullRequestEvent(github, number), judging),
    conversation: async (number) => ({
      comments: await list(`issues/${number}/comments`),
      reviews: await list(`pulls/${number}/reviews`),
      lines: await list(`pulls/${number}/comments`),
    }),
    close: github.close,
  }
}

interface Event {
  readonly github: Github
  readonly market: Market
  readonly event: GithubEvent
  readonly judging: Judging
}

async function judgeEvent({ github, market: { registry }, event, judging }: Event): Promise<Judged> {
  const { permissions = WRITER, ...rest } = judging
  const token = await github.token(permissions)
  const [asked, registryAsked] = [github.requests.length, registry.requests.length]
  const run = await runAction({ github, registry, event, token, ...rest })
  const own = github.requests.slice(asked)
  return {
    ...run,
    asked: own,
    writes: own.filter(isWrite).map(({ method, path }) => `${method} ${path.replace(`/repos/${github.repo}`, '')}`),
    registryAsked: registry.requests.slice(registryAsked),
  }
}

function isWrite({ method, path, body }: Logged): boolean {
  if (path === '/graphql') return String((body as { query: string }).query).startsWith('mutation')
  return method !== 'GET'
}
