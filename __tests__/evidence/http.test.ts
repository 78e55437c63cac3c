// Requests: every way a source can fail to answer has its own reason, and a credential goes to its own host alone.

import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { BOUNDS, type Bounds } from '../../src/evidence/bounds.ts'
import { openHttp } from '../../src/evidence/http.ts'
import { openPool } from '../../src/model/pool.ts'
import { type Fault, type RegistryDouble, startRegistry } from '../support/registry.ts'

let registry: RegistryDouble
let requests = 0

beforeEach(async () => {
  requests = 0
  registry = await startRegistry({ packages: [{ name: 'sample-mcp', version: '1.0.0' }] })
})
afterEach(() => registry.close())

function open(bounds: Partial<Bounds> = {}, token: string | null = null, stageMs = 10_000) {
  const all = { ...BOUNDS, backoffMs: 5, attemptMs: 400, requestMs: 3000, ...bounds }
  return openHttp(
    { url: registry.url, token },
    {
      bounds: all,
      deadline: performance.now() + stageMs,
      pool: openPool(all.parallel),
      onRequest: () => {
        requests += 1
      },
    },
  )
}

const MAX = 100_000

test('hands over the body of a 200 and counts one request', async () => {
  const answer = await open().get('sample-mcp', MAX)
  expect(answer.status === 'observed' && JSON.parse(answer.value.toString()).name).toBe('sample-mcp')
  expect(requests).toBe(1)
})

test('takes a 404 for absent', async () => {
  expect(await open().get('other-mcp', MAX)).toEqual({ status: 'absent' })
})

const FAULTS: readonly (readonly [what: string, fault: Fault, reason: string, requests: number])[] = [
  ['401', { kind: 'status', status: 401 }, 'unauthorized', 1],
  ['403', { kind: 'status', status: 403 }, 'unauthorized', 1],
  ['405', { kind: 'status', status: 405 }, 'not-offered', 1],
  ['418', { kind: 'status', status: 418 }, 'bad-answer', 1],
  ['204', { kind: 'status', status: 204 }, 'bad-answer', 1],
  ['429 for ever', { kind: 'status', status: 429 }, 'rate-limited', 3],
  ['500 for ever', { kind: 'status', status: 500 }, 'server-error', 3],
  ['503 for ever', { kind: 'status', status: 503 }, 'server-error', 3],
  ['silence', { kind: 'silence' }, 'timeout', 3],
  ['a dropped connection', { kind: 'drop' }, 'refused', 3],
  ['an answer that breaks off', { kind: 'truncate', body: '{"name":' }, 'bad-answer', 3],
  ['an answer without end', { kind: 'endless' }, 'over-limit', 1],
  ['an error without end', { kind: 'endless', status: 500 }, 'server-error', 3],
  ['an answer that expands', expanding(200), 'over-limit', 1],
  ['a redirect to another host', { kind: 'redirect', to: 'http://localhost:1/' }, 'refused', 1],
  ['a redirect to plain text', { kind: 'redirect', to: 'data:application/json,{}' }, 'bad-answer', 1],
]

function expanding(megabytes: number): Fault {
  return { kind: 'body', body: gzipSync(Buffer.alloc(megabytes * 1_000_000)), headers: { 'content-encoding': 'gzip' } }
}

test.each(FAULTS)('%s is unavailable, for its own reason', async (_, fault, reason, count) => {
  registry.fail('sample-mcp', fault)
  const answer = await open().get('sample-mcp', MAX)
  expect(answer).toMatchObject({ status: 'unavailable', reason })
  expect(requests).toBe(count)
})

test('a redirect without end ends', async () => {
  registry.fail('sample-mcp', { kind: 'redirect', to: `${registry.url}sample-mcp` })
  expect(await open().get('sample-mcp', MAX)).toMatchObject({ reason: 'bad-answer' })
})

test('follows a redirect on the registry itself', async () => {
  registry.fail('moved-mcp', { kind: 'redirect', to: `${registry.url}sample-mcp` })
  expect(await open().get('moved-mcp', MAX)).toMatchObject({ status: 'observed' })
})

test.each([
  ['a fault that passes', { kind: 'status', status: 502, times: 2 }],
  ['a connection that drops once', { kind: 'drop', times: 1 }],
  ['one that asks to wait', { kind: 'status', status: 429, headers: { 'retry-after': '1' }, times: 1 }],
] as const)('gets over %s', async (_, fault) => {
  registry.fail('sample-mcp', fault)
  expect(await open({ requestMs: 5000 }).get('sample-mcp', MAX)).toMatchObject({ status: 'observed' })
})

test('does not wait longer than a request may take', async () => {
  registry.fail('sample-mcp', { kind: 'status', status: 429, headers: { 'retry-after': '3600' } })
  const started = performance.now()
  expect(await open().get('sample-mcp', MAX)).toMatchObject({ reason: 'rate-limited' })
  expect(performance.now() - started).toBeLessThan(1000)
  expect(requests).toBe(1)
})

test('asks nothing once the stage is over', async () => {
  expect(await open({}, null, -1).get('sample-mcp', MAX)).toMatchObject({ reason: 'timeout' })
  expect(requests).toBe(0)
})

test('a host that cannot be reached is refused', async () => {
  await registry.close()
  expect(await open().get('sample-mcp', MAX)).toMatchObject({ reason: 'refused' })
})

describe('credentials', () => {
  test('are sent to the registry', async () => {
    await open({}, 'secret-token').get('sample-mcp', MAX)
    expect(registry.requests[0]?.authorization).toBe('Bearer secret-token')
  })

  test('never reach another host, nor another port of the same one', async () => {
    const other = await startRegistry({ sigstore: registry.sigstore })
    registry.fail('sample-mcp', { kind: 'redirect', to: `${other.url}sample-mcp` })
    const answer = await open({}, 'secret-token').get('sample-mcp', MAX)
    expect(answer).toMatchObject({ status: 'unavailable', reason: 'refused' })
    expect(other.requests).toEqual([])
    await other.close()
  })

  test.each(['https://elsewhere.example.test/x', '//elsewhere.example.test/x', 'http://user@127.0.0.1:1/x'])(
    'are not asked for by %s',
    async (path) => {
      expect(await open({}, 'secret-token').get(path, MAX)).toMatchObject({ reason: 'refused' })
      expect(requests).toBe(0)
    },
  )

  test('are in no detail', async () => {
    registry.fail('sample-mcp', { kind: 'status', status: 500 })
    const answer = await open({}, 'secret-token').get('sample-mcp?token=secret-token', MAX)
    expect(JSON.stringify(answer)).not.toContain('secret-token')
  })
})
