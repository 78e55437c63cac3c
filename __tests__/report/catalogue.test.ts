// The real rules' wording in every channel.
import { describe, expect, test } from '@jest/globals'
import { Lexer } from 'marked'
import { fillHtml, fillMarkdown, fillPlain } from '../../src/report/template.ts'
import { planTracking } from '../../src/report/tracking.ts'
import { RULES } from '../../src/rules/index.ts'
import { badBumpReport, CATALOGUE, goodReport } from '../support/reports.ts'

const messages = RULES.flatMap(({ id: rule, messages }) =>
  Object.entries(messages).map(([id, message]) => [`${rule}/${id}`, message] as const),
)

describe.each(messages)('%s', (_, { text, remedy }) => {
  const names = [...`${text} ${remedy}`.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const args = Object.fromEntries(names.map((name) => [name, '@octocat/`x`|<b>']))

  test('leaves no placeholder, and nothing but words and code', () => {
    for (const template of [text, remedy]) {
      expect(fillPlain(template, args)).not.toMatch(/\{\w+\}|`\{|\}`/)
      const kinds = Lexer.lexInline(fillMarkdown(template, args)).map(({ type }) => type)
      expect(kinds.filter((kind) => !['text', 'codespan', 'escape'].includes(kind))).toEqual([])
      expect(fillHtml(template, args).replaceAll(/<\/?code>/g, '')).not.toMatch(/[<>]/)
    }
  })
})

test('the tracking issue has one line per open finding, and none where all is fine', () => {
  const plan = planTracking(badBumpReport, CATALOGUE, { links: null, docsBase: null })
  expect(plan.findings).toHaveLength(6)
  expect(plan.findings[0]).toEqual({
    fingerprint: badBumpReport.findings[3]?.fingerprint,
    text: '`@modelcontextprotoco1/sdk` imitates `@modelcontextprotocol/sdk`: “the digit 1 stands for the letter l” · critical · `package.json` line 11 · impersonation/homoglyph',
  })
  expect(planTracking(goodReport, CATALOGUE, { links: null, docsBase: null }).findings).toEqual([])
})
