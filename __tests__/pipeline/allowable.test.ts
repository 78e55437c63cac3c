import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../src/errors.ts'
import { readAllowable, toSpec } from '../../src/pipeline/allowable.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`

describe('npm releases', () => {
  test.each([
    ['foo-mcp', 'foo-mcp', null],
    ['foo-mcp@latest', 'foo-mcp', null],
    ['@scope/foo@1.2.3', '@scope/foo', '1.2.3'],
    ['pkg:npm/%40scope/foo@1.2.3', '@scope/foo', '1.2.3'],
    ['pkg:npm/foo-mcp', 'foo-mcp', null],
    ['npx -y foo-mcp@1.2.3', 'foo-mcp', '1.2.3'],
    ['npx -y --package @scope/foo@1.2.3 foo --flag', '@scope/foo', '1.2.3'],
    ['bunx foo-mcp@1.2.3', 'foo-mcp', '1.2.3'],
  ])('%s', (text, name, version) => {
    expect(readAllowable(text)).toEqual([{ kind: 'package', spec: { name, version } }])
  })

  test('a line that fetches two packages asks for both', () => {
    expect(readAllowable('npx -y -p a-mcp@1.0.0 -p b@2.0.0 a-mcp')).toEqual([
      { kind: 'package', spec: { name: 'a-mcp', version: '1.0.0' } },
      { kind: 'package', spec: { name: 'b', version: '2.0.0' } },
    ])
  })
})

describe('everything else comes as an entry', () => {
  test.each([
    ['uvx time-mcp==1.2.0', '  - package: "pkg:pypi/time-mcp"\n    versions: "1.2.0"\n'],
    ['pkg:pypi/time-mcp@1.2.0', '  - package: "pkg:pypi/time-mcp"\n    versions: "1.2.0"\n'],
    [
      `docker run -i --rm ghcr.io/acme/img:1@${DIGEST}`,
      `  - package: "pkg:oci/img?repository_url=ghcr.io/acme/img"\n    digest: "${DIGEST}"\n`,
    ],
    ['https://MCP.example.test/mcp', '  - remote: "https://mcp.example.test/mcp"\n'],
    [
      'https://mcp.example.test/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f/mcp',
      '  - remote: "https://mcp.example.test/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f/mcp"\n',
    ],
    ['node tools/server.js --port 1', '  - command: ["node", "tools/server.js", "--port", "1"]\n'],
  ])('%s', (line, text) => {
    expect(readAllowable(line)).toMatchObject([{ kind: 'entry', text }])
  })

  test('a wrapper is a package and its target an address', () => {
    expect(readAllowable('npx -y mcp-remote@0.1.2 https://mcp.example.test/mcp')).toMatchObject([
      { kind: 'package', spec: { name: 'mcp-remote', version: '0.1.2' } },
      { kind: 'entry', text: '  - remote: "https://mcp.example.test/mcp"\n' },
    ])
  })
})

describe('nothing is allowed that could mean something else', () => {
  test.each([
    'npx -y foo-mcp',
    'npx -y foo-mcp@latest',
    'npx -y foo-mcp@^1.0.0',
    'uvx time-mcp',
    'docker run ghcr.io/acme/img:1',
    'pkg:oci/img@1.0?repository_url=ghcr.io/acme/img',
    'npx -y mcp-remote@0.1.2 https://mcp.example.test/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f/mcp',
    'https://mcp.example.test/?api_key=a1B2c3D4e5F6g7H8i9J0',
    'pkg:pypi/time-mcp',
    'pkg:gem/x@1',
    'http://mcp.example.test/mcp',
    'https://user:pass@mcp.example.test/mcp',
    'npx -y $PACKAGE',
    'sh -c "npx -y $(cat name)"',
    'a/b/c',
  ])('%s', (text) => {
    expect(() => readAllowable(text)).toThrow(InputError)
  })

  test('a secret in a command line is neither allowed nor shown', () => {
    const secret = `ghp_${'a1B2'.repeat(9)}`
    expect(() => readAllowable(`node server.js --token ${secret}`)).toThrow(/looks like a secret/)
    expect(() => readAllowable(`npx -y foo-mcp --token ${secret}`)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    )
  })

  test('inspect takes npm only', () => {
    expect(() => toSpec('pkg:pypi/time-mcp@1.0')).toThrow(InputError)
  })
})
