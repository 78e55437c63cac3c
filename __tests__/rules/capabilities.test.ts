import { expect, test } from '@jest/globals'
import type { Capability } from '../../src/model/evidence.ts'
import { observed, unavailable } from '../../src/model/observation.ts'
import type { RuleContext } from '../../src/model/rule.ts'
import { capabilities } from '../../src/rules/capabilities.ts'
import { aComponent, aSubject, aTarball, someEvidence } from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const net = aCapability('network', 'node:https')
const old = [net, aCapability('address', 'api.acme.example')]
const moderate = (id: string) => ({ id, severity: 'moderate' as const })

testRule(capabilities, {
  passes: [
    { what: 'the same as before', context: compared(old, old) },
    { what: 'the same at another line', context: compared([{ ...net, line: 99, file: 'dist/b.js' }], old) },
    { what: 'less than before', context: compared([], old) },
    {
      what: 'an added package, which has nothing to be held against',
      context: { subjects: [aSubject({ evidence: containing(old) })] },
    },
    {
      what: 'a version before that could not be read',
      context: {
        subjects: [
          aSubject({
            evidence: containing(old),
            replaces: aComponent({ version: '0.9.0' }),
            evidenceBefore: someEvidence({ tarball: unavailable('timeout', 'no answer') }),
          }),
        ],
      },
    },
    {
      what: 'a version that could not be read',
      context: {
        subjects: [
          aSubject({
            evidence: someEvidence({ tarball: unavailable('timeout', 'no answer') }),
            replaces: aComponent({ version: '0.9.0' }),
            evidenceBefore: containing([]),
          }),
        ],
      },
    },
    { what: 'the same version once more', context: compared(old, [], { replaced: '1.0.0' }) },
    {
      what: 'what the policy expects',
      context: {
        ...compared([aCapability('address', 'api.acme.example')], []),
        options: { expected: ['api.acme.example'] },
      },
    },
  ],
  reports: [
    { what: 'a network it had not', context: compared(old, [old[1] ?? net]), finds: [moderate('network-added')] },
    {
      what: 'another module for the network',
      context: compared([net, aCapability('network', 'node:dgram')], [net]),
      finds: [{ ...moderate('network-added'), args: { what: 'node:dgram', before: '0.9.0' } }],
    },
    {
      what: 'modules for the network, in order and not by where they are used',
      context: compared([aCapability('network', 'node:net'), aCapability('network', 'node:dgram')], []),
      finds: [{ ...moderate('network-added'), args: { what: 'node:dgram, node:net', version: '1.0.0' } }],
    },
    {
      what: 'a network in place of what had no version',
      context: compared([net], [], { replaced: null }),
      finds: [{ ...moderate('network-added'), args: { before: '' } }],
    },
    {
      what: 'a network in what has no version any more',
      context: compared([net], [], { version: null }),
      finds: [{ ...moderate('network-added'), args: { version: '' } }],
    },
    {
      what: 'one of each kind',
      context: compared(
        [
          aCapability('network', 'fetch'),
          aCapability('process', 'node:child_process'),
          aCapability('environment', 'NPM_TOKEN'),
          aCapability('dynamic-code', 'eval'),
          aCapability('client-config', '.mcp.json'),
          aCapability('obfuscated', 'dist/a.js'),
          aCapability('address', 'phan@giftshop.example'),
        ],
        [],
      ),
      finds: [
        'network-added',
        'process-added',
        'environment-added',
        'dynamic-code-added',
        'client-config-written',
        'obfuscated',
        'address-added',
      ].map(moderate),
    },
    {
      what: 'each new address once',
      context: compared(
        [aCapability('address', 'b.example'), aCapability('address', 'a.example'), aCapability('address', 'b.example')],
        [],
      ),
      finds: [
        { ...moderate('address-added'), args: { address: 'a.example' } },
        { ...moderate('address-added'), args: { address: 'b.example' } },
      ],
    },
  ],
})

test('shows the place and the line, as an addition', () => {
  const [finding] = run(capabilities, compared([aCapability('address', 'x.example')], []))
  expect(finding?.facts).toEqual([{ label: 'dist/index.js:7', value: '+ use(x.example)', code: 'diff' }])
})

test('shows ten of anything', () => {
  const ten = Array.from({ length: 10 }, (_, index) => `m${index + 10}`)
  const addresses = ten.map((detail) => aCapability('address', detail))
  expect(run(capabilities, compared(addresses, [])).map(({ facts }) => facts.length)).toEqual(ten.map(() => 1))
  const modules = ten.map((detail) => aCapability('network', detail))
  expect(run(capabilities, compared(modules, []))[0]?.args['what']).toBe(ten.join(', '))
})

test('fewer of what is expected are stricter', () => {
  expect(capabilities.options).toMatchObject({ expected: { type: 'strings', default: [], stricter: 'fewer' } })
})

test('counts what it does not show', () => {
  const many = Array.from({ length: 14 }, (_, index) => aCapability('address', `host-${index + 10}.example`))
  const found = run(capabilities, compared(many, []))
  expect(found.length).toBe(10)
  expect(found[0]?.facts).toHaveLength(1)
  expect(found.at(-1)?.facts.at(-1)).toEqual({
    label: 'more new addresses',
    value: 'host-20.example, host-21.example, host-22.example, host-23.example',
  })
  const places = Array.from({ length: 12 }, (_, line) => ({ ...net, line }))
  const [finding] = run(capabilities, compared(places, []))
  expect(finding?.facts.at(-1)).toEqual({ label: 'more places', value: '2' })
  const modules = Array.from({ length: 12 }, (_, index) => aCapability('network', `m${index + 10}`))
  expect(run(capabilities, compared(modules, []))[0]?.args['what']).toMatch(/, m19 and 2 more$/)
})

function aCapability(kind: Capability['kind'], detail: string): Capability {
  return { kind, detail, file: 'dist/index.js', line: 7, excerpt: `use(${detail})` }
}

function containing(list: readonly Capability[]) {
  return someEvidence({ tarball: observed(aTarball({ capabilities: list })) })
}

interface Versions {
  readonly version?: string | null
  readonly replaced?: string | null
}

function compared(
  now: readonly Capability[],
  before: readonly Capability[],
  { version = '1.0.0', replaced = '0.9.0' }: Versions = {},
): Partial<RuleContext> {
  const [component, replaces] = [aComponent({ version }), aComponent({ version: replaced })]
  const evidence = containing(now)
  return { subjects: [aSubject({ component, evidence, replaces, evidenceBefore: containing(before) })] }
}
