// A client of the stand-in whose clock only tests move: it writes down what it would have waited.
import { createClient, type GithubClient } from '../../src/github/client.ts'
import type { Github, Permissions } from '../support/github.ts'

export const WRITER: Permissions = { contents: 'read', pull_requests: 'write', issues: 'write', statuses: 'write' }
export const READER: Permissions = { contents: 'read', pull_requests: 'read' }

export interface Waits {
  readonly waited: number[]
}

export async function aClient(github: Github, permissions: Permissions = WRITER, waits?: Waits): Promise<GithubClient> {
  return clientWith(github, await github.token(permissions), waits)
}

export function clientWith(github: Github, token: string, waits: Waits = { waited: [] }): GithubClient {
  let now = Date.UTC(2026, 10, 20, 12)
  return createClient({
    token,
    apiUrl: github.apiUrl,
    version: '1.0.0',
    now: () => now,
    sleep: async (ms) => {
      waits.waited.push(ms)
      now += ms
    },
  })
}
