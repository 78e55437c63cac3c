import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { toJSONSchema } from 'zod/mini'
import type { RuleCatalogue } from '../../src/model/rule.ts'
import { policySchema } from '../../src/policy/schema.ts'
import { CATALOGUE } from './support.ts'

const BOUNDED: RuleCatalogue = CATALOGUE.map((rule) => {
  const number = { type: 'integer', default: 2, description: 'A number.' } as const
  const more = { least: { ...number, minimum: 2 }, any: number }
  return rule.id === 'other' ? { ...rule, options: { ...rule.options, ...more } } : rule
})
const schema = policySchema(CATALOGUE)
const validate = new Ajv({ strict: false }).compile(toJSONSchema(schema, { target: 'draft-07' }))

describe('the JSON Schema for editors says what the loader says', () => {
  test.each([
    [true, { version: 1 }],
    [
      true,
      { version: 1, allow: [{ package: 'x', versions: ['1.0.0'] }, { remote: 'https://x' }, { command: ['node'] }] },
    ],
    [true, { version: 1, rules: { sample: { hours: 3 }, 'sample/too-new': 'off', other: 'low' } }],
    [false, {}],
    [false, { version: 2 }],
    [false, { version: 1, alow: [] }],
    [false, { version: 1, allow: [{ versions: '1.0.0' }] }],
    [false, { version: 1, allow: [{ package: 'x', versions: 1 }] }],
    [false, { version: 1, allow: [{ package: 'x', remote: 'https://x' }] }],
    [false, { version: 1, rules: { sample: { hours: '3' } } }],
    [false, { version: 1, rules: { sample: { hours: -1 } } }],
    [false, { version: 1, rules: { nothing: 'off' } }],
    [false, { version: 1, waivers: [{ rule: 'sample', reason: 'r', owner: 'o' }] }],
    [false, { version: 1, 'fail-on': 'medium' }],
    [false, { version: 1, extends: 'acme/policy//x.yml@abc' }],
  ])('%s: %j', (valid, value) => {
    expect(validate(value)).toBe(valid)
    expect(schema.safeParse(value).success).toBe(valid)
  })
})

const SHA256 = 'a1'.repeat(32)
const SHA512 = `sha512-${'aB1+/0'.repeat(14)}AA==`
const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const entry = (fields: object) => ({ allow: [{ package: 'x', ...fields }] })
const waiver = (fields: object) => ({
  waivers: [{ rule: 'sample', reason: 'r', owner: 'o', expires: '2027-01-01', ...fields }],
})

