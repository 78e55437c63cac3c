// The one place where a client for GitHub is made: Octokit's REST methods on the Actions toolkit's proxy, address and user agent.
import { defaults, getOctokitOptions } from '@actions/github/lib/utils'
import { Octokit } from '@octokit/rest'
import { InputError, SourceError } from '../errors.ts'
import { guarded } from './fetch.ts'
import { type Clock, retrying } from './retry.ts'
import { requireShape } from './shape.ts'

export type GithubClient = Octokit

/** A repository on GitHub. */
export interface RepositoryName {
  readonly owner: string
  readonly repo: string
}

/** One pull request, for those who write on it. */
export interface PullRequestName extends RepositoryName {
  readonly number: number
}

export interface ClientSpec extends Clock {
  readonly token: string
  /** e.g. `https://api.github.com`, or `https://host/api/v3` on a server of one's own. */
  readonly apiUrl: string
  readonly version: string
  /** How long one attempt may take; half a minute where nothing else is said. */
  readonly timeoutMs?: number
}

const REQUEST_TIMEOUT_MS = 30_000
const ignore = (): void => {}
/** Octokit would print server words to the console, where the runner reads commands. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** Octokit reads both without looking. */
const GRAPHQL = { 'data?': {}, 'errors?': [{}] } as const

/**
 * A client whose every request is bounded in time, repeated where that helps, and spaced where it writes.
 * Errors of its methods: SourceError `github-failed`, `rate-limited`; InputError `permission-missing`.
 */
export function createClient({
  token,
  apiUrl,
  version,
  timeoutMs = REQUEST_TIMEOUT_MS,
  ...clock
}: ClientSpec): GithubClient {
  if (token === '')
    throw new InputError('input-invalid', 'The input `github-token` is empty', {
      hint: 'Leave it out to use the token of the workflow, or check that the secret it names exists for this event.',
    })
  const { request, ...others } = { ...defaults, ...getOctokitOptions(token, { userAgent: `mcp-gate/${version}` }) }
  const client = new Octokit({
    ...others,
    request: { ...request, fetch: guarded(request?.fetch ?? fetch, { apiUrl, timeoutMs }) },
    baseUrl: apiUrl.replace(/\/+$/, ''),
    log: SILENT,
  })
  const attempt = retrying(clock)
  client.hook.wrap('request', (request, options) =>
    attempt({ method: options.method, url: options.url, query: options['query'] }, async () => {
      const response = await request(options)
      // Where another format was asked for, its reader looks at the answer.
      if (!options.mediaType.format && !isData(response)) throw noData(options)
      if (options.url.endsWith('/graphql')) requireShape(response.data, GRAPHQL)
      return response
    }),
  )
  return client
}

/** What stands between us and GitHub, a sign-in page say, may answer in its place; and an answer may break off. */
function noData({ method, url }: { readonly method: string; readonly url: string }): SourceError {
  return new SourceError('github-failed', `GitHub answered with something else than data to ${method} ${url}`, {
    hint: 'Run the job again; if it fails again, look at what stands between the runner and GITHUB_API_URL.',
  })
}

function isData({ status, data }: { readonly status: number; readonly data: unknown }): boolean {
  if (status === 204 || status === 205) return true
  return typeof data === 'object' && data !== null && !(data instanceof ArrayBuffer)
}
