// What each output must be, whatever is in a report: read as its reader reads it, nothing from outside got out of its place.
import { expect } from '@jest/globals'
import { Lexer, type Token } from 'marked'
import type { Report } from '../../src/model/report.ts'
import type { RuleCatalogue } from '../../src/model/rule.ts'
import { planAnnotations } from '../../src/report/annotations.ts'
import { type ReportFormat, renderReport } from '../../src/report/formats.ts'
import type { LinkOptions } from '../../src/report/options.ts'
import { planReview } from '../../src/report/review.ts'
import { planSummary } from '../../src/report/summary.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { planTracking } from '../../src/report/tracking.ts'
import { cellCounts, commandLines, UNSEEN } from '../support/markdown.ts'
import { HEAD_SHA } from '../support/reports.ts'

const SERVER = 'https://github.example.test'
const LINKS: LinkOptions = {
  links: { serverUrl: SERVER, owner: 'acme', repo: 'app', sha: HEAD_SHA },
  docsBase: `${SERVER}/acme/mcp-gate/blob/v1/docs/rules`,
}
const WIRES: readonly ReportFormat[] = ['json', 'ndjson', 'markdown', 'sarif', 'html']

/** Renders the report in every form and looks at each. */
export function expectContained(report: Report, catalogue: RuleCatalogue): void {
  const wires = Object.fromEntries(
    WIRES.map((format) => [format, renderReport(format, { report, catalogue, options: LINKS })]),
  )
  for (const colour of [true, false])
    expectText(renderTerminal(report, catalogue, { colour, width: 80, quiet: false, elapsedMs: 1 }))
  expectMarkdown(wires['markdown'] ?? '')
  expectMarkdown(planSummary(report, catalogue, LINKS).body)
  expectHtml(wires['html'] ?? '')
  expectReview(report, catalogue)
  const tracking = planTracking(report, catalogue, LINKS)
  expectMarkdown(tracking.body)
  for (const { text } of tracking.findings) expectMarkdown(text)
  for (const format of ['json', 'sarif'] as const) expectJson(wires[format] ?? '')
  for (const line of (wires['ndjson'] ?? '').split('\n').filter(Boolean)) expectJson(line)
  const { errors, warnings, notices } = planAnnotations(report, catalogue)
  for (const annotation of [...errors, ...warnings, ...notices])
    for (const text of [annotation.message, annotation.title, annotation.file]) expectText(text)
}

function expectReview(report: Report, catalogue: RuleCatalogue): void {
  const paths = report.findings.map(({ location }) => location.path)
  const plan = planReview({
    report,
    catalogue,
    hunks: new Map(paths.map((path) => [path, [{ from: 1, to: 100 }]])),
    texts: new Map(paths.map((path) => [path, paths.join('\n')])),
    ...LINKS,
  })
  expectMarkdown(plan.body)
  for (const { body, fileBody } of plan.comments) for (const text of [body, fileBody]) expectMarkdown(text)
  for (const { body } of plan.fileComments) expectMarkdown(body)
}

