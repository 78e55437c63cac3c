// The stand-in keeps the rules of the real API that the gate's publishing rests on.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Github, startGithub } from '../support/github.ts'
import { pullRequestEvent } from '../support/github-events.ts'

let github: Github
let number: number
let head: string

beforeEach(async () => {
  github = await startGithub({ files: { 'package.json': '{\n  "a": 1,\n  "b": 1\n}\n', 'other.txt': 'x\n' } })
  head = await github.commit({
    branch: 'bump',
    author: 'bo',
    files: { 'package.json': '{\n  "a": 2,\n  "b": 1\n}\n' },
  })
  number = await github.pull({ head: 'bump', author: 'bo' })
})
afterEach(() => github.close())

async function call(method: string, path: string, token: string, body?: unknown) {
  const reply = await fetch(`${github.apiUrl}${path}`, {
    method,
    headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: reply.status, json: (await reply.json()) as Record<string, unknown> }
}

const review = (comments: unknown[]) => ({ commit_id: head, event: 'COMMENT', body: 'text', comments })

describe('reviews', () => {
  test('one anchor outside the diff loses the whole review', async () => {
    const token = await github.token({ contents: 'read', pull_requests: 'write' })
    const good = { path: 'package.json', line: 2, side: 'RIGHT', body: 'here' }
    const path = `/repos/${github.repo}/pulls/${number}/reviews`
    const refused = await call('POST', path, token, review([good, { ...good, line: 99 }]))
    expect(refused.status).toBe(422)
    expect(refused.json['errors']).toEqual(['Pull request review thread line must be part of the diff'])
    expect(await github.ask('GET', path)).toEqual([])
    expect((await call('POST', path, token, review([{ ...good, path: 'other.txt' }]))).json['errors']).toEqual([
      'Pull request review thread path is invalid',
    ])
    expect((await call('POST', path, token, review([good]))).status).toBe(200)
    const comments = await github.ask('GET', `/repos/${github.repo}/pulls/${number}/comments`)
    expect(comments).toMatchObject([
      { path: 'package.json', line: 2, side: 'RIGHT', user: { login: 'github-actions[bot]' } },
    ])
  })

  test('a workflow may not approve, an author may not judge their own', async () => {
    const path = `/repos/${github.repo}/pulls/${number}/reviews`
    const token = await github.token({ contents: 'read', pull_requests: 'write' })
    expect((await call('POST', path, token, { event: 'APPROVE', body: '' })).status).toBe(422)
    const own = await call('POST', path, github.userToken('bo'), { event: 'REQUEST_CHANGES', body: 'x' })
    expect(own.json['errors']).toEqual(['Can not request changes on your own pull request'])
  })
})

test('a read-only token reads and may not write', async () => {
  const token = await github.token({ contents: 'read', pull_requests: 'read' })
  const files = await call('GET', `/repos/${github.repo}/pulls/${number}/files`, token)
  expect(files.json).toMatchObject([{ filename: 'package.json', status: 'modified' }])
  const refused = await call('POST', `/repos/${github.repo}/issues/${number}/comments`, token, { body: 'x' })
  expect(refused).toMatchObject({ status: 403, json: { message: 'Resource not accessible by integration' } })
})

test('an unknown token is refused', async () => {
  expect((await call('GET', `/repos/${github.repo}/git/ref/heads/main`, 'bogus')).status).toBe(401)
})

test('a fork shows as one, and its objects are reachable through the base', async () => {
  const sha = await github.commit({ branch: 'cy:evil', author: 'cy', files: { 'a.txt': 'x' } })
  const event = await pullRequestEvent(github, await github.pull({ head: 'cy:evil', author: 'cy' }))
  expect(event.payload['pull_request']).toMatchObject({
    head: { sha, ref: 'evil', repo: { full_name: 'cy/app', fork: true } },
  })
})
