import { describe, expect, test } from '@jest/globals'
import { Lexer, type Token, walkTokens } from 'marked'
import { COMMENT_BOUND, planSummary, renderSummary } from '../../src/report/summary.ts'
import { bytesOf } from '../../src/report/within.ts'
import { cellCounts, commandLines, UNSEEN } from '../support/markdown.ts'
import {
  aFinding,
  aReport,
  aRow,
  badBumpReport,
  CATALOGUE,
  fortyFindingsReport,
  goodReport,
  HEAD_SHA,
  hostileReport,
  quietReport,
  SAMPLES,
} from '../support/reports.ts'

const SERVER = 'https://github.example.test'
const options = {
  links: { serverUrl: SERVER, owner: 'acme', repo: 'app', sha: HEAD_SHA },
  docsBase: `${SERVER}/acme/mcp-gate/blob/v1/docs/rules`,
  bound: COMMENT_BOUND,
}
const render = (report = badBumpReport, overrides = {}) =>
  renderSummary(report, CATALOGUE, { ...options, ...overrides })

test.each(Object.entries(SAMPLES).filter(([name]) => name !== 'forty-findings'))('as a picture: %s', (_, report) => {
  expect(render(report)).toMatchSnapshot()
})

test('the verdict comes first', () => {
  expect(render().split('\n')[0]).toBe(
    '### MCP gate: failed · 2 of 5 changed servers need a decision, 1 could not be checked',
  )
})

test('the worst row and the worst decision come first, what is only not known after what is bad', () => {
  const text = render()
  const order = [
    '| ❌ | `@modelcontextprotoco1/sdk`',
    '| ❌ | `postmark-mcp`',
    '| ⚠️ | `mcp-remote`',
    '| ✅ | `@modelcontextprotocol/server-filesystem`',
    '1. **`@modelcontextprotoco1/sdk`',
    '1. **`postmark-mcp`',
    '1. **The provenance of `mcp-remote`',
  ]
  const places = order.map((part) => text.indexOf(part))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toContain(-1)
})

test('places and rules are linked where there is a repository, and named where there is none', () => {
  expect(render()).toContain(`[\`package.json\` line 14](${SERVER}/acme/app/blob/${HEAD_SHA}/package.json#L14)`)
  const bare = render(badBumpReport, { links: null, docsBase: null })
  expect(bare).toContain('`package.json` line 14')
  expect(bare).not.toContain(`](${SERVER}`)
})

test('a file that the head has no more is named without a link', () => {
  const removed = aFinding({ rule: 'source-unread', id: 'removed', location: { path: 'package-lock.json', line: 1 } })
  const text = render(aReport({ findings: [removed], verdict: 'fail' }))
  expect(text).toContain('`package-lock.json` line 1')
  expect(text).not.toContain('package-lock.json#L1')
})

test('findings that do not fail the check are folded under those that do, and open where none does', () => {
  const low = aFinding({
    rule: 'provenance',
    id: 'missing',
    severity: 'moderate',
    name: 'a-mcp',
    args: { name: 'a-mcp', version: '1.0.0' },
  })
  expect(render(aReport({ findings: [aFinding(), low] }))).toContain(
    '<summary>One more finding, which does not fail this check</summary>',
  )
  expect(render(aReport({ findings: [low] }))).toContain(
    '**What to look at**\n\n- `a-mcp` `1.0.0` has no provenance · moderate',
  )
})

test('the same finding at several places is one item', () => {
  const findings = ['a', 'b', 'c'].map((folder) => aFinding({ location: { path: `${folder}/package.json`, line: 3 } }))
  expect(render(aReport({ findings, rows: [aRow()] })).match(/is not on the allowlist/g)).toHaveLength(1)
  expect(render(aReport({ findings }))).toContain('and 2 other places')
})

test('a file that was not read or not judged is never left out', () => {
  const sources = [
    { path: 'a.json', kind: 'client-config' as const, status: 'unreadable' as const, components: 0 },
    { path: 'b.json', kind: 'client-config' as const, status: 'ignored' as const, components: 0 },
  ]
  expect(render(aReport({ sources }))).toMatch(/1 file not read · 1 file ignored by the policy/)
})

test('without a policy file it says how to start', () => {
  const policy = { kind: 'built-in' as const, path: '.github/mcp-gate.yml', ref: null, sha256: null, extends: null }
  expect(render(aReport({ policy }))).toContain(
    'because there is no `.github/mcp-gate.yml`: `mcp-gate init` writes one',
  )
})

test('only a report with nothing to say has no findings', () => {
  expect(
    [quietReport, goodReport, badBumpReport].map((report) => planSummary(report, CATALOGUE, options).hasFindings),
  ).toEqual([false, false, true])
})

describe('bounds', () => {
  const big = aReport({
    ...fortyFindingsReport,
    findings: Array.from({ length: 500 }, (_, index) =>
      aFinding({
        name: `tool-${index}-mcp`,
        args: { name: `tool-${index}-mcp`, policy: 'p' },
        paste: 'x'.repeat(400),
        fingerprint: String(index),
      }),
    ),
    rows: Array.from({ length: 500 }, (_, index) =>
      aRow({ name: `tool-${index}-mcp`, listed: 'fails', notes: ['äöü '.repeat(100)] }),
    ),
  })

  test.each([6_000, 20_000, 60_000])('%i bytes are kept, cut between items, the number stated', (bound) => {
    const text = render(big, { bound })
    expect(bytesOf(text)).toBeLessThanOrEqual(bound)
    const rows = text.match(/^\| ❌ \|/gm)?.length ?? 0
    const items = text.match(/^1\. /gm)?.length ?? 0
    expect(text).toContain(`… and ${500 - rows} more servers, cut to fit.`)
    expect(text).toContain(`… and ${500 - items} more, cut to fit.`)
    expect(items).toBeGreaterThan(2)
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
    expect(text).toContain('Judged by')
  })

  test('a job summary holds everything', () => {
    expect(render(big, { bound: 1_000_000 })).not.toContain('cut to fit')
  })
})

describe('hygiene', () => {
  const texts = Object.values(SAMPLES).map((report) => render(report))

  test('nothing unseen, no workflow command, no ragged table', () => {
    expect(texts.filter((text) => UNSEEN.test(text))).toEqual([])
    expect(texts.flatMap(commandLines)).toEqual([])
    const tables = texts.flatMap((text) => text.split(/\n(?!\|)/)).map(cellCounts)
    expect(tables.filter((counts) => new Set(counts).size > 1)).toEqual([])
  })

  test('all links lead to our server, all markup is ours', () => {
    const tokens: Token[] = []
    walkTokens(Lexer.lex(render(hostileReport)), (token) => {
      tokens.push(token)
    })
    const links = tokens
      .filter(({ type }) => type === 'link' || type === 'image')
      .map((token) => String('href' in token ? token.href : ''))
    expect(links.filter((href) => !href.startsWith(`${SERVER}/acme/`))).toEqual([])
    const tags = tokens.filter(({ type }) => type === 'html').flatMap(({ raw }) => raw.match(/<[^>]*>/g) ?? [])
    expect([...new Set(tags)].toSorted()).toEqual(
      ['</code>', '</details>', '</sub>', '</summary>', '<br>', '<code>', '<details>', '<sub>', '<summary>'].toSorted(),
    )
  })

  test('a marker in a name is never live', () => {
    expect(
      render(hostileReport)
        .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
        .match(/<!--/g),
    ).toBeNull()
  })
})
