// JSON with comments, YAML and TOML as documents: values, lines, every occurrence of a key, and nothing that hangs or crashes.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  type DocumentNode,
  entriesOf,
  lastValue,
  lineOfRoute,
  type ParsedDocument,
  textOf,
} from '../../src/sources/document.ts'
import { readJsonc } from '../../src/sources/jsonc.ts'
import { readToml } from '../../src/sources/toml.ts'
import { frontMatterOf, readYaml } from '../../src/sources/yaml.ts'

const READERS = { json: readJsonc, yaml: readYaml, toml: readToml }

describe('JSON with comments', () => {
  test('comments and trailing commas are read over, lines are exact', () => {
    const root = rootOf(readJsonc('{ // one\n "a": 1,\n /* two\n lines */ "b": [true,\n null, "x",], }'))
    expect(plain(root)).toEqual({ a: 1, b: [true, null, 'x'] })
    expect([
      lineOfRoute(root, ['a']),
      lineOfRoute(root, ['b']),
      lineOfRoute(root, ['b', 2]),
      lineOfRoute(root, ['b', 9]),
    ]).toEqual([2, 4, 5, 4])
  })

  test('a key that stands twice is there twice', () => {
    const root = rootOf(readJsonc('{"a": 1, "a": 2, "__proto__": 3}'))
    expect(root.kind === 'map' && root.entries.map(({ key }) => key)).toEqual(['a', 'a', '__proto__'])
    expect(textOf(lastValue(root, 'a'))).toBe('2')
  })

  test.each([
    '',
    ' // only\n',
    '{',
    '{"a"',
    '{"a":}',
    '[1 2]',
    '{"a":1}x',
    '{a:1}',
    "{'a':1}",
    '["\\x"]',
    '["',
    '/* open',
    '[01]',
    '{,}',
    '[,]',
    '"\n"',
  ])('%j is unreadable', (text) => {
    expect(readJsonc(text).status).toBe('unreadable')
  })

  test('what JSON.parse reads is read the same', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const value: unknown = JSON.parse(text, (key, inner) => (key === '__proto__' ? undefined : inner))
        if (/__proto__/.test(text)) return
        expect(plain(rootOf(readJsonc(text)))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('YAML', () => {
  test('blocks, flows, quotes and lines', () => {
    const root = rootOf(readYaml('a: 1\nb:\n  - "x"\n  - \'y\'\nc: {d: ~, e: true}\nm: |\n  {\n    1\n  }\n'))
    expect(plain(root)).toEqual({ a: '1', b: ['x', 'y'], c: { d: null, e: true }, m: '{\n  1\n}\n' })
    expect([lineOfRoute(root, ['b', 1]), lineOfRoute(root, ['c', 'e'])]).toEqual([4, 5])
  })

  test('aliases are the value they name, merges come after a map s own keys', () => {
    const root = rootOf(readYaml('base: &b {command: npx, args: [x]}\ns:\n  <<: *b\n  args: [y]\nt: *b\n'))
    expect(plain(root)).toMatchObject({ s: { command: 'npx', args: ['y'] }, t: { args: ['x'] } })
  })

  test('an alias inside itself, an unknown one and a second document are unreadable', () => {
    expect(readYaml('a: &x [*x]').status).toBe('unreadable')
    expect(readYaml('a: *x').status).toBe('unreadable')
    expect(readYaml('a: 1\n---\nb: 2\n').status).toBe('unreadable')
    expect(readYaml('').status).toBe('unreadable')
  })

  test('a few aliases are read, a bomb of them is refused', () => {
    expect(readYaml(aliases(4)).status).toBe('document')
    expect(readYaml(aliases(5))).toMatchObject({ status: 'unreadable', line: 6 })
    expect(readYaml(aliases(60)).status).toBe('unreadable')
  })

  test('merges that multiply are refused as well', () => {
    const lines = Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1}\n  <<: [${`*a${at},`.repeat(8)}]`)
    expect(readYaml(`a0: &a0 {command: npx}\n${lines.join('\n')}\n`).status).toBe('unreadable')
  })

  function aliases(levels: number): string {
    const lines = Array.from({ length: levels }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`)
    return `a0: &a0 [x]\n${lines.join('\n')}\n`
  }

  test('front matter is what stands between dashes', () => {
    expect(frontMatterOf('---\na: 1\n---\ntext')).toBe('a: 1')
    expect(frontMatterOf('# text\n---\na: 1\n---\n')).toBeNull()
  })
})

describe('TOML', () => {
  test('tables, lists of tables, dotted and inline ones, with lines', () => {
    const root = rootOf(
      readToml(
        'a.b = 1\n[x."y z"]\ncommand = "c"\nargs = ["a",\n "b"]\n[[l]]\nn = 1\n[l.sub]\nq = {z = true}\n[[l]]\n# [no]\n',
      ),
    )
    expect(plain(root)).toEqual({
      a: { b: 1 },
      x: { 'y z': { command: 'c', args: ['a', 'b'] } },
      l: [{ n: 1, sub: { q: { z: true } } }, {}],
    })
    expect([lineOfRoute(root, ['x', 'y z', 'args', 1]), lineOfRoute(root, ['l', 0, 'sub', 'q', 'z'])]).toEqual([5, 9])
  })

  test('a key that stands twice is unreadable, as TOML says', () => {
    expect(readToml('[a]\nx = 1\nx = 2\n')).toMatchObject({ status: 'unreadable', line: 3 })
  })

  test('keys with more dots than levels may be are unreadable, in a header and before a value', () => {
    expect(readToml(`${'a.'.repeat(150)}b = 1\n`).status).toBe('document')
    for (const text of [`${'a.'.repeat(20_000)}b = 1\n`, `x = 1\n[${'a.'.repeat(20_000)}b]\n`])
      expect(readToml(text)).toMatchObject({ status: 'unreadable', reason: 'it is nested deeper than 200 levels' })
  })

  test.each(['"', "'", '"""', "'''"])('a text of strings that %s opens and nothing closes costs no square', (quote) => {
    const started = performance.now()
    expect(readToml(`a = ${quote}${`\\${quote}x`.repeat(100_000)}`).status).toBe('unreadable')
    expect(performance.now() - started).toBeLessThan(3000)
  })

  test('a value too long for the parser is unreadable', () => {
    expect(readToml(`a = "${'[]'.repeat(200_000)}"`).status).toBe('unreadable')
  })
})

test.each(Object.entries(READERS))('%s: any depth ends at once', (_, read) => {
  for (const open of ['[', '{"a":', 'a = [', '{a = ', '- '])
    expect(['document', 'unreadable']).toContain(read(open.repeat(100_000)).status)
})

test.each(Object.entries(READERS))('%s: any text ends in a document or a fault', (_, read) => {
  const text = fc.oneof(
    fc.string(),
    fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ':',
          ',',
          '"',
          "'",
          'a',
          '=',
          '\n',
          '&x ',
          '*x ',
          '- ',
          '#',
          '|',
          '>',
          '<<: ',
          '"""',
          '//',
          '/*',
        ),
        { maxLength: 30 },
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (given) => ['document', 'unreadable'].includes(read(given).status)),
    { numRuns: 1000 },
  )
})

function rootOf(parsed: ParsedDocument): DocumentNode {
  if (parsed.status !== 'document') throw new Error(parsed.reason)
  return parsed.root
}

function plain(node: DocumentNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plain)
  return Object.fromEntries(entriesOf(node).map(({ key, value }) => [key, plain(value)]))
}
