// The commit status on the head: one word per verdict, within GitHub's bounds, and no error where it may not be set.
import { afterEach, beforeEach, expect, test } from '@jest/globals'
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
  return postStatus({ client, repository, sha, verdict, description, url: 'https://runs.example.test/1' })
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
