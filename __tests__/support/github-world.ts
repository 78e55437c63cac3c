// What GitHub says of one pull request when all is well, and everything the gate does with it.
import { createHash } from 'node:crypto'
import { expect } from '@jest/globals'
import { readApprovals } from '../../src/github/approvals.ts'
import { requireOwnCommit } from '../../src/github/central.ts'
import { listChangedFiles } from '../../src/github/changed-files.ts'
import { createClient, type GithubClient } from '../../src/github/client.ts'
import { postSummary } from '../../src/github/comment.ts'
import type { PullRequest } from '../../src/github/events.ts'
import { trackAudit } from '../../src/github/issue.ts'
import { toBody } from '../../src/github/issue-body.ts'
import { digest, marked } from '../../src/github/marker.ts'
import type { Outcome } from '../../src/github/outcome.ts'
import { isAtHead } from '../../src/github/pull-head.ts'
import { refLookup } from '../../src/github/refs.ts'
import { postReview } from '../../src/github/review.ts'
import { hasStatus, postStatus } from '../../src/github/status.ts'
import { parsePatch } from '../../src/model/hunks.ts'
import { openGithubSnapshot } from '../../src/snapshot/github.ts'
import type { Asked } from './answering.ts'

const HEAD = 'ab'.repeat(20)
const BASE = 'cd'.repeat(20)
const TEXT = '{"mcpServers":{}}\n'
const BLOB = createHash('sha1').update(`blob ${TEXT.length}\0${TEXT}`).digest('hex')
const REPOSITORY = { owner: 'acme', repo: 'app' }
const PULL: PullRequest = {
  ...REPOSITORY,
  number: 7,
  author: 'ana',
  headSha: HEAD,
  headRef: 'feature',
  headRepository: REPOSITORY,
  isFork: false,
}
const OWN = { login: 'github-actions[bot]', type: 'Bot' }
const RUN = { id: 5, attempt: 1 }
const FINDINGS = [{ fingerprint: 'f1', text: 'a finding' }]

export interface Endpoint {
  readonly name: string
  isAsked(asked: Asked): boolean
  /** Its answer; text that is sent as it is, or any other value of JSON. */
  readonly value: unknown
  readonly status?: number
}

const rest =
  (method: string, pattern: RegExp) =>
  (asked: Asked): boolean =>
    asked.method === method && pattern.test(asked.path)
const graphql = (start: string) => (asked: Asked) => asked.path === '/graphql' && asked.body.includes(`"${start}`)

