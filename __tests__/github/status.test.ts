// The commit status on the head: one word per verdict, within GitHub's bounds, and no error where it may not be set.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { hasStatus, postStatus } from '../../src/github/status.ts'
import { type Github, startGithub } from '../support/github.ts'
import { aClient, READER } from './support.ts'

let github: Github
let sha: string
beforeEach(async () => {
  github = await startGithub()
  sha = await github.tipOf('main')
})
afterEach(() => github.close())

async function post(
  verdict: 'pass' | 'warn' | 'fail' | 'incomplete',
  description = 'words',
  permissions?: typeof READER,
) {
  const client = await aClient(github, permissions)
  const repository = { owner: github.owner, repo: github.name }
  return postStatus({ client, repository, sha, verdict, description, url: 'https://runs.example.test/1', run: null })
}

const statuses = () => github.ask('GET', `/repos/${github.repo}/commits/${sha}/statuses`)

test.each([
  ['pass', 'success'],
  ['warn', 'success'],
  ['fail', 'failure'],
  ['incomplete', 'error'],
] as const)('%s is told as %s', async (verdict, state) => {
  expect(await post(verdict)).toMatchObject({ status: 'posted' })
  expect(await statuses()).toMatchObject([{ context: 'mcp-gate', state, target_url: 'https://runs.example.test/1' }])
})

test('a long description is cut', async () => {
  expect(await post('fail', 'x'.repeat(500))).toMatchObject({ status: 'posted' })
})

test('without permission: a notice', async () => {
  expect(await post('fail', 'x', READER)).toMatchObject({ status: 'unposted', notices: [expect.any(String)] })
})

test('it is known whether a run has told a verdict on this commit before', async () => {
  const client = await aClient(github)
  const repository = { owner: github.owner, repo: github.name }
  expect(await hasStatus(client, repository, sha)).toBe(false)
  await post('fail')
  expect(await hasStatus(client, repository, sha)).toBe(true)
})

describe('two runs on one commit', () => {
  const url = (run: number) => `https://github.example.test/acme/app/actions/runs/${run}`
  const say = async (id: number, verdict: 'pass' | 'fail', attempt = 1) => {
    const repository = { owner: github.owner, repo: github.name }
    const client = await aClient(github)
    return postStatus({ client, repository, sha, verdict, description: 'x', url: url(id), run: { id, attempt } })
  }
  const states = async () => ((await statuses()) as readonly { state: string }[]).map(({ state }) => state)

  test('the one that started later has the last word, whichever is slower', async () => {
    await say(8, 'fail')
    expect(await say(7, 'pass')).toEqual({
      status: 'unchanged',
      url: null,
      notices: [expect.stringContaining('A later run')],
    })
    expect(await states()).toEqual(['failure'])
    await say(9, 'pass')
    expect(await states()).toEqual(['success', 'failure'])
  })

  test('a run that is repeated looks anew, and speaks', async () => {
    await say(8, 'fail')
    expect(await say(7, 'pass', 2)).toMatchObject({ status: 'posted' })
  })

  test('where GitHub does not say who spoke last, the status is set', async () => {
    await say(8, 'fail')
    github.fail({ path: /\/commits\/\w+\/statuses/, status: 403, times: 1 })
    expect(await say(7, 'fail')).toMatchObject({ status: 'posted' })
  })
})
