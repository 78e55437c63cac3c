import { describe, expect, test } from '@jest/globals'
import { absent, observed, unavailable } from '../../src/model/observation.ts'
import { columnsOf, wrapped } from '../../src/report/layout.ts'
import { renderDiffText, renderInspectText, renderInventoryText } from '../../src/report/tables.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { aComponent, aPackage, aRelease, NOW, someEvidence } from '../support/builders.ts'
import { commandLines, UNSEEN } from '../support/markdown.ts'
import { aFinding, aReport, aTarball, badBumpReport, CATALOGUE, hostileReport, SAMPLES } from '../support/reports.ts'

const options = { colour: false, width: 100, quiet: false, elapsedMs: 900 }

test.each(Object.entries(SAMPLES).filter(([name]) => name !== 'forty-findings'))('as a picture: %s', (_, report) => {
  expect(renderTerminal(report, CATALOGUE, options)).toMatchSnapshot()
})

test('quiet says what fails and the verdict alone', () => {
  expect(renderTerminal(badBumpReport, CATALOGUE, { ...options, quiet: true })).toMatchSnapshot()
  expect(renderTerminal(SAMPLES['good'] ?? badBumpReport, CATALOGUE, { ...options, quiet: true })).toBe(
    'PASS  1 changed server, nothing to decide\n',
  )
})

test('a pass with warnings never reads as a plain pass', () => {
  const report = aReport({ findings: [aFinding({ severity: 'low' })] })
  expect(renderTerminal(report, CATALOGUE, { ...options, quiet: true })).toMatch(/^PASS WITH WARNINGS {2}/m)
})

test('the same silence about many packages is told once and names each', () => {
  const findings = ['aa', 'bb', 'cc'].map((name) =>
    aFinding({ rule: 'evidence-unavailable', id: 'malware', name, args: { name, version: '1.0.0', reason: 'down' } }),
  )
  const text = renderTerminal(aReport({ findings }), CATALOGUE, options)
  expect(text).toContain('? aa and 2 more packages\n')
  expect(text).toContain('the same for bb 1.0.0, cc 1.0.0\n')
  expect(text.match(/could not be had/g)).toHaveLength(1)
})

test('of very many the worst are shown, and the number of the others', () => {
  const named = (index: number) => `a${String(index).padStart(4, '0')}`
  const of = (count: number, finding: (index: number) => Parameters<typeof aFinding>[0]) =>
    aReport({ findings: Array.from({ length: count }, (_, index) => aFinding(finding(index))) })
  const many = of(1000, (index) => ({ name: named(index), severity: index === 999 ? 'critical' : 'high' }))
  const text = renderTerminal(many, CATALOGUE, options)
  expect(text).toContain('… and 700 more that are not listed here; --format json lists all\n')
  expect(text).toContain(named(999))
  expect(text).not.toContain(named(500))
  const deep = of(1500, (index) => ({ name: 'a', version: `1.0.${index}`, args: { name: 'a', reason: `r${index}` } }))
  expect(renderTerminal(deep, CATALOGUE, options).length).toBeLessThan(60_000)
})

