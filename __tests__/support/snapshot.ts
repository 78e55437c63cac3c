// A tree of files in memory, as git or GitHub would show it.
import type { Snapshot } from '../../src/model/snapshot.ts'

export function snapshotOf(ref: string, files: Readonly<Record<string, string>>): Snapshot {
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]))
  return {
    ref,
    sha: null,
    list: async () =>
      [...bytes]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, { length }]) => ({ path, kind: 'file', oid: null, size: length })),
    read: async ({ path }) => bytes.get(path) ?? new Uint8Array(),
  }
}
