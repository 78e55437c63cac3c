// Advisories and malware reports: a list, an empty list, and silence are three things.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { fetchAdvisories } from '../../src/evidence/advisories.ts'
import { BOUNDS } from '../../src/evidence/bounds.ts'
import { openHttp } from '../../src/evidence/http.ts'
import { fetchMalware, type Suspect } from '../../src/evidence/malware.ts'
import { observed } from '../../src/model/observation.ts'
import { openPool } from '../../src/model/pool.ts'
import { type RegistryDouble, startRegistry } from '../support/registry.ts'

let registry: RegistryDouble

beforeEach(async () => {
  registry = await startRegistry()
})
afterEach(() => registry.close())

function open(url: string) {
  const bounds = { ...BOUNDS, backoffMs: 5, attemptMs: 400 }
  const traffic = { bounds, deadline: performance.now() + 5000, pool: openPool(4), onRequest: () => {} }
  return openHttp({ url, token: null }, traffic)
}

const KNOWN = {
  id: 7,
  ghsa: 'GHSA-aaaa-bbbb-cccc',
  title: 'Runs commands',
  severity: 'critical',
  vulnerable_versions: '<1.2.0',
}
const RELEASES = [
  { name: 'sample-mcp', version: '1.1.0' },
  { name: 'sample-mcp', version: '1.2.0' },
  { name: 'other-mcp', version: '1.0.0' },
]

describe('advisories', () => {
  const ask = () => fetchAdvisories(open(registry.url), RELEASES, 100_000)

  test('are told for the versions they touch, in one request', async () => {
    registry.advise('sample-mcp', KNOWN)
    const of = await ask()
    expect(RELEASES.map(of)).toEqual([
      observed([
        {
          id: 'GHSA-aaaa-bbbb-cccc',
          title: 'Runs commands',
          severity: 'critical',
          url: 'https://advisories.example.test/GHSA-aaaa-bbbb-cccc',
        },
      ]),
      observed([]),
      observed([]),
    ])
    expect(registry.requests).toHaveLength(1)
    expect(JSON.parse(registry.requests[0]?.body ?? '')).toEqual({
      'sample-mcp': ['1.1.0', '1.2.0'],
      'other-mcp': ['1.0.0'],
    })
  })

  test.each(['not a range', 7])(
    'one with the range %j is not dropped, and an unknown severity is high',
    async (range) => {
      const body = JSON.stringify({ 'sample-mcp': [{ id: 7, severity: 'odd', vulnerable_versions: range }] })
      registry.fail('advisories', { kind: 'body', body })
      expect((await ask())({ name: 'sample-mcp', version: '1.2.0' })).toEqual(
        observed([{ id: '7', title: 'no title', severity: 'high', url: null }]),
      )
    },
  )

  test('a link that is no https address is left out', async () => {
    const body = JSON.stringify({ 'sample-mcp': [{ id: 7, url: 'javascript:alert(1)', vulnerable_versions: '*' }] })
    registry.fail('advisories', { kind: 'body', body })
    expect((await ask())({ name: 'sample-mcp', version: '1.2.0' })).toMatchObject({ value: [{ url: null }] })
  })

  test.each([
    ['404', { kind: 'status', status: 404 }, 'not-offered'],
    ['405', { kind: 'status', status: 405 }, 'not-offered'],
    ['500', { kind: 'status', status: 500 }, 'server-error'],
    ['a text', { kind: 'body', body: 'no' }, 'bad-answer'],
    ['a list', { kind: 'body', body: '[]' }, 'bad-answer'],
    ['no list of the package', { kind: 'body', body: '{"sample-mcp":{}}' }, 'bad-answer'],
    ['an advisory that is none', { kind: 'body', body: '{"sample-mcp":[1]}' }, 'bad-answer'],
  ] as const)('%s is unavailable', async (_, fault, reason) => {
    registry.fail('advisories', fault)
    expect((await ask())({ name: 'sample-mcp', version: '1.1.0' })).toMatchObject({ status: 'unavailable', reason })
  })
})

describe('malware', () => {
  const SUSPECTS: readonly Suspect[] = [
    { ecosystem: 'npm', name: 'sample-mcp', version: '1.0.16' },
    { ecosystem: 'npm', name: 'other-mcp', version: '1.0.0' },
    { ecosystem: 'pypi', name: 'sample-mcp', version: '1.0.16' },
  ]
  const ask = (suspects = SUSPECTS) => fetchMalware(open(registry.malwareUrl), suspects, 1_000_000)
  const report = { id: 'MAL-2026-1', name: 'sample-mcp', versions: ['1.0.16'], summary: 'Copies every mail' }

  test('is told for the version, name and ecosystem reported', async () => {
    registry.reportMalware(report)
    expect(await ask()).toEqual([
      observed([{ id: 'MAL-2026-1', title: 'Copies every mail', severity: 'critical', url: null }]),
      observed([]),
      observed([]),
    ])
  })

  test('a withdrawn report, and what is no malware, are none', async () => {
    registry.reportMalware({ ...report, withdrawn: '2026-02-01T00:00:00Z' })
    registry.reportMalware({ ...report, id: 'GHSA-aaaa-bbbb-cccc' })
    expect((await ask())[0]).toEqual(observed([]))
  })

  test('a report that cannot be read still stands', async () => {
    registry.reportMalware(report)
    registry.fail('MAL-2026-1', { kind: 'status', status: 500 })
    expect((await ask())[0]).toMatchObject({ value: [{ id: 'MAL-2026-1', severity: 'critical' }] })
  })

  test('2,500 suspects take three requests', async () => {
    const many = Array.from(
      { length: 2500 },
      (_, index): Suspect => ({ ecosystem: 'npm', name: `a${index}`, version: '1.0.0' }),
    )
    const reports = await ask([...many.slice(0, 2499), ...SUSPECTS.slice(0, 1)])
    expect(reports).toHaveLength(2500)
    expect(registry.requests).toHaveLength(3)
  })

  test.each([
    ['404', { kind: 'status', status: 404 }, 'bad-answer'],
    ['500', { kind: 'status', status: 500 }, 'server-error'],
    ['too few results', { kind: 'body', body: '{"results":[{}]}' }, 'bad-answer'],
    ['results that are none', { kind: 'body', body: '{"results":[1,2,3]}' }, 'bad-answer'],
    [
      'a first page of several',
      { kind: 'body', body: '{"results":[{"next_page_token":"x"},{"next_page_token":"x"},{"next_page_token":"x"}]}' },
      'bad-answer',
    ],
  ] as const)('%s is unavailable', async (_, fault, reason) => {
    registry.fail('querybatch', fault)
    for (const one of await ask()) expect(one).toMatchObject({ status: 'unavailable', reason })
  })
})
