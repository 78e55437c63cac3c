// Any launch line: the reader ends in a source, and never calls pinned what is not one set of bytes.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import semver from 'semver'
import type { Component } from '../../src/model/component.ts'
import { readServer } from './client-reading.ts'

const COMMANDS = [
  'npx',
  'npm',
  'pnpm',
  'pnpx',
  'yarn',
  'bunx',
  'bun',
  'deno',
  'node',
  'uvx',
  'uv',
  'pipx',
  'python',
  'docker',
  'podman',
  'go',
  'cmd',
  'sh',
  'bash',
  'powershell',
  'env',
  'timeout',
  'sudo',
  'wsl',
  'mise',
  'nix',
  'dnx',
  'dotnet',
  'start',
  'corepack',
  'x',
]
const WORDS = [
  '-y',
  '-p',
  '-c',
  '-e',
  '--',
  '-',
  '/c',
  'exec',
  'x',
  'dlx',
  'run',
  'tool',
  'container',
  '--from',
  '--with',
  '--package',
  '--package=a@1.0.0',
  '--registry',
  '-lc',
  '-Command',
  '30',
  'true',
  'A=1',
  'a',
  'a@1.0.0',
  '@s/a@^1',
  'a@npm:b@2.0.0',
  'npm:a@1.0.0',
  'jsr:@s/a',
  'o/r#main',
  'github:o/r',
  'git+https://g.example.test/o/r@main',
  'a==1.0',
  'a==1.*',
  'a>=1',
  'image:1',
  'image@sha256:ab',
  `image@sha256:${'ab'.repeat(32)}`,
  'g.example.test/o/r@v1.2.3',
  'g.example.test/o/r@latest',
  './x',
  'https://x.example.test/y',
  'mcp-remote',
  'supergateway',
  '--stdio',
  'npx a; b',
  '$(a)',
  '`a`',
  '$' + '{X}',
  '{{X}}',
  '%X%',
  'a@$' + '{X}',
  '"',
  "'",
  '\\',
  '\u0000',
  'é',
  '',
]

const word = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.constantFrom(...COMMANDS),
  fc.string({ maxLength: 12 }),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }).map((words) => words.join(' ')),
)
const line = fc.record({
  command: fc.oneof(fc.constantFrom(...COMMANDS), word),
  args: fc.array(word, { maxLength: 8 }),
})

test('no line crashes the reader, goes without a component, or is pinned when it is not', () => {
  fc.assert(
    fc.property(line, (server) => {
      const { components } = readServer(server)
      expect(components.length).toBeGreaterThan(0)
      expect(new Set(components.map(({ id }) => id)).size).toBe(components.length)
      for (const component of components)
        if (component.pinned === true) expect([component, isExact(component)]).toEqual([component, true])
    }),
    { numRuns: 5000 },
  )
})

test('no value of any field crashes the reader', () => {
  const value = fc.jsonValue({ maxDepth: 3 })
  const fields = fc.dictionary(
    fc.constantFrom('command', 'args', 'env', 'url', 'headers', 'transport', 'image', 'cwd', 'headersHelper', 'x'),
    value,
  )
  fc.assert(
    fc.property(fields, (server) => {
      expect(readServer(server).status).toBe('read')
    }),
    { numRuns: 1000 },
  )
})

/** Said anew, apart from the reader: what makes one set of bytes in each ecosystem. */
function isExact({ ecosystem, version, resolved, spec, name }: Component): boolean {
  if (version === null) return ecosystem === 'unknown' && /[0-9a-f]{40}/.test(name)
  if (resolved !== null) return /^[0-9a-f]{40}$/i.test(version)
  switch (ecosystem) {
    case 'npm':
      return (
        semver.valid(version) === version &&
        (spec === null || semver.valid(spec.replace(/^[=v\s]+/, ''), true) !== null)
      )
    case 'pypi':
      return !/[*,<>!~]/.test(spec ?? '') && /^v?(?:\d+!)?\d/.test(version)
    case 'oci':
      return /^sha256:[0-9a-f]{64}$/.test(version)
    case 'golang':
      return /^v\d+\.\d+\.\d+/.test(version)
    default:
      return /^\d+\.\d+\.\d+/.test(version)
  }
}
