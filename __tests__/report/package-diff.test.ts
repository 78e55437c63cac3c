import { describe, expect, test } from '@jest/globals'
import { absent, observed, unavailable } from '../../src/model/observation.ts'
import type { PackageDiff, ProvedSource } from '../../src/model/package-diff.ts'
import { renderHtml } from '../../src/report/html.ts'
import { toJson } from '../../src/report/json.ts'
import { sizeText } from '../../src/report/package-diff.ts'
import { compareUrl, treeUrl } from '../../src/report/package-source.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { bytesOf } from '../../src/report/within.ts'
import { aPackageDiff, aReport, aRow, CATALOGUE, someContents } from '../support/reports.ts'

const summaryOf = (packageDiffs: readonly PackageDiff[], bound = 60_000) =>
  renderSummary(aReport({ packageDiffs, rows: packageDiffs.map(({ name }) => aRow({ name })) }), CATALOGUE, {
    links: null,
    docsBase: null,
    bound,
  })
const linesOf = (diff: PackageDiff) => summaryOf([diff]).split('\n')

const GITHUB = 'https://token.actions.githubusercontent.com'
const at = (overrides: Partial<ProvedSource> = {}): ProvedSource => ({
  repository: 'https://github.com/acme/sample-mcp',
  commit: '1'.repeat(40),
  issuer: GITHUB,
  ...overrides,
})

const seen = (source: ProvedSource | null) => (source === null ? absent : observed(source))
const sourceLine = (source: PackageDiff['source']) =>
  linesOf(aPackageDiff({ source })).find((line) => line.startsWith('- Source')) ?? null

