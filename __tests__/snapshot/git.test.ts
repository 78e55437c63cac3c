import { afterAll, describe, expect, test } from '@jest/globals'
import { InputError, SourceError } from '../../src/errors.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { openCommit } from '../../src/snapshot/git.ts'
import { defaultBranch, findFork, findRepository, mergeBase, resolveCommit } from '../../src/snapshot/git-refs.ts'
import { openWorkingTree } from '../../src/snapshot/git-worktree.ts'
import { makeRepository } from '../support/repository.ts'

const repository = makeRepository({
  'package.json': '{}\n',
  'deep/ünï "quoted"/file.txt': 'hello',
  'link.json': { link: '/etc/passwd' },
})
const base = repository.git('rev-parse', 'HEAD')
afterAll(() => repository.remove())

async function textOf(snapshot: Snapshot, path: string, maxBytes = 1000): Promise<string> {
  const entry = (await snapshot.list()).find((candidate) => candidate.path === path)
  if (entry === undefined) throw new Error(`${path} is not listed`)
  return Buffer.from(await snapshot.read(entry, maxBytes)).toString()
}

describe('a commit', () => {
  const snapshot = openCommit(repository.directory, { ref: 'main', sha: base })

  test('lists every file with its real name, links as links', async () => {
    expect((await snapshot.list()).map(({ path, kind }) => [path, kind])).toEqual([
      ['deep/ünï "quoted"/file.txt', 'file'],
      ['link.json', 'symlink'],
      ['package.json', 'file'],
    ])
  })

  test('reads files asked for at once, each with its own bytes', async () => {
    expect(
      await Promise.all([textOf(snapshot, 'package.json'), textOf(snapshot, 'deep/ünï "quoted"/file.txt')]),
    ).toEqual(['{}\n', 'hello'])
  })

  test('refuses a file above the bound and a missing object, and still serves the others', async () => {
    const [large, lost, fine] = await Promise.allSettled([
      textOf(snapshot, 'deep/ünï "quoted"/file.txt', 4),
      snapshot.read({ path: 'lost', kind: 'file', oid: '1'.repeat(40), size: null }, 10),
      textOf(snapshot, 'package.json'),
    ])
    expect(large).toMatchObject({ status: 'rejected', reason: { code: 'over-limit' } })
    expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'snapshot-unreadable' } })
    expect(fine).toMatchObject({ status: 'fulfilled', value: '{}\n' })
  })

  test('reads files of many pieces beside empty ones, folders and files that are too large, each with its own bytes', async () => {
    const long = '0123456789\n'.repeat(50_000)
    const work = makeRepository({ empty: '', long, longer: `${long}1`, 'folder/short': 'short' })
    const tree = work.git('rev-parse', 'HEAD:folder')
    const whole = openCommit(work.directory, { ref: 'main', sha: work.git('rev-parse', 'HEAD') })
    const read = await Promise.allSettled([
      textOf(whole, 'longer', long.length),
      textOf(whole, 'empty'),
      whole.read({ path: 'folder', kind: 'file', oid: tree, size: null }, long.length),
      textOf(whole, 'long', long.length),
      textOf(whole, 'folder/short'),
    ])
    expect(read).toMatchObject([
      { reason: { code: 'over-limit' } },
      { value: '' },
      { reason: { code: 'snapshot-unreadable' } },
      { value: long },
      { value: 'short' },
    ])
    work.remove()
  })
})

test('what is asked for at once is held at once, up to a bound, and the rest refused', async () => {
  const large = 'x'.repeat(30 * 1024 * 1024)
  const work = makeRepository({ a: `${large}1`, b: `${large}2`, c: `${large}3`, d: `${large}4`, e: 'short' })
  const whole = openCommit(work.directory, { ref: 'main', sha: work.git('rev-parse', 'HEAD') })
  const entries = await whole.list()
  const read = await Promise.allSettled(entries.map((entry) => whole.read(entry, 40 * 1024 * 1024)))
  expect(read.map((one) => (one.status === 'fulfilled' ? one.value.length : one.reason.code))).toEqual([
    large.length + 1,
    large.length + 1,
    large.length + 1,
    'snapshot-too-large',
    5,
  ])
  work.remove()
})

describe('the working tree', () => {
  test('shows what is modified, untracked, deleted and ignored as it lies on disk', async () => {
    const work = makeRepository({
      'kept.txt': 'kept',
      'gone.txt': 'gone',
      'edited.txt': 'before',
      '.gitignore': 'build/\n',
    })
    work.write({ 'gone.txt': null, 'edited.txt': 'after', 'new.txt': 'new', 'build/out.txt': 'ignored' })
    const snapshot = openWorkingTree(work.directory)
    expect((await snapshot.list()).map(({ path, oid }) => [path, oid !== null])).toEqual([
      ['.gitignore', true],
      ['edited.txt', false],
      ['kept.txt', true],
      ['new.txt', false],
    ])
    expect(await textOf(snapshot, 'edited.txt')).toBe('after')
    expect(await textOf(snapshot, 'kept.txt')).toBe('kept')
    await expect(textOf(snapshot, 'new.txt', 2)).rejects.toThrowWithCode(SourceError, 'over-limit')
    work.remove()
  })

  test('does not read through a link, of the file or of a folder above it', async () => {
    const work = makeRepository()
    work.write({ 'a/package.json': { link: '/etc/passwd' }, b: { link: '/etc' } })
    const snapshot = openWorkingTree(work.directory)
    expect((await snapshot.list()).filter(({ kind }) => kind === 'symlink').map(({ path }) => path)).toEqual([
      'a/package.json',
      'b',
    ])
    const behind = { path: 'b/passwd', kind: 'file', oid: null, size: null } as const
    await expect(snapshot.read(behind, 100_000)).rejects.toThrowWithCode(SourceError, 'snapshot-unreadable')
    work.remove()
  })
})

describe('refs', () => {
  test('a folder that is no repository, and a ref that nobody knows', async () => {
    await expect(findRepository('/')).rejects.toThrowWithCode(InputError, 'not-a-repository')
    await expect(resolveCommit(repository.directory, 'no-such-branch')).rejects.toThrowWithCode(
      InputError,
      'unknown-ref',
    )
    await expect(resolveCommit(repository.directory, '--output=/tmp/x')).rejects.toThrowWithCode(
      InputError,
      'unknown-ref',
    )
  })

  test.each([
    ['no-such-branch', 'HEAD'],
    ['HEAD', 'no-such-branch'],
    ['--all', 'HEAD'],
    ['HEAD', 'main..HEAD'],
  ])('%s and %s have no common answer, so each is asked for by itself', async (base, head) => {
    expect(await findFork(repository.directory, base, head)).toBeNull()
  })

  test('the merge base is where the branches parted, and the default branch is found without a remote', async () => {
    const work = makeRepository()
    const parted = work.git('rev-parse', 'HEAD')
    work.git('checkout', '--quiet', '-b', 'change')
    const head = work.commit({ 'a.txt': '1' })
    work.git('checkout', '--quiet', 'main')
    const tip = work.commit({ 'b.txt': '2' })
    expect(await mergeBase(work.directory, tip, head)).toBe(parted)
    expect(await findFork(work.directory, tip, head)).toEqual({
      directory: await findRepository(work.directory),
      base: tip,
      head,
      mergeBase: parted,
    })
    expect(await defaultBranch(work.directory)).toBe('main')
    work.remove()
  })
})