/** Our own colours are the only control characters, and no line is one that the runner obeys. */
function expectText(text: string): void {
  const plain = text.replaceAll(/\u001b\[\d+m/g, '')
  expect(UNSEEN.exec(plain)?.[0]).toBeUndefined()
  expect(commandLines(text)).toEqual([])
}

export function expectJson(text: string): void {
  expect(UNSEEN.exec(text)?.[0]).toBeUndefined()
  expect(commandLines(text)).toEqual([])
  expect(typeof JSON.parse(text)).toBe('object')
}

const OWN_HTML = /^(?:<!-- mcp-gate:v1[\w: ,-]* -->|<\/?(?:details|summary|sub|br|strong|b)>|\s)+$/
const HARMLESS = new Set([
  'space',
  'text',
  'codespan',
  'strong',
  'em',
  'list',
  'list_item',
  'paragraph',
  'heading',
  'code',
  'table',
  'html',
  'link',
  'escape',
  'br',
  'hr',
  'blockquote',
])

/** Links lead to our server, markup is ours, tables are whole, and no word outside code is one that GitHub acts on. */
export function expectMarkdown(markdown: string): void {
  expectText(withoutTabs(markdown))
  expect(new Set(cellCounts(withoutBlocks(markdown))).size).toBeLessThanOrEqual(1)
  for (const token of tokensIn(Lexer.lex(withPlainSpans(markdown)))) expectToken(token)
}

/** Excerpts keep their tabs. */
function withoutTabs(text: string): string {
  return text.replaceAll('\t', ' ')
}

/** Every code span says the same: this lexer, unlike CommonMark, takes no backtick inside one that stands in a link. */
function withPlainSpans(markdown: string): string {
  return withoutBlocks(markdown).replace(/(?<![`\\])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '`x`')
}

function expectToken(token: Token): void {
  expect([token.type, HARMLESS.has(token.type)]).toEqual([token.type, true])
  if (token.type === 'link') expect(String(token['href'])).toMatch(/^https:\/\/github\.example\.test\/acme\//)
  // Between the tags of a folded part a block may hold text of its own.
  if (token.type === 'html') expect(String(token.raw).replace(/(?<=>)[^<]*(?=<)/g, '')).toMatch(OWN_HTML)
  if (token.type === 'text' && token['tokens'] === undefined) expectQuiet(String(token.raw))
}

/** No mention, reference, address, emphasis or commit id that is not ours. */
function expectQuiet(text: string): void {
  expect(text).not.toMatch(/(?<![\w`])@[A-Za-z\d]|(?<![\w&])#\d|\bGH-\d|:\/\/|\bwww\.|<[a-z!/]|!\[|\]\(/i)
}

function tokensIn(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token): readonly Token[] => {
    const { tokens: inner = [], items = [], header = [], rows = [] } = token as Token & Nested
    const cells = [...header, ...rows.flat()].flatMap((cell) => cell.tokens ?? [])
    return [token, ...tokensIn([...inner, ...items, ...cells])]
  })
}

interface Nested {
  readonly tokens?: readonly Token[]
  readonly items?: readonly Token[]
  readonly header?: readonly { readonly tokens?: readonly Token[] }[]
  readonly rows?: readonly (readonly { readonly tokens?: readonly Token[] }[])[]
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^ *(`{3,})[^`\n]*\n(?:[\s\S]*?\n)?? *\1`*[ \t]*$/gm, '')
}

const SCRIPTS = /<script[^>]*>([\s\S]*?)<\/script>/g
const TAGS = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)>/g
const VOID = new Set(['meta', 'input'])

/** All markup is ours, every element is closed in its turn, the one script is ours, and every link leads to our server. */
export function expectHtml(page: string): void {
  expect(UNSEEN.exec(withoutTabs(page))?.[0]).toBeUndefined()
  const scripts = [...page.matchAll(SCRIPTS)].map(([, text = '']) => text)
  expect(scripts).toHaveLength(2)
  expect(typeof JSON.parse(scripts[0] ?? '')).toBe('object')
  const markup = page
    .replace(/^<!doctype html>/, '')
    .replace(SCRIPTS, '')
    .replace(/<style>[\s\S]*?<\/style>/, '')
  expect(markup.replace(TAGS, '')).not.toMatch(/[<>"'`]/)
  const open: string[] = []
  for (const [, slash, name = '', attributes = ''] of markup.matchAll(TAGS)) {
    expect(attributes).not.toMatch(/ (?:on[a-z]+|style|src)=/)
    for (const [, href = ''] of attributes.matchAll(/ href="([^"]*)"/g))
      expect(href).toMatch(/^(?:#packages$|https:\/\/github\.example\.test\/acme\/)/)
    if (slash === '/') expect(open.pop()).toBe(name)
    else if (!VOID.has(name)) open.push(name)
  }
  expect(open).toEqual([])
}
