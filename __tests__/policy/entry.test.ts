import { expect, test } from '@jest/globals'
import { InputError } from '../../src/errors.ts'
import { renderAllowEntry, renderCommandEntry, renderRemoteEntry } from '../../src/model/entry.ts'
import { initialPolicy, insertAllowEntry } from '../../src/policy/entry.ts'
import { SHA512 } from '../support/builders.ts'
import { load } from './support.ts'

const entry = renderAllowEntry({ package: 'new-mcp', version: '2.0.0', integrity: SHA512 })

test('an entry has every value it is given, quoted', () => {
  expect(
    renderAllowEntry({
      package: '@acme/x',
      version: '1.0.0',
      integrity: SHA512,
      source: 'github.com/acme/x',
      workflow: '.github/workflows/release.yml',
    }),
  ).toBe(`  - package: "@acme/x"
    versions: "1.0.0"
    source: "github.com/acme/x"
    workflow: ".github/workflows/release.yml"
    integrity: { "1.0.0": "${SHA512}" }
`)
  expect(renderRemoteEntry('https://mcp.example.test/')).toBe('  - remote: "https://mcp.example.test/"\n')
  expect(renderCommandEntry(['node', 'a b.js'])).toBe('  - command: ["node", "a b.js"]\n')
})

test('a first policy loads, with entries and without', () => {
  expect(load(initialPolicy([])).allow).toEqual([])
  expect(load(initialPolicy([entry, entry])).allow).toMatchObject([{ name: 'new-mcp' }, { name: 'new-mcp' }])
})

const old = '  - package: old-mcp # keep\n    versions: "1.0.0"\n'

test.each([
  ['no allow', 'version: 1\n', `version: 1\nallow:\n${entry}`],
  ['no final newline', 'version: 1', `version: 1\nallow:\n${entry}`],
  ['an empty list', 'version: 1\nallow: [] # none\nignore: []\n', `version: 1\nallow: # none\n${entry}ignore: []\n`],
  ['no value', 'version: 1\nallow:\nignore: []\n', `version: 1\nallow:\n${entry}ignore: []\n`],
  ['entries at the end', `version: 1\nallow:\n${old}`, `version: 1\nallow:\n${old}${entry}`],
  [
    'entries, comments and another key',
    `version: 1\nallow:\n  # ours\n${old}  # last\n\n# rules\nrules: {}\n`,
    `version: 1\nallow:\n  # ours\n${old}  # last\n${entry}\n# rules\nrules: {}\n`,
  ],
  [
    'entries without indentation',
    'version: 1\nallow:\n- package: a\nignore: []\n',
    `version: 1\nallow:\n- package: a\n${entry.replace(/^ {2}/gm, '')}ignore: []\n`,
  ],
  ['allow as the first key', `allow:\n${old}version: 1\n`, `allow:\n${old}${entry}version: 1\n`],
])('inserts where there is %s', (_, text, expected) => {
  expect(insertAllowEntry(text, entry)).toBe(expected)
  expect(load(expected).allow.at(-1)).toMatchObject({ name: 'new-mcp', versions: ['2.0.0'] })
})

test('keeps CRLF', () => {
  const result = insertAllowEntry(`version: 1\r\nallow:\r\n${old.replaceAll('\n', '\r\n')}ignore: []\r\n`, entry)
  expect(result.replaceAll('\r\n', '')).not.toContain('\n')
  expect(load(result).allow).toHaveLength(2)
})

test.each([
  ['broken YAML', 'allow: ['],
  ['no mapping', '- a'],
  ['entries on one line', 'version: 1\nallow: [{ package: a }]'],
  ['an empty list over two lines', 'version: 1\nallow: [\n]'],
])('refuses to insert into %s', (_, text) => {
  expect(() => insertAllowEntry(text, entry)).toThrowWithCode(InputError, 'policy-invalid')
})
