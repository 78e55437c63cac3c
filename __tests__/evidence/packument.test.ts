// Packuments: what an honest one says, and what is made of a hostile one.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { BOUNDS } from '../../src/evidence/bounds.ts'
import { openHttp } from '../../src/evidence/http.ts'
import { fetchPackument, toPackageFacts, toPath } from '../../src/evidence/packument.ts'
import { openPool } from '../../src/model/pool.ts'
import { HOUR, NOW } from '../support/builders.ts'
import { type RegistryDouble, startRegistry } from '../support/registry.ts'

let registry: RegistryDouble

beforeAll(async () => {
  registry = await startRegistry({
    packages: [
      { name: '@acme/sample-mcp', version: '1.0.0', published: NOW - 2 * HOUR },
      {
        name: '@acme/sample-mcp',
        version: '1.1.0',
        published: NOW - HOUR,
        publisher: { name: 'GitHub Actions', email: 'oidc@acme.example', trustedPublisher: { id: 'github' } },
        deprecated: 'use 1.2.0',
        manifest: {
          bin: './cli.js',
          mcpName: 'io.github.acme/sample',
          keywords: ['mcp', 7],
          dependencies: { zod: '^4.0.0', odd: 7 },
          scripts: { postinstall: 'node setup.js', test: 'jest' },
          repository: { type: 'git', url: 'git+https://github.com/acme/sample-mcp.git' },
        },
      },
      { name: 'gone-mcp', version: '1.0.0' },
    ],
  })
  registry.unpublish('gone-mcp')
})
afterAll(() => registry.close())

function fetchFacts(name: string, maxBytes = 1_000_000) {
  const traffic = {
    bounds: { ...BOUNDS, backoffMs: 5 },
    deadline: performance.now() + 5000,
    pool: openPool(4),
    onRequest: () => {},
  }
  return fetchPackument(openHttp({ url: registry.url, token: null }, traffic), name, maxBytes)
}

test('tells what a package and its releases are', async () => {
  const answer = await fetchFacts('@acme/sample-mcp')
  if (answer.status !== 'observed') throw new Error('no packument')
  const { releases, ...facts } = answer.value
  expect(facts).toMatchObject({
    name: '@acme/sample-mcp',
    latest: '1.1.0',
    created: NOW - 2 * HOUR,
    unpublished: false,
  })
  expect(releases.get('1.1.0')).toMatchObject({
    published: NOW - HOUR,
    deprecated: 'use 1.2.0',
    hasInstallScript: true,
    installScripts: { postinstall: 'node setup.js' },
    dependencies: { zod: '^4.0.0' },
    bin: ['sample-mcp'],
    mcpName: 'io.github.acme/sample',
    keywords: ['mcp'],
    repository: 'git+https://github.com/acme/sample-mcp.git',
    publisher: { name: 'GitHub Actions', email: 'oidc@acme.example' },
    trustedPublisher: 'github',
    attested: false,
  })
  expect(releases.get('1.0.0')).toMatchObject({ deprecated: null, hasInstallScript: null, trustedPublisher: null })
  expect(releases.get('1.0.0')?.signatures).toHaveLength(1)
})

test('a package nobody published is absent', async () => {
  expect(await fetchFacts('@acme/no-such-mcp')).toEqual({ status: 'absent' })
})

test('a package that was taken back is observed as such', async () => {
  expect(await fetchFacts('gone-mcp')).toMatchObject({ status: 'observed', value: { unpublished: true } })
})

test('a packument beyond the bound is over the limit, not absent', async () => {
  expect(await fetchFacts('@acme/sample-mcp', 500)).toMatchObject({ status: 'unavailable', reason: 'over-limit' })
})

test.each([
  '<html>',
  '',
  'null',
  '[]',
  '{}',
  '{"name":"odd-mcp"}',
  '{"name":"other","versions":{}}',
  '{"name":"odd-mcp","versions":[]}',
])('the answer %j is bad', async (body) => {
  registry.fail('odd-mcp', { kind: 'body', body, times: 1 })
  expect(await fetchFacts('odd-mcp')).toMatchObject({ status: 'unavailable', reason: 'bad-answer' })
})

describe('of hostile fields', () => {
  const facts = (fields: object) =>
    toPackageFacts(JSON.parse(JSON.stringify({ name: 'a', versions: {}, ...fields })), 'a')

  test('wrong types are nothing', () => {
    const version = { dist: 'x', bin: 7, scripts: [], _npmUser: 'me', keywords: {}, dependencies: null, deprecated: {} }
    expect(
      facts({ versions: { '1.0.0': version, '2.0.0': null, '3.0.0': 'x' }, time: 7, maintainers: {} }),
    ).toMatchObject({
      created: null,
      maintainers: [],
    })
  })

  test('`__proto__` is a key like any other', () => {
    const json: unknown = JSON.parse(
      '{"name":"a","versions":{"__proto__":{"dist":{"integrity":"x"}}},"dist-tags":{"__proto__":"1.0.0"}}',
    )
    const read = toPackageFacts(json, 'a')
    expect(read?.releases.get('__proto__')?.integrity).toBe('x')
    expect(Object.getPrototypeOf(read?.distTags)).toBe(Object.prototype)
    expect(read?.latest).toBeNull()
  })

  test('a version is only what stands among the versions', () => {
    expect(facts({})?.releases.get('constructor')).toBeUndefined()
  })

  test('time that is no time is unknown', () => {
    const read = facts({ versions: { '1.0.0': {} }, time: { '1.0.0': 'yesterday', created: 12 } })
    expect(read?.releases.get('1.0.0')?.published).toBeNull()
    expect(read?.created).toBeNull()
  })

  test('any JSON ends in facts or in none', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const read = toPackageFacts({ name: 'a', versions: { '1.0.0': JSON.parse(text) }, time: JSON.parse(text) }, 'a')
        return read === null || read.name === 'a'
      }),
    )
  })
})

test.each([
  ['@acme/sample-mcp', '@acme%2fsample-mcp'],
  ['sample-mcp', 'sample-mcp'],
  ['a/../b?c#d', 'a%2f..%2Fb%3Fc%23d'],
])('the path of %s is one segment', (name, path) => {
  expect(toPath(name)).toBe(path)
})
