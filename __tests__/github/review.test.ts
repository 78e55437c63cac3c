// The review: comments where GitHub takes them, each said once, taken back when mended, never lost to one bad line.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { listChangedFiles } from '../../src/github/changed-files.ts'
import type { GithubClient } from '../../src/github/client.ts'
import { postReview, type ReviewRequest } from '../../src/github/review.ts'
import type { ReviewComment, ReviewPlan } from '../../src/model/review.ts'
import { type Github, startGithub } from '../support/github.ts'
import { aClient, clientWith, READER } from './support.ts'

const lines = (count: number, at: number, text: string) =>
  Array.from({ length: count }, (_, index) => (index + 1 === at ? text : `  "line${index + 1}": 1,`)).join('\n')

let github: Github
let client: GithubClient
let number: number
let headSha: string
beforeEach(async () => {
  github = await startGithub({ files: { 'package.json': lines(40, 20, '  "a": "1.0.0",'), 'notes.md': 'x\n' } })
  client = await aClient(github)
  headSha = await github.commit({
    branch: 'bump',
    author: 'bo',
    files: { 'package.json': lines(40, 20, '  "a": "^1.0.0",') },
  })
  number = await github.pull({ head: 'bump', author: 'bo' })
})
afterEach(() => github.close())

const comment = (overrides: Partial<ReviewComment> = {}): ReviewComment => ({
  path: 'package.json',
  line: 20,
  startLine: null,
  body: 'not exact\n\n```suggestion\n  "a": "1.0.0",\n```',
  fileBody: 'line 20: not exact',
  fingerprint: 'f1',
  ...overrides,
})
const aPlan = (comments: readonly ReviewComment[], fileComments: ReviewPlan['fileComments'] = []): ReviewPlan => ({
  body: comments.length + fileComments.length === 0 ? '' : 'MCP gate failed: 1 finding.',
  comments,
  fileComments,
})
const NOTHING = aPlan([])

async function post(plan: ReviewPlan, overrides: Partial<ReviewRequest> = {}) {
  const pull = { owner: github.owner, repo: github.name, number }
  const files = overrides.files ?? (await listChangedFiles(client, pull))
  return postReview({ client, pull, headSha, plan, mode: 'comment', fails: plan !== NOTHING, ...overrides, files })
}

interface Said {
  readonly id: number
  readonly node_id: string
  readonly body: string
  readonly path: string
  readonly line?: number
  readonly subject_type: string
}
interface Review {
  readonly id: number
  readonly node_id: string
  readonly state: string
  readonly body: string
  readonly commit_id: string
}

const at = (what: string) => `/repos/${github.repo}/pulls/${number}/${what}?per_page=100`
const said = async () => (await github.ask('GET', at('comments'))) as readonly Said[]
const reviews = async () => (await github.ask('GET', at('reviews'))) as readonly Review[]
const writes = () =>
  github.requests.filter(
    ({ method, body }) => method !== 'GET' && !/^query/.test(String((body as { query?: string })?.query)),
  )

test('nothing to say: nothing is posted', async () => {
  expect(await post(NOTHING)).toEqual({ status: 'nothing', url: null, notices: [] })
  expect(await post(aPlan([comment()]), { mode: 'off' })).toMatchObject({ status: 'nothing' })
  expect(await reviews()).toEqual([])
})

test('a bad bump is told on its line, on the head that was judged', async () => {
  expect(await post(aPlan([comment()]))).toMatchObject({ status: 'posted', notices: [] })
  expect(await said()).toMatchObject([
    { path: 'package.json', line: 20, body: expect.stringContaining('```suggestion') },
  ])
  expect(await reviews()).toMatchObject([{ state: 'COMMENTED', commit_id: headSha }])
  expect(writes()).toHaveLength(1)
})

test('a range is told as one', async () => {
  await post(aPlan([comment({ startLine: 19 })]))
  const [{ body } = { body: null }] = writes()
  expect(body).toMatchObject({ comments: [{ start_line: 19, line: 20, side: 'RIGHT', start_side: 'RIGHT' }] })
})

test('the same is never said twice, also on a newer head', async () => {
  await post(aPlan([comment()]))
  expect(await post(aPlan([comment()]))).toMatchObject({ status: 'unchanged' })
  headSha = await github.commit({ branch: 'bump', author: 'bo', files: { 'notes.md': 'y\n' } })
  expect(await post(aPlan([comment(), comment({ line: 21, fingerprint: 'f2' })]))).toMatchObject({ status: 'posted' })
  expect(await said()).toHaveLength(2)
})

