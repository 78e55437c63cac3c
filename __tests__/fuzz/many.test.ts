// Files of very many small things: reading them, and asking each thing for its line, grows with their number and not its square.
import { expect, test } from '@jest/globals'
import { SECRET } from './hostile.ts'
import { readTexts } from './outcome.ts'

const MANY = 8000
/** Several times what it takes on a machine under load; a square takes several times more. */
const WITHIN = 6000

/** More of these than one file may hold, which is said and ends soon; everything else is read to the end. */
const REFUSED = new Set(['servers', 'servers of one name', 'tables', 'steps'])

const object = (entry: (index: number) => readonly [string, unknown]) =>
  Object.fromEntries(Array.from({ length: MANY }, (_, index) => entry(index)))
const lines = (line: (index: number) => string) => Array.from({ length: MANY }, (_, index) => line(index)).join('')
const config = (servers: unknown) => JSON.stringify({ mcpServers: servers })

test.each<[string, string, string]>([
  [
    'servers',
    '.mcp.json',
    config(object((index) => [`s${index}`, { command: 'npx', args: ['-y', `a${index}@1.0.0`] }])),
  ],
  [
    'servers of one name',
    '.mcp.json',
    `{"mcpServers":{${lines(() => '"s":{"url":"https://x.example.test"},')}"t":{"url":"x"}}}`,
  ],
  [
    'keys of one server',
    '.mcp.json',
    `{"mcpServers":{"s":{${lines((index) => `"command":"npx${index}",`)}"url":"x"}}}`,
  ],
  [
    'secrets and words',
    '.mcp.json',
    config({
      s: {
        command: 'npx',
        args: Array.from({ length: MANY }, (_, index) => `word-${index}`),
        env: object((index) => [`TOKEN_${index}`, `${SECRET}${index}`]),
      },
    }),
  ],
  ['tables', '.codex/config.toml', lines((index) => `[mcp_servers.a${index}]\ncommand = "npx"\nargs = ["a"]\n`)],
  [
    'steps',
    '.github/workflows/a.yml',
    `jobs:\n  a:\n    steps:\n${lines(() => '      - run: claude mcp add s -- npx a\n')}`,
  ],
  [
    'scopes',
    '.yarnrc.yml',
    `npmScopes:\n${lines((index) => `  a${index}: {npmRegistryServer: "https://x${index}.example.test"}\n`)}`,
  ],
  [
    'peers of one package',
    'pnpm-lock.yaml',
    `lockfileVersion: '6.0'\npackages:\n${lines((index) => `  /a@1.0.0(b@${index}.0.0):\n    resolution: {integrity: x}\n    dependencies:\n      b: ${index}.0.0\n`)}`,
  ],
  [
    'packages',
    'package-lock.json',
    JSON.stringify({
      lockfileVersion: 3,
      packages: object((index) => [`node_modules/a${index}`, { version: '1.0.0' }]),
    }),
  ],
])('%s in %s', async (what, path, text) => {
  const started = performance.now()
  const [source] = await readTexts({ [path]: text })
  expect(source?.status).toBe(REFUSED.has(what) ? 'unreadable' : 'read')
  if (source?.status === 'read') for (const { route } of [...source.components, ...source.facts]) source.lineOf(route)
  expect(performance.now() - started).toBeLessThan(WITHIN)
})
