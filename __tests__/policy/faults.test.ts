import { expect, test } from '@jest/globals'
import { InputError } from '../../src/errors.ts'
import { invalid, shown } from '../../src/policy/faults.ts'
import { SHA512 } from '../support/builders.ts'
import { messageOf } from './support.ts'

/** What is said of a policy, each fault without its path. */
const told = (text: string) => messageOf(`version: 1\n${text}`).replaceAll('.github/mcp-gate.yml:', '').split('\n')
const LONG = 'a'.repeat(130)

test.each<[string, readonly string[]]>([
  ['alow: []', ['2:1: unknown key "alow"; did you mean allow?']],
  ['allow: [{ pakage: x }]', ['2:11: unknown key "pakage" in allow[1]; did you mean package?']],
  ['allow: [{ zzzzzz: x }]', ['2:11: unknown key "zzzzzz" in allow[1]']],
  ['allow: [{ package: x, a: 1, b: 2 }]', ['2:23: unknown key "a" in allow[1]', '2:29: unknown key "b" in allow[1]']],
  [
    'allow: [{ remote: x, versions: "1", sourse: a }]',
    [
      '2:22: the key "versions" in allow[1] does not go with the others there',
      '2:37: unknown key "sourse" in allow[1]; did you mean source?',
    ],
  ],
  ['allow: [{ remote: x, command: [y] }]', ['2:22: the key "command" in allow[1] does not go with the others there']],
  [
    'allow: [{ remote: 1 }]',
    ['2:19: allow[1].remote must be text, and YAML reads "1" as the number 1; put it in quotes: "1"'],
  ],
  ['allow: [3]', ['2:9: allow[1] must be a mapping, and is a number']],
  ['allow: [{}]', ['2:9: allow[1].package is missing']],
  ['allow: [{ package: { a: 1 } }]', ['2:20: allow[1].package must be a string, and is a mapping']],
  ['allow: [{ package: }]', ['2:11: allow[1].package must be a string, and is empty']],
  [
    'allow: [{ package: "" }]',
    ['2:21: allow[1].package must be a text of 1 to 500 characters without control characters'],
  ],
  ['allow: [{ package: x, versions: [] }]', ['2:33: allow[1].versions must not be empty']],
  ['allow: [{ package: x, reviewed: y }]', ['2:33: allow[1].reviewed must be a mapping, and is a string']],
  [
    'allow: [{ package: x, reviewed: { by: a, on: b } }]',
    ['2:46: allow[1].reviewed.on must be a day written YYYY-MM-DD'],
  ],
  ['allow: [{ package: x, expires: b }]', ['2:32: allow[1].expires must be a day written YYYY-MM-DD']],
  ['allow: [{ package: x, integrity: [] }]', ['2:34: allow[1].integrity must be a mapping, and is a list']],
  [
    'allow: [{ package: x, integrity: { "1.0.0": b } }]',
    ['2:45: allow[1].integrity.1.0.0 must be an SRI with sha512, such as "sha512-…" with 88 characters of base64'],
  ],
  ['allow: [{ package: x, digest: b }]', ['2:31: allow[1].digest must be "sha256:" and 64 hexadecimal digits']],
  [
    'allow: [{ package: x, source: b }]',
    ['2:31: allow[1].source must be a repository such as github.com/owner/name, without https://'],
  ],
  ['allow: [{ package: x, runner: b }]', ['2:31: allow[1].runner must be github-hosted or self-hosted']],
  ['approvers: [a b]', ['2:13: approvers[1] must be a login, or a team written @org/team']],
  ['internal-scopes: [acme]', ['2:19: internal-scopes[1] must be a scope such as "@acme"']],
  ['registries: [{ url: x, scopes: [acme] }]', ['2:33: registries[1].scopes[1] must be a scope such as "@acme"']],
  [
    'extends: a',
    ['2:10: extends must be a reference such as acme/security-policy//mcp-gate.yml@ and all 40 digits of a commit'],
  ],
  ['fail-on: a', ['2:10: fail-on must be low, moderate, high or critical']],
  ['ignore: a', ['2:9: ignore must be a list, and is a string']],
  ['rules: { sample: { hours: 1.5 } }', ['2:27: rules.sample.hours must be a whole number, and is a number']],
  ['rules: { sample: { hours: -1 } }', ['2:27: rules.sample.hours must be at least 0']],
  ['rules: { other: { strict: 1 } }', ['2:27: rules.other.strict must be a boolean, and is a number']],
  [
    'waivers: 3\nallow: 4',
    ['2:10: waivers must be a list, and is a number', '3:8: allow must be a list, and is a number'],
  ],
  [
    'waivers: [1]\nallow: [{ package: x, "b": 1, "a": 1 }]',
    [
      '2:11: waivers[1] must be a mapping, and is a number',
      '3:24: unknown key "b" in allow[1]',
      '3:32: unknown key "a" in allow[1]',
    ],
  ],
  [
    `allow: [{ package: x, integrity: { "${LONG}": b } }]`,
    [
      `2:170: ${`allow[1].integrity.${LONG}`.slice(0, 120)} must be an SRI with sha512, such as "sha512-…" with 88 characters of base64`,
    ],
  ],
])('%s', (text, messages) => {
  expect(told(text)).toEqual(messages)
})

test.each([
  ['{ version: 1, waivers: 3, allow: 4 }', ['1:24: waivers', '1:34: allow']],
  ['- a', ['1:1: the policy must be a mapping, and is a list']],
  ['fail-on: high', ['1:1: version is missing; begin with "version: 1"']],
  ['version: "1"', ['1:11: version must be 1, without quotes']],
  ['version: 2', ['1:10: version must be 1, the only one that mcp-gate knows yet']],
])('%j as a whole', (text, beginnings) => {
  const lines = messageOf(text).replaceAll('.github/mcp-gate.yml:', '').split('\n')
  expect(lines).toEqual(beginnings.map((beginning) => expect.stringMatching(`^${beginning.replace(/[[\]]/g, '.')}`)))
})

test.each([
  [10, 10, undefined],
  [11, 11, 'and 1 more'],
])('of %d faults %d lines are told', (count, lines, last) => {
  const keys = Array.from({ length: count }, (_, index) => `zzzzz${index}: 1`)
  const all = told(keys.join('\n'))
  expect(all).toHaveLength(lines)
  expect(all[10]).toBe(last)
})

test('the error names the first place, and what to do', () => {
  const faults = [{ at: { line: 7, column: 2 }, message: 'it is wrong' }]
  const error = invalid('p.yml', faults)
  expect(error).toBeInstanceOf(InputError)
  expect(error).toMatchObject({
    code: 'policy-invalid',
    path: 'p.yml',
    line: 7,
    hint: expect.stringContaining('on the base branch'),
  })
})

test.each([
  ['x', '"x"'],
  ['a"\n', '"a\\"\\n"'],
  ['x'.repeat(80), `"${'x'.repeat(80)}"`],
  ['x'.repeat(81), `"${'x'.repeat(80)}…"`],
])('%j is shown on one line and short', (text, short) => {
  expect(shown(text)).toBe(short)
})

test('a key that is not read as the version it is written as', () => {
  expect(told(`allow: [{ package: x, integrity: { 1.10: "${SHA512}" } }]`)[0]).toMatch(/^2:36: the key 1\.10/)
})
