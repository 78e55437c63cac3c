// A change that touches nothing the gate looks at: its short report is what judging would have said.
import { expect, test } from '@jest/globals'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { collect } from '../../src/pipeline/collect.ts'
import { runGate } from '../../src/pipeline/gate.ts'
import { judgeCollected } from '../../src/pipeline/judging.ts'
import { isQuiet, toQuietReport } from '../../src/pipeline/quiet.ts'
import type { GateRequest } from '../../src/pipeline/request.ts'
import { aPolicy, NOW } from '../support/builders.ts'

function aSnapshot(ref: string, files: Readonly<Record<string, string>>): Snapshot {
  const list = Object.keys(files).map(
    (path) => ({ path, kind: 'file', oid: `${path} ${files[path]}`, size: null }) as const,
  )
  return { ref, sha: null, list: async () => list, read: async ({ path }) => Buffer.from(files[path] ?? '') }
}

function aRequest(overrides: Partial<GateRequest> = {}): GateRequest {
  return {
    mode: 'gate',
    base: aSnapshot('main', { 'README.md': '1' }),
    head: aSnapshot('change', { 'README.md': '2' }),
    policy: aPolicy(),
    gather: () => Promise.reject(new Error('nobody is to be asked')),
    now: NOW,
    version: '1.0.0',
    ...overrides,
  }
}

const collected = ({ base, head, policy }: GateRequest) => collect({ base, head, ignore: policy.ignore })

test.each(['README.md', 'tests/package-lock.json'])(
  'a change of %s alone is reported as judging would report it',
  async (path) => {
    const request = aRequest({
      base: aSnapshot('main', { [path]: '1' }),
      head: aSnapshot('change', { [path]: '2' }),
      policy: aPolicy({ ignore: ['tests/**'] }),
    })
    const read = await collected(request)
    expect(isQuiet(read, request.policy)).toBe(true)
    const { placeOf: _quiet, ...quiet } = toQuietReport(request, read)
    const { placeOf: _full, ...full } = await judgeCollected(request, read)
    expect(quiet).toEqual(full)
    expect(await runGate(request)).toMatchObject(quiet)
  },
)

test.each([
  ['a changed source', { head: aSnapshot('change', { 'README.md': '1', '.npmrc': 'a=b' }) }],
  ['a removed source', { base: aSnapshot('main', { 'README.md': '1', 'package.json': '{}' }) }],
  ['an edited policy', { head: aSnapshot('change', { '.github/mcp-gate.yml': 'version: 1' }) }],
])('%s is judged', async (_what, overrides) => {
  const request = aRequest(overrides)
  expect(isQuiet(await collected(request), request.policy)).toBe(false)
})
