import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Location } from '../../src/model/location.ts'
import type { RuleSetting } from '../../src/model/policy.ts'
import { defineRule, type Rule, type Subject } from '../../src/model/rule.ts'
import { judge } from '../../src/pipeline/judge.ts'
import { aChange, aComponent, aContext, aPolicy, aReadSource, aSubject } from '../support/builders.ts'

const MESSAGES = {
  low: { severity: 'low', text: '{name}.', remedy: 'Mend.' },
  high: { severity: 'high', text: '{name} {detail}.', remedy: 'Mend.' },
} as const

const rule = aRule('sample', ({ component }) => [{ id: 'low', args: { name: component.name } }])

describe('settings of the policy', () => {
  test('a rule that is off says nothing', () => {
    expect(judged({ enabled: false })).toEqual([])
  })
  test('a severity for the rule holds for its messages', () => {
    expect(judged({ severity: 'critical' })).toEqual(['critical'])
  })
  test('a severity for the message goes before that of the rule', () => {
    expect(judged({ severity: 'critical', messages: { low: 'moderate' } })).toEqual(['moderate'])
  })
  test('a message that is off says nothing', () => {
    expect(judged({ messages: { low: 'off' } })).toEqual([])
  })
  test('a floor lifts what falls below it, and holds nothing down', () => {
    const floor = { severity: null, messages: {} }
    expect(judged({ messages: { low: 'off' }, floor })).toEqual(['low'])
    expect(judged({ severity: 'low', floor: { severity: 'high', messages: {} } })).toEqual(['high'])
    expect(judged({ severity: 'low', floor: { severity: 'high', messages: { low: 'moderate' } } })).toEqual([
      'moderate',
    ])
    expect(judged({ severity: 'critical', floor })).toEqual(['critical'])
    expect(judged({ messages: { low: 'off' }, floor: { severity: null, messages: { low: 'off' } } })).toEqual([])
  })
  test('a floor counts from what the evidence says', () => {
    const grave = aRule('sample', ({ component }) => [{ id: 'low', args: { name: component.name }, severity: 'high' }])
    const setting: RuleSetting = {
      enabled: true,
      severity: null,
      tiers: null,
      options: {},
      messages: { low: 'moderate' },
      floor: { severity: null, messages: {} },
    }
    const { findings } = judge({
      ...aContext({ policy: aPolicy({ rules: { sample: setting } }), subjects: [aSubject()] }),
      rules: [grave],
    })
    expect(findings.map(({ severity }) => severity)).toEqual(['high'])
  })
  test('tiers of the policy replace the rule’s', () => {
    expect(judged({ tiers: ['other'] })).toEqual([])
    expect(judged({ tiers: ['server'] })).toEqual(['low'])
  })
  test('nothing is inherited from the prototype', () => {
    const named = aRule('constructor', () => [{ id: 'low', args: { name: '' } }])
    expect(judge({ ...aContext({ subjects: [aSubject()] }), rules: [named] }).findings.length).toBe(1)
  })

  function judged(setting: Partial<RuleSetting>) {
    const full = { enabled: true, severity: null, tiers: null, messages: {}, options: {}, ...setting }
    const policy = aPolicy({ rules: { sample: full } })
    return judge({ ...aContext({ policy, subjects: [aSubject()] }), rules: [rule] }).findings.map(
      ({ severity }) => severity,
    )
  }
})

test('a rule gets its options, the policy’s over its own', () => {
  const seen: unknown[] = []
  const optional = defineRule({
    id: 'sample',
    summary: 'S.',
    tiers: ['server'],
    controls: ['CWE-1'],
    options: {
      hours: { type: 'integer', default: 48, description: '' },
      strict: { type: 'boolean', default: true, description: '' },
    },
    messages: MESSAGES,
    check: ({ options }) => {
      seen.push(options)
      return []
    },
  })
  const setting = { enabled: true, severity: null, tiers: null, messages: {}, options: { hours: 336 } }
  judge({ ...aContext({ policy: aPolicy({ rules: { sample: setting } }) }), rules: [optional] })
  expect(seen).toEqual([{ hours: 336, strict: true }])
})

test('a rule meets only its tiers and its modes', () => {
  const subjects = (['server', 'closure', 'other'] as const).map((tier) =>
    aSubject({ change: aChange({ tier, after: [aComponent({ name: tier })] }), component: aComponent({ name: tier }) }),
  )
  const both: Rule = { ...rule, tiers: ['server', 'closure'] }
  expect(judge({ ...aContext({ subjects }), rules: [both] }).findings.map(({ name }) => name)).toEqual([
    'closure',
    'server',
  ])
  expect(judge({ ...aContext({ subjects }), rules: [{ ...both, modes: ['audit'] }] }).findings).toEqual([])
})

