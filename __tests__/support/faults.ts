// Everything that can go wrong between asking a server and having its answer.
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

export type Fault = { readonly times?: number } & (
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'silence' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection ends in the middle. */
  | { readonly kind: 'truncate'; readonly body: string }
  /** The header says so many bytes more than there are, or fewer; the connection is kept open. */
  | { readonly kind: 'length'; readonly body: string; readonly by: number }
  /** Small on the wire, 40 MB unpacked. */
  | { readonly kind: 'bomb' }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'body'; readonly body: string | Uint8Array; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'endless'; readonly status?: number }
  /** A byte now and then, so that the connection never is silent for long. */
  | { readonly kind: 'drip'; readonly everyMs: number }
)

export interface Faults {
  /** Faults are tried in the order they were added. The returned function takes the fault away. */
  add(path: string | RegExp, fault: Fault): () => void
  /** True where a fault answered in the server's place. */
  strike(path: string, response: ServerResponse): Promise<boolean>
}

export function openFaults(): Faults {
  const planned = new Set<{ path: string | RegExp; fault: Fault; left: number }>()
  return {
    add: (path, fault) => {
      const plan = { path, fault, left: fault.times ?? Number.POSITIVE_INFINITY }
      planned.add(plan)
      return () => planned.delete(plan)
    },
    strike: async (path, response) => {
      const plan = [...planned].find((candidate) => candidate.left > 0 && matches(candidate.path, path))
      if (plan === undefined) return false
      plan.left -= 1
      return await causeFault(plan.fault, response)
    },
  }
}

/** Answers in the server's place. False where it should answer itself after all. */
export async function causeFault(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, fault.headers).end(fault.body ?? '{"error":"no"}')
      return true
    case 'silence':
      return true
    case 'drop':
      response.destroy()
      return true
    case 'delay':
      await sleep(fault.ms)
      return false
    case 'truncate':
      response.writeHead(200, { 'content-length': Buffer.byteLength(fault.body) + 100 })
      response.write(fault.body, () => response.destroy())
      return true
    case 'length':
      response.writeHead(200, { 'content-length': Buffer.byteLength(fault.body) + fault.by })
      response.write(fault.body, () => (fault.by < 0 ? response.end() : undefined))
      return true
    case 'bomb':
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb())
      return true
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end()
      return true
    case 'body':
      response.writeHead(200, fault.headers).end(fault.body)
      return true
    case 'endless':
      response.writeHead(fault.status ?? 200)
      pour(response)
      return true
    case 'drip':
      response.writeHead(200)
      drip(response, fault.everyMs)
      return true
  }
}

let packed: Buffer | null = null

function bomb(): Buffer {
  packed ??= gzipSync(Buffer.alloc(40_000_000, ' '))
  return packed
}

function pour(response: ServerResponse): void {
  const more = () => {
    if (!response.destroyed) response.write(Buffer.alloc(65_536, 'x'), () => setImmediate(more))
  }
  more()
}

function drip(response: ServerResponse, everyMs: number): void {
  const timer = setInterval(() => response.write(' '), everyMs)
  response.on('close', () => clearInterval(timer))
}

function matches(wanted: string | RegExp, path: string): boolean {
  return typeof wanted === 'string' ? decodeURIComponent(path).includes(wanted) : wanted.test(path)
}
