import { expect, test } from '@jest/globals'
import type { Location } from '../../src/model/location.ts'
import { defineRule } from '../../src/model/rule.ts'
import { judge } from '../../src/pipeline/judge.ts'
import { toFindings } from '../../src/pipeline/locate.ts'
import { aContext, anAllowedPackage, aPolicy, aReadSource, aSubject } from '../support/builders.ts'

const lineOf = (route: Location['route']) => 10 + route.length
const head = aReadSource({ path: 'package.json', kind: 'manifest', lineOf })
const gone = aReadSource({ path: 'old.json', kind: 'manifest', lineOf: () => 77 })
const sources = [
  { path: 'package.json', kind: 'manifest', base: gone, head },
  { path: 'old.json', kind: 'manifest', base: gone, head: null },
] as const
const allow = [anAllowedPackage(), anAllowedPackage({ place: { path: '.github/mcp-gate.yml', line: 31 } })]

test.each<[string, Location, number]>([
  ['a key of the head', { path: 'package.json', route: ['dependencies', 'x'] }, 12],
  ['a file that is gone, as it was', { path: 'old.json', route: ['x'] }, 77],
  ['a file nobody read', { path: 'other.json', route: ['x'] }, 1],
  ['an entry of the policy in force', { path: '.github/mcp-gate.yml', route: ['allow', 1] }, 31],
  ['an entry that the policy has not', { path: '.github/mcp-gate.yml', route: ['allow', 9] }, 1],
  ['the policy as a whole', { path: '.github/mcp-gate.yml', route: [] }, 1],
])('%s has its line', (_what, location, line) => {
  const rule = defineRule({
    id: 'sample',
    summary: 'S.',
    tiers: ['server'],
    controls: [],
    options: {},
    messages: { found: { severity: 'low', text: 'Found.', remedy: 'Mend.' } },
    check: ({ subjects }, report) =>
      subjects.map((one) => report('found', one, { args: {}, location, related: [location] })),
  })
  const context = aContext({ subjects: [aSubject()], sources, policy: aPolicy({ allow }) })
  const { findings } = judge({ ...context, rules: [rule] })
  const [finding] = toFindings(findings, { ...context, catalogue: [rule] })
  expect(finding).toMatchObject({
    status: 'open',
    waiver: null,
    route: location,
    location: { path: location.path, line },
  })
  expect(finding?.related.map((place) => place.line)).toEqual(findings[0]?.related.map(() => line))
})
