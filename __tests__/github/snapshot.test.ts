// Reading both sides over the API: any size, any byte, links unfollowed, large trees whole or not at all.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { SourceError } from '../../src/errors.ts'
import type { GithubClient } from '../../src/github/client.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { openGithubSnapshot } from '../../src/snapshot/github.ts'
import { collectBody } from '../../src/snapshot/github-body.ts'
import { walkTree } from '../../src/snapshot/github-tree.ts'
import { type Github, startGithub } from '../support/github.ts'
import { aClient } from './support.ts'

const BIG = 3_000_000
/** Larger than one megabyte, with a byte-order mark and bytes that are no UTF-8. */
const ODD = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf, 0xff, 0xfe, 0]), Buffer.alloc(1_500_000, 'x')])

let github: Github
let client: GithubClient
beforeEach(async () => {
  github = await startGithub({
    files: {
      'package-lock.json': ODD,
      'a/b/c/package.json': '{}',
      'a/b/d.txt': 'd',
      link: { symlink: 'package-lock.json' },
      module: { submodule: 'a'.repeat(40) },
    },
  })
  client = await aClient(github)
})
afterEach(() => github.close())

async function open(branch = 'main'): Promise<Snapshot> {
  const { owner, name: repo } = github
  return openGithubSnapshot({ client, owner, repo, ref: branch, sha: await github.tipOf(branch) })
}

async function read(snapshot: Snapshot, path: string, maxBytes = BIG) {
  const entry = (await snapshot.list()).find((one) => one.path === path)
  if (entry === undefined) throw new Error(`no ${path}`)
  return snapshot.read(entry, maxBytes)
}

const blobs = () => github.requests.filter(({ path }) => path.includes('/git/blobs/'))
const trees = () => github.requests.filter(({ path }) => path.includes('/git/trees/'))

test('lists every file sorted, with its kind, id and size, in one request', async () => {
  const entries = await (await open()).list()
  expect(entries.map(({ path, kind }) => [path, kind])).toEqual([
    ['README.md', 'file'],
    ['a/b/c/package.json', 'file'],
    ['a/b/d.txt', 'file'],
    ['link', 'symlink'],
    ['module', 'submodule'],
    ['package-lock.json', 'file'],
  ])
  expect(entries.at(-1)).toMatchObject({ size: ODD.length, oid: expect.stringMatching(/^[0-9a-f]{40}$/) })
  expect(trees()).toHaveLength(1)
})

test('reads more than a megabyte, byte for byte', async () => {
  expect(Buffer.from(await read(await open(), 'package-lock.json')).equals(ODD)).toBe(true)
})

test('asks once for equal bytes on both sides', async () => {
  await github.commit({ branch: 'side', files: { 'a/b/d.txt': 'other', 'copy.json': '{}' } })
  const [base, head] = [await open(), await open('side')]
  await Promise.all([read(base, 'a/b/c/package.json'), read(head, 'copy.json'), read(head, 'a/b/c/package.json')])
  await read(head, 'copy.json', 100)
  expect(blobs()).toHaveLength(1)
  await expect(read(head, 'copy.json', 1)).rejects.toThrowWithCode(SourceError, 'over-limit')
})

test('lists a commit once, however often it is opened, and again after a failure', async () => {
  github.fail({ path: /trees/, status: 404 })
  await expect((await open()).list()).rejects.toThrowWithCode(SourceError, 'github-failed')
  await Promise.all([(await open()).list(), (await open()).list()])
  expect(trees()).toHaveLength(2)
})

test.each([
  ['text', 'äx', 3],
  ['a buffer', new Uint8Array([1, 2, 3]).buffer, 3],
])('takes %s as well as a stream, within the bound', async (_, body, size) => {
  expect(await collectBody(body, size)).toHaveLength(size)
  expect(await collectBody(body, size - 1)).toBe('too-large')
})

test('a stream that breaks off is no file', async () => {
  const broken = async function* () {
    yield new Uint8Array(3)
    throw new Error('gone')
  }
  expect(await collectBody(broken(), 10)).toBe('broken')
  expect(await collectBody(undefined, 10)).toBe('broken')
})

test('stops at the bound, before asking where the size is known', async () => {
  await expect(read(await open(), 'package-lock.json', 1000)).rejects.toThrowWithCode(SourceError, 'over-limit')
  expect(blobs()).toHaveLength(0)
  const [entry] = (await (await open()).list()).filter(({ path }) => path === 'package-lock.json')
  if (entry === undefined) throw new Error('not listed')
  await expect((await open()).read({ ...entry, size: null }, 1000)).rejects.toThrowWithCode(SourceError, 'over-limit')
})

test('never reads a link or a submodule', async () => {
  const snapshot = await open()
  await expect(read(snapshot, 'link')).rejects.toThrowWithCode(SourceError, 'snapshot-unreadable')
  await expect(read(snapshot, 'module')).rejects.toThrowWithCode(SourceError, 'snapshot-unreadable')
})

