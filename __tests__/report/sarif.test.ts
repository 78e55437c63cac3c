import { describe, expect, test } from '@jest/globals'
import type { Log } from 'sarif'
import { renderSarif } from '../../src/report/sarif.ts'
import { UNSEEN } from '../support/markdown.ts'
import { aFinding, aReport, badBumpReport, CATALOGUE, HEAD_SHA, hostileReport, SAMPLES } from '../support/reports.ts'
import { sarifFaults } from '../support/schemas.ts'

const options = {
  links: { serverUrl: 'https://github.example.test', owner: 'acme', repo: 'app', sha: HEAD_SHA },
  docsBase: 'https://github.example.test/acme/mcp-gate/blob/v1/docs/rules',
}

function runOf(report = badBumpReport, links: typeof options | { links: null; docsBase: null } = options) {
  const log: Log = JSON.parse(renderSarif(report, CATALOGUE, links))
  const [run, ...more] = log.runs
  expect([log.version, more.length]).toEqual(['2.1.0', 0])
  if (run === undefined) throw new Error('no run')
  return { run, rules: run.tool.driver.rules ?? [], results: run.results ?? [] }
}

test('every message of every rule is described once, with help and score', () => {
  const { rules } = runOf()
  expect(new Set(rules.map(({ id }) => id)).size).toBe(
    CATALOGUE.flatMap(({ messages }) => Object.keys(messages)).length,
  )
  expect(rules.find(({ id }) => id === 'impersonation/homoglyph')).toMatchObject({
    name: 'ImpersonationHomoglyph',
    helpUri: `${options.docsBase}/impersonation.md`,
    defaultConfiguration: { level: 'error' },
    properties: {
      'security-severity': '9.5',
      tags: ['security', 'supply-chain', 'external/cwe/cwe-829', 'OWASP-MCP04'],
    },
  })
})

test('a result points at its rule, its line, and carries its identity', () => {
  const { results, rules } = runOf()
  const [worst] = results
  expect(worst).toMatchObject({
    ruleId: 'impersonation/homoglyph',
    level: 'error',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'package.json', uriBaseId: '%SRCROOT%' },
          region: { startLine: 11 },
        },
      },
    ],
    partialFingerprints: { 'mcpGateFinding/v1': badBumpReport.findings[3]?.fingerprint },
  })
  expect(results.map(({ ruleId, ruleIndex = -1 }) => rules[ruleIndex]?.id === ruleId)).not.toContain(false)
})

test('a waived finding is suppressed with its reason', () => {
  const waived = runOf().results.find(({ ruleId }) => ruleId === 'provenance/missing')
  expect(waived?.suppressions).toEqual([
    { kind: 'external', status: 'accepted', justification: 'Vendor publishes without OIDC; reviewed in SEC-123.' },
  ])
})

test('a finding without a file stands on the policy', () => {
  const { results } = runOf(aReport({ findings: [aFinding({ location: { path: '', line: 1 } })] }))
  expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('.github/mcp-gate.yml')
})

test('a path that begins with slashes names no host', () => {
  const { results } = runOf(aReport({ findings: [aFinding({ location: { path: '//x.example.test/a', line: 1 } })] }))
  expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('.///x.example.test/a')
})

test.each(Object.entries({ ...SAMPLES, hostile: hostileReport }))('the log fits its schema: %s', (_, report) => {
  expect(sarifFaults(renderSarif(report, CATALOGUE, options))).toBeNull()
  expect(sarifFaults(renderSarif(report, CATALOGUE, { links: null, docsBase: null }))).toBeNull()
})

test('a rule that the catalogue does not know has no index, and a run that did not finish says so', () => {
  const { run, results } = runOf(aReport({ findings: [aFinding({ rule: 'other' })], verdict: 'incomplete' }), {
    links: null,
    docsBase: null,
  })
  expect(results[0]).not.toHaveProperty('ruleIndex')
  expect(run.invocations?.[0]?.executionSuccessful).toBe(false)
  expect(run).not.toHaveProperty('versionControlProvenance')
})

describe('limits', () => {
  test('5000 results, the worst first, the rest counted', () => {
    const findings = Array.from({ length: 5010 }, (_, index) =>
      aFinding({ severity: index === 5009 ? 'critical' : 'low', fingerprint: String(index) }),
    )
    const { run, results } = runOf(aReport({ findings }))
    expect([results.length, results[0]?.level]).toEqual([5000, 'error'])
    expect(run.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^10 findings left out/)
  })

  test('50 related places and 10 tags', () => {
    const related = Array.from({ length: 200 }, (_, line) => ({ path: 'a', line: line + 1 }))
    expect(runOf(aReport({ findings: [aFinding({ related })] })).results[0]?.relatedLocations).toHaveLength(50)
    const rule = {
      ...CATALOGUE[0],
      id: 'many',
      summary: '',
      tiers: [],
      modes: [],
      options: {},
      controls: Array.from({ length: 30 }, (_, index) => `CWE-${index}`),
      messages: CATALOGUE[0]?.messages ?? {},
    }
    const log: Log = JSON.parse(renderSarif(aReport(), [rule], options))
    expect(log.runs[0]?.tool.driver.rules?.[0]?.properties?.tags).toHaveLength(10)
  })
})

describe('hygiene', () => {
  test('paths are relative addresses without anything to resolve', () => {
    const uris = runOf(hostileReport).results.map(
      ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '',
    )
    expect(uris.filter((uri) => !/^[\w%./-]+$/.test(uri) || uri.includes(':'))).toEqual([])
  })

  test('brackets and braces of a value are neither link nor placeholder', () => {
    const { results } = runOf(
      aReport({ findings: [aFinding({ args: { name: '[x](https://evil.example) {0} \\', policy: 'p' } })] }),
    )
    expect(results[0]?.message.text).toContain('\\[x\\](https://evil.example) {{0}} \\\\')
  })

  test('nothing unseen, in any sample', () => {
    expect(Object.values(SAMPLES).filter((report) => UNSEEN.test(renderSarif(report, CATALOGUE, options)))).toEqual([])
  })
})
