import { expect, test } from '@jest/globals'
import { readYaml, type YamlDocument } from '../../src/policy/yaml.ts'

function documentOf(text: string): YamlDocument {
  const document = readYaml(text)
  if ('at' in document) throw new Error(document.message)
  return document
}

/** Line and column as people write them. */
const at = ({ line, column }: { readonly line: number; readonly column: number }) => `${line}:${column}`

test.each([
  ['', undefined],
  ['# x', undefined],
  ['a', 'a'],
  ['{ a: 1, "b": [c, null, true, 1.5] }', { a: 1, b: ['c', null, true, 1.5] }],
  ['a: yes\nb: 2026-01-01', { a: 'yes', b: '2026-01-01' }],
  ['"1.10": a\n"null": b\n\'true\': c', { '1.10': 'a', null: 'b', true: 'c' }],
  [
    '1.10.0: a\nx1: b\n-: c\n1-2: d\nnullable: e\nv1: f',
    { '1.10.0': 'a', x1: 'b', '-': 'c', '1-2': 'd', nullable: 'e', v1: 'f' },
  ],
])('%j is read', (text, value) => {
  expect(documentOf(text).value).toEqual(value)
})

test.each([
  ['a: [', '1:5', /./],
  ['a: 1\nb: 2\na: 3', '3:1', /^duplicated mapping key/],
  ['a: &x 1\nb: *x', '2:5', /^aliases \(\*name\) are not allowed$/],
  ['a: !!js/function x', '1:4', /unknown scalar tag/],
  ['a: 1\n---\nb: 2', '1:1', /^it holds several YAML documents$/],
  ['a: 1\nb: @acme/x', '2:4', /^a text that begins with @ must be in quotes$/],
  ['a: `x', '1:4', /^(?!a text that begins with @)/],
  ['a: 1\n__proto__: { b: 1 }', '2:1', /^the key __proto__ is not allowed$/],
  ['a:\n  - b: { "__proto__": 1 }', '2:11', /^the key __proto__ is not allowed$/],
  ['a:\n  1.10: b', '2:3', /^the key 1\.10 is not read as text; put it in quotes$/],
  ['a:\n  ? [x]\n  : b', '1:1', /complex keys/],
  ['a:\n  : b', '1:1', /^the key here is not read as text; put it in quotes$/],
])('%j is refused at %s', (text, place, message) => {
  const fault = readYaml(text)
  if (!('at' in fault)) throw new Error('it was read')
  expect(fault.message).toMatch(message)
  expect(at(fault.at)).toBe(place)
})

test.each([
  'null',
  'Null',
  '~',
  'true',
  'FALSE',
  '1',
  '-1',
  '+1',
  '1.5',
  '.5',
  '1.',
  '1_000',
  '1e3',
  '1.5e-3',
  '1e10',
  '1e+3',
  '0x1F',
  '0o17',
  '0b11',
  '.inf',
  '-.inf',
  '.NaN',
])('the key %s is not read as text', (key) => {
  expect(readYaml(`${key}: a`)).toMatchObject({ message: `the key ${key} is not read as text; put it in quotes` })
  expect(readYaml(`"${key}": a`)).toMatchObject({ value: { [key]: 'a' } })
})

test('nesting ends somewhere', () => {
  const nested = (depth: number) => readYaml(`${'['.repeat(depth)}${']'.repeat(depth)}`)
  expect('at' in nested(19)).toBe(false)
  expect('at' in nested(20)).toBe(true)
})

const TEXT = 'a: 1\r\nlist:\n  - x\n  - { b: "c", d: }\nempty:\n# end\rlast: z'

test.each([
  [[], '1:1', '1:1', null],
  [['a'], '1:4', '1:1', '1'],
  [['list'], '3:3', '2:1', null],
  [['list', 0], '3:5', '3:5', 'x'],
  [['list', 1], '4:5', '4:5', null],
  [['list', 1, 'b'], '4:11', '4:7', 'c'],
  [['list', 1, 'd'], '4:15', '4:15', ''],
  [['list', 1, 'z'], '4:5', '4:5', null],
  [['list', 7, 'z'], '3:3', '2:1', null],
  [['empty'], '5:1', '5:1', ''],
  [['last'], '7:7', '7:1', 'z'],
  [['a', 'b'], '1:4', '1:1', '1'],
])('%j stands at %s, and its key at %s', (route, value, key, text) => {
  const document = documentOf(TEXT)
  expect(at(document.positionOf(route))).toBe(value)
  expect(at(document.positionOfKey(route))).toBe(key)
  expect(document.textAt(route)).toBe(text)
})

test('in what is empty everything stands at the beginning', () => {
  expect(at(documentOf('').positionOf(['a']))).toBe('1:1')
  expect(documentOf('').textAt([])).toBeNull()
})