/** Reads and writes alike, the first that fits answers. */
export const ENDPOINTS: readonly Endpoint[] = [
  { name: 'tip', isAsked: (asked) => asked.accept.includes('sha'), value: BASE },
  {
    name: 'compare',
    isAsked: rest('GET', /\/compare\//),
    value: { status: 'ahead', base_commit: { sha: BASE }, merge_base_commit: { sha: BASE }, commits: [], files: [] },
  },
  {
    name: 'tree',
    isAsked: rest('GET', /\/git\/trees\//),
    value: {
      sha: HEAD,
      tree: [
        { path: '.mcp.json', mode: '100644', type: 'blob', sha: BLOB, size: TEXT.length },
        { path: 'src', mode: '040000', type: 'tree', sha: BASE },
        { path: 'src/a.json', mode: '100644', type: 'blob', sha: BLOB, size: TEXT.length },
      ],
      truncated: false,
    },
  },
  { name: 'blob', isAsked: rest('GET', /\/git\/blobs\//), value: TEXT },
  {
    name: 'reviews',
    isAsked: rest('GET', /\/pulls\/7\/reviews/),
    value: [
      { id: 1, node_id: 'R1', user: { login: 'cy', type: 'User' }, state: 'APPROVED', commit_id: HEAD, body: '' },
      { id: 2, node_id: 'R2', user: { login: 'bo', type: 'User' }, state: 'COMMENTED', commit_id: HEAD, body: null },
      {
        id: 3,
        node_id: 'R3',
        user: OWN,
        state: 'CHANGES_REQUESTED',
        commit_id: BASE,
        body: marked(':review', BASE, 'x'),
      },
      { id: 4, node_id: 'R4', user: null, state: 'DISMISSED', commit_id: BASE, body: 'x' },
    ],
  },
  {
    name: 'review comments',
    isAsked: rest('GET', /\/pulls\/7\/comments/),
    value: [
      { id: 1, node_id: 'C1', user: OWN, body: marked(':comment', 'old', 'x'), path: '.mcp.json', line: 1 },
      { id: 2, node_id: 'C2', user: { login: 'bo', type: 'User' }, body: 'x', path: '.mcp.json', line: null },
    ],
  },
  {
    name: 'comments',
    isAsked: rest('GET', /\/issues\/7\/comments/),
    value: [
      { id: 1, html_url: 'https://g.example.test/1', user: OWN, body: marked('', digest('old'), 'old') },
      { id: 2, html_url: 'https://g.example.test/2', user: OWN, body: marked('', digest('old'), 'old') },
      { id: 3, html_url: 'https://g.example.test/3', user: { login: 'bo', type: 'User' }, body: 'hello' },
    ],
  },
  {
    name: 'issues',
    isAsked: rest('GET', /\/app\/issues\?/),
    value: [
      {
        number: 3,
        html_url: 'https://g.example.test/i3',
        state: 'open',
        state_reason: null,
        user: OWN,
        body: toBody({ title: 't', body: 'b', findings: [] }),
      },
      { number: 4, html_url: 'https://g.example.test/i4', state: 'closed', user: null, body: null, pull_request: {} },
    ],
  },
  { name: 'pull', isAsked: rest('GET', /\/pulls\/7$/), value: { number: 7, head: { sha: HEAD, ref: 'feature' } } },
  {
    name: 'files',
    isAsked: rest('GET', /\/pulls\/7\/files/),
    value: [
      { filename: '.mcp.json', status: 'modified', patch: '@@ -1 +1,2 @@\n-a\n+b\n+c' },
      { filename: 'big.bin', status: 'added' },
    ],
  },
  { name: 'statuses', isAsked: rest('GET', /\/statuses\?/), value: [{ context: 'mcp-gate', state: 'failure' }] },
  {
    name: 'commit',
    isAsked: rest('GET', /\/commits\//),
    value: { sha: HEAD, author: { login: 'ana' }, committer: { login: 'web-flow' } },
  },
  {
    name: 'activity',
    isAsked: rest('GET', /\/activity/),
    value: [
      { after: HEAD, actor: { login: 'ana' }, activity_type: 'push' },
      { after: BASE, actor: { login: 'bo' }, activity_type: 'push' },
    ],
  },
  { name: 'members', isAsked: rest('GET', /\/members/), value: [{ login: 'cy' }, { login: 'bo' }] },
  { name: 'repository', isAsked: rest('GET', /\/repos\/acme\/app$/), value: { default_branch: 'main', private: true } },
  { name: 'viewer', isAsked: graphql('query {'), value: { data: { viewer: { login: 'github-actions[bot]' } } } },
  {
    name: 'hidden',
    isAsked: graphql('query('),
    value: { data: { nodes: [{ id: 'C1', isMinimized: false }, { id: 'R3', isMinimized: true }, null] } },
  },
  {
    name: 'minimise',
    isAsked: graphql('mutation'),
    value: { data: { m0: { minimizedComment: { isMinimized: true } } } },
  },
  {
    name: 'new comment',
    isAsked: rest('POST', /\/issues\/\d+\/comments/),
    value: { id: 9, html_url: 'https://g.example.test/9' },
  },
  {
    name: 'changed comment',
    isAsked: rest('PATCH', /\/comments\//),
    value: { id: 1, html_url: 'https://g.example.test/1' },
  },
  { name: 'no comment', isAsked: rest('DELETE', /\/comments\//), value: '', status: 204 },
  { name: 'new review', isAsked: rest('POST', /\/reviews$/), value: { id: 5, html_url: 'https://g.example.test/r5' } },
  {
    name: 'new file comment',
    isAsked: rest('POST', /\/pulls\/7\/comments/),
    value: { id: 5, html_url: 'https://g.example.test/c5' },
  },
  { name: 'dismissal', isAsked: rest('PUT', /\/dismissals/), value: { id: 3, state: 'DISMISSED' } },
  { name: 'label', isAsked: rest('POST', /\/labels/), value: { id: 1, name: 'mcp-gate' } },
  {
    name: 'new issue',
    isAsked: rest('POST', /\/issues$/),
    value: { number: 5, html_url: 'https://g.example.test/i5' },
  },
  {
    name: 'changed issue',
    isAsked: rest('PATCH', /\/issues\//),
    value: { number: 3, html_url: 'https://g.example.test/i3' },
  },
  {
    name: 'new status',
    isAsked: rest('POST', /\/statuses\//),
    value: { url: 'https://g.example.test/s', state: 'success' },
  },
]

/** One thing the gate does. `holds` throws where what came of it is not safe; a GateError is, where it may be thrown. */
interface Operation {
  readonly name: string
  readonly mayThrow: boolean
  run(client: GithubClient): Promise<unknown>
  holds(result: never): void
}

const operation = <T>(
  name: string,
  given: {
    readonly mayThrow: boolean
    readonly run: (client: GithubClient) => Promise<T>
    readonly holds: (result: T) => void
  },
): Operation => ({ name, ...given })

const STATUSES = ['posted', 'updated', 'unchanged', 'nothing', 'unposted']
const expectOutcome = ({ status, url, notices }: Outcome): void => {
  expect(STATUSES).toContain(status)
  expect(url === null || typeof url === 'string').toBe(true)
  for (const notice of notices) expect(typeof notice).toBe('string')
}
const posting = (name: string, run: (client: GithubClient) => Promise<Outcome>) =>
  operation(name, { mayThrow: false, run, holds: expectOutcome })
const open = (client: GithubClient) => openGithubSnapshot({ client, ...REPOSITORY, ref: 'head', sha: HEAD })
const comment = (line: number, fingerprint: string) => ({
  path: '.mcp.json',
  line,
  startLine: null,
  body: 'wrong',
  fileBody: 'wrong',
  fingerprint,
})
const review = (client: GithubClient, fails: boolean) =>
  postReview({
    client,
    pull: PULL,
    headSha: HEAD,
    plan: fails
      ? { body: 'b', comments: [comment(1, 'new'), comment(99, 'far')], fileComments: [] }
      : { body: '', comments: [], fileComments: [] },
    files: [{ path: '.mcp.json', patch: '@@ -1 +1,2 @@\n-a\n+b\n+c' }],
    mode: 'request-changes',
    fails,
  })
const summary = (hasFindings: boolean) => ({ body: 'b', hasFindings })

export const OPERATIONS: readonly Operation[] = [
  operation('tip of a branch', {
    mayThrow: true,
    run: (client) => refLookup(client, REPOSITORY).commitOf('heads/main'),
    holds: (sha) => expect([BASE, null]).toContain(sha),
  }),
  operation('merge base', {
    mayThrow: true,
    run: (client) => refLookup(client, REPOSITORY).mergeBaseOf(BASE, HEAD),
    holds: (sha) => expect([BASE, null]).toContain(sha),
  }),
  operation('list of files', {
    mayThrow: true,
    run: async (client) => (await open(client)).list(),
    holds: (entries) => {
      for (const { path, oid, size } of entries)
        expect([typeof path, typeof oid, size === null || typeof size === 'number']).toEqual(['string', 'string', true])
    },
  }),
  operation('one file', {
    mayThrow: true,
    run: async (client) =>
      (await open(client)).read({ path: '.mcp.json', kind: 'file', oid: BLOB, size: TEXT.length }, 1_000_000),
    holds: (bytes) => expect(Buffer.from(bytes).toString()).toBe(TEXT),
  }),
  operation('approvals by name', {
    mayThrow: false,
    run: (client) => readApprovals({ client, pull: PULL, approvers: ['cy'] }),
    holds: ({ approvedBy }) => expect([[], ['cy']]).toContainEqual(approvedBy),
  }),
  operation('approvals by team', {
    mayThrow: false,
    run: (client) => readApprovals({ client, pull: PULL, approvers: ['@acme/security'] }),
    holds: ({ approvedBy }) => expect([[], ['cy']]).toContainEqual(approvedBy),
  }),
  operation('approvals by who made the head', {
    mayThrow: false,
    run: (client) => readApprovals({ client, pull: { ...PULL, author: 'cy' }, approvers: ['cy', '@acme/security'] }),
    holds: ({ approvedBy }) => expect(approvedBy).toEqual([]),
  }),
  operation('a commit of the central policy', {
    mayThrow: true,
    run: (client) => requireOwnCommit(client, REPOSITORY, BASE),
    holds: (nothing) => expect(nothing).toBeUndefined(),
  }),
  operation('a commit of a fork for the central policy', {
    mayThrow: true,
    run: (client) => requireOwnCommit(client, REPOSITORY, 'ef'.repeat(20)),
    holds: () => expect('passed').toBe('refused'),
  }),
  operation('files of the pull request', {
    mayThrow: false,
    run: (client) => listChangedFiles(client, PULL),
    holds: (files) => {
      for (const { path, patch } of files) {
        expect(typeof path).toBe('string')
        if (patch !== null) parsePatch(patch)
      }
    },
  }),
  operation('head of the pull request', {
    mayThrow: false,
    run: (client) => isAtHead(client, PULL),
    holds: (isThere) => expect(typeof isThere).toBe('boolean'),
  }),
  operation('earlier status', {
    mayThrow: false,
    run: (client) => hasStatus(client, REPOSITORY, HEAD),
    holds: (has) => expect(typeof has).toBe('boolean'),
  }),
  posting('summary', (client) =>
    postSummary({ client, pull: PULL, plan: summary(true), when: 'on-findings', run: RUN }),
  ),
  posting('first summary', (client) =>
    postSummary({ client, pull: { ...PULL, number: 8 }, plan: summary(true), when: 'on-findings', run: RUN }),
  ),
  posting('review that fails', (client) => review(client, true)),
  posting('review that is mended', (client) => review(client, false)),
  posting('tracking issue', (client) =>
    trackAudit({
      client,
      repository: REPOSITORY,
      label: 'mcp-gate',
      plan: { title: 't', body: 'b', findings: FINDINGS },
    }),
  ),
  posting('clean audit', (client) =>
    trackAudit({ client, repository: REPOSITORY, label: 'mcp-gate', plan: { title: 't', body: 'b', findings: [] } }),
  ),
  posting('first tracking issue', (client) =>
    trackAudit({
      client,
      repository: { owner: 'acme', repo: 'new' },
      label: 'mcp-gate',
      plan: { title: 't', body: 'b', findings: FINDINGS },
    }),
  ),
  posting('status', (client) =>
    postStatus({ client, repository: REPOSITORY, sha: HEAD, verdict: 'pass', description: 'd', url: null, run: RUN }),
  ),
]

/** A client whose waits take no time. */
export function clientOf(apiUrl: string, timeoutMs = 30_000): GithubClient {
  let now = Date.UTC(2026, 10, 20, 12)
  return createClient({
    token: 'fuzz-token',
    apiUrl,
    version: '1.0.0',
    timeoutMs,
    now: () => now,
    sleep: async (ms) => {
      now += ms
    },
  })
}
