import { expect, test } from '@jest/globals'
import { defineRule } from '../../src/model/rule.ts'
import { aComponent, aContext, aSubject } from '../support/builders.ts'

const rule = defineRule({
  id: 'sample',
  summary: 'A rule for this test.',
  tiers: ['server'],
  controls: [],
  options: {},
  messages: { found: { severity: 'high', text: '{name} was found.', remedy: 'Remove it.' } },
  check: ({ subjects }, report) =>
    subjects.map((subject) => report('found', subject, { args: { name: subject.component.name } })),
})

test('a finding takes purl, version, source and location from its subject', () => {
  const component = aComponent({ name: 'weather-mcp', version: '2.0.0' })
  expect(rule.check(aContext({ subjects: [aSubject({ component })] }))).toEqual([
    {
      rule: 'sample',
      id: 'found',
      severity: 'high',
      purl: 'pkg:npm/weather-mcp@2.0.0',
      name: 'weather-mcp',
      version: '2.0.0',
      source: 'package-lock.json',
      args: { name: 'weather-mcp' },
      location: { path: 'package-lock.json', route: ['packages', 'node_modules/weather-mcp'] },
      related: [],
      facts: [],
      suggestion: null,
      paste: null,
    },
  ])
})
