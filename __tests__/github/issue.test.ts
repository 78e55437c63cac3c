// The tracking issue: one, touched only when the set of findings changed, closed when clean, reopened rather than doubled.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { GithubClient } from '../../src/github/client.ts'
import { trackAudit } from '../../src/github/issue.ts'
import type { TrackingPlan } from '../../src/model/review.ts'
import { type Github, startGithub } from '../support/github.ts'
import { aClient } from './support.ts'

const LABEL = 'mcp-gate'

let github: Github
let client: GithubClient
beforeEach(async () => {
  github = await startGithub()
  client = await aClient(github)
})
afterEach(() => github.close())

const planOf = (...names: readonly string[]): TrackingPlan => ({
  title: 'MCP dependencies: the audit found something',
  body: `Found:\n\n${names.map((name) => `- ${name}`).join('\n')}`,
  findings: names.map((name) => ({ fingerprint: `print of ${name}`, text: `**${name}** is bad` })),
})
const track = (...names: readonly string[]) => trackPlan(planOf(...names))
const trackPlan = (plan: TrackingPlan) =>
  trackAudit({ client, repository: { owner: github.owner, repo: github.name }, label: LABEL, plan })

interface Issue {
  readonly number: number
  readonly state: string
  readonly state_reason: string | null
  readonly body: string
  readonly labels: readonly { readonly name: string }[]
}

const issuesPath = () => `/repos/${github.repo}/issues`
const issues = async () => (await github.ask('GET', `${issuesPath()}?state=all`)) as readonly Issue[]
const only = async () => {
  const [issue, ...more] = await issues()
  if (issue === undefined || more.length > 0) throw new Error(`${more.length + 1} issues`)
  return issue
}
const comments = async () =>
  ((await github.ask('GET', `${issuesPath()}/${(await only()).number}/comments`)) as { body: string }[]).map(
    ({ body }) => body,
  )
const patch = async (change: object) => github.ask('PATCH', `${issuesPath()}/${(await only()).number}`, change)
const writes = () => github.requests.filter(({ method, path }) => method !== 'GET' && path !== '/graphql')

test('nothing found: no issue, no label', async () => {
  expect(await track()).toEqual({ status: 'nothing', url: null, notices: [] })
  expect(writes()).toEqual([])
})

test('something found: one labelled issue, left alone while the set stays', async () => {
  expect(await track('one', 'two')).toMatchObject({ status: 'posted', notices: [] })
  const issue = await only()
  expect(issue).toMatchObject({ state: 'open', labels: [{ name: LABEL }], body: expect.stringContaining('- one') })
  const before = writes().length
  expect(await trackPlan({ ...planOf('two', 'one'), body: 'other words, two days later' })).toMatchObject({
    status: 'unchanged',
  })
  expect(writes()).toHaveLength(before)
})

test('what is new is told in a comment, what is gone only in the text', async () => {
  await track('one')
  expect(await track('one', 'two')).toMatchObject({ status: 'updated' })
  expect(await comments()).toEqual([expect.stringContaining('**two** is bad')])
  expect((await comments())[0]).not.toContain('**one**')
  await track('two')
  expect(await comments()).toHaveLength(1)
  expect((await only()).body).not.toContain('- one')
})

test('clean: told and closed; found again: the same issue reopened', async () => {
  await track('one')
  expect(await track()).toMatchObject({ status: 'updated' })
  expect(await only()).toMatchObject({ state: 'closed', state_reason: 'completed' })
  expect(await comments()).toEqual([expect.stringContaining('Clean')])
  expect(await track()).toMatchObject({ status: 'nothing' })
  expect(await track('one')).toMatchObject({ status: 'updated' })
  expect(await only()).toMatchObject({ state: 'open' })
  expect((await comments()).at(-1)).toContain('**one**')
})

describe('closed by hand', () => {
  test('as not planned: respected until something new is found', async () => {
    await track('one', 'two')
    await patch({ state: 'closed', state_reason: 'not_planned' })
    expect(await track('one', 'two')).toMatchObject({ status: 'unchanged' })
    expect(await track('two')).toMatchObject({ status: 'unchanged' })
    expect(await track('one', 'three')).toMatchObject({ status: 'updated' })
    expect(await only()).toMatchObject({ state: 'open' })
    expect(await comments()).toEqual([expect.stringContaining('**three**')])
  })

  test('as done while it is not: reopened without saying the same again', async () => {
    await track('one')
    await patch({ state: 'closed', state_reason: 'completed' })
    expect(await track('one')).toMatchObject({ status: 'updated' })
    expect(await only()).toMatchObject({ state: 'open' })
    expect(await comments()).toEqual([])
  })
})

test("a stranger's issue with our marker and label is not ours", async () => {
  await track('one')
  const { body } = await only()
  await patch({ state: 'closed', state_reason: 'not_planned' })
  const copy = { title: 'copy', body, labels: [LABEL] }
  await github.ask('POST', issuesPath(), copy, github.userToken('bo'))
  expect(await track('one', 'two')).toMatchObject({ status: 'updated' })
  const [theirs] = (await issues()).filter(({ number }) => number === 2)
  expect(theirs?.body).toBe(body)
})

test('an issue whose memory was edited away is written anew', async () => {
  await track('one')
  const { body } = await only()
  await patch({ body: body.replace(/state .* -->/, 'state lost -->') })
  expect(await track('one')).toMatchObject({ status: 'updated' })
  expect((await only()).body).toBe(body)
})

test('more findings than an issue remembers: still no noise, and no silence', async () => {
  const many = Array.from({ length: 700 }, (_, index) => `p${index}`)
  await track(...many)
  expect((await only()).body.length).toBeLessThan(65_536)
  expect(await track(...many)).toMatchObject({ status: 'unchanged' })
  await patch({ state: 'closed', state_reason: 'not_planned' })
  expect(await track(...many, 'another')).toMatchObject({ status: 'updated' })
  expect(await only()).toMatchObject({ state: 'open' })
})

test('a comment names twenty and counts the rest', async () => {
  await track('one')
  await track(...Array.from({ length: 30 }, (_, index) => `p${index}`))
  const [news = ''] = await comments()
  expect(news.split('\n').filter((line) => line.startsWith('- **'))).toHaveLength(20)
  expect(news).toContain('10 more')
})

test('without permission: a notice, no error', async () => {
  client = await aClient(github, { contents: 'read', issues: 'read' })
  expect(await track('one')).toMatchObject({ status: 'unposted', notices: [expect.stringContaining('not accessible')] })
})
