// Tarballs: read as npm reads them, never beyond a bound, whoever packed them.

import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { BOUNDS, type Bounds } from '../../src/evidence/bounds.ts'
import { type UnpackedFile, unpack } from '../../src/evidence/unpack.ts'
import { type Entry, packEntries, packTarball, tarOf } from '../support/tarball.ts'

async function read(tarball: Buffer, bounds: Partial<Bounds> = {}, ms = 20_000) {
  const files: UnpackedFile[] = []
  const fault = await unpack(tarball, {
    bounds: { ...BOUNDS, ...bounds },
    deadline: performance.now() + ms,
    keep: () => true,
    onFile: (file) => files.push(file),
  })
  return { fault, files, paths: files.map(({ path }) => path) }
}

test('tells each file with its size and hash', async () => {
  const { fault, files } = await read(packTarball({ 'package.json': '{}', 'lib/index.js': 'x'.repeat(2000) }))
  expect(fault).toBeNull()
  expect(files.map(({ path, size }) => [path, size])).toEqual([
    ['package.json', 2],
    ['lib/index.js', 2000],
  ])
  expect(files[0]?.sha256).toBe(createHash('sha256').update('{}').digest('hex'))
})

const ODD: readonly (readonly [what: string, entry: Entry, paths: readonly string[]])[] = [
  ['another first folder', { path: 'other/x.js' }, ['x.js']],
  ['a path upward', { path: 'package/../../x.js' }, []],
  ['a path upward in the middle', { path: 'package/a/../x.js' }, []],
  ['an absolute path', { path: '/package/x.js' }, ['package/x.js']],
  ['doubled slashes', { path: 'package//./x.js' }, ['x.js']],
  ['no folder', { path: 'x.js' }, []],
  ['a symbolic link', { path: 'package/x.js', type: '2', linkTo: '/etc/passwd' }, []],
  ['a hard link', { path: 'package/x.js', type: '1', linkTo: 'package/y.js' }, []],
  ['a folder', { path: 'package/x/', type: '5' }, []],
  ['`__proto__`', { path: 'package/__proto__' }, ['__proto__']],
  ['a long path', { path: `package/${'long/'.repeat(30)}x.js` }, [`${'long/'.repeat(30)}x.js`]],
]

test.each(ODD)('%s', async (_, entry, paths) => {
  expect(await read(packEntries([entry]))).toMatchObject({ fault: null, paths })
})

describe('over the limit', () => {
  test('a bomb of zeros', async () => {
    const bomb = packEntries([{ path: 'package/a', content: Buffer.alloc(60_000_000) }])
    expect((await read(bomb)).fault).toMatchObject({ reason: 'over-limit' })
    expect((await read(bomb, { ratio: 1e9, unpackedBytes: 50_000_000 })).fault).toMatchObject({ reason: 'over-limit' })
  })

  test('200,000 entries', async () => {
    const entries = Array.from({ length: 200_000 }, (_, index) => ({ path: `package/${index}` }))
    const packed = packEntries(entries)
    const started = performance.now()
    const { fault, files } = await read(packed, { ratio: 1e9 })
    expect(fault).toMatchObject({ reason: 'over-limit' })
    expect(files.length).toBeLessThan(BOUNDS.entries + 1000)
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('one that takes too long', async () => {
    expect((await read(packTarball({ 'a.js': 'x'.repeat(1_000_000) }), {}, -1)).fault).toMatchObject({
      reason: 'over-limit',
    })
  })
})

test('tens of megabytes in 2,000 files are read whole', async () => {
  const content = Buffer.from(Array.from({ length: 3200 }, (_, line) => `f(${(line * 7919) % 9973})\n`).join(''))
  const files = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`lib/${index}.js`, content]))
  const { fault, paths } = await read(packTarball(files))
  expect(fault).toBeNull()
  expect(paths).toHaveLength(2000)
})

describe('broken', () => {
  const good = packTarball({ 'a.js': 'x'.repeat(5000), 'b.js': 'y'.repeat(5000) })
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no gzip', Buffer.from('<html>not found</html>')],
    ['cut in the middle', good.subarray(0, good.length / 2)],
    ['no archive', gzipSync('just a text')],
    [
      'an archive cut in the middle',
      gzipSync(tarOf([{ path: 'package/a', content: 'x'.repeat(5000) }]).subarray(0, 2000)),
    ],
    ['an archive in an archive', gzipSync(gzipSync(tarOf([{ path: 'package/a' }])))],
  ])('%s', async (_, bytes) => {
    expect((await read(bytes)).fault).toMatchObject({ status: 'unavailable', reason: 'bad-answer' })
  })
})
