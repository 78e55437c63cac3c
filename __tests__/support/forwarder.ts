// Servers that stand between a run and the stand-ins: a GitHub under /api/v3 as on a server of one's own, and a forward proxy.
import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { type Fault, openFaults } from './faults.ts'

export interface Forwarder {
  /** Without a slash at its end. */
  readonly url: string
  /** What was asked through it: `GET http://host/path`, or `CONNECT host:port`. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** GitHub's addresses on a server of one's own: REST below `/api/v3`, GraphQL at `/api/graphql`. */
export function startEnterprise(githubUrl: string): Promise<Forwarder> {
  return start((request, response) => {
    const path = request.url ?? '/'
    const inner = path === '/api/graphql' ? '/graphql' : /^\/api\/v3(\/.*)$/.exec(path)?.[1]
    if (inner === undefined) response.writeHead(404).end()
    else pass(request, response, new URL(inner, githubUrl))
  })
}

/** Takes requests for any host and serves those that `hosts` knows, by `host:port` or host, at another address. */
export function startProxy(hosts: Readonly<Record<string, string>>): Promise<Forwarder> {
  const targetOf = (host: string) => (Object.hasOwn(hosts, host) ? hosts[host] : undefined)
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const asked = new URL(request.url ?? '/')
    const target = targetOf(asked.host)
    if (target === undefined) response.writeHead(502).end()
    else pass(request, response, new URL(asked.pathname + asked.search, target))
  }
  return start(serve, (head, socket) => {
    const target = targetOf(head) ?? targetOf(head.replace(/:80$/, ''))
    if (target === undefined) socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    else tunnel(socket, new URL(target))
  })
}

export interface Faulty extends Forwarder {
  /** Makes every request whose path matches go wrong, until the returned function is called. */
  fail(path: RegExp, fault: Fault): () => void
}

/** Passes everything on, but for what is made to go wrong. */
export async function startFaulty(target: string): Promise<Faulty> {
  const faults = openFaults()
  const forwarder = await start(async (request, response) => {
    if (!(await faults.strike(request.url ?? '/', response)))
      pass(request, response, new URL(request.url ?? '/', target))
  })
  return { ...forwarder, fail: faults.add }
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

async function start(serve: Serve, tunnelTo?: (head: string, socket: Socket) => void): Promise<Forwarder> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    void serve(request, response)
  })
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`)
    tunnelTo?.(request.url ?? '', socket)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close: () => end(server, sockets) }
}

function pass(request: IncomingMessage, response: ServerResponse, to: URL): void {
  const { host: _, ...headers } = request.headers
  const passed = send(to, { method: request.method ?? 'GET', headers: { ...headers, host: to.host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  passed.on('error', () => response.destroy())
  request.pipe(passed)
}

function tunnel(socket: Socket, { hostname, port }: URL): void {
  const onward = connect(Number(port), hostname, () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    onward.pipe(socket)
    socket.pipe(onward)
  })
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
}

function end(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  return new Promise((closed) => server.close(() => closed()))
}
