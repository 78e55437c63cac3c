import { describe, expect, test } from '@jest/globals'
import { formatOfFile, renderReport } from '../../src/report/formats.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { RULES } from '../../src/rules/index.ts'
import { aReport } from '../support/reports.ts'

describe('the form that a file’s name asks for', () => {
  test.each([
    ['report.html', 'html'],
    ['out/REPORT.HTM', 'html'],
    ['summary.md', 'markdown'],
    ['findings.ndjson', 'ndjson'],
    ['findings.sarif', 'sarif'],
    ['report.json', 'json'],
    ['report', 'json'],
    ['report.constructor', 'json'],
    ['html', 'json'],
  ])('%s: %s', (path, format) => {
    expect(formatOfFile(path)).toBe(format)
  })
})

describe('each form is what its reader expects', () => {
  const render = (format: Parameters<typeof renderReport>[0]) =>
    renderReport(format, { report: aReport(), catalogue: RULES, options: { links: null, docsBase: null } })

  test('JSON and SARIF are one document, NDJSON one line a finding', () => {
    expect(JSON.parse(render('json'))).toMatchObject({ schemaVersion: 1 })
    expect(JSON.parse(render('sarif'))).toMatchObject({ version: '2.1.0' })
    const lines = render('ndjson').split('\n').filter(Boolean)
    expect(lines).toHaveLength(aReport().findings.length)
    expect(lines.map((line) => typeof JSON.parse(line).rule)).toEqual(lines.map(() => 'string'))
  })

  test('HTML is a page, Markdown a heading', () => {
    expect(render('html')).toMatch(/^<!doctype html>/)
    expect(render('markdown')).toMatch(/^### MCP/)
  })
})

test.each(['markdown', 'html'] as const)('%s names the central policy that the repository’s stands on', (format) => {
  const reference = `acme/policy//p.yml@${'a'.repeat(40)}`
  const { policy } = aReport()
  const report = aReport({ policy: { ...policy, extends: { reference, sha256: 'b'.repeat(64) } } })
  const options = { links: null, docsBase: null }
  expect(renderReport(format, { report, catalogue: RULES, options })).toContain(reference)
  expect(renderTerminal(report, RULES, { colour: false, width: 100, quiet: false, elapsedMs: null })).toContain(
    reference,
  )
})
