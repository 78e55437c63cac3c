import { expect, test } from '@jest/globals'
import type { Finding } from '../../src/model/finding.ts'
import { toFirstPolicy } from '../../src/pipeline/init.ts'
import { aFinding, aReport } from '../support/reports.ts'

function unlisted(name: string, overrides: Partial<Finding> = {}): Finding {
  return aFinding({ rule: 'allowlist', id: 'not-allowlisted', name, paste: `  - package: ${name}\n`, ...overrides })
}

function firstPolicy(findings: readonly Finding[]) {
  return toFirstPolicy(aReport({ findings }))
}

test('an entry for each server that is there, sorted, once', () => {
  const { text, allowed, left } = firstPolicy([unlisted('b-mcp'), unlisted('a-mcp'), unlisted('a-mcp')])
  expect(text.indexOf('a-mcp')).toBeLessThan(text.indexOf('b-mcp'))
  expect(text.match(/package:/g)).toHaveLength(2)
  expect({ allowed, left }).toEqual({ allowed: 2, left: [] })
})

test('what the evidence speaks against gets no entry and is named with the reason', () => {
  const malware = aFinding({ rule: 'known-bad', id: 'malware', name: 'bad-mcp', severity: 'critical', paste: null })
  const { text, allowed, left } = firstPolicy([unlisted('bad-mcp'), malware, unlisted('good-mcp')])
  expect(text).not.toContain('bad-mcp')
  expect({ allowed, left }).toEqual({ allowed: 1, left: [{ name: 'bad-mcp', why: 'known-bad/malware' }] })
})

test('silence is no word against a package', () => {
  const silence = aFinding({
    rule: 'evidence-unavailable',
    id: 'attestation',
    name: 'a-mcp',
    severity: 'high',
    paste: null,
  })
  expect(firstPolicy([unlisted('a-mcp'), silence])).toMatchObject({ allowed: 1, left: [] })
})

test('what could not be verified is named, names with the same gap together', () => {
  const silent = (name: string, id: string) => aFinding({ rule: 'evidence-unavailable', id, name, paste: null })
  const { unchecked } = firstPolicy([
    ...['c-mcp', 'a-mcp', 'b-mcp'].map((name) => unlisted(name)),
    ...['c-mcp', 'a-mcp', 'no-server'].flatMap((name) => [silent(name, 'malware'), silent(name, 'attestation')]),
    silent('b-mcp', 'malware'),
  ])
  expect(unchecked).toEqual([
    { names: ['a-mcp', 'c-mcp'], evidence: ['attestation', 'malware'] },
    { names: ['b-mcp'], evidence: ['malware'] },
  ])
  expect(firstPolicy([unlisted('a-mcp')]).unchecked).toEqual([])
})

test('what is not one version cannot be allowed', () => {
  const floating = aFinding({ rule: 'exact-pin', id: 'launch-not-pinned', name: 'a-mcp', paste: null })
  expect(firstPolicy([floating]).left).toEqual([{ name: 'a-mcp', why: 'it is not pinned to one version' }])
})

test('a server whose address is not shown whole is named', () => {
  const remote = aFinding({ rule: 'client-config', id: 'remote-not-allowlisted', name: 'x/REDACTED', paste: null })
  const added = aFinding({ rule: 'client-config', id: 'server-added', name: 'other', paste: null })
  const { allowed, left } = firstPolicy([remote, added])
  expect({ allowed, left }).toEqual({
    allowed: 0,
    left: [{ name: 'x/REDACTED', why: expect.stringContaining('by hand') }],
  })
})

test('a waived finding has been decided', () => {
  expect(firstPolicy([unlisted('a-mcp', { status: 'waived' })])).toMatchObject({ allowed: 0, left: [] })
})
