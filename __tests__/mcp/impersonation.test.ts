// What the judge says of names: famous squats, official names, honest neighbours, hostile input.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { npmHighImpact } from 'npm-high-impact'
import { distance } from '../../src/mcp/impersonation/distance.ts'
import { loadImpersonation } from '../../src/mcp/impersonation.ts'
import { KNOWN_MCP_PACKAGES } from '../../src/mcp/known-packages.ts'

const judge = loadImpersonation([])

describe('imitations', () => {
  it.each([
    ['@modelcontextprotoco1/sdk', '@modelcontextprotocol/sdk', 'homoglyph', 'block'],
    ['@modeIcontextprotocol/sdk', '@modelcontextprotocol/sdk', 'homoglyph', 'block'],
    ['@mode1contextprotocol/anything', '@modelcontextprotocol/', 'homoglyph', 'block'],
    ['@modlecontextprotocol/server-memory', '@modelcontextprotocol/server-memory', 'scope-confusion', 'block'],
    ['@modelcontextprotocol-sdk/server', '@modelcontextprotocol/server', 'scope-confusion', 'look'],
    ['suport-color', 'supports-color', 'typosquat', 'block'],
    ['rimarf', 'rimraf', 'typosquat', 'block'],
    ['1odash', 'lodash', 'homoglyph', 'block'],
    ['lоdash', 'lodash', 'homoglyph', 'block'],
    ['lod​ash', 'lodash', 'homoglyph', 'block'],
    ['crossenv', 'cross-env', 'typosquat', 'look'],
    ['claud-code', '@anthropic-ai/claude-code', 'typosquat', null],
    ['cloude-code', '@anthropic-ai/claude-code', 'typosquat', null],
    ['typescipt-cli', 'typescript', 'typosquat', null],
    ['reactbabelpluginsyntxjsx', null, null, null],
    ['babelpluginsyntxajsx', 'babel-plugin-syntax-jsx', 'typosquat', 'block'],
    ['lodash-js', 'lodash', 'combosquat', 'look'],
    ['playwright-mcp', '@playwright/mcp', 'scope-confusion', 'look'],
    ['auth0-mcp-server', '@auth0/auth0-mcp-server', 'scope-confusion', 'look'],
    ['mcp-server-everything', '@modelcontextprotocol/server-everything', 'scope-confusion', 'look'],
    ['server-filesystem', '@modelcontextprotocol/server-filesystem', 'scope-confusion', 'look'],
    ['mcp-remoet', 'mcp-remote', 'typosquat', 'block'],
    ['mcp_remote', 'mcp-remote', 'typosquat', 'look'],
    ['remote-mcp', 'mcp-remote', 'typosquat', 'look'],
    ['@azrue/mcp', '@azure/mcp', 'scope-confusion', 'block'],
  ])('%s imitates %s: %s, %s', (name, target, kind, strength) => {
    const found = judge(name)
    if (target === null) return expect(found).toBeNull()
    expect(found?.name.startsWith(target)).toBe(true)
    expect(found?.kind).toBe(kind)
    if (strength !== null) expect(found?.strength).toBe(strength)
  })
})

describe('names that are no imitation', () => {
  it('are all protected ones themselves', () => {
    const twins = new Set(['playwright-mcp'])
    const flagged = [...npmHighImpact, ...KNOWN_MCP_PACKAGES].filter((name) => !twins.has(name) && judge(name) !== null)
    expect(flagged).toEqual([])
  })

  it.each([
    ['@modelcontextprotocol/server-filesytem', 'nobody else can publish in a known scope'],
    ['@types/lodahs', 'nobody else can publish in a known scope'],
    ['@some-vendor/mcp', 'many vendors call their server just that'],
    ['@some-vendor/mcp-server', 'many vendors call their server just that'],
    ['postmark-mcp', 'there was no original when it appeared'],
    ['my-own-utility-for-invoices', 'it is like nothing'],
    ['a', 'it is too short to be like anything'],
    ['', 'it is no name'],
  ])('%s: %s', (name) => {
    expect(judge(name)).toBeNull()
  })

  it('are known MCP names two edits apart, of which neither is called a misspelling of the other', () => {
    const known = [...KNOWN_MCP_PACKAGES]
    const pairs = known.flatMap((a, at) => known.slice(at + 1).map((b) => [a, b] as const))
    const near = pairs.filter(([a, b]) => distance(a, b, 2) <= 2)
    expect(near.length).toBeGreaterThan(3)
    for (const name of near.flat()) expect(judge(name)?.kind).not.toBe('typosquat')
  })

  it.each(['ha-mcp-server', 'meta-mcp-server', 'adb-mcp', 'nasa-mcp-server', 'redis-mcp-server'])(
    '%s is a service of its own, near to others in letters only',
    (name) => expect(judge(name)?.kind).not.toBe('typosquat'),
  )
})

describe('names that the policy allows', () => {
  const own = loadImpersonation(['acme-invoices-mcp', '@acme-tools/ledger'])

  it('are protected like the known ones', () => {
    expect(judge('acme-invioces-mcp')).toBeNull()
    expect(own('acme-invioces-mcp')).toMatchObject({ name: 'acme-invoices-mcp', kind: 'typosquat' })
    expect(own('@acme-tool/ledger')).toMatchObject({ name: '@acme-tools/ledger', kind: 'scope-confusion' })
  })

  it('and are no imitations themselves, nor is what else their scope holds', () => {
    expect(own('acme-invoices-mcp')).toBeNull()
    expect(own('@acme-tools/ledgre')).toBeNull()
  })
})

describe('any text', () => {
  it('is judged without a throw, with ranges inside it, and the same way twice', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.stringMatching(/^@?[a-z0-9._/-]{1,60}$/))
    fc.assert(
      fc.property(text, (name) => {
        const found = judge(name)
        expect(judge(name)).toEqual(found)
        for (const [from, to] of found?.marks ?? []) {
          expect(from).toBeGreaterThanOrEqual(0)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(name.length)
        }
        if (found !== null) expect(found.why).toMatch(/[^.]$/)
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    'constructor',
    '__proto__',
    'toString',
    '@__proto__/constructor',
    '@/',
    '@a',
    '/',
    '@a/b/c',
    '../..',
    'a'.repeat(214),
  ])('%s is text like any other', (name) => expect(() => judge(name)).not.toThrow())

  it('longer than a name may be is not compared', () => {
    expect(judge(`${'lodahs'.repeat(40)}`)).toBeNull()
  })
})
