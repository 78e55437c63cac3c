// Every request to GitHub, every way it can go wrong, and what becomes of the run. The tests run it, docs/faults.md shows it.
import type { Fault } from '../support/faults.ts'

export interface GithubRequest {
  readonly request: string
  /** Of `support/github-world.ts`. */
  readonly endpoint: string
  /** What the gate does with it. */
  readonly operation: string
  readonly becomes: Consequence
}

/**
 * `ends`: there is no verdict. `told`: the verdict stands and a notice begins with these words. `silent`: it stands, and
 * what is missing is worked around in this way.
 */
export type Consequence =
  | { readonly kind: 'ends' }
  | { readonly kind: 'told'; readonly says: string; readonly besides?: string }
  | { readonly kind: 'silent'; readonly instead: string }

const ends: Consequence = { kind: 'ends' }
const told = (says: string, besides?: string): Consequence =>
  besides === undefined ? { kind: 'told', says } : { kind: 'told', says, besides }
const silent = (instead: string): Consequence => ({ kind: 'silent', instead })

const UNCOUNTED = told('Approvals could not be counted', 'no approval counts')
const UNPOSTED = told('The summary comment was not posted')
const UNREVIEWED = told('The review was not posted')
const UNTRACKED = told('The tracking issue was not updated')

export const GITHUB_REQUESTS: readonly GithubRequest[] = [
  { request: 'tip of the base branch', endpoint: 'tip', operation: 'tip of a branch', becomes: ends },
  { request: 'merge base', endpoint: 'compare', operation: 'merge base', becomes: ends },
  { request: 'list of files', endpoint: 'tree', operation: 'list of files', becomes: ends },
  { request: 'one file', endpoint: 'blob', operation: 'one file', becomes: ends },
  {
    request: 'repository of the central policy',
    endpoint: 'repository',
    operation: 'a commit of the central policy',
    becomes: ends,
  },
  {
    request: 'history of the central policy',
    endpoint: 'compare',
    operation: 'a commit of the central policy',
    becomes: ends,
  },
  { request: 'reviews, for approvals', endpoint: 'reviews', operation: 'approvals by name', becomes: UNCOUNTED },
  { request: 'whom the commit names', endpoint: 'commit', operation: 'approvals by name', becomes: UNCOUNTED },
  { request: 'who pushed', endpoint: 'activity', operation: 'approvals by name', becomes: UNCOUNTED },
  {
    request: 'members of a team',
    endpoint: 'members',
    operation: 'approvals by team',
    becomes: told('The members of @acme/security could not be read', 'no approval of theirs counts'),
  },
  { request: 'comments', endpoint: 'comments', operation: 'summary', becomes: UNPOSTED },
  { request: 'a new comment', endpoint: 'new comment', operation: 'first summary', becomes: UNPOSTED },
  { request: 'a changed comment', endpoint: 'changed comment', operation: 'summary', becomes: UNPOSTED },
  {
    request: 'a removed comment',
    endpoint: 'no comment',
    operation: 'summary',
    becomes: told('A second summary comment was not removed'),
  },
  {
    request: 'head of the pull request',
    endpoint: 'pull',
    operation: 'head of the pull request',
    becomes: silent('it is taken to be the one that was judged'),
  },
  {
    request: 'files of the pull request',
    endpoint: 'files',
    operation: 'files of the pull request',
    becomes: silent('comments stand on no line; the summary has them all'),
  },
  { request: 'reviews, our own', endpoint: 'reviews', operation: 'review that fails', becomes: UNREVIEWED },
  { request: 'review comments', endpoint: 'review comments', operation: 'review that fails', becomes: UNREVIEWED },
  {
    request: 'who the token is (GraphQL)',
    endpoint: 'viewer',
    operation: 'review that fails',
    becomes: silent('it is taken to be the workflow'),
  },
  {
    request: 'what is hidden already (GraphQL)',
    endpoint: 'hidden',
    operation: 'review that fails',
    becomes: silent('nothing is taken to be, and hidden once more'),
  },
  { request: 'a new review', endpoint: 'new review', operation: 'review that fails', becomes: UNREVIEWED },
  {
    request: 'a new comment on a file',
    endpoint: 'new file comment',
    operation: 'review that fails',
    becomes: told('The comment on .mcp.json was not posted'),
  },
  {
    request: 'hiding what is outdated (GraphQL)',
    endpoint: 'minimise',
    operation: 'review that fails',
    becomes: told('Outdated comments were not hidden'),
  },
  {
    request: 'a dismissed review',
    endpoint: 'dismissal',
    operation: 'review that is mended',
    becomes: told('An earlier request for changes was not dismissed'),
  },
  {
    request: 'earlier statuses',
    endpoint: 'statuses',
    operation: 'earlier status',
    becomes: silent('none is taken to be there'),
  },
  {
    request: 'a new status',
    endpoint: 'new status',
    operation: 'status',
    becomes: told('The commit status mcp-gate was not set'),
  },
  { request: 'issues', endpoint: 'issues', operation: 'tracking issue', becomes: UNTRACKED },
  { request: 'a new label', endpoint: 'label', operation: 'first tracking issue', becomes: UNTRACKED },
  { request: 'a new issue', endpoint: 'new issue', operation: 'first tracking issue', becomes: UNTRACKED },
  { request: 'a changed issue', endpoint: 'changed issue', operation: 'tracking issue', becomes: UNTRACKED },
]

