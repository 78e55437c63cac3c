// Reading both sides over the API: any size, any byte, links unfollowed, large trees whole or not at all.
import { afterEach, beforeEach, expect, test } from '@jest/globals'
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
