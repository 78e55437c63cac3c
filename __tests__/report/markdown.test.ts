import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Lexer, type Token } from 'marked'
import { codeBlock, codeCell, codeSpan, isProse, prose } from '../../src/report/markdown.ts'
import { fillHtml, fillMarkdown, fillPlain } from '../../src/report/template.ts'
import { UNSEEN } from '../support/markdown.ts'
import { HOSTILE_TEXTS } from '../support/reports.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...HOSTILE_TEXTS),
  fc
    .array(
      fc.constantFrom(
        '`',
        '``',
        '|',
        '\\',
        '*',
        '_',
        '[',
        '](',
        ')',
        '<',
        '>',
        '@a',
        '#1',
        ' ',
        '\n',
        '~~~',
        'x',
        '$',
        '&amp;',
        'https://',
        '!',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join('')),
)

describe('a code span', () => {
  test.each([
    ['postmark-mcp', '`postmark-mcp`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['', '`(empty)`'],
    ['  ', '`(blank)`'],
  ])('%j', (value, span) => expect(codeSpan(value)).toBe(span))

  test('is exactly one code span, whatever is in it', () => {
    fc.assert(
      fc.property(anyText, (text) =>
        expect(kinds(Lexer.lexInline(`x ${codeSpan(text)} y`))).toEqual(['text', 'codespan', 'text']),
      ),
    )
  })

  test('stays one cell of a table, and one code span in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [table] = Lexer.lex(`| a | b | c |\n|---|---|---|\n| x | ${codeCell(text)} | z |\n`)
        const cells = table?.type === 'table' ? (table['rows'][0] as { text: string; tokens: Token[] }[]) : []
        expect([cells[0]?.text, cells[2]?.text, kinds(cells[1]?.tokens ?? [])]).toEqual(['x', 'z', ['codespan']])
      }),
    )
  })
})

describe('a code block', () => {
  test('is exactly one block, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(anyText), (texts) => {
        const tokens = Lexer.lex(`before\n\n${codeBlock(texts.join('\n'), 'diff')}\n\nafter\n`).filter(
          ({ type }) => type !== 'space',
        )
        expect(tokens.map(({ type }) => type)).toEqual(['paragraph', 'code', 'paragraph'])
      }),
    )
  })

  test('says how many lines it left out', () => {
    expect(codeBlock('x\n'.repeat(100), 'text')).toContain('… 61 more lines')
  })
})

describe('prose', () => {
  test.each([
    ['Built by release.yml of acme/servers at main.', 'Built by `release.yml` of `acme/servers` at main.'],
    [
      'Ask @octocat (see #12, GH-3) about 3f2c9e1.',
      'Ask `@octocat` `(see` `#12`, `GH-3`) about `3f2c9e1`.'.replace('`(see`', '(see'),
    ],
    ['GH-1-- and x-gh-2 and pre-3f2c9e1-post and facade', '`GH-1--` and `x-gh-2` and `pre-3f2c9e1-post` and facade'],
    ['a | b <img> **c**', 'a `|` b `<img>` `**c**`'],
  ])('%s', (text, markdown) => expect(prose(text)).toBe(markdown))

  test('holds nothing but words and code, whatever it is made of', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const markdown = prose(text)
        expect(
          kinds(Lexer.lexInline(`x ${markdown}`)).filter((kind) => kind !== 'text' && kind !== 'codespan'),
        ).toEqual([])
        expect(withoutCode(markdown)).not.toMatch(/[@#<>[\]|*_~$&\\]|www\.|:\/\//i)
        expect(UNSEEN.test(markdown)).toBe(false)
      }),
    )
  })

  test('takes a value for prose only where nothing in it has a meaning', () => {
    expect(isProse('the digit 1 stands for the letter l')).toBe(true)
    expect(HOSTILE_TEXTS.filter(isProse)).toEqual([])
  })
})

describe('a message', () => {
  const template = '{name}@{version} of {owner} is not on `the {list}`: {why}.'
  const args = {
    name: '@acme/x-mcp',
    version: '1.0.0',
    owner: 'Acme',
    list: 'allowlist',
    why: 'nobody has read it yet',
  }

  test('is filled for each channel', () => {
    expect(fillPlain(template, args)).toBe(
      "@acme/x-mcp@1.0.0 of Acme is not on 'the allowlist': nobody has read it yet.",
    )
    expect(fillMarkdown(template, args)).toBe(
      '`@acme/x-mcp@1.0.0` of `Acme` is not on `the allowlist`: “nobody has read it yet”.',
    )
    expect(fillHtml(template, args)).toBe(
      '<code>@acme/x-mcp@1.0.0</code> of <code>Acme</code> is not on <code>the allowlist</code>: “nobody has read it yet”.',
    )
  })

  test('shows a placeholder without a value as itself, also one that every object has', () => {
    expect(fillPlain('{name} {constructor} {__proto__}', {})).toBe('{name} {constructor} {__proto__}')
  })

  test('names a component without a version alone', () => {
    expect(fillPlain('{name} {version} is not listed.', { name: 'x-mcp', version: '' })).toBe('x-mcp is not listed.')
    expect(fillMarkdown('{name} {version} is not listed.', { name: 'x-mcp', version: '' })).toBe(
      '`x-mcp` is not listed.',
    )
  })

  test('does not fill placeholders that a value brings', () => {
    expect(fillPlain('{a} {b}', { a: '{b}', b: 'x' })).toBe('{b} x')
  })

  test('keeps values inside code in Markdown, and without markup in HTML', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const markdown = fillMarkdown('{name} runs {command} on install.', { name: text, command: text })
        expect(kinds(Lexer.lexInline(markdown)).filter((kind) => kind !== 'text' && kind !== 'codespan')).toEqual([])
        expect(withoutCode(markdown)).not.toMatch(/[@#<>[\]|*_~$&\\]|www\.|:\/\//i)
        const html = fillHtml('{name} runs {command} on install.', { name: text, command: text })
        expect(html.replaceAll(/<\/?code>/g, '')).not.toMatch(/[<>"'`]/)
      }),
    )
  })
})

function kinds(tokens: readonly Token[]): readonly string[] {
  return tokens.map(({ type }) => type)
}

function withoutCode(markdown: string): string {
  return markdown.replace(/(?<![`\\])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, ' ')
}
