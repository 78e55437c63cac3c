// Which registry serves a package: by the policy's scopes, over https, with a token for its own host.
import { expect, test } from '@jest/globals'
import { chooseRegistry, defaultRegistry, usableUrl } from '../../src/evidence/registries.ts'
import { REGISTRY } from '../support/builders.ts'

const ACME = { url: 'https://npm.acme.example', scopes: ['@acme'] }
const OPEN = { url: 'https://mirror.acme.example/npm/', scopes: [] }
const auth = new Map([
  ['npm.acme.example', 'acme-token'],
  ['elsewhere.example.test', 'other-token'],
])

test.each([
  ['@acme/sample-mcp', 'https://npm.acme.example/', 'acme-token', true],
  ['@other/sample-mcp', 'https://mirror.acme.example/npm/', null, false],
  ['sample-mcp', 'https://mirror.acme.example/npm/', null, false],
  ['@acme', 'https://mirror.acme.example/npm/', null, false],
])('%s comes from %s', (name, url, token, scoped) => {
  const choice = chooseRegistry(name, { registries: [ACME, OPEN], auth, fallback: REGISTRY })
  expect(choice).toEqual({ endpoint: { url, token }, scoped })
})

test('what no registry claims comes from the fallback', () => {
  const choice = chooseRegistry('sample-mcp', { registries: [ACME], auth, fallback: REGISTRY })
  expect(choice).toMatchObject({ endpoint: { url: REGISTRY } })
})

test.each([
  'http://registry.example.test/',
  'http://127.0.0.1.example.test/',
  'ftp://registry.example.test/',
  'https://user:password@registry.example.test/',
  'https://registry.example.test/?x=1',
  'registry.example.test',
])('%s is no address to ask', (url) => {
  const choice = chooseRegistry('sample-mcp', { registries: [{ url, scopes: [] }], auth, fallback: REGISTRY })
  expect(choice).toMatchObject({ status: 'unavailable', reason: 'refused' })
})

test.each(['http://127.0.0.1:4873', 'http://localhost:4873/', 'http://[::1]:4873/'])('%s is loopback', (url) => {
  expect(usableUrl(url)?.protocol).toBe('http:')
})

test('the default is the one of npm itself, over https', () => {
  expect(usableUrl(defaultRegistry())?.protocol).toBe('https:')
})
