import { expect, test } from '@jest/globals'
import { readShown } from '../../src/action/shown.ts'
import { SourceError } from '../../src/errors.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { aFinding, aReport } from '../support/reports.ts'

const PATCH = '@@ -1,2 +1,3 @@\n a\n+b\n c'

function headOf(read: Snapshot['read']): Snapshot {
  const entry = { path: 'package.json', kind: 'file', oid: null, size: null } as const
  return { ref: 'change', sha: null, list: async () => [entry, { ...entry, path: 'link', kind: 'symlink' }], read }
}

const report = aReport({
  findings: [
    aFinding({ location: { path: 'package.json', line: 2 }, related: [{ path: 'link', line: 1 }] }),
    aFinding({ location: { path: 'gone.json', line: 1 } }),
  ],
})
const files = ['package.json', 'link', 'gone.json', 'README.md'].map((path) => ({ path, patch: PATCH }))

test('the shown lines of the findings’ files, and the text of those that are files', async () => {
  const { hunks, texts } = await readShown(files, { report, head: headOf(async () => Buffer.from('{}')) })
  expect([...hunks.keys()]).toEqual(['package.json', 'link', 'gone.json'])
  expect(hunks.get('package.json')).toEqual([{ from: 1, to: 3 }])
  expect([...texts]).toEqual([['package.json', '{}']])
})

test('a file beyond the bound has no text, and is still commented on', async () => {
  const head = headOf(async () => {
    throw new SourceError('over-limit', 'package.json is too large', { hint: 'Make it smaller.' })
  })
  const { hunks, texts } = await readShown(files, { report, head })
  expect([hunks.has('package.json'), texts.size]).toEqual([true, 0])
})

test('any other failure is told', async () => {
  const head = headOf(async () => {
    throw new SourceError('snapshot-unreadable', 'package.json is gone', { hint: 'Run again.' })
  })
  await expect(readShown(files, { report, head })).rejects.toThrowWithCode(SourceError, 'snapshot-unreadable')
})
