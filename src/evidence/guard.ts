// An agent that connects to one origin only, counts what it sends, and stops an answer that is too long.
import type { Agent, ClientRequest, IncomingMessage } from 'node:http'
import { SourceError } from '../errors.ts'

interface Guarded {
  /** The only origin that may be reached, redirects included. */
  readonly origin: string
  /** Bytes of one body on the wire. */
  readonly maxBytes: number
  readonly onRequest: () => void
}

interface Target {
  readonly protocol?: string | null
  readonly host?: string | null
  readonly port?: number | string | null
}

// An error's body is buffered whole by the client, so it gets a bound of its own.
const MAX_ERROR_BYTES = 65_536

/**
 * Wraps the agent that really connects. The client follows redirects by itself and would keep the token on another
 * port or scheme of the same host; here a request to any other origin is refused before a connection is made.
 */
export function guardAgent(agent: Agent, guarded: Guarded): Agent {
  const { protocol } = new URL(guarded.origin)
  const addRequest = (request: ClientRequest, target: Target): void => {
    if (originOf(target, protocol) !== guarded.origin) throw refusal(guarded.origin)
    guarded.onRequest()
    request.once('response', (response: IncomingMessage) => limit(response, guarded.maxBytes))
    add.call(agent, request, target)
  }
  const add = methodOf(agent)
  return Object.create(agent, {
    addRequest: { value: addRequest },
    protocol: { value: protocol },
    defaultPort: { value: protocol === 'https:' ? 443 : 80 },
  })
}

type AddRequest = (this: Agent, request: ClientRequest, target: Target) => void

// Node calls `addRequest` on every agent, though its types do not list it.
function methodOf(agent: Agent): AddRequest {
  const method: unknown = Reflect.get(agent, 'addRequest')
  if (typeof method !== 'function') throw new Error('the agent takes no requests')
  return method as AddRequest
}

function originOf({ protocol, host, port }: Target, usual: string): string | null {
  const name = host?.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const url = `${protocol ?? usual}//${name}${port ? `:${port}` : ''}`
  return URL.canParse(url) ? new URL(url).origin : null
}

function limit(response: IncomingMessage, maxBytes: number): void {
  const { location } = response.headers
  // The client would take a `data:` address for an answer.
  if (location !== undefined && /^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(location)) delete response.headers.location
  const failed = (response.statusCode ?? 0) >= 400
  if (failed) delete response.headers['content-encoding']
  const bound = failed ? Math.min(MAX_ERROR_BYTES, maxBytes) : maxBytes
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > bound) response.destroy(tooLong())
  })
}

/** What is thrown where an answer exceeds its bound. */
export function tooLong(): SourceError {
  return new SourceError('over-limit', 'the answer is longer than the bound', { hint: 'Look at this package by hand.' })
}

function refusal(origin: string): SourceError {
  const hint = 'Name the registry that serves the files itself.'
  return new SourceError('network-refused', `${origin} redirects to another host`, { hint })
}
