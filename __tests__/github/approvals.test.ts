// Whose approval counts: an approver's, of exactly this head, and never of one's own work, whatever a commit claims.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readApprovals } from '../../src/github/approvals.ts'
import type { PullRequest } from '../../src/github/events.ts'
import { type Github, startGithub } from '../support/github.ts'
import { aClient, READER } from './support.ts'

let github: Github
let pull: PullRequest
beforeEach(async () => {
  github = await startGithub({ users: ['ana', 'bo', 'cy'] })
  pull = await open('bump', 'bo')
})
afterEach(() => github.close())

async function open(branch: string, author: string): Promise<PullRequest> {
  const headSha = await github.commit({ branch, author, files: { 'a.txt': 'a' } })
  const number = await github.pull({ head: branch, author })
  const [owner = '', headRef = branch] = branch.includes(':') ? branch.split(':') : [github.owner]
  const headRepository = { owner, repo: github.name }
  return { owner: github.owner, repo: github.name, number, author, headSha, headRef, headRepository, isFork: false }
}

function review(login: string, event: string, commit_id = pull.headSha) {
  const path = `/repos/${github.repo}/pulls/${pull.number}/reviews`
  return github.ask('POST', path, { event, body: 'words', commit_id }, github.userToken(login))
}

async function approved(approvers: readonly string[], given: Partial<PullRequest> = {}) {
  const client = await aClient(github, READER)
  return readApprovals({ client, pull: { ...pull, ...given }, approvers })
}

test('an approver who approved this head', async () => {
  await review('ana', 'APPROVE')
  expect(await approved(['ANA', 'cy'])).toEqual({ approvedBy: ['ana'], notices: [] })
  expect(await approved(['@ana'])).toMatchObject({ approvedBy: ['ana'] })
})

test('nobody: no approvers, no reviews, or others than the policy names', async () => {
  expect(await approved([])).toEqual({ approvedBy: [], notices: [] })
  expect(await approved(['ana'])).toEqual({ approvedBy: [], notices: [] })
  await review('ana', 'APPROVE')
  expect(await approved(['cy'])).toEqual({ approvedBy: [], notices: [] })
})

describe('the approval must be the latest word on exactly this head', () => {
  test('of an older head: not counted', async () => {
    await review('ana', 'APPROVE')
    const headSha = await github.commit({ branch: 'bump', author: 'bo', files: { 'a.txt': 'b' } })
    expect(await approved(['ana'], { headSha })).toMatchObject({ approvedBy: [] })
  })

  test('taken back by a request for changes: not counted; a later comment takes nothing back', async () => {
    await review('ana', 'APPROVE')
    await review('ana', 'COMMENT')
    expect(await approved(['ana'])).toMatchObject({ approvedBy: ['ana'] })
    await review('ana', 'REQUEST_CHANGES')
    expect(await approved(['ana'])).toMatchObject({ approvedBy: [] })
  })

  test('dismissed: not counted', async () => {
    const { id } = (await review('ana', 'APPROVE')) as { id: number }
    await github.ask('PUT', `/repos/${github.repo}/pulls/${pull.number}/reviews/${id}/dismissals`, { message: 'no' })
    expect(await approved(['ana'])).toMatchObject({ approvedBy: [] })
  })
})

describe('makers do not approve their own work', () => {
  test('whoever pushed the head', async () => {
    const headSha = await github.commit({ branch: 'bump', author: 'ana', files: { 'a.txt': 'b' } })
    pull = { ...pull, headSha }
    await review('ana', 'APPROVE')
    await review('cy', 'APPROVE')
    expect(await approved(['ana', 'cy'])).toEqual({ approvedBy: ['cy'], notices: [] })
  })

  test('whoever pushed it under another name', async () => {
    const headSha = await github.commit({ branch: 'bump', author: 'bo', pusher: 'ana', files: { 'a.txt': 'b' } })
    pull = { ...pull, headSha }
    await review('ana', 'APPROVE')
    expect(await approved(['ana'])).toEqual({ approvedBy: [], notices: [] })
  })

  test('the author, whatever the reviews say', async () => {
    await review('ana', 'APPROVE')
    expect(await approved(['ana'], { author: 'Ana' })).toMatchObject({ approvedBy: [] })
  })
})

describe('what cannot be learned counts nobody', () => {
  test('who pushed', async () => {
    await review('ana', 'APPROVE')
    github.fail({ path: /activity/, status: 404 })
    expect(await approved(['ana'])).toMatchObject({
      approvedBy: [],
      notices: [expect.stringContaining('could not be counted')],
    })
    expect(await approved(['ana'], { headRepository: null })).toMatchObject({
      approvedBy: [],
      notices: [expect.any(String)],
    })
  })

  test('the reviews', async () => {
    github.fail({ path: /reviews/, status: 500, times: 9 })
    expect(await approved(['ana'])).toMatchObject({ approvedBy: [], notices: [expect.any(String)] })
  })
})

describe('teams', () => {
  test('a member counts', async () => {
    await github.team('security', ['cy'])
    await review('cy', 'APPROVE')
    expect(await approved([`@${github.owner}/security`])).toEqual({ approvedBy: ['cy'], notices: [] })
  })

  test('a team this token may not read counts nobody, with a notice; it is not asked for without need', async () => {
    await review('ana', 'APPROVE')
    github.fail({ path: /teams/, status: 403 })
    expect(await approved([`@${github.owner}/security`])).toMatchObject({
      approvedBy: [],
      notices: [expect.stringContaining('@acme/security')],
    })
    github.fail({ path: /teams/, status: 403 })
    expect(await approved([`@${github.owner}/security`, 'ana'])).toEqual({ approvedBy: ['ana'], notices: [] })
  })
})

test('a fork is asked who pushed to it', async () => {
  pull = await open('cy:bump', 'cy')
  await review('ana', 'APPROVE')
  expect(await approved(['ana'])).toEqual({ approvedBy: ['ana'], notices: [] })
  expect(github.requests.some(({ path }) => path.startsWith('/repos/cy/app/activity'))).toBe(true)
})
