import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addressDigest } from '../../src/model/address.ts'
import type { Component, Launch } from '../../src/model/component.ts'
import type { AllowEntry } from '../../src/model/policy.ts'
import { allowMatcher } from '../../src/policy/match.ts'
import { aComponent, anAllowedPackage, aPolicy } from '../support/builders.ts'
import { load } from './support.ts'

const verdict = (allow: readonly AllowEntry[], component: Component) => {
  const { named, fitting } = allowMatcher(aPolicy({ allow }))(component)
  return fitting.length > 0 ? 'fits' : named.length > 0 ? 'named' : 'unknown'
}

describe('npm packages', () => {
  test.each([
    ['1.0.0', '1.0.0', 'fits'],
    ['1.0.0', '1.0.1', 'named'],
    ['v1.0.0', '1.0.0', 'fits'],
    ['^1.0.0', '1.9.0', 'fits'],
    ['^1.0.0', '2.0.0', 'named'],
    ['^1.0.0', '1.1.0-beta.1', 'named'],
    ['^1.1.0-alpha', '1.1.0-beta.1', 'fits'],
    ['1.0.0-beta.1', '1.0.0-beta.1', 'fits'],
    ['1.x || 3.x', '3.1.0', 'fits'],
    ['1.0.0', 'not-a-version', 'named'],
    ['*', null, 'named'],
  ])('versions %s and %s: %s', (range, version, expected) => {
    expect(verdict([anAllowedPackage({ versions: [range] })], aComponent({ version }))).toBe(expected)
  })

  test('an entry without versions names and never fits', () => {
    expect(verdict([anAllowedPackage({ versions: [] })], aComponent())).toBe('named')
  })

  test.each(['Sample-mcp', 'sample_mcp', 'sample-mcp2', '@x/sample-mcp', 'sample-mcp/'])(
    '%s is another name',
    (name) => {
      expect(verdict([anAllowedPackage()], aComponent({ name }))).toBe('unknown')
    },
  )

  test('an alias is matched by what it installs', () => {
    expect(verdict([anAllowedPackage()], aComponent({ name: 'evil-mcp', alias: 'sample-mcp' }))).toBe('unknown')
  })

  test('it is the name that counts, and not what the purl adds to it', () => {
    expect(verdict([anAllowedPackage()], aComponent({ purl: 'pkg:npm/other-mcp@1.0.0' }))).toBe('fits')
  })

  test('another ecosystem is another name', () => {
    expect(verdict([anAllowedPackage()], aComponent({ ecosystem: 'pypi' }))).toBe('unknown')
  })

  test('property: an entry never fits a different name', () => {
    const name = fc.stringMatching(/^(@[a-z]{1,3}\/)?[a-z-]{1,6}$/)
    fc.assert(
      fc.property(name, name, fc.constantFrom('*', '1.0.0', '>=0'), (listed, installed, range) => {
        const found = verdict([anAllowedPackage({ name: listed, versions: [range] })], aComponent({ name: installed }))
        expect(found === 'unknown').toBe(listed !== installed)
      }),
    )
  })
})

describe('other ecosystems', () => {
  const image = (purl: string, overrides: Partial<Component> = {}) =>
    aComponent({ ecosystem: 'oci', name: 'server', version: null, integrity: null, purl, ...overrides })
  const digest = `sha256:${'a'.repeat(64)}`
  const listed = load(`version: 1
allow:
  - { package: "pkg:oci/server?repository_url=ghcr.io/acme/server", digest: "${digest}" }
  - { package: "pkg:pypi/Mcp_Server.Fetch", versions: "1.2.3" }
  - { package: "pkg:golang/example.test/acme/server", versions: "v1.0.0" }
`).allow

  test.each([
    [
      'the digest',
      image(`pkg:oci/server@${encodeURIComponent(digest)}?repository_url=ghcr.io%2Facme%2Fserver`),
      'fits',
    ],
    ['another digest', image(`pkg:oci/server@sha256%3Abb?repository_url=ghcr.io/acme/server`), 'named'],
    ['a tag', image('pkg:oci/server?repository_url=ghcr.io/acme/server&tag=1', { version: '1' }), 'named'],
    ['another repository', image(`pkg:oci/server@${digest}?repository_url=ghcr.io/evil/server`), 'unknown'],
    ['no repository', image(`pkg:oci/server@${digest}`), 'unknown'],
    [
      'a PyPI name spelt otherwise',
      aComponent({ ecosystem: 'pypi', name: 'mcp-server-fetch', version: '1.2.3' }),
      'fits',
    ],
    ['another PyPI version', aComponent({ ecosystem: 'pypi', name: 'mcp-server-fetch', version: '1.2.4' }), 'named'],
    [
      'a Go module',
      aComponent({
        ecosystem: 'golang',
        name: 'server',
        version: 'v1.0.0',
        purl: 'pkg:golang/example.test/acme/server@v1.0.0',
      }),
      'fits',
    ],
    ['a malformed purl', image('pkg:oci/%E0%A4%A?repository_url=x'), 'unknown'],
    ['no purl', image('server'), 'unknown'],
  ])('%s', (_, component, expected) => {
    expect(verdict(listed, component)).toBe(expected)
  })

  test('an image listed by tag fits that tag', () => {
    const byTag = load('version: 1\nallow: [{ package: "pkg:oci/server", versions: "1.0" }]').allow
    expect(verdict(byTag, image('pkg:oci/server', { spec: '1.0' }))).toBe('fits')
    expect(verdict(byTag, image('pkg:oci/server', { spec: '1.1' }))).toBe('named')
    expect(verdict(byTag, image('pkg:oci/server'))).toBe('named')
  })

  test('an image listed by several tags fits each', () => {
    const byTags = load('version: 1\nallow: [{ package: "pkg:oci/server", versions: ["1.0", "1.1"] }]').allow
    expect(verdict(byTags, image('pkg:oci/server', { spec: '1.1' }))).toBe('fits')
  })

  test('a version of another ecosystem than npm is no range', () => {
    const ranged = anAllowedPackage({ ecosystem: 'pypi', name: 'fetch', versions: ['1.2', '>=1.0.0'] })
    expect(verdict([ranged], aComponent({ ecosystem: 'pypi', name: 'fetch', version: '1.2.3' }))).toBe('named')
  })
})

