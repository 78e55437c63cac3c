import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Finding } from '../../src/model/finding.ts'
import { isSilence, type Joined, joinAlike } from '../../src/report/alike.ts'
import { repeatedRemedies } from '../../src/report/wording.ts'
import { aFinding, CATALOGUE } from '../support/reports.ts'

const silence = (id: string, overrides = {}) =>
  aFinding({
    rule: 'evidence-unavailable',
    id,
    args: { name: 'sample-mcp', version: '1.0.0', detail: 'no answer' },
    ...overrides,
  })

test('the same words at several places are one, other words are not', () => {
  const joined = joinAlike([
    aFinding(),
    aFinding({ location: { path: 'a/package.json', line: 3 } }),
    aFinding({ version: '2.0.0' }),
  ])
  expect(joined.map(({ finding, also }) => [finding.version, also.length])).toEqual([
    ['1.0.0', 1],
    ['2.0.0', 0],
  ])
})

describe('silence', () => {
  test('comes after what is bad, however severe, and once per reason', () => {
    const joined = joinAlike([
      silence('malware', { severity: 'critical' }),
      silence('tarball'),
      silence('packument', { version: null }),
      aFinding({ severity: 'moderate' }),
    ])
    expect(joined.map(({ finding, kin }) => [finding.rule, finding.id, [...kin.ids]])).toEqual([
      ['allowlist', 'not-allowlisted', []],
      ['evidence-unavailable', 'malware', ['packument', 'tarball']],
    ])
  })

  test('for another reason is told apart', () => {
    expect(joinAlike([silence('malware'), silence('tarball', { args: { detail: 'refused' } })])).toHaveLength(2)
  })

  test('is not what exceeds a bound: its publisher chose that', () => {
    expect(isSilence(silence('over-limit'))).toBe(false)
  })

  test('is as severe as its worst', () => {
    const joined = joinAlike([
      silence('malware', { severity: 'critical', version: null }),
      silence('tarball', { severity: 'low' }),
    ])
    expect(joined[0]?.finding.severity).toBe('critical')
  })
})

test('no finding is lost, in whatever order they come', () => {
  const some = fc.array(
    fc.record({
      rule: fc.constantFrom('allowlist', 'evidence-unavailable'),
      id: fc.constantFrom('a', 'b'),
      version: fc.constantFrom(null, '1', '2'),
      severity: fc.constantFrom('low' as const, 'high' as const),
    }),
  )
  fc.assert(
    fc.property(some, (details) => {
      const findings = details.map((detail, index) => aFinding({ ...detail, fingerprint: String(index) }))
      const joined = joinAlike(findings)
      const covers =
        (finding: Finding) =>
        ({ finding: told, kin }: Joined) =>
          told.rule === finding.rule &&
          [told.id, ...kin.ids].includes(finding.id) &&
          [told.version, null, ...kin.versions].includes(finding.version)
      expect(findings.every((finding) => joined.some(covers(finding)))).toBe(true)
      expect(joinAlike(findings.toReversed())).toEqual(joined)
    }),
  )
})

test('advice is repeated only where it differs', () => {
  expect(repeatedRemedies(CATALOGUE, [silence('malware'), silence('tarball'), aFinding(), silence('malware')])).toEqual(
    [false, true, false, true],
  )
  expect(repeatedRemedies(CATALOGUE, [])).toEqual([])
})
