import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { renderHtml } from '../../src/report/html.ts'
import { UNSEEN } from '../support/markdown.ts'
import { aFinding, aReport, badBumpReport, CATALOGUE, HEAD_SHA, hostileReport, SAMPLES } from '../support/reports.ts'

const SERVER = 'https://github.example.test'
const options = {
  links: { serverUrl: SERVER, owner: 'acme', repo: 'app', sha: HEAD_SHA },
  docsBase: `${SERVER}/acme/mcp-gate/blob/v1/docs/rules`,
}
const render = (report = badBumpReport) => renderHtml(report, CATALOGUE, options)

const SCRIPTS = /<script[^>]*>([\s\S]*?)<\/script>/g
const TAGS = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)>/g

test('says the verdict, each finding with its remedy, each package, each source', () => {
  const page = render()
  expect(page).toContain('<h1>MCP gate: failed · 2 of 5 changed servers need a decision, 1 could not be checked</h1>')
  expect(page).toContain('<code>postmark-mcp</code> <code>1.0.16</code> is not on the allowlist')
  expect(page).toContain('Wait for a reviewed release')
  expect(page.match(/<tr data-text=/g)).toHaveLength(badBumpReport.changes.length)
  expect(page).toContain('<th scope="row"><code>.mcp.json</code></th>')
  expect(page).toContain('Waived until 2027-01-31')
})

test('a page without findings says so', () => {
  expect(render(aReport())).toContain('<p>Nothing found.</p>')
})

test('counts the findings of each severity, the worst first', () => {
  const [, list = ''] = /<ul class="tally"[^>]*>(.*?)<\/ul>/.exec(render()) ?? []
  const { critical, high, moderate, low, waived } = badBumpReport.counts
  expect([...list.matchAll(/>(\d+ \w+)</g)].map(([, text]) => text)).toEqual([
    `${critical} critical`,
    `${high} high`,
    `${moderate} moderate`,
    `${low} low`,
    `${waived} waived`,
  ])
})

test('rows carry what the filters ask for: words, tier, worst check, age in days, number of findings', () => {
  const rows = [...render().matchAll(/<tr data-text="([^"]*)" (data-tier[^>]*)>/g)].map(([, text, rest]) => [
    text,
    rest,
  ])
  expect(rows).toContainEqual([
    'postmark-mcp 1.0.15 → 1.0.16 package-lock.json',
    'data-tier="server" data-trust="fails" data-days="0" data-found="3"',
  ])
  expect(rows).toContainEqual([
    'library-0 4.1.0 → 4.1.1 package-lock.json',
    'data-tier="closure" data-trust="nothing" data-days="" data-found="0"',
  ])
})

test('what was added and removed is marked in a diff, and only there', () => {
  const page = render(
    aReport({
      findings: [
        aFinding({
          facts: [
            { label: 'diff', value: '- <old>\n+ new\n  kept', code: 'diff' },
            { label: 'text', value: '+ plain', code: 'text' },
          ],
        }),
      ],
    }),
  )
  expect(page).toContain('<del>- &#60;old&#62;</del>\n<ins>+ new</ins>\n  kept')
  expect(page).toContain('>+ plain</pre>')
})

describe('self-contained', () => {
  test('the policy lets in this style and this script and nothing else', () => {
    const page = render()
    const digest = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? []
    const scripts = [...page.matchAll(SCRIPTS)].map(([, script = '']) => script)
    expect(scripts).toHaveLength(2)
    expect(page).toContain(
      `content="default-src 'none'; style-src '${digest(style)}'; script-src '${digest(scripts[1] ?? '')}'; base-uri 'none'; form-action 'none'"`,
    )
  })

  test('nothing is loaded, and links lead to our server', () => {
    const page = render(hostileReport)
    const markup = page.replace(SCRIPTS, '').replace(/<style>[\s\S]*?<\/style>/, '')
    expect(markup).not.toMatch(/<(?:img|link|iframe|object|embed|base|form|svg|video|audio)\b/)
    const links = [...markup.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href)
    expect(links.filter((href) => href !== '#packages' && !href.startsWith(`${SERVER}/acme/`))).toEqual([])
  })
})

describe('hygiene', () => {
  test.each(Object.entries(SAMPLES))('all markup is ours: %s', (_, report) => {
    const markup = render(report)
      .replace(/^<!doctype html>/, '')
      .replace(SCRIPTS, '')
      .replace(/<style>[\s\S]*?<\/style>/, '')
    const names = new Set([...markup.matchAll(TAGS)].map(([, , name = '']) => name))
    const attributes = new Set(
      [...markup.matchAll(TAGS)].flatMap(([, , , text = '']) =>
        [...text.matchAll(/ ([a-z-]+)(?:="[^"]*")?/g)].map(([, name = '']) => name),
      ),
    )
    expect(markup.replace(TAGS, '')).not.toMatch(/[<>"'`]/)
    expect([...names].filter((name) => /^(?:script|img|iframe|form|svg)$/.test(name))).toEqual([])
    expect([...attributes].filter((name) => name.startsWith('on') || name === 'style' || name === 'src')).toEqual([])
  })

  test('the JSON inside is whole and cannot end its element', () => {
    const page = render(hostileReport)
    const [, json = ''] = /<script type="application\/json" id="report">([\s\S]*?)<\/script>/.exec(page) ?? []
    expect(json).not.toMatch(/[<>]/)
    expect(JSON.parse(json)).toMatchObject({ schemaVersion: 1, verdict: 'fail' })
    expect(JSON.parse(json).findings).toHaveLength(hostileReport.findings.length)
  })

  test('nothing unseen', () => {
    expect(UNSEEN.test(render(hostileReport))).toBe(false)
  })
})