describe('remote servers', () => {
  const listed = load('version: 1\nallow: [{ remote: "https://mcp.example.test/mcp" }]').allow

  test.each([
    ['https://mcp.example.test/mcp', 'fits'],
    ['HTTPS://MCP.EXAMPLE.TEST:443/x/../mcp', 'fits'],
    ['https://mcp.example.test/mcp/', 'unknown'],
    ['https://mcp.example.test/mcp2', 'unknown'],
    ['https://mcp.example.test/mcp?x=1', 'unknown'],
    ['https://mcp.example.test/mcp#x', 'unknown'],
    ['https://mcp.example.test.evil.test/mcp', 'unknown'],
    ['https://mcp.example.test@evil.test/mcp', 'unknown'],
    ['https://user:pass@mcp.example.test/mcp', 'unknown'],
    ['http://mcp.example.test/mcp', 'unknown'],
    ['not an address', 'unknown'],
    [null, 'unknown'],
  ])('%s: %s', (url, expected) => {
    expect(verdict(listed, aComponent({ ecosystem: 'remote', url }))).toBe(expected)
  })
})

describe('remote servers whose address is not shown whole', () => {
  const tenant = (id: string) => `https://mcp.example.test/${id}-0000-4000-8000-0a1b2c3d4e5f/mcp`
  const shown = 'https://mcp.example.test/REDACTED/mcp'
  const masked = (address: string) => aComponent({ ecosystem: 'remote', url: shown, urlDigest: addressDigest(address) })
  const listing = (remote: string) => load(`version: 1\nallow: [{ remote: "${remote}" }]`).allow

  test('the whole address in the policy fits that tenant alone', () => {
    expect(verdict(listing(tenant('0a1b2c3d')), masked(tenant('0a1b2c3d')))).toBe('fits')
    expect(verdict(listing(tenant('0a1b2c3d')), masked(tenant('ffffffff')))).toBe('unknown')
  })

  test.each([shown, 'https://mcp.example.test/***/mcp'])(
    'what reports show in its place, %s, fits no tenant',
    (text) => {
      expect(verdict(listing(text), masked(tenant('0a1b2c3d')))).toBe('unknown')
      expect(verdict(listing(text), aComponent({ ecosystem: 'remote', url: text }))).toBe('fits')
    },
  )

  test('an address that is hidden altogether fits nothing', () => {
    expect(verdict(listing(shown), aComponent({ ecosystem: 'remote', url: shown, urlDigest: null }))).toBe('unknown')
  })
})

describe('local commands', () => {
  const listed = load('version: 1\nallow: [{ command: ["node", "tools/server.js"] }]').allow
  const launch = (argv: readonly string[]): Launch => ({
    client: 'claude-code',
    argv: ['***'],
    digest: '',
    commandDigest: createHash('sha256').update(JSON.stringify(argv)).digest('hex'),
    environment: [],
    shell: false,
    commands: [],
  })

  test.each([
    [['node', 'tools/server.js'], 'fits'],
    [['node', 'tools/server.js', '--evil'], 'unknown'],
    [['node tools/server.js'], 'unknown'],
    [['Node', 'tools/server.js'], 'unknown'],
  ])('%j: %s', (argv, expected) => {
    expect(verdict(listed, aComponent({ ecosystem: 'local', launch: launch(argv) }))).toBe(expected)
  })

  test('what cannot be told is known by its command line as well', () => {
    const component = aComponent({ ecosystem: 'unknown', launch: launch(['node', 'tools/server.js']) })
    expect(verdict(listed, component)).toBe('fits')
  })

  test('a folder that is not launched has no command', () => {
    expect(verdict(listed, aComponent({ ecosystem: 'local' }))).toBe('unknown')
  })
})

// A comparison of each with each would take minutes.
test('40,000 components are matched with 40,000 entries', () => {
  const allow = Array.from({ length: 40_000 }, (_, index) => anAllowedPackage({ name: `p${index}` }))
  const match = allowMatcher(aPolicy({ allow }))
  const fitting = allow.filter(({ name }) => match(aComponent({ name })).fitting.length === 1)
  expect(fitting).toHaveLength(40_000)
})
