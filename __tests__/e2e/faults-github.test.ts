// Every request to GitHub meets every fault: no verdict, or the verdict and a word on what is missing; nothing else.
import { describe, expect, test } from '@jest/globals'
import { GateError, InputError } from '../../src/errors.ts'
import type { Outcome } from '../../src/github/outcome.ts'
import { type Asked, type Canned, startAnswering } from '../support/answering.ts'
import type { Fault } from '../support/faults.ts'
import { clientOf, ENDPOINTS, OPERATIONS } from '../support/github-world.ts'
import { GITHUB_FAULTS_ALL, GITHUB_REQUESTS, type GithubRequest } from './faults-github-table.ts'

/** Of one attempt. */
const PATIENCE_MS = 400

type Result =
  | { readonly status: 'value'; readonly value: unknown }
  | { readonly status: 'error'; readonly error: unknown }

async function meet({ endpoint: name, operation: wanted }: GithubRequest, fault: Fault): Promise<Result> {
  const operation = OPERATIONS.find((candidate) => candidate.name === wanted)
  if (operation === undefined) throw new Error(`there is no operation ${wanted}`)
  const github = await startAnswering()
  let struck = 0
  github.answer((asked) => {
    const endpoint = ENDPOINTS.find(({ isAsked }) => isAsked(asked))
    if (endpoint?.name !== name) return answerOf(asked)
    struck += 1
    return { body: '', fault }
  })
  try {
    const value = await operation.run(clientOf(github.url, PATIENCE_MS))
    operation.holds(value as never)
    return { status: 'value', value }
  } catch (error) {
    return { status: 'error', error }
  } finally {
    await github.close()
    expect([name, struck > 0 && struck <= 3 * (github.asked.length + 1)]).toEqual([name, true])
  }
}

function answerOf(asked: Asked): Canned {
  const endpoint = ENDPOINTS.find(({ isAsked }) => isAsked(asked))
  if (endpoint === undefined) return { body: '[]' }
  const { value, status = 200 } = endpoint
  return { status, body: typeof value === 'string' ? value : JSON.stringify(value) }
}

describe.each(GITHUB_FAULTS_ALL.map((fault) => [fault.fault, fault] as const))('%s', (_, { how, codes }) => {
  const rows = GITHUB_REQUESTS.map((request) => [request.request, request] as const)
  test.concurrent.each(rows)('%s', async (__, request) => {
    const result = await meet(request, how)
    const { becomes } = request
    if (becomes.kind === 'ends') return expectEnd(result, codes)
    if (result.status === 'error') throw result.error
    if (becomes.kind === 'told') expectNotice(result.value, becomes.says)
  })
})

function expectEnd(result: Result, codes: readonly string[]): void {
  const error = result.status === 'error' ? result.error : null
  if (!(error instanceof GateError)) throw new Error('there was a verdict', { cause: error })
  expect(codes).toContain(error.code)
  expect(error instanceof InputError).toBe(error.code === 'permission-missing' || error.code === 'policy-missing')
}

function expectNotice(value: unknown, says: string): void {
  const { notices } = value as Pick<Outcome, 'notices'>
  expect(notices.some((notice) => notice.startsWith(says))).toBe(true)
}
