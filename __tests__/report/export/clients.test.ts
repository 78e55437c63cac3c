import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseTOML } from 'toml-eslint-parser'
import type { AllowedServer } from '../../../src/report/export/allowlist.ts'
import { EXPORTS } from '../../../src/report/export/index.ts'

const FILES: AllowedServer = {
  name: 'files',
  isGuess: false,
  start: { kind: 'command', argv: ['npx', '-y', '@scope/files-mcp@1.2.3', 'a "b" \\c'] },
}
const REMOTE: AllowedServer = {
  name: 'sentry',
  isGuess: false,
  start: { kind: 'remote', url: 'https://mcp.example.test/mcp' },
}
const GUESS: AllowedServer = { name: 'x-mcp', isGuess: true, start: { kind: 'command', argv: ['uvx', 'x-mcp@1.0'] } }
const ALL = [FILES, REMOTE, GUESS]

const LIST = [
  { serverCommand: ['npx', '-y', '@scope/files-mcp@1.2.3', 'a "b" \\c'] },
  { serverUrl: 'https://mcp.example.test/mcp' },
  { serverCommand: ['uvx', 'x-mcp@1.0'] },
]

describe('clients with lists of exact command lines and addresses', () => {
  test.each([
    ['claude', { allowManagedMcpServersOnly: true, allowedMcpServers: LIST }],
    ['copilot', { allowedMcpServers: LIST }],
    ['vscode', { 'chat.mcp.allowedServers': LIST }],
  ] as const)('%s', (client, expected) => {
    const { text, notes } = EXPORTS[client](ALL)
    expect(JSON.parse(text)).toEqual(expected)
    expect(notes).toEqual([])
  })

  test('the same start under two names is one entry', () => {
    expect(JSON.parse(EXPORTS.copilot([FILES, { ...FILES, name: 'again' }]).text).allowedMcpServers).toHaveLength(1)
  })

  test('an address with a * would allow others: it is left out and noted', () => {
    const wild: AllowedServer = { ...REMOTE, start: { kind: 'remote', url: 'https://mcp.example.test/*' } }
    const { text, notes } = EXPORTS.claude([wild])
    expect(JSON.parse(text).allowedMcpServers).toEqual([])
    expect(notes).toEqual([expect.stringContaining('sentry')])
  })
})

describe('codex', () => {
  test('matches the name, the executable and every argument', () => {
    const { text, notes } = EXPORTS.codex(ALL)
    expect(text).toBe(`[mcp_servers]

[mcp_servers."files".identity.command]
executable = "npx"
args = [
  { match = "exact", value = "-y" },
  { match = "exact", value = "@scope/files-mcp@1.2.3" },
  { match = "exact", value = "a \\"b\\" \\\\c" },
]

[mcp_servers."sentry".identity]
url = "https://mcp.example.test/mcp"

[mcp_servers."x-mcp".identity.command]
executable = "uvx"
args = [
  { match = "exact", value = "x-mcp@1.0" },
]
`)
    expect(notes).toEqual([expect.stringMatching(/x-mcp is a guess/)])
  })

  test('knows one server a name', () => {
    const { text, notes } = EXPORTS.codex([FILES, { ...GUESS, name: 'files', isGuess: false }])
    expect(text.match(/^\[mcp_servers\./gm)).toHaveLength(1)
    expect(notes).toEqual([expect.stringContaining('uvx x-mcp@1.0 is left out')])
  })

  test('is TOML whatever the names and arguments are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), (name, args) => {
        const server: AllowedServer = { name, isGuess: false, start: { kind: 'command', argv: ['npx', ...args] } }
        const { text } = EXPORTS.codex([server])
        parseTOML(text, { tomlVersion: '1.0.0' })
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
      }),
    )
  })
})

describe('gemini', () => {
  test('allows names and says what each of them starts', () => {
    const { text, notes } = EXPORTS.gemini(ALL)
    expect(JSON.parse(text)).toEqual({
      mcp: { allowed: ['files', 'sentry', 'x-mcp'] },
      mcpServers: {
        files: { command: 'npx', args: ['-y', '@scope/files-mcp@1.2.3', 'a "b" \\c'] },
        sentry: { httpUrl: 'https://mcp.example.test/mcp' },
        'x-mcp': { command: 'uvx', args: ['x-mcp@1.0'] },
      },
    })
    expect(notes).toContainEqual(expect.stringContaining('by name alone'))
  })
})

test('an empty allowlist allows nothing anywhere', () => {
  expect(JSON.parse(EXPORTS.claude([]).text).allowedMcpServers).toEqual([])
  expect(JSON.parse(EXPORTS.copilot([]).text).allowedMcpServers).toEqual([])
  expect(JSON.parse(EXPORTS.vscode([]).text)['chat.mcp.allowedServers']).toEqual([])
  expect(EXPORTS.codex([]).text).toBe('[mcp_servers]\n')
  expect(JSON.parse(EXPORTS.gemini([]).text).mcp.allowed).toHaveLength(1)
})
