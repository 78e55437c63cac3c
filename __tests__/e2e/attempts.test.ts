// Every attempt of the table must be told, and fail unless the table says that it only warns; from source, without a network.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import type { AllowEntry } from '../../src/model/policy.ts'
import type { Report } from '../../src/model/report.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { runGate } from '../../src/pipeline/gate.ts'
import { anAllowedPackage, aPolicy, NOW, noEvidence } from '../support/builders.ts'
import { snapshotOf } from '../support/snapshot.ts'
import { renderAttempts } from './attempts-page.ts'
import { ADDRESS, ATTEMPTS, type Attempt, CLEAN, SHOWN_TENANT, tenant } from './attempts-table.ts'

const PLACE = { path: '.github/mcp-gate.yml', line: 1 }
const ALLOW: readonly AllowEntry[] = [
  anAllowedPackage({ name: 'mcp-remote' }),
  ...[ADDRESS, tenant('0a1b2c3d'), `https://${SHOWN_TENANT}`].map((url) => ({
    kind: 'remote' as const,
    url,
    place: PLACE,
    reviewed: null,
    expires: null,
  })),
  { kind: 'command', argv: ['node', 'tools/server.js'], place: PLACE, reviewed: null, expires: null },
]

describe.each(ATTEMPTS)('$title', ({ attempts }) => {
  test.each(attempts)('$attempt', async ({ tells, warns = false, base = {}, head }) => {
    const { verdict, findings } = await judge(base, head)
    const told = findings.flatMap(({ rule, id, name }) => [`${rule}/${id}`, `${rule}/${id} ${name}`])
    for (const each of tells) expect(told).toContain(each)
    expect(verdict).toBe(warns ? 'warn' : 'fail')
  })
})

test('the project itself passes: none of them fails for another reason', async () => {
  expect((await judge({}, { 'README.md': '# Example\n' })).verdict).toBe('pass')
  const { mcpServers } = JSON.parse(CLEAN['.mcp.json'] ?? '{}')
  const twice = { '.mcp.json': JSON.stringify({ mcpServers: { ...mcpServers, again: mcpServers.relay } }) }
  expect((await judge({}, twice)).verdict).toBe('warn')
})

test('docs/attempts.md says the same', () => {
  expect(readFileSync(new URL('../../docs/attempts.md', import.meta.url), 'utf8')).toBe(renderAttempts())
})

function judge(base: Attempt['head'], head: Attempt['head']): Promise<Report> {
  return runGate({
    mode: 'gate',
    base: snapshot('main', { ...CLEAN, ...base }),
    head: snapshot('change', { ...CLEAN, ...base, ...head }),
    policy: aPolicy({ unavailable: 'warn', allow: ALLOW }),
    gather: async () => ({ of: (purl) => ({ ...noEvidence('offline'), purl }), requests: 0, trustRoot: null }),
    now: NOW,
    version: '1.0.0',
  })
}

/** With an id for each text, so that what is the same on both sides is not read. */
function snapshot(ref: string, files: Attempt['head']): Snapshot {
  const inner = snapshotOf(ref, files)
  const list = async () => (await inner.list()).map((entry) => ({ ...entry, oid: files[entry.path] ?? null }))
  return { ...inner, list }
}
