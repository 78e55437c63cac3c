// Files that are too many bytes together: those that fit are read, the others are named, and nothing of them is held.
import { expect, test } from '@jest/globals'
import { SourceError } from '../../src/errors.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { collect } from '../../src/pipeline/collect.ts'

const MB = 1024 * 1024
const PATHS = Array.from({ length: 8 }, (_, at) => `p${at}/package-lock.json`)

/** Lockfiles of 19 MB each, by what the listing says or, where it tells no size, by what reading says. */
function aSnapshot(size: number | null, onRead: (path: string) => void): Snapshot {
  const list = PATHS.map((path) => ({ path, kind: 'file' as const, oid: path, size }))
  const read = async ({ path }: { path: string }) => {
    onRead(path)
    if (size === null && PATHS.indexOf(path) > 4)
      throw new SourceError('snapshot-too-large', 'too much', { hint: 'less' })
    return Buffer.from('{"lockfileVersion": 3, "packages": {}}')
  }
  return { ref: 'x', sha: null, list: async () => list, read }
}

const EMPTY: Snapshot = {
  ref: 'base',
  sha: null,
  list: async () => [],
  read: () => Promise.reject(new Error('no file')),
}

test.each([19 * MB, null])(
  'with a listed size of %s, what is beyond the bound is a source that is too large',
  async (size) => {
    const asked: string[] = []
    const { head } = await collect({ base: EMPTY, head: aSnapshot(size, (path) => asked.push(path)), ignore: [] })
    expect(head.sources.map(({ status }) => status)).toEqual([
      ...Array<string>(5).fill('read'),
      ...Array<string>(3).fill('too-large'),
    ])
    expect(head.sources.at(-1)).toMatchObject({ reason: expect.stringContaining('100 MB') })
    expect(asked).toHaveLength(size === null ? 8 : 5)
  },
)