describe('links to the source', () => {
  test('compare both commits of one repository', () => {
    expect(compareUrl(at(), at({ commit: '2'.repeat(40) }))).toBe(
      `https://github.com/acme/sample-mcp/compare/${'1'.repeat(40)}...${'2'.repeat(40)}`,
    )
    const gitlab = { repository: 'https://gitlab.com/acme/tools/mcp', issuer: 'https://gitlab.com' }
    expect(treeUrl(at(gitlab))).toBe(`https://gitlab.com/acme/tools/mcp/-/tree/${'1'.repeat(40)}`)
  })

  test.each<Partial<ProvedSource>>([
    { issuer: 'https://gitlab.com' },
    { issuer: null },
    { repository: 'http://github.com/acme/sample-mcp' },
    { repository: 'https://github.com.evil.example/acme/sample-mcp' },
    { repository: 'https://github.com/acme/sample-mcp/../../evil/x' },
    { repository: 'https://github.com/acme/..' },
    { repository: 'https://github.com/acme/x)](https://evil.example' },
    { repository: 'https://github.com/acme/sample-mcp?x' },
    { commit: 'main' },
    { commit: `${'1'.repeat(40)}#` },
    { commit: 'A'.repeat(40) },
  ])('are not made of %o', (odd) => {
    expect(treeUrl(at(odd))).toBeNull()
    expect(compareUrl(at(), at(odd))).toBeNull()
    expect(compareUrl(at(odd), at())).toBeNull()
  })

  test('say what is proved of which version', () => {
    const source = (before: ProvedSource | null, after: ProvedSource | null) =>
      sourceLine({ before: seen(before), after: seen(after) })
    expect(source(null, null)).toBeNull()
    expect(source(at(), at())).toContain('the same commit as before')
    expect(source(at(), null)).toMatch(/^- Source: not proved; that of `1\.0\.0` was \[/)
    expect(source(null, at())).toMatch(/; that of `1\.0\.0` is not$/)
    expect(source(at(), at({ repository: 'https://github.com/evil/sample-mcp' }))).toContain('another repository')
  })

  test('never take silence for a lack of proof', () => {
    const silent = unavailable('timeout', 'no answer')
    expect(sourceLine({ before: absent, after: silent })).toBe('- Source: could not be checked, `no answer` (timeout)')
    expect(sourceLine({ before: observed(at()), after: silent })).toMatch(
      /^- Source: could not be checked, `no answer` \(timeout\); that of `1\.0\.0` was \[/,
    )
    expect(sourceLine({ before: silent, after: observed(at()) })).toMatch(/; that of `1\.0\.0` could not be checked$/)
    expect(summaryOf([aPackageDiff({ source: { before: observed(at()), after: silent } })])).toContain(
      ': 1 file</summary>',
    )
  })
})

test('the title tells at a glance what may be a takeover', () => {
  const publishing = (publisher: string) => ({ publisher, trustedPublisher: null, staged: false })
  const title = (diff: Partial<PackageDiff>) =>
    linesOf(aPackageDiff(diff)).find((line) => line.startsWith('<details><summary>What changed'))
  const sold = { before: publishing('acme-bot'), after: publishing('mallory') }
  expect(title({})).toMatch(/: 1 file<\/summary>$/)
  expect(title({ publishing: sold, source: { before: observed(at()), after: absent } })).toMatch(
    /: 1 file, another publisher, source no longer proved<\/summary>$/,
  )
  const moved = at({ repository: 'https://github.com/evil/sample-mcp' })
  const trusted = { ...publishing('GitHub Actions'), trustedPublisher: 'github' }
  expect(title({ publishing: { before: publishing('acme-bot'), after: trusted } })).toMatch(/: 1 file<\/summary>$/)
  expect(title({ source: { before: observed(at()), after: observed(moved) } })).toMatch(
    /: 1 file, another repository<\/summary>$/,
  )
})

test('what could not be compared says so, and names the reason', () => {
  const silent = unavailable('timeout', 'no answer')
  const text = summaryOf([aPackageDiff({ contents: silent })])
  expect(text).toContain(': files could not be compared</summary>')
  expect(text).toContain('- Its files and code could not be compared: `no answer` (timeout).')
  expect(summaryOf([aPackageDiff({ dependencies: silent })])).toContain(
    '- Its dependencies could not be compared: `no answer` (timeout).',
  )
  const unread = summaryOf([aPackageDiff({ before: null, contents: silent })])
  expect(unread).toContain('is: files could not be read</summary>')
  expect(unread).toContain('- Its files and code could not be read: `no answer` (timeout).')
})

test('trusted and staged publishing are shown as the registry’s unsigned word', () => {
  const before = { publisher: 'GitHub Actions', trustedPublisher: 'github', staged: true }
  const after = { publisher: 'mallory', trustedPublisher: null, staged: false }
  expect(linesOf(aPackageDiff({ publishing: { before, after } }))).toContain(
    '- The registry says, unsigned: published by `GitHub Actions` as trusted publisher `github`, staged and then approved → `mallory`',
  )
})

describe('bounds', () => {
  const many = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index))
  const capability = { kind: 'network', file: 'a.js', line: 1, excerpt: '' } as const
  const script = { kind: 'changed', event: 'install', command: 'x', sha256: 'a'.repeat(64), file: null } as const
  const big = aPackageDiff({
    contents: observed(
      someContents({
        files: many(5000, (index) => ({ path: `f${index}.js`, kind: 'added', before: null, after: 1 })),
        capabilities: many(500, (index) => ({ ...capability, detail: `module-${index}` })),
        scripts: many(9, () => script),
      }),
    ),
    dependencies: observed(many(300, (index) => ({ name: `d${index}`, before: null, after: '1' }))),
  })

  test('each part shows its first and counts the rest', () => {
    const text = summaryOf([big])
    expect(bytesOf(text)).toBeLessThan(4000)
    for (const rest of ['and 4,992 smaller files', 'and 494 more', 'and 6 more install scripts', 'and 288 more'])
      expect(text).toContain(rest)
    expect(text).toContain(
      ': 5,000 files, 9 changed install scripts, 500 new abilities, 300 new dependencies</summary>',
    )
  })

  test('the report as JSON keeps at most 200 of each', () => {
    const [diff] = JSON.parse(toJson(aReport({ packageDiffs: [big] }), CATALOGUE)).packageDiffs
    const { files, capabilities, added } = diff.contents.value
    expect([files.length, capabilities.length, added, diff.dependencies.value.length]).toEqual([200, 200, 5000, 200])
  })

  test('many packages are folded together, and cut between packages', () => {
    const diffs = many(100, (index) => ({ ...big, name: `tool-${index}-mcp` }))
    const text = summaryOf(diffs, 30_000)
    expect(bytesOf(text)).toBeLessThanOrEqual(30_000)
    expect(text).toContain('<details><summary>What changed in 100 packages</summary>')
    expect(text).toMatch(/… and \d+ more packages, cut to fit\./)
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
  })
})

test('packages come in the order of the table, on the page as well', () => {
  const rows = [aRow({ name: 'b-mcp', listed: 'fails' }), aRow({ name: 'a-mcp' })]
  const report = aReport({ rows, packageDiffs: [aPackageDiff({ name: 'a-mcp' }), aPackageDiff({ name: 'b-mcp' })] })
  const page = renderHtml(report, CATALOGUE, { links: null, docsBase: null })
  const names = [...page.matchAll(/What changed in <code>([^<]*)/g)].map(([, name]) => name)
  expect(names).toEqual(['b-mcp', 'a-mcp'])
  expect(page).toContain('<th scope="row"><code>package.json</code></th><td>812 B</td><td>815 B</td>')
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [12_340, '12.3 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1 MB'],
  [1_240_000, '1.2 MB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})
