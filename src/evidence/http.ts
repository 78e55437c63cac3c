// All traffic with registries and advisory sources: bounded in time and size, bound to one origin, retried with patience.
import { setTimeout as sleep } from 'node:timers/promises'
import { absent, type Observation, observed, type Unavailable, unavailable } from '../model/observation.ts'
import type { Pool } from '../model/pool.ts'
import type { Bounds } from './bounds.ts'
import { toFailure } from './failures.ts'
import { guardAgent, tooLong } from './guard.ts'

/** Where to ask. `token` is sent to this origin and nowhere else. */
export interface Endpoint {
  /** Base URL, ending in `/`. */
  readonly url: string
  readonly token: string | null
}

/** What all requests of a run share. */
export interface Traffic {
  readonly bounds: Bounds
  /** When the stage ends, on the clock of `performance.now()`. */
  readonly deadline: number
  /** Called for each request that goes out, retries and redirects included. */
  readonly onRequest: () => void
  /** A request's clock starts when it has a place in here. */
  readonly pool: Pool
}

export interface Http {
  readonly endpoint: Endpoint
  /** The body of a 200. Absent: 404. A path that leaves the origin is refused without a request. */
  get(path: string, maxBytes: number): Promise<Observation<Buffer>>
  post(path: string, body: unknown, maxBytes: number): Promise<Observation<Buffer>>
}

interface Ask {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly body: Buffer | null
  readonly maxBytes: number
}

/** One try's answer; `again` says whether another try makes sense, and after how many milliseconds where the source said so. */
interface Outcome {
  readonly answer: Observation<Buffer>
  readonly again: boolean
  readonly waitMs: number | null
}

export function openHttp(endpoint: Endpoint, traffic: Traffic): Http {
  const send = (method: Ask['method'], path: string, body: Buffer | null, maxBytes: number) => {
    const url = resolve(endpoint, path)
    return url === null
      ? Promise.resolve(outside(endpoint))
      : traffic.pool(() => ask({ url, method, body, maxBytes }, endpoint, traffic))
  }
  return {
    endpoint,
    get: (path, maxBytes) => send('GET', path, null, maxBytes),
    post: (path, body, maxBytes) => send('POST', path, Buffer.from(JSON.stringify(body)), maxBytes),
  }
}

async function ask(request: Ask, endpoint: Endpoint, traffic: Traffic): Promise<Observation<Buffer>> {
  const { attempts, backoffMs, requestMs } = traffic.bounds
  const until = Math.min(traffic.deadline, performance.now() + requestMs)
  for (let tried = 1; ; tried += 1) {
    const { answer, again, waitMs } = await tryOnce(request, endpoint, { traffic, until })
    const wait = waitMs ?? backoffMs * 2 ** (tried - 1)
    if (!again || tried >= attempts || performance.now() + wait >= until) return answer
    await sleep(wait)
  }
}

async function tryOnce(
  request: Ask,
  endpoint: Endpoint,
  { traffic, until }: { readonly traffic: Traffic; readonly until: number },
): Promise<Outcome> {
  const ms = Math.min(traffic.bounds.attemptMs, until - performance.now())
  if (ms <= 0) return { answer: late(endpoint), again: false, waitMs: null }
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), ms)
  try {
    const bytes = await fetchBytes(request, endpoint, { traffic, signal: controller.signal })
    return { answer: observed(bytes), again: false, waitMs: null }
  } catch (error) {
    if (controller.signal.aborted) return { answer: late(endpoint), again: true, waitMs: null }
    const { reason, detail, again, waitMs } = toFailure(error, hostOf(endpoint))
    return { answer: reason === 'missing' ? absent : unavailable(reason, detail), again, waitMs }
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}

async function fetchBytes(
  { url, method, body, maxBytes }: Ask,
  { url: registry, token }: Endpoint,
  { traffic, signal }: { readonly traffic: Traffic; readonly signal: AbortSignal },
): Promise<Buffer> {
  const { registryFetch, getAgent } = await import('./client.ts')
  const { attemptMs, parallel } = traffic.bounds
  const base = getAgent(registry, { timeout: attemptMs, maxSockets: parallel })
  const origin = new URL(registry).origin
  const response = await registryFetch(url, {
    registry,
    method,
    ...(body === null ? {} : { body, headers: { 'content-type': 'application/json' } }),
    agent: guardAgent(base, { origin, maxBytes, onRequest: traffic.onRequest }),
    fetchRetries: 0,
    timeout: attemptMs,
    signal,
    userAgent: 'mcp-gate',
    // Only what is given here is used: no setting of the machine can add a credential.
    forceAuth: token === null ? {} : { token },
  })
  if (response.status !== 200) throw Object.assign(new Error('unexpected status'), { statusCode: response.status })
  return await readBody(response.body, maxBytes)
}

async function readBody(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLong()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function resolve({ url }: Endpoint, path: string): string | null {
  if (!URL.canParse(path, url)) return null
  const target = new URL(path, url)
  return target.origin === new URL(url).origin && target.username === '' ? target.href : null
}

function outside(endpoint: Endpoint): Unavailable {
  return unavailable('refused', `the address lies outside ${hostOf(endpoint)}`)
}

function late(endpoint: Endpoint): Unavailable {
  return unavailable('timeout', `${hostOf(endpoint)} did not answer in time`)
}

function hostOf({ url }: Endpoint): string {
  return new URL(url).host
}
