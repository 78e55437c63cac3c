import { describe, expect, test } from '@jest/globals'
import { suggestionBlock } from '../../src/report/suggestion.ts'
import { aFinding } from '../support/reports.ts'

function blockFor(
  line: string,
  from: string,
  to: string,
  { path = 'package.json', route = ['dependencies', 'sample-mcp'] as (string | number)[] } = {},
) {
  const finding = aFinding({
    location: { path, line: 2 },
    route: { path, route },
    suggestion: { location: { path, route }, from, to },
  })
  return suggestionBlock({ finding, kind: 'manifest', text: `first\n${line}\nlast\n` })
}

describe('one value of one line is replaced', () => {
  test.each([
    ['a version', '    "sample-mcp": "^1.0.0",', '^1.0.0', '1.0.0', '    "sample-mcp": "1.0.0",'],
    ['a key', '    "sample-mcp": "1.0.0",', 'sample-mcp', 'simple-mcp', '    "simple-mcp": "1.0.0",'],
    ['a line that ends in CR LF', '    "sample-mcp": "^1.0.0"\r', '^1.0.0', '1.0.0', '    "sample-mcp": "1.0.0"'],
    ['tabs', '\t\t"sample-mcp": "^1.0.0"', '^1.0.0', '1.0.0', '\t\t"sample-mcp": "1.0.0"'],
  ])('%s', (_, line, from, to, replaced) =>
    expect(blockFor(line, from, to)).toBe(`\`\`\`suggestion\n${replaced}\n\`\`\``),
  )

  test('in a list', () => {
    const list = { path: '.mcp.json', route: ['mcpServers', 'x', 'args', 1] }
    expect(blockFor('  "args": ["-y", "x-mcp@latest"],', 'x-mcp@latest', 'x-mcp@1.0.0', list)).toContain(
      '["-y", "x-mcp@1.0.0"]',
    )
    expect(blockFor('        "x-mcp@latest"', 'x-mcp@latest', 'x-mcp@1.0.0', list)).toContain('        "x-mcp@1.0.0"')
  })

  test('in YAML without quotes, only where the value is the whole of its place', () => {
    const yaml = { path: 'config.yaml', route: ['extensions', 'x', 'args', 1] }
    expect(blockFor('      - x-mcp@latest', 'x-mcp@latest', 'x-mcp@1.0.0', yaml)).toContain('      - x-mcp@1.0.0')
    expect(blockFor('      - a x-mcp@latest', 'x-mcp@latest', 'x-mcp@1.0.0', yaml)).toBeNull()
    expect(blockFor('      - x-mcp@latest', 'x-mcp@latest', '@acme/x-mcp@1.0.0', yaml)).toBeNull()
  })

  test('the fence is longer than any run of backticks in the line', () => {
    expect(blockFor('    "sample-mcp": "^1.0.0", // ```` x', '^1.0.0', '1.0.0')).toMatch(
      /^`{5}suggestion\n[^\n]+\n`{5}$/,
    )
  })
})

test('a name that speaks of a token is no secret', () => {
  const route = { route: ['dependencies', 'jsonwebtoken'] }
  expect(blockFor('    "jsonwebtoken": "^9.0.0",', '^9.0.0', '9.0.2', route)).toContain('"jsonwebtoken": "9.0.2"')
})

test('a credential in the value that is replaced is gone with it', () => {
  const address = 'git+https://abc12345@git.example.test/o/r'
  expect(blockFor(`    "sample-mcp": "${address}"`, address, '1.0.0')).toContain('"sample-mcp": "1.0.0"')
})

describe('nothing is suggested in doubt', () => {
  test.each([
    ['the value stands there twice', '"sample-mcp": "1.x", "other": "1.x"', '1.x', '1.0.0'],
    ['once in each kind of quotes', `"sample-mcp": "1.x" // '1.x'`, '1.x', '1.0.0'],
    ['under another key', '"other": "^1.0.0"', '^1.0.0', '1.0.0'],
    ['the value is not there', '"sample-mcp": "2.0.0"', '^1.0.0', '1.0.0'],
    ['the replacement would leave its quotes', '"sample-mcp": "^1.0.0"', '^1.0.0', '1.0.0", "x": "y'],
    ['the replacement is empty', '"sample-mcp": "^1.0.0"', '^1.0.0', ''],
    ['the line hides characters', '"sample-mcp": "^1.0.0" \u202e', '^1.0.0', '1.0.0'],
    ['the line holds a credential', '"sample-mcp": "^1.0.0", "env": {"API_KEY": "abc12345"}', '^1.0.0', '1.0.0'],
    ['a credential among arguments', '"sample-mcp": "^1.0.0", "args": ["--token", "abc12345"]', '^1.0.0', '1.0.0'],
    [
      'an authorization in pieces',
      '"sample-mcp": "^1.0.0", ["Authorization:", "Bearer", "abc12345"]',
      '^1.0.0',
      '1.0.0',
    ],
    ['the line is very long', `"sample-mcp": "^1.0.0"${' '.repeat(600)}`, '^1.0.0', '1.0.0'],
    ['not quoted, and not YAML', 'sample-mcp: ^1.0.0', '^1.0.0', '1.0.0'],
    ['nothing would change', '"sample-mcp": "1.0.0"', '1.0.0', '1.0.0'],
  ])('%s', (_, line, from, to) => expect(blockFor(line, from, to)).toBeNull())

  test.each([
    ['a lockfile', { kind: 'npm-lockfile' as const, text: '"sample-mcp": "^1.0.0"\n' }],
    ['a file of unknown kind', { kind: undefined, text: '"sample-mcp": "^1.0.0"\n' }],
    ['a text that is not at hand', { kind: 'manifest' as const, text: undefined }],
    ['a file shorter than the line', { kind: 'manifest' as const, text: '' }],
  ])('%s', (_, target) => {
    const route = { path: 'package.json', route: ['dependencies', 'sample-mcp'] }
    const finding = aFinding({
      location: { path: 'package.json', line: 1 },
      suggestion: { location: route, from: '^1.0.0', to: '1.0.0' },
    })
    expect(suggestionBlock({ finding, ...target })).toBeNull()
  })

  test('a suggestion for another place than the finding', () => {
    const finding = aFinding({
      location: { path: 'package.json', line: 1 },
      suggestion: { location: { path: 'package.json', route: ['x'] }, from: 'a', to: 'b' },
    })
    expect(suggestionBlock({ finding, kind: 'manifest', text: '"sample-mcp": "a"' })).toBeNull()
  })
})
