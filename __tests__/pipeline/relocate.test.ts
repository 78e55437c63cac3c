import { expect, test } from '@jest/globals'
import type { RuleFinding } from '../../src/model/finding.ts'
import { relocate } from '../../src/pipeline/relocate.ts'
import { aChange, aComponent } from '../support/builders.ts'
import { aFinding } from '../support/reports.ts'

const ENTRY = { path: 'package-lock.json', route: ['packages', 'node_modules/sample-mcp'] }
const WRITTEN = { path: 'package.json', route: ['dependencies', 'sample-mcp'] }
const manifestLine = aComponent({ source: 'package.json', route: WRITTEN.route, lockedIn: 'package-lock.json' })

function inLockfile(overrides: Partial<RuleFinding> = {}): RuleFinding {
  const {
    route: _,
    status: __,
    waiver: ___,
    fingerprint: ____,
    ...finding
  } = aFinding({ name: 'sample-mcp', source: ENTRY.path })
  return { ...finding, location: ENTRY, related: [], ...overrides }
}

test('a finding on a direct dependency stands on the line that a person changed, and names the lockfile', () => {
  const [finding] = relocate([inLockfile()], [aChange({ after: [manifestLine] })])
  expect(finding).toMatchObject({ location: WRITTEN, related: [ENTRY] })
})

test.each([
  ['the manifest line did not change', inLockfile(), []],
  ['the manifest line is gone', inLockfile(), [aChange({ kind: 'removed', before: [manifestLine], after: [] })]],
  [
    'another lockfile decides',
    inLockfile({ source: 'tools/package-lock.json', location: { ...ENTRY, path: 'tools/package-lock.json' } }),
    [aChange({ after: [manifestLine] })],
  ],
  [
    'the rule speaks of the lockfile’s own text',
    inLockfile({ rule: 'integrity' }),
    [aChange({ after: [manifestLine] })],
  ],
  ['another package changed', inLockfile({ name: 'other-mcp' }), [aChange({ after: [manifestLine] })]],
])('it stays where it is when %s', (_, finding, changes) => {
  expect(relocate([finding], changes)).toEqual([finding])
})
