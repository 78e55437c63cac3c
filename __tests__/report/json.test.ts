import { describe, expect, test } from '@jest/globals'
import { absent, observed } from '../../src/model/observation.ts'
import { toDiffJson, toFindingLines, toInspectJson, toInventoryJson, toJson } from '../../src/report/json.ts'
import { aComponent, aRelease, NOW, noEvidence, someEvidence } from '../support/builders.ts'
import { UNSEEN } from '../support/markdown.ts'
import { aFinding, aReport, aTarball, badBumpReport, CATALOGUE, hostileReport, SAMPLES } from '../support/reports.ts'
import { resultFaults as faults } from '../support/schemas.ts'

const diff = {
  base: badBumpReport.base,
  head: badBumpReport.head,
  sources: badBumpReport.sources,
  changes: badBumpReport.changes,
  placeOf: badBumpReport.placeOf,
}
const inspection = {
  name: 'sample-mcp',
  version: '1.0.0',
  tier: 'server' as const,
  reasons: [{ kind: 'sdk' as const, detail: '@modelcontextprotocol/sdk' }],
  impersonates: null,
  findings: [aFinding()],
  evidence: someEvidence({ attestation: absent, malware: observed([]) }),
}

describe('every result fits the shipped schema', () => {
  test.each(Object.entries(SAMPLES))('report: %s', (_, report) =>
    expect(faults('report', toJson(report, CATALOGUE))).toBeNull(),
  )

  test('diff, inventory, and inspection with and without answers', () => {
    const components = [
      {
        ...aComponent(),
        tier: 'server' as const,
        reasons: ['name:mcp'],
        location: { path: 'package-lock.json', line: 3 },
      },
    ]
    expect(faults('diff', toDiffJson(diff))).toBeNull()
    expect(faults('diff', toDiffJson({ ...diff, base: null, changes: hostileReport.changes }))).toBeNull()
    expect(faults('inventory', toInventoryJson({ ref: diff.head, sources: diff.sources, components }))).toBeNull()
    expect(faults('inspection', toInspectJson(inspection, CATALOGUE))).toBeNull()
    expect(
      faults('inspection', toInspectJson({ ...inspection, version: null, evidence: noEvidence() }, CATALOGUE)),
    ).toBeNull()
  })

  test('and the schema refuses what is not a result', () => {
    expect(faults('report', '{"schemaVersion":1}')).not.toBeNull()
    expect(faults('diff', toJson(badBumpReport, CATALOGUE))).not.toBeNull()
  })
})

test('keys have the order of the contract', () => {
  expect(Object.keys(JSON.parse(toJson(badBumpReport, CATALOGUE)))).toEqual([
    'schemaVersion',
    'tool',
    'mode',
    'base',
    'head',
    'policy',
    'verdict',
    'counts',
    'changes',
    'findings',
    'waivers',
    'sources',
    'packageDiffs',
  ])
})

test('a finding has its message and remedy in words, and its values', () => {
  const [finding] = JSON.parse(toJson(badBumpReport, CATALOGUE)).findings
  expect(finding).toMatchObject({
    rule: 'allowlist',
    id: 'version-not-allowlisted',
    message: 'postmark-mcp 1.0.16 is not on the allowlist: the list has 1.0.12 - 1.0.15.',
    remediation: 'Wait for a reviewed release, or read what changed and add this entry to .github/mcp-gate.yml.',
    location: { path: 'package.json', line: 14 },
  })
  expect(Object.keys(finding.args)).toEqual(['allowed', 'name', 'policy', 'version'])
})

test('a finding of a rule that the catalogue does not know is still told', () => {
  expect(
    JSON.parse(toFindingLines(aReport({ findings: [aFinding({ rule: 'other', id: 'thing' })] }), CATALOGUE)),
  ).toMatchObject({ message: 'other/thing' })
  expect(JSON.parse(toFindingLines(aReport({ findings: [aFinding({ id: 'constructor' })] }), CATALOGUE))).toMatchObject(
    { message: 'allowlist/constructor' },
  )
})

test('credentials in addresses are masked wherever they stand', () => {
  const json = toJson(hostileReport, CATALOGUE)
  expect(json).toContain('https://***@registry.example.test/x?token=***')
  expect(json.match(/"(?:resolved|spec|url|purl|paste|value|message)": "[^"]*FAKE[^"]*"/g)).toBeNull()
})

test('nothing unseen is printed, and no key of a prototype is lost', () => {
  const json = toJson(hostileReport, CATALOGUE)
  expect(UNSEEN.test(json)).toBe(false)
  const args = JSON.parse('{"__proto__":"x"}')
  expect(toFindingLines(aReport({ findings: [aFinding({ args })] }), CATALOGUE)).toContain('"args":{"__proto__":"x"}')
})

test('an inspection is one line, with silence told apart from none', () => {
  const line = toInspectJson(inspection, CATALOGUE)
  expect(line.match(/\n/g)).toHaveLength(1)
  expect(JSON.parse(line)).toMatchObject({
    reasons: ['sdk:@modelcontextprotocol/sdk'],
    evidence: {
      attestation: { status: 'absent' },
      tarball: { status: 'unavailable', reason: 'not-gathered' },
      packument: { status: 'observed', value: { releases: 1 } },
    },
  })
})

test('tarball, publisher and waivers are told in short', () => {
  const evidence = someEvidence({
    tarball: observed(aTarball()),
    release: observed(aRelease({ published: null, publisher: null, repository: null })),
  })
  const line = JSON.parse(
    toInspectJson(
      { ...inspection, impersonates: { name: 'x', kind: 'typosquat', strength: 'look', why: '', marks: [] }, evidence },
      CATALOGUE,
    ),
  )
  expect(line.impersonates).toEqual({ name: 'x', kind: 'typosquat' })
  expect(line.evidence.tarball.value).toMatchObject({
    files: 1,
    installScripts: [{ event: 'postinstall' }],
    capabilities: [{ kind: 'network', line: 3 }],
  })
  expect(line.evidence.release.value).toMatchObject({ published: null, publisher: null, repository: null })
  const waiver = {
    place: { path: '.github/mcp-gate.yml', line: 9 },
    rule: 'provenance',
    package: null,
    path: null,
    reason: 'r',
    owner: 'o',
    expires: '2026-01-01',
  }
  const json = toJson(
    aReport({
      waivers: { expired: [waiver], unused: [] },
      policy: { kind: 'built-in', path: 'p', ref: null, sha256: null, extends: null },
    }),
    CATALOGUE,
  )
  expect(faults('report', json)).toBeNull()
  expect(JSON.parse(json)).toMatchObject({
    policy: { origin: 'built-in' },
    waivers: { expired: [{ location: { line: 9 } }] },
  })
})

test('the same report is printed the same way', () => {
  const report = aReport({ findings: [aFinding({ args: { b: '1', a: '2' } })], at: NOW })
  const twin = aReport({ findings: [aFinding({ args: { a: '2', b: '1' } })], at: NOW })
  expect(toJson(report, CATALOGUE)).toBe(toJson(twin, CATALOGUE))
})
