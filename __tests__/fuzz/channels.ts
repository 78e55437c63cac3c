// What each output must be, whatever is in a report: read as its reader reads it, nothing from outside got out of its place.
import { expect } from '@jest/globals'
import { Lexer, type Token } from 'marked'
import type { Log } from 'sarif'
import type { Report } from '../../src/model/report.ts'
import type { RuleCatalogue } from '../../src/model/rule.ts'
import { type AnnotationPlan, planAnnotations } from '../../src/report/annotations.ts'
import { type ReportFormat, renderReport } from '../../src/report/formats.ts'
import { SCRIPT, STYLE } from '../../src/report/html-assets.ts'
import type { LinkOptions } from '../../src/report/options.ts'
import { planReview } from '../../src/report/review.ts'
import { planSummary } from '../../src/report/summary.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { planTracking } from '../../src/report/tracking.ts'
import { annotationLine, obeyed } from '../support/commands.ts'
import { readHtml } from '../support/html-tree.ts'
import { cellCounts, commandLines, UNSEEN } from '../support/markdown.ts'
import { HEAD_SHA } from '../support/reports.ts'
import { bomFaults, resultFaults, sarifFaults } from '../support/schemas.ts'

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
  expectResult('report', wires['json'] ?? '')
  expectSarif(wires['sarif'] ?? '')
  const lines = (wires['ndjson'] ?? '').split('\n').filter(Boolean)
  expect(lines).toHaveLength(report.findings.length)
  for (const line of lines) expectResult('finding', line)
  expectAnnotations(planAnnotations(report, catalogue))
}

/** Each is one command of its level, and reads as it was planned. */
function expectAnnotations({ errors, warnings, notices }: AnnotationPlan): void {
  for (const [level, annotations] of [
    ['error', errors] as const,
    ['warning', warnings] as const,
    ['notice', notices] as const,
  ])
    for (const annotation of annotations) {
      const { message, title, file, startLine } = annotation
      for (const text of [message, title, file]) expectText(text)
      const properties = { title, line: String(startLine), ...(file === '' ? {} : { file }) }
      expect(obeyed(annotationLine(level, annotation))).toEqual([{ name: level, properties, message }])
    }
}

/** JSON that is harmless to print, and fits the shipped schema. */
export function expectResult(kind: string, text: string): void {
  expectJson(text)
  expect(resultFaults(kind, text)).toBeNull()
}

/** Fits CycloneDX's schema, every reference is there, and none is twice. */
export function expectBom(text: string): void {
  expectJson(text)
  expect(bomFaults(text)).toBeNull()
  const { components, services, dependencies } = JSON.parse(text)
  const refs = [...components, ...services].map((item: { readonly 'bom-ref': string }) => item['bom-ref'])
  expect(new Set(refs).size).toBe(refs.length)
  for (const { ref, dependsOn } of dependencies) for (const one of [ref, ...dependsOn]) expect(refs).toContain(one)
}

/** Fits the schema, and every result points at the rule that it names. */
function expectSarif(text: string): void {
  expectJson(text)
  expect(sarifFaults(text)).toBeNull()
  const [run] = (JSON.parse(text) as Log).runs
  const rules = run?.tool.driver.rules ?? []
  for (const { ruleId, ruleIndex } of run?.results ?? [])
    if (ruleIndex !== undefined) expect(rules[ruleIndex]?.id).toBe(ruleId)
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

/** Every element that the page may hold, with the attributes it may have. */
const ELEMENTS: Readonly<Record<string, string>> = {
  html: 'lang',
  head: '',
  meta: 'charset http-equiv content name',
  title: '',
  style: '',
  body: '',
  a: 'class href rel',
  header: 'class',
  h1: '',
  h2: 'id',
  h3: '',
  ul: 'class aria-label',
  li: 'class',
  span: 'class title aria-hidden',
  dl: 'class',
  div: 'class id hidden role aria-labelledby tabindex',
  dt: '',
  dd: '',
  main: '',
  section: 'aria-labelledby',
  article: 'class',
  p: 'class',
  code: '',
  pre: 'tabindex',
  ins: '',
  del: '',
  details: 'class',
  summary: '',
  label: '',
  input: 'type id min',
  select: 'id',
  option: 'value',
  output: 'id aria-live',
  table: 'id',
  thead: '',
  tbody: '',
  tr: 'data-text data-tier data-trust data-days data-found',
  th: 'scope',
  td: 'class',
  footer: '',
  button: 'type id hidden',
  script: 'type id',
}
/** Only what the renderer itself names: no word from outside is one of these values. */
const FREE = new Set(['href', 'title', 'content', 'data-text', 'data-days', 'data-found', 'value'])
const OWN_VALUE = /^[\w/ -]*$/

/**
 * Read by the rules of the HTML standard there is nothing to forgive, no comment, no element and no attribute that is not
 * the renderer's, the one script is ours, and every link leads to our server.
 */
export function expectHtml(page: string): void {
  expect(UNSEEN.exec(withoutTabs(page))?.[0]).toBeUndefined()
  const { elements, others, errors } = readHtml(page)
  expect([others, errors]).toEqual([[], []])
  for (const { name, attributes } of elements) {
    expect([name, Object.hasOwn(ELEMENTS, name)]).toEqual([name, true])
    const allowed = ELEMENTS[name]?.split(' ') ?? []
    for (const [key, value] of Object.entries(attributes)) {
      expect([name, key, allowed.includes(key)]).toEqual([name, key, true])
      if (!FREE.has(key) && name !== 'meta') expect(value).toMatch(OWN_VALUE)
    }
  }
  const [report, script, ...more] = elements.filter(({ name }) => name === 'script').map(({ text }) => text)
  expect([script, more]).toEqual([SCRIPT, []])
  expectResult('report', report ?? '')
  expect(elements.filter(({ name }) => name === 'style').map(({ text }) => text)).toEqual([STYLE])
  for (const { attributes } of elements)
    if (attributes['href'] !== undefined)
      expect(attributes['href']).toMatch(/^(?:#packages$|https:\/\/github\.example\.test\/acme\/)/)
}