describe('hygiene', () => {
  const outputs = Object.values(SAMPLES).flatMap((report) => [
    renderTerminal(report, CATALOGUE, options),
    renderDiffText({ ...report }, options),
    renderTerminal(report, CATALOGUE, { ...options, width: 40 }),
  ])

  test('no control character and no line that the runner obeys', () => {
    expect(outputs.filter((text) => UNSEEN.test(text))).toEqual([])
    expect(outputs.flatMap(commandLines)).toEqual([])
  })

  test('colour codes only when asked, and only ours', () => {
    const coloured = renderTerminal(hostileReport, CATALOGUE, { ...options, colour: true })
    expect(coloured).toMatch(/\u001b\[31m/)
    expect(UNSEEN.test(coloured.replace(/\u001b\[\d{1,2}m/g, ''))).toBe(false)
  })

  test('no line is wider than the terminal where words allow it', () => {
    const lines = renderTerminal(badBumpReport, CATALOGUE, options).split('\n')
    expect(lines.filter((line) => columnsOf(line) > 100)).toEqual([])
  })
})

describe('wrapped', () => {
  test.each([
    ['one two three', 8, ['one two', 'three']],
    ['abcdefghijkl', 8, ['abcdefgh', 'ijkl']],
    ['東京東京東京', 8, ['東京東京', '東京']],
  ])('%s', (text, width, lines) => expect(wrapped(text, width)).toEqual(lines))
})

test('a name that a shell would read otherwise is never put into a command', () => {
  const finding = (name: string) =>
    renderTerminal(aReport({ findings: [aFinding({ name, paste: 'x' })] }), CATALOGUE, options)
  expect(finding('good-mcp')).toContain('mcp-gate allow good-mcp@1.0.0 --write')
  expect(finding('x;curl evil')).not.toContain('mcp-gate allow')
})

test('a diff lists servers first and never hides a file that was not read', () => {
  const sources = [
    { path: 'a/package-lock.json', kind: 'npm-lockfile' as const, status: 'unreadable' as const, components: 0 },
  ]
  const text = renderDiffText(
    { ...badBumpReport, changes: badBumpReport.changes.toReversed().slice(0, 41), sources },
    options,
  )
  expect(
    text
      .split('\n')
      .slice(1, 4)
      .every((line) => line.startsWith('  server')),
  ).toBe(true)
  expect(text).toContain('not read: a/package-lock.json')
})

test('an inventory names every component with its place', () => {
  const components = [
    { ...aComponent(), tier: 'server' as const, reasons: [], location: { path: 'package-lock.json', line: 3 } },
  ]
  expect(renderInventoryText({ ref: badBumpReport.head, sources: [], components }, options)).toMatch(
    /server {2}sample-mcp {2}1\.0\.0 {2}package-lock\.json:3/,
  )
})

test('an inspection puts every kind of evidence in words', () => {
  const signer = {
    san: 'https://github.example.test/acme/x/.github/workflows/release.yml',
    issuer: null,
    sourceRepository: 'https://github.example.test/acme/x',
    sourceRepositoryId: null,
    sourceOwnerId: null,
    sourceRef: null,
    sourceCommit: null,
    buildConfig: null,
    runner: null,
    trigger: null,
    runUrl: null,
  }
  const verified = {
    verified: true as const,
    predicateType: 'p',
    subjects: [],
    loggedAt: null,
    trustRoot: 'tuf' as const,
  }
  const text = renderInspectText(
    {
      name: 'sample-mcp',
      version: null,
      tier: 'other',
      reasons: [],
      impersonates: null,
      findings: [],
      evidence: someEvidence({
        packument: observed(aPackage({ created: null, latest: null, maintainers: [] })),
        release: observed(
          aRelease({
            published: null,
            publisher: null,
            deprecated: 'use other-mcp',
            installScripts: { postinstall: 'node x.js' },
          }),
        ),
        attestation: observed([
          { ...verified, signer },
          { ...verified, signer: null },
          { verified: false, predicateType: 'p', code: 'X', detail: 'the payload was altered' },
        ]),
        'registry-signature': observed({ verified: false, code: 'key-expired', keyid: 'k' }),
        tarball: observed(aTarball()),
        advisories: observed([{ id: 'GHSA-0000', title: 't', severity: 'high', url: null }]),
        malware: observed([{ id: 'MAL-0000', title: 't', severity: 'critical', url: null }]),
      }),
    },
    CATALOGUE,
    { ...options, at: NOW },
  )
  expect(text).toMatchSnapshot()
})

test('an inspection fits one screen and tells none from silence', () => {
  const text = renderInspectText(
    {
      name: 'sample-mcp',
      version: '1.0.0',
      tier: 'server',
      reasons: [{ kind: 'sdk', detail: '@modelcontextprotocol/sdk' }],
      impersonates: { name: 'simple-mcp', kind: 'typosquat', strength: 'look', why: 'one letter differs', marks: [] },
      findings: [aFinding()],
      evidence: someEvidence({ attestation: absent, tarball: unavailable('timeout', 'no answer in 20 s') }),
    },
    CATALOGUE,
    { ...options, at: NOW },
  )
  expect(text).toMatchSnapshot()
  expect(text.split('\n').length).toBeLessThan(25)
})

test('an inspection gives the same advice and the same reason once', () => {
  const silence = (id: string, reason: string) =>
    aFinding({ rule: 'evidence-unavailable', id, args: { name: 'x', version: '1', reason } })
  const sdk = { kind: 'sdk', detail: '@modelcontextprotocol/sdk' } as const
  const text = renderInspectText(
    {
      name: 'sample-mcp',
      version: '1.0.0',
      tier: 'server',
      reasons: [sdk, sdk],
      impersonates: null,
      findings: [silence('malware', 'down'), silence('malware', 'slow'), aFinding()],
      evidence: someEvidence(),
    },
    CATALOGUE,
    { ...options, at: NOW },
  )
  expect(text.match(/depends on/g)).toHaveLength(1)
  expect(text.match(/→/g)).toHaveLength(2)
  expect(text.indexOf('not-allowlisted')).toBeLessThan(text.indexOf('evidence-unavailable'))
})
