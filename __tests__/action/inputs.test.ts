import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from '@jest/globals'
import { readInputs } from '../../src/action/inputs.ts'
import { InputError } from '../../src/errors.ts'

/** The runner hands an input over in a variable of this name. */
const variable = (name: string) => `INPUT_${name.toUpperCase()}`
const names = [
  ...readFileSync('action.yml', 'utf8')
    .split('\noutputs:')
    .slice(0, 1)
    .join()
    .matchAll(/^ {2}([a-z-]+):$/gm),
].map(([, name]) => String(name))

function reading(given: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(given)) process.env[variable(name)] = value
  return readInputs()
}

afterEach(() => {
  for (const name of names) delete process.env[variable(name)]
})

test('nothing given is what action.yml names as default', () => {
  const before = readInputs()
  expect(before).toMatchObject({ mode: null, review: 'comment', summaryComment: 'on-findings', source: 'api' })
  const defaults = [...readFileSync('action.yml', 'utf8').matchAll(/^ {2}([a-z-]+):\n.*\n {4}default: (.*)$/gm)]
  const given = defaults.map(([, name, value]) => [String(name), String(value).replace(/^""$/, '')])
  expect(given.length).toBe(names.length)
  expect(reading({ ...Object.fromEntries(given), 'github-token': '' })).toEqual(before)
})

test('every input of action.yml changes something', () => {
  const values: Readonly<Record<string, string>> = {
    mode: 'audit',
    'fail-on': 'low',
    review: 'off',
    'summary-comment': 'always',
    source: 'git',
    'registry-auth': 'npm.example.test=token',
  }
  const before = JSON.stringify(readInputs(), plainMaps)
  for (const name of names) {
    const after = JSON.stringify(reading({ [name]: values[name] ?? 'x' }), plainMaps)
    expect([name, after !== before]).toEqual([name, true])
    delete process.env[variable(name)]
  }
})

test.each([
  ['mode', 'gates'],
  ['fail-on', 'auto'],
  ['review', 'auto'],
  ['summary-comment', 'auto'],
  ['source', 'auto'],
  ['registry-auth', 'npm.example.test'],
  ['registry-auth', 'https://npm.example.test=token'],
  ['registry-auth', 'npm.example.test='],
])('%s: %s is the user’s to mend', (name, value) => {
  expect(() => reading({ [name]: value })).toThrowWithCode(InputError, 'input-invalid')
})

function plainMaps(_: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value
}
