// How requests leave and answers come in: never to another host, never without end, never a part for the whole.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { SourceError } from '../../src/errors.ts'
import { createClient, type GithubClient } from '../../src/github/client.ts'
import { requireShape, type Shape } from '../../src/github/shape.ts'
import { type Answering, startAnswering } from '../support/answering.ts'
import type { Fault } from '../support/faults.ts'

const SPEC = { token: 't', version: '1', now: () => 0, sleep: async () => {} }

let github: Answering
let elsewhere: Answering
let client: GithubClient
beforeEach(async () => {
  github = await startAnswering()
  elsewhere = await startAnswering()
  client = createClient({ ...SPEC, apiUrl: github.url })
})
afterEach(async () => {
  await github.close()
  await elsewhere.close()
})

const read = () => client.repos.get({ owner: 'acme', repo: 'app' })
const write = () => client.issues.createComment({ owner: 'acme', repo: 'app', issue_number: 1, body: 'x' })
const GOOD = { body: '{"default_branch":"main"}' }

describe('redirects', () => {
  test.each([301, 302, 307, 308])('%i on the same host is followed by what reads', async (status) => {
    github.answer(({ path }) =>
      path === '/repositories/1' ? GOOD : { status, headers: { location: '/repositories/1' }, body: '' },
    )
    expect((await read()).data.default_branch).toBe('main')
    expect(github.asked.map(({ authorization }) => authorization)).toEqual(['token t', 'token t'])
  })

  test.each([307, 308])('%i is followed by what writes, with its body', async (status) => {
    github.answer(({ path }) =>
      path === '/here' ? { body: '{"id":1}' } : { status, headers: { location: '/here' }, body: '' },
    )
    expect((await write()).data.id).toBe(1)
    expect(github.asked.map(({ method, body }) => `${method} ${body}`)).toEqual(Array(2).fill('POST {"body":"x"}'))
  })

  test('302 is not followed by what writes', async () => {
    github.answer(() => ({ status: 302, headers: { location: '/here' }, body: '' }))
    await expect(write()).rejects.toThrowWithCode(SourceError, 'github-failed')
    expect(github.asked).toHaveLength(1)
  })

  test.each([302, 307])('%i to another host is a failure, and nobody there is asked', async (status) => {
    github.answer(() => ({ status, headers: { location: `${elsewhere.url}/x` }, body: '' }))
    await expect(read()).rejects.toThrow('GitHub sent a request on to another host')
    await expect(read()).rejects.toThrowWithCode(SourceError, 'github-failed')
    expect(elsewhere.asked).toEqual([])
  })

  test('in a circle end', async () => {
    github.answer(({ path }) => ({ status: 302, headers: { location: path }, body: '' }))
    await expect(read()).rejects.toThrow('again and again')
  })
})

describe('time', () => {
  test.each<Fault>([{ kind: 'silence' }, { kind: 'drip', everyMs: 10 }, { kind: 'length', body: '{}', by: 5 }])(
    '%j is left in time, and asked again',
    async (fault) => {
      const hasty = createClient({ ...SPEC, apiUrl: github.url, timeoutMs: 100 })
      github.answer(() => ({ body: '', fault }))
      await expect(hasty.repos.get({ owner: 'acme', repo: 'app' })).rejects.toThrow('GitHub could not be reached')
      expect(github.asked).toHaveLength(3)
    },
  )
})

describe('answers', () => {
  test('one that breaks off is asked for again', async () => {
    let times = 0
    github.answer(() => ({ ...GOOD, isCut: ++times === 1 }))
    expect((await read()).data.default_branch).toBe('main')
    expect(github.asked).toHaveLength(2)
  })

  test('a write whose answer breaks off is not repeated', async () => {
    github.answer(() => ({ body: '{"id":1}', isCut: true }))
    await expect(write()).rejects.toThrowWithCode(SourceError, 'github-failed')
    expect(github.asked).toHaveLength(1)
  })

  test('of 32 MB is read, of more not', async () => {
    const bytes = () => client.request('GET /x', { request: { parseSuccessResponseBody: false } })
    github.answer(() => ({ body: Buffer.alloc(32 * 1024 * 1024) }))
    await expect(bytes()).resolves.toMatchObject({ status: 200 })
    github.answer(() => ({ body: Buffer.alloc(32 * 1024 * 1024 + 1) }))
    await expect(bytes()).rejects.toThrow('GitHub answered with more than 33554432 bytes')
    expect(github.asked).toHaveLength(1)
  })

  test('a long refusal is still a refusal', async () => {
    github.answer(() => ({ status: 404, body: JSON.stringify({ message: 'x'.repeat(100_000) }) }))
    await expect(read()).rejects.toThrow('GitHub answered 404')
  })
})

const FORMS: readonly {
  readonly shape: Shape
  readonly fitting: readonly unknown[]
  readonly others: readonly unknown[]
}[] = [
  { shape: 'text', fitting: ['a', ''], others: [5, null, undefined, ['a']] },
  { shape: 'number', fitting: [5, -1], others: ['5', 1e300, 1.5, null] },
  { shape: 'boolean', fitting: [false], others: [null, 0] },
  { shape: ['text'], fitting: [[], ['a', 'b']], others: [['a', null], { 0: 'a' }, 'a'] },
  { shape: { a: 'text' }, fitting: [{ a: 'x', b: 1 }], others: [{}, null, ['a'], { a: null }] },
  { shape: { 'a?': 'text' }, fitting: [{}, { a: null }, { a: 'x' }], others: [{ a: 5 }] },
  { shape: { 'a?': { b: 'text' } }, fitting: [{ a: { b: 'x' } }], others: [{ a: {} }] },
  { shape: Object.fromEntries([['constructor', 'text' as const]]), fitting: [], others: [{}] },
]

for (const { shape, fitting, others } of FORMS)
  test(`the form ${JSON.stringify(shape)}`, () => {
    for (const value of fitting) expect(() => requireShape(value, shape)).not.toThrow()
    for (const value of others) expect(() => requireShape(value, shape)).toThrowWithCode(SourceError, 'github-failed')
  })