export interface GithubFault {
  readonly fault: string
  readonly how: Fault
  /** Codes of the error that it ends in where there is no verdict. */
  readonly codes: readonly string[]
}

const FAILED = ['github-failed', 'snapshot-unreadable']
/** A refusal of the central policy says which input mends it. */
const REFUSED = ['permission-missing', 'policy-missing']
const LIMITED = ['rate-limited']
const HOUR = { 'retry-after': '3600' }
const CUT = '{"tree":[{"path":"a","mode"'
const status = (code: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'status',
  status: code,
  headers,
})
const body = (text: string, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'body',
  body: text,
  headers: { 'content-type': 'application/json', ...headers },
})

export const GITHUB_FAULTS_ALL: readonly GithubFault[] = [
  { fault: 'no answer', how: { kind: 'silence' }, codes: FAILED },
  { fault: 'an answer that drips', how: { kind: 'drip', everyMs: 20 }, codes: FAILED },
  { fault: 'connection reset', how: { kind: 'drop' }, codes: FAILED },
  { fault: '500', how: status(500), codes: FAILED },
  { fault: '502', how: status(502), codes: FAILED },
  { fault: '503', how: status(503), codes: FAILED },
  { fault: '429', how: status(429), codes: LIMITED },
  { fault: '429, retry after an hour', how: status(429, HOUR), codes: LIMITED },
  { fault: '403, retry after an hour', how: status(403, HOUR), codes: LIMITED },
  {
    fault: '403, the limit used up for an hour',
    how: status(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.UTC(2026, 10, 20, 13) / 1000) }),
    codes: LIMITED,
  },
  {
    fault: '403, a secondary limit',
    how: {
      kind: 'status',
      status: 403,
      body: '{"message":"You have exceeded a secondary rate limit."}',
      headers: { 'content-type': 'application/json' },
    },
    codes: LIMITED,
  },
  { fault: '403', how: status(403), codes: REFUSED },
  { fault: '401', how: status(401), codes: REFUSED },
  { fault: 'a connection that ends in the middle', how: { kind: 'truncate', body: CUT }, codes: FAILED },
  { fault: 'an answer cut off', how: body(CUT), codes: FAILED },
  { fault: 'fewer bytes than are announced', how: { kind: 'length', body: CUT, by: 9 }, codes: FAILED },
  { fault: 'more bytes than are announced', how: { kind: 'length', body: CUT, by: -9 }, codes: FAILED },
  {
    fault: 'a page in place of data',
    how: body('<html>Sign in</html>', { 'content-type': 'text/html' }),
    codes: FAILED,
  },
  { fault: 'JSON of another form', how: body('[[]]'), codes: FAILED },
  { fault: 'an answer without end', how: { kind: 'endless' }, codes: FAILED },
  { fault: 'a gzip bomb', how: { kind: 'bomb' }, codes: FAILED },
  {
    fault: 'a redirect to another host',
    how: { kind: 'redirect', to: 'http://localhost:9/elsewhere' },
    codes: FAILED,
  },
]
