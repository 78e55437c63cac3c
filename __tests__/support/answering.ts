// A server on loopback whose every answer is what a test says, down to its bytes.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { causeFault, type Fault } from './faults.ts'

export interface Asked {
  readonly method: string
  /** Path and query, as sent. */
  readonly path: string
  readonly accept: string
  readonly authorization: string | null
  readonly body: string
}

export interface Canned {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** The connection ends before the body does. */
  readonly isCut?: boolean
  /** Goes wrong in this way instead. */
  readonly fault?: Fault
}

export interface Answering {
  /** Without a slash at its end. */
  readonly url: string
  /** Every request since `answer` was last called. */
  readonly asked: readonly Asked[]
  answer(respond: (asked: Asked) => Canned): void
  close(): Promise<void>
}

/** Answers 404 until it is told otherwise. */
export async function startAnswering(): Promise<Answering> {
  const asked: Asked[] = []
  let respond: (asked: Asked) => Canned = () => ({ status: 404, body: '{"message":"Not Found"}' })
  const server = createServer(async (request, response) => {
    const one = await toAsked(request)
    asked.push(one)
    const canned = respond(one)
    if (canned.fault === undefined || !(await causeFault(canned.fault, response))) send(response, canned)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (next) => {
      asked.length = 0
      respond = next
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

async function toAsked(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { method = 'GET', url = '/', headers } = request
  return {
    method,
    path: url,
    accept: headers.accept ?? '',
    authorization: headers.authorization ?? null,
    body: Buffer.concat(chunks).toString(),
  }
}

function send(response: ServerResponse, { status = 200, headers = {}, body, isCut = false }: Canned): void {
  const type = { 'content-type': 'application/json; charset=utf-8' }
  if (!isCut) {
    response.writeHead(status, { ...type, ...headers }).end(body)
    return
  }
  response.writeHead(status, { ...type, ...headers, 'content-length': Buffer.byteLength(body) + 10 })
  response.write(body, () => response.destroy())
}
