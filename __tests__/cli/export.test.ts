import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makeRepository, type TestRepository } from '../support/repository.ts'
import { command } from './support.ts'

const CONFIG = {
  mcpServers: {
    files: { command: 'npx', args: ['-y', 'files-mcp@1.2.3', '/data'] },
    stranger: { command: 'npx', args: ['-y', 'stranger-mcp@1.0.0'] },
    floating: { command: 'npx', args: ['-y', 'files-mcp'] },
    sentry: { type: 'http', url: 'https://MCP.example.test/mcp' },
    tool: { command: 'node', args: ['tools/server.js'] },
    secret: { command: 'npx', args: ['-y', 'keyed-mcp@1.0.0', '--api-key', `ghp_${'a1B2'.repeat(9)}`] },
  },
}
const POLICY = `version: 1
allow:
  - { package: files-mcp, versions: ["1.2.3", "2.0.0"], install-scripts: forbid }
  - { package: ranged-mcp, versions: "^1.0.0", source: github.com/acme/ranged }
  - { package: old-mcp, versions: "1.0.0", expires: 2020-01-01 }
  - { package: keyed-mcp, versions: "1.0.0" }
  - { package: "pkg:pypi/py-mcp@0.4.0" }
  - { package: "pkg:oci/img?repository_url=ghcr.io/acme/img", digest: "sha256:${'a'.repeat(64)}" }
  - { remote: https://mcp.example.test/mcp }
  - { command: ["node", "tools/server.js"] }
`

let repository: TestRepository
beforeAll(() => {
  repository = makeRepository({ '.mcp.json': JSON.stringify(CONFIG), '.github/mcp-gate.yml': POLICY })
})
afterAll(() => repository.remove())

const exported = (client: string) => command('export', '--to', client, '--repo', repository.directory)

test('what the configs start comes with its exact command line, the rest as its usual launcher starts it', async () => {
  const { stdout, exit } = await exported('claude')
  expect(exit).toBe(0)
  expect(JSON.parse(stdout).allowedMcpServers).toEqual([
    { serverCommand: ['npx', '-y', 'files-mcp@1.2.3', '/data'] },
    { serverCommand: ['npx', '-y', 'files-mcp@2.0.0'] },
    { serverCommand: ['docker', 'run', '-i', '--rm', `ghcr.io/acme/img@sha256:${'a'.repeat(64)}`] },
    { serverCommand: ['npx', '-y', 'keyed-mcp@1.0.0'] },
    { serverCommand: ['uvx', 'py-mcp@0.4.0'] },
    { serverUrl: 'https://mcp.example.test/mcp' },
    { serverCommand: ['node', 'tools/server.js'] },
  ])
})

test('what cannot be expressed is said on standard error', async () => {
  const { stderr } = await exported('vscode')
  expect(stderr).toContain('old-mcp 1.0.0 has expired')
  expect(stderr).toContain('ranged-mcp ^1.0.0 is not one exact version')
  expect(stderr).toContain('integrity, source, publisher and install scripts (2 of the entries)')
  expect(stderr).not.toContain('ghp_')
})

test('names come from the configs, guesses are called so', async () => {
  const { stdout, stderr } = await exported('codex')
  expect([...stdout.matchAll(/^\[mcp_servers\."([^"]+)"/gm)].map(([, name]) => name)).toEqual([
    'files',
    'files-mcp',
    'img',
    'keyed-mcp',
    'py-mcp',
    'sentry',
    'tool',
  ])
  expect(stderr).toContain('py-mcp is a guess')
  expect(stderr).not.toContain('sentry is a guess')
})

test('an unknown client is the user’s to mend', async () => {
  expect(await exported('emacs')).toMatchObject({ exit: 2, stderr: expect.stringContaining('--to claude') })
  expect(await command('export', '--repo', repository.directory)).toMatchObject({ exit: 2 })
})

test('the same repository gives the same text', async () => {
  const hash = async () =>
    createHash('sha256')
      .update((await exported('gemini')).stdout)
      .digest('hex')
  expect(await hash()).toBe(await hash())
})
