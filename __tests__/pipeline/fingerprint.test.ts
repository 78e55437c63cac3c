import { expect, test } from '@jest/globals'
import type { RuleFinding } from '../../src/model/finding.ts'
import { defineRule } from '../../src/model/rule.ts'
import { fingerprintsOf } from '../../src/pipeline/fingerprint.ts'
import { aComponent, anUnreadSource, aReadSource } from '../support/builders.ts'

const message = { severity: 'low', text: '{age} {address}.', remedy: 'Mend.' } as const
const catalogue = [
  defineRule({
    id: 'sample',
    summary: 'S.',
    tiers: [],
    controls: [],
    options: {},
    messages: { plain: message, told: { ...message, distinguishedBy: ['address'] } },
    check: () => [],
  }),
]
const weather = aComponent({ source: '.mcp.json', server: 'weather', route: ['mcpServers', 'weather'] })
const maps = aComponent({ source: '.mcp.json', server: 'maps', route: ['mcpServers', 'maps'] })
const head = { sources: [aReadSource({ path: '.mcp.json', components: [weather, maps] })] }
const context = { catalogue, head }
const alone = (overrides: Partial<RuleFinding>) => fingerprintsOf([aFinding(overrides)], context)[0]

test('is the same wherever the line is and whatever the evidence says', () => {
  expect(alone({ location: { path: 'package.json', route: ['dependencies', 'x'] } })).toBe(alone({}))
  expect(alone({ args: { age: '3 hours', address: 'a' }, severity: 'high', facts: [{ label: 'l', value: 'v' }] })).toBe(
    alone({}),
  )
  expect(alone({})).toMatch(/^[0-9a-f]{32}$/)
})

test.each<Partial<RuleFinding>>([
  { rule: 'other' },
  { id: 'other' },
  { purl: 'pkg:npm/sample-mcp@2.0.0' },
  { purl: null },
  { source: 'b/package.json' },
])('is another for %j', (difference) => {
  expect(alone(difference)).not.toBe(alone({}))
})

test('tells the servers of one config apart, but not the keys of one server', () => {
  const at = (...route: string[]) => alone({ source: '.mcp.json', location: { path: '.mcp.json', route } })
  expect(at('mcpServers', 'weather', 'args')).toBe(at('mcpServers', 'weather', 'command'))
  expect(at('mcpServers', 'weather')).not.toBe(at('mcpServers', 'maps'))
})

test('a config that could not be read has no servers to tell apart', () => {
  const unread = { catalogue, head: { sources: [anUnreadSource({ path: '.mcp.json', kind: 'client-config' })] } }
  const at = (key: string) => aFinding({ source: '.mcp.json', location: { path: '.mcp.json', route: [key] } })
  expect(fingerprintsOf([at('a')], unread)).toEqual(fingerprintsOf([at('b')], unread))
})

test('tells apart by the args that the message names', () => {
  const told = (address: string, age: string) => alone({ id: 'told', args: { address, age } })
  expect(told('a.example', '1 hour')).toBe(told('a.example', '2 hours'))
  expect(told('a.example', '')).not.toBe(told('b.example', ''))
})

test('a finding about no package is known by its route', () => {
  const at = (key: string) => alone({ purl: null, name: null, location: { path: 'p', route: ['allow', key] } })
  expect(at('a')).not.toBe(at('b'))
})

test('no two findings share one', () => {
  const [one, two] = fingerprintsOf([aFinding({}), aFinding({})], context)
  expect(one).not.toBe(two)
  expect(one).toBe(alone({}))
})

function aFinding(overrides: Partial<RuleFinding>): RuleFinding {
  return {
    rule: 'sample',
    id: 'plain',
    severity: 'low',
    purl: 'pkg:npm/sample-mcp@1.0.0',
    name: 'sample-mcp',
    version: '1.0.0',
    source: 'package.json',
    args: {},
    location: { path: 'package.json', route: [] },
    related: [],
    facts: [],
    suggestion: null,
    paste: null,
    ...overrides,
  }
}