test("a stranger's copy of our comment does not silence it", async () => {
  await post(aPlan([comment()]))
  const [own] = await said()
  const body = own?.body.replace('f1', 'f2')
  const copy = { commit_id: headSha, path: 'package.json', line: 20, side: 'RIGHT', body }
  await github.ask('POST', at('comments').replace(/\?.*/, ''), copy, github.userToken('bo'))
  expect(await post(aPlan([comment(), comment({ fingerprint: 'f2' })]))).toMatchObject({ status: 'posted' })
  expect(await said()).toHaveLength(3)
})

describe('when mended', () => {
  test('comments and reviews that no longer hold are hidden, once', async () => {
    await post(aPlan([comment(), comment({ line: 21, fingerprint: 'f2' })]))
    headSha = await github.commit({
      branch: 'bump',
      author: 'bo',
      files: { 'package.json': lines(40, 20, '  "a": "1.0.1",') },
    })
    expect(await post(NOTHING)).toMatchObject({ status: 'nothing', notices: [] })
    const ids = [...(await said()), ...(await reviews())].map(({ node_id }) => node_id)
    expect(ids.map((id) => github.isMinimized(id))).toEqual([true, true, true])
    const before = writes().length
    await post(NOTHING)
    expect(writes()).toHaveLength(before)
  })

  test('half mended: what still holds stays', async () => {
    await post(aPlan([comment(), comment({ line: 21, fingerprint: 'f2' })]))
    await post(aPlan([comment()]))
    const [kept, gone] = await said()
    expect([kept, gone].map((one) => github.isMinimized(one?.node_id ?? ''))).toEqual([false, true])
    expect(github.isMinimized((await reviews())[0]?.node_id ?? '')).toBe(false)
  })

  test('what comes back after it was hidden is said again', async () => {
    await post(aPlan([comment()]))
    await post(NOTHING)
    expect(await post(aPlan([comment()]))).toMatchObject({ status: 'posted' })
    expect(await said()).toHaveLength(2)
  })

  test('a request for changes is dismissed', async () => {
    await post(aPlan([comment()]), { mode: 'request-changes' })
    expect(await reviews()).toMatchObject([{ state: 'CHANGES_REQUESTED' }])
    expect(await post(NOTHING, { mode: 'request-changes' })).toMatchObject({ status: 'nothing', notices: [] })
    expect(await reviews()).toMatchObject([{ state: 'DISMISSED' }])
  })

  test('where the branch protection forbids that, a notice says so', async () => {
    await post(aPlan([comment()]), { mode: 'request-changes' })
    github.protectDismissals()
    const mended = await post(NOTHING, { mode: 'request-changes' })
    expect(mended.notices).toEqual([expect.stringContaining('do not permit dismissing')])
    expect(await post(NOTHING, { mode: 'request-changes' })).toMatchObject({ status: 'nothing' })
  })
})

describe('requesting changes', () => {
  test('is done once, and done also where no line can be told', async () => {
    const plan = aPlan([comment({ path: 'package-lock.json' })])
    expect(await post(plan, { mode: 'request-changes' })).toMatchObject({ status: 'posted' })
    await post(plan, { mode: 'request-changes' })
    expect(await reviews()).toMatchObject([{ state: 'CHANGES_REQUESTED' }])
  })

  test('is no more than a comment where the verdict does not fail', async () => {
    await post(aPlan([comment()]), { mode: 'request-changes', fails: false })
    expect(await reviews()).toMatchObject([{ state: 'COMMENTED' }])
  })

  test('falls back to commenting on a pull request of its own', async () => {
    headSha = await github.commit({
      branch: 'own',
      author: 'cy',
      files: { 'package.json': lines(40, 20, '  "a": "^2",') },
    })
    number = await github.pull({ head: 'own', author: 'cy' })
    client = clientWith(github, github.userToken('cy'))
    const posted = await post(aPlan([comment()]), { mode: 'request-changes' })
    expect(posted).toMatchObject({ status: 'posted', notices: [expect.stringContaining('only comment')] })
    expect(await said()).toMatchObject([{ line: 20 }])
  })
})

