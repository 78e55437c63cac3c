// How the client asks: bounded repeats, waits as long as GitHub says, refusals with a hint, writes spaced.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { InputError, SourceError } from '../../src/errors.ts'
import { createClient, type GithubClient } from '../../src/github/client.ts'
import { statusOf } from '../../src/github/failure.ts'
import { listAll } from '../../src/github/pages.ts'
import { type Github, startGithub } from '../support/github.ts'
import { aClient, clientWith, READER, type Waits } from './support.ts'

let github: Github
let waits: Waits
beforeEach(async () => {
  github = await startGithub()
  waits = { waited: [] }
})
afterEach(() => github.close())

const where = () => ({ owner: github.owner, repo: github.name })
const read = (client: GithubClient) => client.git.getRef({ ...where(), ref: 'heads/main' })
const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )

test('uses the address it is given', async () => {
  const client = await aClient(github)
  expect((await read(client)).data.object.sha).toBe(await github.tipOf('main'))
})

test('an empty token is an input to mend', () => {
  const clock = { now: () => 0, sleep: async () => {} }
  expect(() => createClient({ token: '', apiUrl: github.apiUrl, version: '1', ...clock })).toThrowWithCode(
    InputError,
    'input-invalid',
  )
})

describe('repeats', () => {
  test('a read that failed in passing, with growing pauses', async () => {
    github.fail({ path: /^\/repos/, status: 502, times: 2 })
    const client = await aClient(github, READER, waits)
    expect((await read(client)).status).toBe(200)
    expect(waits.waited).toEqual([1000, 2000])
  })

  test('three times at most', async () => {
    github.fail({ path: /^\/repos/, status: 503, times: 9 })
    const client = await aClient(github, READER, waits)
    await expect(read(client)).rejects.toThrowWithCode(SourceError, 'github-failed')
    expect(github.requests).toHaveLength(3)
  })

  test('no write that was perhaps done', async () => {
    const number = await pullRequest()
    github.fail({ method: 'POST', path: /comments$/, status: 502 })
    const client = await aClient(github)
    const post = client.issues.createComment({ ...where(), issue_number: number, body: 'once' })
    await expect(post).rejects.toThrowWithCode(SourceError, 'github-failed')
    expect(github.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })
})

test('a list without end is left after thirty pages', async () => {
  const asked: number[] = []
  const endless = async ({ page }: { readonly page: number }) => {
    asked.push(page)
    return { data: [page], headers: { link: '<http://elsewhere.example.test/>; rel="next"' } }
  }
  expect(await listAll(endless, { shape: 'number' })).toHaveLength(30)
  expect(asked).toEqual(Array.from({ length: 30 }, (_, at) => at + 1))
  await expect(listAll(endless, { shape: 'number', whole: true })).rejects.toThrowWithCode(SourceError, 'over-limit')
  await expect(listAll(endless, { shape: 'text' })).rejects.toThrowWithCode(SourceError, 'github-failed')
})

describe('limits', () => {
  test('waits as long as it is told to, then asks again, writes too', async () => {
    const number = await pullRequest()
    github.fail({ method: 'POST', path: /comments$/, status: 403, headers: { 'retry-after': '7' } })
    const client = await aClient(github, undefined, waits)
    await client.issues.createComment({ ...where(), issue_number: number, body: 'text' })
    expect(waits.waited).toContain(7000)
  })

  test('waits for the reset where that is near', async () => {
    const reset = Date.UTC(2026, 10, 20, 12) / 1000 + 30
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }
    github.fail({ path: /^\/repos/, status: 403, headers })
    const client = await aClient(github, READER, waits)
    await read(client)
    expect(waits.waited).toEqual([30_000])
  })

  test('does not wait an hour', async () => {
    const reset = Date.UTC(2026, 10, 20, 13) / 1000
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }
    github.fail({ path: /^\/repos/, status: 403, headers })
    const client = await aClient(github, READER, waits)
    await expect(read(client)).rejects.toThrowWithCode(SourceError, 'rate-limited')
    expect(waits.waited).toEqual([])
  })

  test('a secondary limit without a time is given a minute', async () => {
    github.fail({ path: /^\/repos/, status: 403, body: { message: 'You have exceeded a secondary rate limit' } })
    const client = await aClient(github, READER, waits)
    await read(client)
    expect(waits.waited).toEqual([60_000])
  })

  test('leaves a second between writes', async () => {
    const number = await pullRequest()
    const client = await aClient(github, undefined, waits)
    for (const body of ['one', 'two', 'three'])
      await client.issues.createComment({ ...where(), issue_number: number, body })
    expect(waits.waited).toEqual([1000, 1000])
  })
})

describe('refusals', () => {
  test('a token without permission is an input to mend, and keeps its status', async () => {
    const number = await pullRequest()
    const client = await aClient(github, READER)
    const error = await thrown(client.issues.createComment({ ...where(), issue_number: number, body: 'x' }))
    expect(() => {
      throw error
    }).toThrowWithCode(InputError, 'permission-missing')
    expect(statusOf(error)).toBe(403)
  })

  test('a token GitHub does not know', async () => {
    const error = await thrown(read(clientWith(github, 'unknown')))
    expect(error).toMatchObject({ code: 'permission-missing', hint: expect.stringContaining('github-token') })
  })

  test('names the permission where GitHub names it, and nothing else it says there', async () => {
    const accepted = (value: string) => ({ 'x-accepted-github-permissions': value })
    github.fail({
      path: /^\/repos/,
      status: 403,
      headers: accepted('pull_requests=write'),
      body: { message: 'No\u0007' },
    })
    github.fail({ path: /^\/repos/, status: 403, headers: accepted('::error::x') })
    const client = await aClient(github, READER)
    const [first, second] = [await thrown(read(client)), await thrown(read(client))]
    expect(first).toMatchObject({ hint: expect.stringContaining('pull_requests=write') })
    expect((first as Error).message).not.toMatch(/\p{Cc}/u)
    expect((second as { hint: string }).hint).not.toContain('::')
  })

  test('no answer at all', async () => {
    const client = await aClient(github, READER, waits)
    const dead = await startGithub()
    await dead.close()
    const error = await thrown(client.request('GET /repos/{owner}/{repo}', { ...where(), baseUrl: dead.apiUrl }))
    expect(error).toMatchObject({ code: 'github-failed', hint: expect.stringContaining('GITHUB_API_URL') })
    expect(statusOf(error)).toBeNull()
  })
})

async function pullRequest(): Promise<number> {
  await github.commit({ branch: 'side', author: 'bo', files: { 'a.txt': 'a' } })
  return github.pull({ head: 'side', author: 'bo' })
}
