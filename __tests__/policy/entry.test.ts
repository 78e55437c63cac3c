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
  expect(initialPolicy([])).toMatch(/\nallow: \[\]\n$/)
  expect(load(initialPolicy([entry, entry])).allow).toMatchObject([{ name: 'new-mcp' }, { name: 'new-mcp' }])
})

const old = '  - package: old-mcp # keep\n    versions: "1.0.0"\n'

test.each([
  ['no allow', 'version: 1\n', `version: 1\nallow:\n${entry}`],
  ['no final newline', 'version: 1', `version: 1\nallow:\n${entry}`],
  ['an empty list', 'version: 1\nallow: [] # none\nignore: []\n', `version: 1\nallow: # none\n${entry}ignore: []\n`],
  ['an empty list, with blanks', 'version: 1\nallow : [ ]\n', `version: 1\nallow:\n${entry}`],
  ['blanks before the next key', `allow:\n${old}  \nversion: 1\n`, `allow:\n${old}${entry}  \nversion: 1\n`],
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
  ['nothing', ''],
  ['null', 'null'],
  ['a text', 'allow'],
  ['an empty list over two lines', 'version: 1\nallow: [\n ]'],
  ['an empty list that is not at the margin', '  version: 1\n  allow: []'],
  ['a mapping on one line', '{ version: 1, allow: [] }'],
  ['a list that begins on the next line', 'version: 1\nallow:\n  [{ package: a }]'],
  ['a text that begins as an entry does', 'version: 1\nallow:\n  -a'],
])('refuses to insert into %s', (_, text) => {
  expect(() => insertAllowEntry(text, entry)).toThrowWithCode(InputError, 'policy-invalid')
})

test('says why it does not, and what to do', () => {
  expect(() => insertAllowEntry('- a', entry)).toThrow(
    expect.objectContaining({
      message: 'the entry cannot be inserted: it is no YAML mapping',
      hint: expect.stringContaining('one entry on each line'),
    }),
  )
})