describe('anchors', () => {
  test('a line outside the diff becomes a comment on the file, without its suggestion', async () => {
    expect(await post(aPlan([comment({ line: 2 })]))).toMatchObject({ status: 'posted', notices: [] })
    const [one] = await said()
    expect(one).toMatchObject({ subject_type: 'file', body: expect.stringContaining('line 20: not exact') })
    expect(one?.body).not.toContain('suggestion')
    expect(await reviews()).toEqual([])
    expect(await post(aPlan([comment({ line: 2 })]))).toMatchObject({ status: 'unchanged' })
  })

  test('a file outside the pull request is left to the summary', async () => {
    expect(await post(aPlan([comment({ path: 'other.json' })]))).toMatchObject({ status: 'unchanged' })
    expect(writes()).toEqual([])
  })

  test('a line GitHub refuses after all loses no other comment', async () => {
    const files = [{ path: 'package.json', patch: '@@ -1,40 +1,40 @@\n' }]
    const posted = await post(aPlan([comment(), comment({ line: 2, fingerprint: 'f2' })]), { files })
    expect(posted).toMatchObject({ status: 'posted', notices: [expect.stringContaining('must be part of the diff')] })
    expect((await said()).map(({ subject_type }) => subject_type)).toEqual(['file', 'file'])
    expect(await reviews()).toHaveLength(1)
  })

  test('a file whose diff GitHub leaves out is commented on as a whole', async () => {
    const plan = aPlan([comment()], [{ path: 'package.json', body: 'all of it', fingerprint: 'f3' }])
    await post(plan, { files: [{ path: 'package.json', patch: null }] })
    expect((await said()).map(({ body }) => body.split('\n').at(-1))).toEqual(['all of it', 'line 20: not exact'])
  })

  test('forty findings: thirty on lines at most, five on files at most, two reviews never', async () => {
    const wide = Array.from({ length: 60 }, (_, index) => `  "p${index}": "^1.0.0",`).join('\n')
    headSha = await github.commit({ branch: 'bump', author: 'bo', files: { 'package.json': wide } })
    const inside = Array.from({ length: 40 }, (_, index) => comment({ line: index + 1, fingerprint: `in${index}` }))
    const outside = Array.from({ length: 40 }, (_, index) => comment({ line: 900 + index, fingerprint: `out${index}` }))
    expect(await post(aPlan([...inside, ...outside]))).toMatchObject({ status: 'posted' })
    const kinds = Map.groupBy(await said(), ({ subject_type }) => subject_type)
    expect([kinds.get('line')?.length, kinds.get('file')?.length]).toEqual([30, 5])
    expect(await reviews()).toHaveLength(1)
  })
})

test('a token that may only read: a notice, no error', async () => {
  const denied = await post(aPlan([comment()]), { client: await aClient(github, READER) })
  expect(denied).toMatchObject({ status: 'unposted', notices: [expect.stringContaining('not accessible')] })
  expect(await said()).toEqual([])
})

test('where GitHub does not say what is hidden, nothing is said twice', async () => {
  await post(aPlan([comment()]))
  github.fail({ path: /graphql/, status: 500, times: 99 })
  expect(await post(aPlan([comment()]))).toMatchObject({ status: 'unchanged' })
  expect(await post(NOTHING)).toMatchObject({ notices: [expect.stringContaining('not hidden')] })
})

test('a comment on a file that is refused loses no other', async () => {
  const onFile = (fingerprint: string) => ({ path: 'package.json', body: fingerprint, fingerprint })
  github.fail({ method: 'POST', path: /comments$/, status: 422 })
  const posted = await post(aPlan([comment()], [onFile('f5'), onFile('f6')]))
  expect(posted).toMatchObject({ status: 'posted', notices: [expect.stringContaining('package.json')] })
  expect((await said()).map(({ body }) => body.split('\n').at(-1))).toEqual(['```', 'f6'])
})

test('a token that may not even read the pull request: a notice, no error', async () => {
  github.fail({ path: /pulls/, status: 403, times: 9 })
  const denied = await post(aPlan([comment()]))
  expect(denied).toMatchObject({ status: 'unposted', notices: [expect.stringContaining('permissions:')] })
})

test('lists changed files over several pages', async () => {
  const files = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`many/${index}.txt`, 'x\n']))
  await github.commit({ branch: 'bump', author: 'bo', files })
  expect(await listChangedFiles(client, { owner: github.owner, repo: github.name, number })).toHaveLength(131)
})

test('two runs at once leave one comment on a line that is shown', async () => {
  const other = clientWith(github, await github.token({ contents: 'read', pull_requests: 'write' }))
  const outcomes = await Promise.all([post(aPlan([comment()])), post(aPlan([comment()]), { client: other })])
  expect(outcomes.map(({ status }) => status)).toEqual(['posted', 'posted'])
  const shown = (await said()).filter(({ node_id }) => !github.isMinimized(node_id))
  expect(shown).toHaveLength(1)
  expect(await post(aPlan([comment()]))).toMatchObject({ status: 'unchanged' })
})
