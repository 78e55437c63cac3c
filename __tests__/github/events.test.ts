// From event to plan: what is compared with what, and where the policy is read, for each event and in its odd cases.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { InputError, SourceError } from '../../src/errors.ts'
import { planRun, type RunRequest } from '../../src/github/events.ts'
import { refLookup } from '../../src/github/refs.ts'
import { type Github, startGithub } from '../support/github.ts'
import {
  type GithubEvent,
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  reviewEvent,
  scheduleEvent,
} from '../support/github-events.ts'
import { aClient, READER } from './support.ts'

const ZEROS = '0'.repeat(40)

let github: Github
let start: string
beforeEach(async () => {
  github = await startGithub()
  start = await github.tipOf('main')
})
afterEach(() => github.close())

async function plan(event: GithubEvent, inputs: Partial<RunRequest['inputs']> = {}) {
  const repository = { owner: github.owner, repo: github.name }
  const lookup = refLookup(await aClient(github, READER), repository)
  return planRun({ event, repository, inputs: { mode: null, base: null, head: null, ...inputs }, lookup })
}

async function pullRequest(head = 'bump', author = 'bo') {
  const sha = await github.commit({ branch: head, author, files: { 'a.txt': head } })
  return { sha, number: await github.pull({ head, author }) }
}

describe('pull requests', () => {
  test('the base is where the branch parted, the policy the tip of the base branch now', async () => {
    const { sha, number } = await pullRequest()
    const event = await pullRequestEvent(github, number)
    const tip = await github.commit({ branch: 'main', files: { 'later.txt': 'x' } })
    expect(await plan(event)).toEqual({
      kind: 'gate',
      base: { ref: 'main', sha: start },
      head: { ref: `refs/pull/${number}/head`, sha },
      policy: { ref: 'main', sha: tip },
      pull: {
        owner: 'acme',
        repo: 'app',
        number,
        author: 'bo',
        headSha: sha,
        headRef: 'bump',
        headRepository: { owner: 'acme', repo: 'app' },
        isFork: false,
      },
    })
  })

  test('one that was pointed at another branch is judged against that', async () => {
    const tip = await github.commit({ branch: 'release', files: { 'r.txt': 'r' } })
    const sha = await github.commit({ branch: 'bump', from: 'release', author: 'bo', files: { 'a.txt': 'a' } })
    const number = await github.pull({ head: 'bump', author: 'bo' })
    await github.ask('PATCH', `/repos/${github.repo}/pulls/${number}`, { base: 'release' })
    const event = await pullRequestEvent(github, number, { action: 'edited' })
    expect(await plan(event)).toMatchObject({
      base: { ref: 'release', sha: tip },
      head: { sha },
      policy: { ref: 'release', sha: tip },
    })
  })

  test('a fork is told as one', async () => {
    const { number } = await pullRequest('cy:evil', 'cy')
    const event = await pullRequestEvent(github, number, { name: 'pull_request_target' })
    expect(await plan(event)).toMatchObject({
      pull: { isFork: true, headRef: 'evil', headRepository: { owner: 'cy', repo: 'app' } },
    })
    const gone = structuredClone(event.payload) as { pull_request: { head: { repo: unknown } } }
    gone.pull_request.head.repo = null
    expect(await plan({ ...event, payload: { ...gone } })).toMatchObject({
      pull: { isFork: true, headRepository: null },
    })
  })

  test('a review judges the same change again', async () => {
    const { sha, number } = await pullRequest()
    expect(await plan(await reviewEvent(github, number, 'ana'))).toMatchObject({
      kind: 'gate',
      head: { sha },
      pull: { number },
    })
  })
})

test('a merge group is held against its branch, not against the entry before it', async () => {
  const first = await github.commit({ branch: 'queue-1', files: { 'bad.txt': 'x' } })
  const second = await github.commit({ branch: 'queue-2', from: 'queue-1', files: { 'good.txt': 'x' } })
  const event = await mergeGroupEvent(github, { head: second, previous: first })
  expect(await plan(event)).toMatchObject({
    kind: 'gate',
    base: { ref: 'main', sha: start },
    head: { sha: second },
    policy: { ref: 'main', sha: start },
    pull: null,
  })
})

describe('pushes', () => {
  test('to the default branch: before and after', async () => {
    const after = await github.commit({ branch: 'main', files: { 'a.txt': 'a' } })
    expect(await plan(await pushEvent(github, { before: start, after }))).toMatchObject({
      kind: 'gate',
      base: { sha: start },
      head: { ref: 'refs/heads/main', sha: after },
      policy: { ref: 'main', sha: after },
    })
  })

  test('the first one has no base', async () => {
    expect(await plan(await pushEvent(github, { before: ZEROS, after: start }))).toMatchObject({ base: null })
  })

  test('to another branch, or one that deletes it, is not judged', async () => {
    const other = await pushEvent(github, { before: start, after: start, branch: 'side' })
    await expect(plan(other)).rejects.toThrowWithCode(InputError, 'event-unsupported')
    const deleted = await pushEvent(github, { before: start, after: ZEROS })
    await expect(plan(deleted)).rejects.toThrowWithCode(InputError, 'event-unsupported')
  })
})