test('does not take other bytes than the commit names', async () => {
  const raw = { 'content-type': 'text/plain' }
  github.fail({ path: /\/git\/blobs\//, status: 200, headers: raw, body: 'not it', times: 2 })
  await expect(read(await open(), 'a/b/d.txt')).rejects.toThrowWithCode(SourceError, 'snapshot-unreadable')
  expect(Buffer.from(await read(await open(), 'a/b/d.txt')).toString()).toBe('d')
})

test('walks the folders of a tree that one answer cannot hold', async () => {
  const whole = (await (await open()).list()).map(({ path }) => path)
  github.truncateTrees(5)
  const walked = (await (await open()).list()).map(({ path }) => path)
  expect(walked).toEqual(whole)
})

test('gives up on a commit that is not there', async () => {
  const { owner, name: repo } = github
  const snapshot = await openGithubSnapshot({ client, owner, repo, ref: 'gone', sha: 'f'.repeat(40) })
  await expect(snapshot.list()).rejects.toThrowWithCode(SourceError, 'github-failed')
})

test('reads many files, few at once, none lost', async () => {
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`many/${index}.json`, `{"n":${index}}`]))
  await github.commit({ branch: 'main', files })
  const snapshot = await open()
  const entries = (await snapshot.list()).filter(({ path }) => path.startsWith('many/'))
  const read = await Promise.all(entries.map((entry) => snapshot.read(entry, BIG)))
  const texts = Object.fromEntries(entries.map(({ path }, index) => [path, Buffer.from(read[index] ?? []).toString()]))
  expect(texts).toEqual(files)
})

test('gives up on more folders than are worth asking for', async () => {
  const folder = { path: 'deeper', mode: '040000', type: 'tree', sha: 'a'.repeat(40) }
  const endless = walkTree('root', async (_, recursive) => ({ tree: [folder], truncated: recursive }))
  await expect(endless).rejects.toThrowWithCode(SourceError, 'snapshot-too-large')
})

describe('a list that can hardly be', () => {
  const commits = () => github.requests.filter(({ path }) => path.includes('/git/commits/'))
  const nothing = { sha: 'a'.repeat(40), url: 'https://github.example.test/tree', tree: [], truncated: false }

  test('no files at all are believed only where the commit says so', async () => {
    github.fail({ path: /\/git\/trees\//, status: 200, body: nothing })
    await expect((await open()).list()).rejects.toThrowWithCode(SourceError, 'snapshot-unreadable')
    expect(await (await open()).list()).toHaveLength(6)
    github.fail({ path: /\/git\/trees\//, status: 200, body: nothing })
    await github.commit({ branch: 'side', files: { 'x.json': '{}' } })
    github.fail({ path: /\/git\/commits\//, status: 200, body: aCommit('4b825dc642cb6eb9a060e54bf8d69288fbee4904') })
    expect(await (await open('side')).list()).toEqual([])
  })

  test('the files of another commit are believed only where both have one tree', async () => {
    await github.commit({ branch: 'side', files: { 'x.json': '{}' } })
    const [tip] = [await github.tipOf('main')]
    const { owner, name: repo } = github
    const { data } = await client.git.getTree({ owner, repo, tree_sha: tip, recursive: '1' })
    await (await open()).list()
    github.fail({ path: /\/git\/trees\//, status: 200, body: data })
    await expect((await open('side')).list()).rejects.toThrowWithCode(SourceError, 'snapshot-unreadable')
    expect(commits()).toHaveLength(2)
    expect(await (await open('side')).list()).toHaveLength(7)
    expect(commits()).toHaveLength(2)
  })

  test('two commits of one tree are as good as one', async () => {
    await github.commit({ branch: 'side', files: { 'x.json': '{}' } })
    await github.commit({ branch: 'side', files: { 'x.json': null } })
    const both = await Promise.all([(await open()).list(), (await open('side')).list()])
    expect(both[0]).toEqual(both[1])
    expect(commits()).toHaveLength(2)
  })

  test.each([null, 'none', {}, { tree: null }, { tree: { sha: 'main' } }])('%j is no commit', async (body) => {
    github.fail({ path: /\/git\/trees\//, status: 200, body: nothing })
    github.fail({ path: /\/git\/commits\//, status: 200, body })
    await expect((await open()).list()).rejects.toThrow()
  })

  const folder = { path: 'a', mode: '040000', type: 'tree', sha: 'a'.repeat(40) }
  const file = { path: 'b.json', mode: '100644', type: 'blob', sha: 'b'.repeat(40) }
  const empty = { ...folder, sha: '4b825dc642cb6eb9a060e54bf8d69288fbee4904' }

  test('a folder without files is none', async () => {
    const walk = (tree: readonly (typeof folder)[]) => walkTree('root', async () => ({ tree, truncated: false }))
    await expect(walk([folder, file])).rejects.toThrowWithCode(SourceError, 'snapshot-unreadable')
    await expect(walk([folder, { ...file, path: 'ab/c' }])).rejects.toThrowWithCode(SourceError, 'snapshot-unreadable')
    expect(await walk([folder, { ...file, path: 'a/c' }])).toHaveLength(1)
    expect(await walk([empty, file])).toHaveLength(1)
  })

  test('a folder that is asked for alone has files too', async () => {
    const walk = (tree: typeof folder) =>
      walkTree('root', async (sha, recursive) =>
        sha === 'root' ? { tree: [tree, file], truncated: recursive } : { tree: [], truncated: false },
      )
    await expect(walk(folder)).rejects.toThrowWithCode(SourceError, 'snapshot-unreadable')
    expect(await walk(empty)).toHaveLength(1)
  })
})

function aCommit(tree: string) {
  return { sha: 'a'.repeat(40), tree: { sha: tree, url: 'https://github.example.test/tree' } }
}
