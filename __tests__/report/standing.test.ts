import { describe, expect, test } from '@jest/globals'
import type { Report } from '../../src/model/report.ts'
import { headline, standingOf } from '../../src/report/standing.ts'
import { aFinding, aReport, aRow } from '../support/reports.ts'

const lineOf = (overrides: Partial<Report>) => {
  const report = aReport(overrides)
  return headline(report, standingOf(report))
}
const silence = aFinding({ rule: 'evidence-unavailable', id: 'attestation', name: 'a-mcp' })

describe('the verdict in one line', () => {
  const rows = [aRow({ name: 'a-mcp' }), aRow({ name: 'b-mcp' })]
  const elsewhere = aFinding({ name: null, location: { path: 'yarn.lock', line: 1 } })

  test.each<[Partial<Report>, string]>([
    [{}, 'passed · no MCP server changed'],
    [{ mode: 'audit' }, 'passed · no MCP server found'],
    [{ rows }, 'passed · 2 changed servers, nothing to decide'],
    [
      { rows, findings: [aFinding({ name: 'a-mcp', severity: 'low' })] },
      'passed with warnings · 2 changed servers, nothing to decide',
    ],
    [{ rows, findings: [aFinding({ name: 'a-mcp' })] }, 'failed · 1 of 2 changed servers needs a decision'],
    [{ rows, findings: [silence] }, 'failed · 1 of 2 changed servers could not be checked'],
    [
      { rows, findings: [silence, aFinding({ name: 'b-mcp' })] },
      'failed · 1 of 2 changed servers needs a decision, 1 could not be checked',
    ],
    [{ rows, findings: [elsewhere] }, 'failed · 2 changed servers; 1 file to look at'],
    [
      { findings: [elsewhere, aFinding({ name: 'left' })] },
      'failed · no MCP server changed; 1 other package and 1 file to look at',
    ],
    [{ rows, verdict: 'incomplete' }, 'not finished, so it fails · 2 changed servers'],
    [{ mode: 'audit', rows }, 'passed · 2 servers, nothing to decide'],
  ])('%#', (overrides, line) => expect(lineOf(overrides)).toBe(line))
})

describe('order', () => {
  test('what fails the check decides a group, even where it is silence', () => {
    const { groups } = standingOf(aReport({ findings: [aFinding({ name: 'a-mcp', severity: 'low' }), silence] }))
    expect(groups.map(({ severity, blocks, findings }) => [severity, blocks, findings[0]?.finding.rule])).toEqual([
      ['high', true, 'evidence-unavailable'],
    ])
  })

  test('servers come before other packages that are as bad, and silence after both, however grave', () => {
    const findings = [
      { ...silence, severity: 'critical' as const },
      aFinding({ name: 'aa' }),
      aFinding({ name: 'b-mcp' }),
      aFinding({ name: 'z', severity: 'critical' }),
    ]
    const { groups } = standingOf(aReport({ findings, rows: [aRow({ name: 'a-mcp' }), aRow({ name: 'b-mcp' })] }))
    expect(groups.map(({ name }) => name)).toEqual(['z', 'b-mcp', 'aa', 'a-mcp'])
  })

  test('the same silence about packages without a row is one group that names them all', () => {
    const about = (name: string, overrides = {}) => [
      aFinding({ rule: 'evidence-unavailable', id: 'malware', name, args: { detail: 'down' }, ...overrides }),
      aFinding({ rule: 'evidence-unavailable', id: 'tarball', name, args: { detail: 'slow' }, ...overrides }),
    ]
    const findings = [
      ...['a-mcp', 'x', 'y', 'z'].flatMap((name) => about(name)),
      ...about('other', { args: { detail: 'lost' } }),
      ...about('milder', { severity: 'low' }),
    ]
    const report = aReport({ findings, rows: [aRow({ name: 'a-mcp' })] })
    const standing = standingOf(report)
    expect(standing.groups.map(({ name, others }) => [name, others])).toEqual([
      ['a-mcp', []],
      ['x', ['y', 'z']],
      ['other', []],
      ['milder', []],
    ])
    expect(standing.groups[1]?.findings.map(({ finding, kin }) => [finding.id, kin.packages])).toEqual([
      ['malware', ['y 1.0.0', 'z 1.0.0']],
      ['tarball', ['y 1.0.0', 'z 1.0.0']],
    ])
    expect(headline(report, standing)).toBe(
      'failed · 1 of 1 changed server could not be checked; 4 other packages to look at',
    )
  })

  test('rows: what fails, what is not known, what warns, what holds', () => {
    const rows = [
      aRow({ name: 'd' }),
      aRow({ name: 'c', listed: 'warns' }),
      aRow({ name: 'b', proved: 'unchecked' }),
      aRow({ name: 'a' }),
    ]
    expect(
      standingOf(aReport({ rows, findings: [aFinding({ name: 'a' })] })).rows.map(({ row, state }) => [
        row.name,
        state,
      ]),
    ).toEqual([
      ['a', 'fails'],
      ['b', 'unchecked'],
      ['c', 'warns'],
      ['d', 'holds'],
    ])
  })
})