describe('what a value must look like', () => {
  test.each<[string, (value: unknown) => object, readonly unknown[], readonly unknown[]]>([
    [
      'a text',
      (package_) => ({ allow: [{ package: package_ }] }),
      ['x', 'x'.repeat(500)],
      ['', 'x'.repeat(501), 'x\n', '\tx', 'x\u007fy', 1],
    ],
    [
      'versions',
      (versions) => entry({ versions }),
      ['', '1', ['1', '2'], 'x'.repeat(500)],
      [[], 1, [1], 'x'.repeat(501)],
    ],
    [
      'a day',
      (expires) => entry({ expires }),
      ['2026-01-31'],
      ['x2026-01-31', '2026-01-31x', '202-01-31', '2026-1-31', '2026-01-3', 20260131],
    ],
    ['the day of a waiver', (expires) => waiver({ expires }), ['2026-01-31'], ['soon', null]],
    [
      'a review',
      (reviewed) => entry({ reviewed }),
      [{ by: 'a', on: '2026-01-31' }],
      [{}, { by: 'a' }, { by: 'a', on: 'b' }, { by: 'a', on: '2026-01-31', x: 1 }],
    ],
    [
      'a source',
      (source) => entry({ source }),
      ['github.com/a/b', 'gitlab.com/A_1/b.c/d-e'],
      [
        'github.com/a',
        'https://github.com/a/b',
        'github.com/a/b c',
        'github.com//a',
        'GitHub.com/a/b',
        'x github.com/a/b',
      ],
    ],
    ['a workflow', (workflow) => entry({ workflow }), ['a.yml'], ['', 1]],
    ['a ref', (ref) => entry({ ref }), ['refs/tags/*'], ['', 1]],
    ['ids', (id) => entry({ 'repository-id': id, 'owner-id': id }), ['1'], ['', 1]],
    ['an issuer', (issuer) => entry({ issuer }), ['https://x'], ['', 1]],
    ['a trigger', (trigger) => entry({ trigger }), ['push', ['push', 'release']], ['', [], ['']]],
    ['a runner', (runner) => entry({ runner }), ['github-hosted', 'self-hosted'], ['', 'other']],
    [
      'an integrity',
      (integrity) => entry({ integrity: { '1.0.0': integrity } }),
      [SHA512],
      [`x${SHA512}`, `${SHA512}x`, SHA512.replace('aB', 'a'), SHA512.replace('aB', '-B'), ''],
    ],
    ['a version of an integrity', (version) => entry({ integrity: { [String(version)]: SHA512 } }), ['1'], ['']],
    [
      'a digest',
      (digest) => entry({ digest }),
      [`sha256:${SHA256}`],
      [SHA256, `xsha256:${SHA256}`, `sha256:${SHA256}0`, `sha256:${SHA256.slice(1)}`, `sha256:${SHA256.toUpperCase()}`],
    ],
    ['a publisher', (publisher) => entry({ publisher }), ['acme'], ['', 1]],
    [
      'install scripts',
      (scripts) => entry({ 'install-scripts': scripts }),
      ['forbid', [SHA256], []],
      ['', 'allow', SHA256, [`x${SHA256}`], [`${SHA256}0`], [SHA256.slice(1)], [SHA256.toUpperCase()]],
    ],
    ['a key of an entry', (key) => entry({ [String(key)]: 'x' }), ['publisher'], ['other']],
    ['a remote server', (remote) => ({ allow: [{ remote }] }), ['https://x'], ['', 1]],
    ['a command', (command) => ({ allow: [{ command }] }), [['node'], ['node', '']], [[], 'node', [1]]],
    [
      'a review of a remote server and of a command',
      (reviewed) => ({
        allow: [
          { remote: 'x', reviewed },
          { command: ['x'], reviewed },
        ],
      }),
      [{ by: 'a', on: '2026-01-31' }],
      [{}],
    ],
    [
      'a waiver',
      (fields) => waiver(Object(fields)),
      [{}, { package: 'x' }, { path: 'x' }],
      [{ rule: '' }, { reason: '' }, { owner: '' }, { package: '' }, { path: '' }, { x: 1 }],
    ],
    [
      'what extends',
      (extended) => ({ extends: extended }),
      [`acme/policy//x.yml@${COMMIT}`],
      [`acme/policy//x.yml@${COMMIT}0`],
    ],
    [
      'locks',
      (locked) => ({ locked }),
      [true, ['allow'], ['sample'], ['rules']],
      [false, [], 'allow', ['sample/too-new'], ['']],
    ],
    ['a threshold', (severity) => ({ 'fail-on': severity }), ['low', 'moderate', 'high', 'critical'], ['off', '']],
    [
      'an approver',
      (approver) => ({ approvers: [approver] }),
      ['Alice-1', 'renovate[bot]', '@acme/sec_u.r-1'],
      [
        '',
        'a b',
        '@acme',
        '@/x',
        '@acme/',
        '@ac_me/x',
        '@acme/x y',
        'x@acme/y',
        'a/b',
        'renovate[bot]x',
        '[bot]',
        'a[bot',
      ],
    ],
    ['what is ignored', (glob) => ({ ignore: [glob] }), ['**'], ['', 1]],
    ['unavailable', (value) => ({ unavailable: value }), ['fail', 'warn'], ['', 'pass']],
    [
      'a scope',
      (scope) => ({ 'internal-scopes': [scope] }),
      ['@a', '@acme-1._~'],
      ['acme', '@', '@.acme', '@Acme', '@acme/x', 'x@acme'],
    ],
    [
      'a registry',
      (registry) => ({ registries: [registry] }),
      [{ url: 'x' }, { url: 'x', scopes: ['@a'] }],
      [{}, { url: '' }, { url: 'x', scopes: ['a'] }, { url: 'x', scope: [] }],
    ],
    [
      'a rule',
      (sample) => ({ rules: { sample } }),
      ['off', 'low', 'critical', {}, { severity: 'low' }],
      ['', 'on', { severity: 'off' }],
    ],
    ['a message', (message) => ({ rules: { 'sample/too-new': message } }), ['off', 'low'], ['', {}]],
    ['tiers', (tiers) => ({ rules: { sample: { tiers } } }), [['server'], ['closure', 'other']], [[], ['']]],
    ['a whole number', (hours) => ({ rules: { sample: { hours } } }), [0, 3], [-1, 1.5, '3']],
    ['a number with a least of its own', (least) => ({ rules: { other: { least } } }), [2, 3], [1, 0]],
    ['a number with no least of its own', (any) => ({ rules: { other: { any } } }), [0], [-1]],
    ['yes or no', (strict) => ({ rules: { other: { strict } } }), [true, false], ['true', 1]],
    ['a word', (word) => ({ rules: { other: { word } } }), ['a'], ['', true, ['a']]],
    ['words', (words) => ({ rules: { other: { words } } }), [[], ['a']], ['a', [1]]],
  ])('%s', (_, around, good, bad) => {
    const holds = (value: unknown) => policySchema(BOUNDED).safeParse({ version: 1, ...around(value) }).success
    expect(good.filter((value) => !holds(value))).toEqual([])
    expect(bad.filter(holds)).toEqual([])
  })
})
