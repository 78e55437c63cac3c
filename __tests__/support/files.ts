// A snapshot that is nothing but a map of files.
import { createHash } from 'node:crypto'
import type { Snapshot } from '../../src/model/snapshot.ts'

export function snapshotOf(ref: string, files: Readonly<Record<string, string>>): Snapshot {
  const oidOf = (text: string) => createHash('sha1').update(text).digest('hex')
  const entries = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    ref,
    sha: oidOf(JSON.stringify(entries)),
    list: async () =>
      entries.map(([path, text]) => ({ path, kind: 'file', oid: oidOf(text), size: Buffer.byteLength(text) })),
    read: async ({ path }) => Buffer.from(files[path] ?? ''),
  }
}
