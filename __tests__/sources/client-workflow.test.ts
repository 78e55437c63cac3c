// Servers in GitHub workflows: JSON in settings and scripts, and commands that add servers.
import { expect, test } from '@jest/globals'
import type { ReadSource } from '../../src/model/source.ts'
import { readWorkflow } from '../../src/sources/client-workflow.ts'
import { NO_CONTEXT } from './client-reading.ts'

const PATH = '.github/workflows/x.yml'

function read(text: string): ReadSource {
  const source = readWorkflow({ path: PATH, text }, NO_CONTEXT)
  if (source.status !== 'read') throw new Error(source.reason)
  return source
}

function inStep(key: string, lines: readonly string[]): string {
  return `jobs:\n  a:\n    steps:\n      - ${key}: |\n${lines.map((line) => `          ${line}\n`).join('')}`
}

function names(source: ReadSource): readonly string[] {
  return source.components.map(({ server, ecosystem, name }) => `${server} ${ecosystem} ${name}`)
}

test('JSON in a setting, with the line of the word', () => {
  const text =
    'jobs:\n  a:\n    steps:\n      - with:\n          settings: |-\n            {\n              "mcpServers": {\n                "s": {\n                  "command": "npx",\n                  "args": ["-y",\n                    "a"]\n                }\n              }\n            }\n'
  const source = read(text)
  expect(names(source)).toEqual(['s npm a'])
  expect(source.kind).toBe('workflow')
  expect(source.components.map(({ route }) => source.lineOf(route))).toEqual([11])
  expect(source.facts.map(({ kind }) => kind)).toEqual(['content'])
})

test('JSON inside an argument, a heredoc and an escaped string', () => {
  expect(
    names(read(inStep('run', [`claude --mcp-config '{"mcpServers":{"s":{"command":"npx","args":["a"]}}}' --x`]))),
  ).toEqual(['s npm a'])
  expect(
    names(
      read(
        inStep('run', [
          "cat > x.json <<'EOF'",
          '{ "mcpServers": { "s": { "url": "https://x.example.test" } } }',
          'EOF',
        ]),
      ),
    ),
  ).toEqual(['s remote x.example.test'])
  expect(
    names(
      read(inStep('run', ['echo "{\\"mcpServers\\":{\\"s\\":{\\"command\\":\\"npx\\",\\"args\\":[\\"a\\"]}}}" > x'])),
    ),
  ).toEqual(['s npm a'])
})

test('commands that add servers', () => {
  const lines = [
    'claude mcp add -s user -e KEY=1 s -- npx -y a@1.0.0',
    'claude mcp add --transport http t https://x.example.test/mcp',
    'codex mcp add u --url https://y.example.test',
    `claude mcp add-json v '{"command":"uvx","args":["b"]}'`,
  ]
  expect(names(read(inStep('run', lines)))).toEqual([
    's npm a',
    't remote x.example.test/mcp',
    'u remote y.example.test',
    'v pypi b',
  ])
})

test('a script that only speaks of servers names none', () => {
  expect(names(read(inStep('run', ["jq '.mcpServers' x.json", 'echo { "servers": 1 }'])))).toEqual([])
  expect(read('on: push\n').components).toEqual([])
})

test('servers in a setting that cannot be read are said to be there', () => {
  const source = read(
    'jobs:\n  a:\n    steps:\n      - with:\n          settings: |-\n            { "mcpServers": { "s": { "command": x } } }\n',
  )
  expect(source.facts.map(({ kind }) => kind)).toEqual(['content', 'unreadable-launch'])
})

test('a workflow that is no YAML and speaks of MCP is unread', () => {
  expect(readWorkflow({ path: PATH, text: 'mcp: [1' }, NO_CONTEXT)).toMatchObject({
    status: 'unreadable',
    kind: 'workflow',
  })
})

test('many braces cost little', () => {
  const started = performance.now()
  read(inStep('run', [`${'{'.repeat(100_000)} "mcpServers": {`]))
  expect(performance.now() - started).toBeLessThan(5000)
})

test('servers behind more braces than are tried are told, not lost', () => {
  const servers = '{"mcpServers":{"s":{"command":"npx","args":["a"]}}}'
  const few = read(inStep('run', [`${'{ '.repeat(150)} ${servers}`]))
  expect(names(few)).toEqual(['s npm a'])
  const many = read(inStep('run', [`${'{ '.repeat(250)} ${servers}`]))
  expect(names(many)).toEqual([])
  expect(many.facts.map(({ kind }) => kind)).toContain('unreadable-launch')
  expect(read(inStep('run', [`"servers": ${'{ '.repeat(250)}`])).facts.map(({ kind }) => kind)).toEqual(['content'])
})
