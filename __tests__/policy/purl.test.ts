import { expect, test } from '@jest/globals'
import { identify, toPypiName } from '../../src/policy/purl.ts'

test.each([
  ['pkg:npm/sample-mcp', 'npm', 'sample-mcp', null],
  ['pkg:npm/sample-mcp@1.0.0', 'npm', 'sample-mcp', '1.0.0'],
  ['pkg:npm/sample-mcp@', 'npm', 'sample-mcp', null],
  ['pkg:npm/%40acme/x@1.0.0', 'npm', '@acme/x', '1.0.0'],
  ['pkg:npm/@acme/x', 'npm', '@acme/x', null],
  ['pkg:npm/@acme/x@1.0.0', 'npm', '@acme/x', '1.0.0'],
  ['pkg:npm/x@1.0.0%2Bbuild', 'npm', 'x', '1.0.0+build'],
  ['pkg:npm/x@1.0.0?arch=x64#lib', 'npm', 'x', '1.0.0'],
  ['pkg:npm/x#lib', 'npm', 'x', null],
  ['pkg:pypi/Mcp_Server.Fetch@1', 'pypi', 'mcp-server-fetch', '1'],
  ['pkg:cargo/Serde_json', 'cargo', 'Serde_json', null],
  ['pkg:golang/example.test/Acme/x', 'golang', 'example.test/Acme/x', null],
  ['pkg:oci/server', 'oci', 'server', null],
  ['pkg:oci/server?repository_url=GHCR.io/Acme/Server', 'oci', 'ghcr.io/acme/server', null],
  [
    'pkg:oci/server@sha256%3Aab?tag=1&repository_url=ghcr.io%2Facme%2Fserver#x',
    'oci',
    'ghcr.io/acme/server',
    'sha256:ab',
  ],
  ['pkg:npm/x?repository_url=y', 'npm', 'x', null],
])('%s is the %s package %s at %s', (purl, ecosystem, name, version) => {
  expect(identify(purl)).toEqual({ ecosystem, name, version })
})

test.each([
  'pkg:gem/x',
  'pkg:npm/',
  'pkg:npm',
  'npm/x',
  'a pkg:npm/x',
  'pkg:npm/%E0%A4%A',
  'pkg:npm/x@%E0%A4%A',
  'pkg:npm/x#a\nb',
  '',
])('%s is no purl that is judged', (purl) => {
  expect(identify(purl)).toBeNull()
})

test.each([
  ['Mcp_Server', 'mcp-server'],
  ['mcp__-.server', 'mcp-server'],
  ['mcp', 'mcp'],
])('%s is the Python package %s', (name, plain) => {
  expect(toPypiName(name)).toBe(plain)
})
