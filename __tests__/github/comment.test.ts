// The one summary comment: created when there is something to say, kept current, never doubled, never someone else's.
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { GithubClient } from '../../src/github/client.ts'
import { postSummary, type SummaryRequest } from '../../src/github/comment.ts'
import { type Github, startGithub } from '../support/github.ts'
import { aClient, clientWith, READER } from './support.ts'

const RED = { body: '### MCP gate: failed\n\nthree servers', hasFindings: true }
const GREEN = { body: '### MCP gate: passed', hasFindings: false }
const MARKER = '<!-- mcp-gate:v1 -->'

let github: Github
let client: GithubClient
let number: number
beforeEach(async () => {
  github = await startGithub()
  client = await aClient(github)
  await github.commit({ branch: 'bump', author: 'bo', files: { 'a.txt': 'a' } })
  number = await github.pull({ head: 'bump', author: 'bo' })
})
afterEach(() => github.close())

function post(plan: SummaryRequest['plan'], overrides: Partial<SummaryRequest> = {}) {
  const pull = { owner: github.owner, repo: github.name, number }
  return postSummary({ client, pull, plan, when: 'on-findings', run: null, ...overrides })
}

interface Comment {
  readonly id: number
  readonly body: string
  readonly user: { readonly login: string }
}

const path = () => `/repos/${github.repo}/issues/${number}/comments`
const comments = async () => (await github.ask('GET', `${path()}?per_page=100`)) as readonly Comment[]
const writes = () => github.requests.filter(({ method, path }) => method !== 'GET' && path !== '/graphql')
const byAna = (body: string) => github.ask('POST', path(), { body }, github.userToken('ana'))

test('nothing to say: nothing is posted, and one request is all it costs', async () => {
  expect(await post(GREEN)).toEqual({ status: 'nothing', url: null, notices: [] })
  expect(github.requests).toHaveLength(1)
  expect(await post(RED, { when: 'off' })).toMatchObject({ status: 'nothing' })
  expect(await comments()).toEqual([])
})

test('always says it, where asked to', async () => {
  expect(await post(GREEN, { when: 'always' })).toMatchObject({ status: 'posted' })
  expect(await comments()).toMatchObject([{ body: expect.stringContaining(GREEN.body) }])
})

test('red is posted once, left alone while nothing changes, and turns green when mended', async () => {
  const posted = await post(RED)
  expect(posted).toMatchObject({ status: 'posted', url: expect.stringContaining('#issuecomment-') })
  expect(await post(RED)).toMatchObject({ status: 'unchanged', url: posted.url })
  expect(writes()).toHaveLength(1)
  expect(await post(GREEN)).toMatchObject({ status: 'updated', url: posted.url })
  expect(await comments()).toMatchObject([{ body: expect.stringMatching(/^<!-- mcp-gate:v1 -->\n[\s\S]*passed$/) }])
})

test('is found behind a hundred others', async () => {
  for (let index = 0; index < 105; index++) await byAna(`comment ${index}`)
  await post(RED)
  expect(await post(GREEN)).toMatchObject({ status: 'updated' })
  const own = await github.ask('GET', `${path()}?per_page=100&page=2`)
  expect((own as readonly Comment[]).filter(({ body }) => body.startsWith(MARKER))).toHaveLength(1)
})

test("a person's comment with the marker is not adopted, nor is our own that quotes it further down", async () => {
  await byAna(`${MARKER}\n<!-- mcp-gate:v1:state x -->\nlooks fine`)
  await github.ask('POST', path(), { body: `quoted:\n${MARKER}\n` }, await github.token({ pull_requests: 'write' }))
  await post(RED)
  const all = await comments()
  expect(all).toHaveLength(3)
  expect(all[0]).toMatchObject({ body: expect.stringContaining('looks fine'), user: { login: 'ana' } })
})

test('a token that may only read: a notice, no error, no comment', async () => {
  const denied = await post(RED, { client: await aClient(github, READER) })
  expect(denied).toMatchObject({ status: 'unposted', url: null })
  expect(denied.notices).toEqual([expect.stringContaining('Resource not accessible by integration')])
  expect(await comments()).toEqual([])
})

test('GitHub being down changes nothing but the notice', async () => {
  github.fail({ path: /comments/, status: 500, times: 9 })
  expect(await post(RED)).toMatchObject({ status: 'unposted', notices: [expect.stringContaining('500')] })
})

test('two runs at once leave one comment', async () => {
  const other = clientWith(github, await github.token({ contents: 'read', pull_requests: 'write' }))
  const later = { ...RED, body: '### MCP gate: failed\n\nfour servers' }
  const outcomes = await Promise.all([post(RED), post(later, { client: other })])
  expect(outcomes.map(({ notices }) => notices)).toEqual([[], []])
  expect(await comments()).toHaveLength(1)
  expect(await post(GREEN)).toMatchObject({ status: 'updated' })
})

test('doubles left by an older accident are removed', async () => {
  const token = await github.token({ pull_requests: 'write' })
  for (const state of ['a', 'b', 'c'])
    await github.ask('POST', path(), { body: `${MARKER}\n<!-- mcp-gate:v1:state ${state} -->\nold` }, token)
  expect(await post(RED)).toMatchObject({ status: 'updated', notices: [] })
  expect(await comments()).toMatchObject([{ body: expect.stringContaining('three servers') }])
})

test('a text longer than GitHub takes is cut at a line and says so', async () => {
  const line = `${'x'.repeat(99)}\n`
  await post({ body: line.repeat(900), hasFindings: true })
  const [comment] = await comments()
  expect(comment?.body.length).toBeLessThan(65_536)
  expect(comment?.body).toMatch(/x{99}\n\n… cut to fit\.$/)
})

test('without GraphQL it is taken for the workflow itself', async () => {
  await post(RED)
  github.fail({ path: /graphql/, status: 500, times: 9 })
  expect(await post(GREEN, { client: await aClient(github) })).toMatchObject({ status: 'updated' })
})

test('a run that started earlier leaves what a later one wrote', async () => {
  const by = (id: number, attempt = 1) => ({ run: { id, attempt } })
  await post(RED, by(8))
  const late = await post(GREEN, by(7))
  expect(late).toMatchObject({ status: 'unchanged', notices: [expect.stringContaining('A later run')] })
  expect(await comments()).toMatchObject([{ body: expect.stringContaining(RED.body) }])
  expect(await post(RED, by(9))).toMatchObject({ status: 'unchanged', notices: [] })
  expect(await post(GREEN, by(7, 2))).toMatchObject({ status: 'updated' })
  expect(await post(RED, by(9))).toMatchObject({ status: 'updated' })
})