test('a rule that throws ends the run', () => {
  const broken: Rule = {
    ...rule,
    check: () => {
      throw new TypeError('a bug')
    },
  }
  expect(() => judge({ ...aContext(), rules: [broken] })).toThrow(TypeError)
})

describe('duplicates', () => {
  const paths = ['a/package-lock.json', 'package-lock.json', 'package.json', '.mcp.json']
  const kinds = ['npm-lockfile', 'npm-lockfile', 'manifest', 'client-config'] as const
  const sources = paths.map((path, index) => ({
    path,
    kind: kinds[index] ?? 'manifest',
    base: null,
    head: aReadSource({ path }),
  }))
  const subjects = paths.map((source) => aSubject({ component: aComponent({ source }) }))

  test('of one version are one finding, where a person would mend it', () => {
    const { findings } = judge({ ...aContext({ subjects, sources }), rules: [rule] })
    expect(findings.map(({ location, related }) => [location.path, related.map(({ path }) => path)])).toEqual([
      ['.mcp.json', ['package.json', 'a/package-lock.json', 'package-lock.json']],
    ])
  })

  test('stay apart where they say something else or are of another version', () => {
    const two = [aSubject(), aSubject({ component: aComponent({ version: '2.0.0' }) })]
    expect(judge({ ...aContext({ subjects: two }), rules: [rule] }).findings.length).toBe(2)
    const told = aRule('sample', ({ component }) => [{ id: 'high', args: { name: '', detail: component.source } }])
    expect(judge({ ...aContext({ subjects, sources }), rules: [told] }).findings.length).toBe(4)
  })

  test('are as grave as the gravest of them', () => {
    const rising = aRule('sample', ({ component }) => [
      { id: 'low', args: { name: '' }, ...(component.source === 'package.json' ? { severity: 'high' as const } : {}) },
    ])
    expect(
      judge({ ...aContext({ subjects, sources }), rules: [rising] }).findings.map(({ severity }) => severity),
    ).toEqual(['high'])
  })

  test('stay apart where each mends a line of its own', () => {
    const mending = aRule('sample', ({ component }) => {
      const location = { path: component.source, route: ['x'] }
      return [
        {
          id: 'low',
          args: { name: '' },
          suggestion: component.source.endsWith('lock.json') ? null : { location, from: '^1', to: '1' },
        },
      ]
    })
    const { findings } = judge({ ...aContext({ subjects, sources }), rules: [mending] })
    expect(findings.map(({ location, related }) => [location.path, related.length])).toEqual([
      ['.mcp.json', 2],
      ['package.json', 0],
    ])
  })

  test('stay apart where a waiver covers one file only', () => {
    const waiver = {
      place: { path: 'p', line: 1 },
      rule: 'sample',
      package: null,
      path: 'a/package-lock.json',
      reason: '',
      owner: '',
      expires: '2027-01-01',
    }
    const { findings } = judge({
      ...aContext({ subjects, sources, policy: aPolicy({ waivers: [waiver] }) }),
      rules: [rule],
    })
    expect(findings.map(({ location }) => location.path)).toEqual(['.mcp.json', 'a/package-lock.json'])
  })
})

test('the order is by severity, name, rule and id, whatever comes first', () => {
  const loud = aRule('loud', ({ component }) => [{ id: 'high', args: { name: component.name, detail: '' } }])
  const subjects = ['b', 'a', 'c'].map((name) => aSubject({ component: aComponent({ name }) }))
  const expected = judge({ ...aContext({ subjects }), rules: [rule, loud] }).findings
  expect(expected.map((one) => `${one.severity} ${one.name}`)).toEqual([
    'high a',
    'high b',
    'high c',
    'low a',
    'low b',
    'low c',
  ])
  fc.assert(
    fc.property(
      fc.shuffledSubarray(subjects, { minLength: 3 }),
      fc.shuffledSubarray([rule, loud], { minLength: 2 }),
      (some, rules) => {
        expect(judge({ ...aContext({ subjects: some }), rules }).findings).toEqual(expected)
      },
    ),
    { numRuns: 50 },
  )
})

interface Said {
  readonly id: 'low' | 'high'
  readonly args: { readonly name: string; readonly detail?: string }
  readonly severity?: 'high'
  readonly suggestion?: { readonly location: Location; readonly from: string; readonly to: string } | null
}

function aRule(id: string, say: (subject: Subject) => readonly Said[]): Rule {
  return defineRule({
    id,
    summary: 'S.',
    tiers: ['server'],
    controls: ['CWE-1'],
    options: {},
    messages: MESSAGES,
    check: ({ subjects }, report) =>
      subjects.flatMap((subject) =>
        say(subject).map((said) => report(said.id, subject, { ...said, args: { detail: '', ...said.args } })),
      ),
  })
}