test('a schedule audits what is there', async () => {
  expect(await plan(await scheduleEvent(github))).toEqual({
    kind: 'audit',
    head: { ref: 'refs/heads/main', sha: start },
    policy: { ref: 'main', sha: start },
  })
})

describe('inputs', () => {
  test('a base makes a gate of any event, from where the two part', async () => {
    const tip = await github.commit({ branch: 'main', files: { 'a.txt': 'a' } })
    const event = { ...(await scheduleEvent(github)), name: 'workflow_dispatch' }
    await github.commit({ branch: 'side', from: start, files: { 'b.txt': 'b' } })
    expect(await plan(event, { base: 'heads/side' })).toMatchObject({
      kind: 'gate',
      base: { ref: 'heads/side', sha: start },
      head: { sha: tip },
      policy: { ref: 'main', sha: tip },
    })
  })

  test('they change what is compared and never where the policy is read', async () => {
    const { number } = await pullRequest()
    const event = await pullRequestEvent(github, number)
    const other = await github.commit({ branch: 'other', files: { 'o.txt': 'o' } })
    expect(await plan(event, { base: 'refs/heads/other', head: other })).toMatchObject({
      base: { sha: other },
      head: { sha: other },
      policy: { ref: 'main', sha: start },
    })
  })

  test('another head is compared from where it parted from the same base', async () => {
    const { number } = await pullRequest()
    const event = await pullRequestEvent(github, number)
    const tip = await github.commit({ branch: 'main', files: { 'm.txt': 'm' } })
    const other = await github.commit({ branch: 'other', files: { 'o.txt': 'o' } })
    await github.commit({ branch: 'main', files: { 'm.txt': 'n' } })
    expect(await plan(event, { head: 'heads/other' })).toMatchObject({ base: { sha: start }, head: { sha: other } })
    expect(await plan(event, { head: tip })).toMatchObject({ base: { sha: start }, head: { sha: tip } })
  })

  test('a pull request can be audited whole', async () => {
    const { sha, number } = await pullRequest()
    const event = await pullRequestEvent(github, number)
    expect(await plan(event, { mode: 'audit' })).toMatchObject({
      kind: 'audit',
      head: { sha },
      policy: { ref: 'main' },
    })
  })

  test('a gate without a base, and a ref that is not there, are inputs to mend', async () => {
    const event = await scheduleEvent(github)
    await expect(plan(event, { mode: 'gate' })).rejects.toThrowWithCode(InputError, 'event-unsupported')
    await expect(plan(event, { base: 'nowhere' })).rejects.toThrowWithCode(InputError, 'unknown-ref')
    await expect(plan(event, { head: 'nowhere' })).rejects.toThrowWithCode(InputError, 'unknown-ref')
  })
})

test('an answer that is no commit id is a fault of GitHub', async () => {
  github.fail({ path: /commits/, status: 200, body: { sha: 'no id' } })
  await expect(plan(await scheduleEvent(github))).rejects.toThrowWithCode(SourceError, 'github-failed')
  github.fail({ path: /commits/, status: 500, times: 9 })
  await expect(plan(await scheduleEvent(github))).rejects.toThrowWithCode(SourceError, 'github-failed')
})

describe('hostile or foreign payloads', () => {
  const lookup = { commitOf: async () => start, mergeBaseOf: async () => null }
  const bare = (name: string, payload: unknown) =>
    planRun({
      event: { name, ref: 'refs/heads/main', sha: start, payload },
      repository: { owner: 'acme', repo: 'app' },
      inputs: { mode: null, base: null, head: null },
      lookup,
    })

  test.each(['issue_comment', 'workflow_run', 'release', ''])('the event %p is refused', async (name) => {
    await expect((async () => bare(name, {}))()).rejects.toThrowWithCode(InputError, 'event-unsupported')
  })

  test.each([
    [{}],
    [null],
    [[]],
    [{ pull_request: { number: '1', head: { sha: start } } }],
    [{ pull_request: { number: 1, user: { login: 'x' }, head: { sha: 'main; rm', ref: 'x' }, base: { ref: 'main' } } }],
    [JSON.parse('{"__proto__":{"pull_request":{"number":1}}}')],
  ])('a payload that lacks what is needed is refused: %j', async (payload) => {
    await expect((async () => bare('pull_request', payload))()).rejects.toThrowWithCode(InputError, 'event-unsupported')
  })

  test('histories without a common commit are an input to mend', async () => {
    const payload = { merge_group: { head_sha: start, head_ref: 'refs/heads/q', base_ref: 'refs/heads/main' } }
    await expect((async () => bare('merge_group', payload))()).rejects.toThrowWithCode(InputError, 'unknown-ref')
  })
})
