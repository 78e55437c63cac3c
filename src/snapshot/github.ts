// A commit's files read over GitHub's API: nothing is checked out, and every byte is held against git's own id of it.
import { createHash } from 'node:crypto'
import type { Octokit } from '@octokit/rest'
import { SourceError } from '../errors.ts'
import { openPool, type Pool } from '../model/pool.ts'
import type { Snapshot, TreeEntry } from '../model/snapshot.ts'
import { collectBody } from './github-body.ts'
import { confirmListing, type TreeIdOf } from './github-confirm.ts'
import { isListing, type ListFolder, walkTree } from './github-tree.ts'

export interface GithubSnapshotSpec {
  /** Retries and maps errors itself; see `createClient`. */
  readonly client: Octokit
  readonly owner: string
  readonly repo: string
  readonly ref: string
  readonly sha: string
}

/** What one client has read, by id: base, head and policy share most of it. */
interface Reading {
  readonly trees: Map<string, Promise<readonly TreeEntry[]>>
  /** Those that have come and are not in doubt: by repository, then by commit. */
  readonly listed: Map<string, Map<string, readonly TreeEntry[]>>
  readonly blobs: Map<string, Promise<Uint8Array>>
  readonly enqueue: Pool
}
const readings = new WeakMap<Octokit, Reading>()

const ATTEMPTS = 2
const AT_ONCE = 10

/** Errors: SourceError `snapshot-too-large` where the tree is beyond our bounds, `snapshot-unreadable`, `over-limit`; those of the client. */
export async function openGithubSnapshot(spec: GithubSnapshotSpec): Promise<Snapshot> {
  const { ref, sha } = spec
  return {
    ref,
    sha,
    list: () => cachedTree(spec),
    async read(entry, maxBytes) {
      if (entry.kind !== 'file' || entry.oid === null) throw unreadable(entry.path, 'it is not a regular file')
      if (entry.size !== null && entry.size > maxBytes) throw tooLarge(entry.path, maxBytes)
      const bytes = await cachedBlob(spec, { oid: entry.oid, path: entry.path, maxBytes })
      if (bytes.byteLength > maxBytes) throw tooLarge(entry.path, maxBytes)
      return bytes
    },
  }
}

function listFolder({ client, owner, repo }: GithubSnapshotSpec): ListFolder {
  return async (sha, recursive) => {
    const deep = recursive ? { recursive: '1' } : {}
    const listing: unknown = (await client.git.getTree({ owner, repo, tree_sha: sha, ...deep })).data
    if (isListing(listing)) return listing
    throw new SourceError('snapshot-unreadable', 'GitHub answered with no list of files', {
      hint: 'Run the job again; if it fails again, use a checkout with the input `source: git`.',
    })
  }
}

interface Wanted {
  readonly oid: string
  readonly path: string
  readonly maxBytes: number
}

function readingOf({ client }: GithubSnapshotSpec): Reading {
  const reading = readings.get(client) ?? {
    trees: new Map(),
    listed: new Map(),
    blobs: new Map(),
    enqueue: openPool(AT_ONCE),
  }
  readings.set(client, reading)
  return reading
}

function cachedTree(spec: GithubSnapshotSpec): Promise<readonly TreeEntry[]> {
  const key = `${spec.owner}/${spec.repo}:${spec.sha}`
  return cached(readingOf(spec).trees, key, () => fetchTree(spec))
}

async function fetchTree(spec: GithubSnapshotSpec): Promise<readonly TreeEntry[]> {
  const { owner, repo, sha } = spec
  const { listed } = readingOf(spec)
  const entries = await walkTree(sha, listFolder(spec))
  const others = listed.get(`${owner}/${repo}`) ?? new Map<string, readonly TreeEntry[]>()
  listed.set(`${owner}/${repo}`, others)
  await confirmListing({ sha, entries, others, treeIdOf: treeIdOf(spec) })
  others.set(sha, entries)
  return entries
}

function treeIdOf({ client, owner, repo }: GithubSnapshotSpec): TreeIdOf {
  return async (sha) => {
    const commit: unknown = (await client.git.getCommit({ owner, repo, commit_sha: sha })).data
    const id = commit !== null && typeof commit === 'object' && 'tree' in commit ? treeId(commit.tree) : null
    if (id !== null) return id
    throw new SourceError('snapshot-unreadable', 'GitHub answered with no commit', { hint: 'Run the job again.' })
  }
}

function treeId(tree: unknown): string | null {
  const id = tree !== null && typeof tree === 'object' && 'sha' in tree ? tree.sha : null
  return typeof id === 'string' && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(id) ? id : null
}

function cachedBlob(spec: GithubSnapshotSpec, wanted: Wanted): Promise<Uint8Array> {
  const { blobs, enqueue } = readingOf(spec)
  const key = `${spec.owner}/${spec.repo}:${wanted.oid}`
  return cached(blobs, key, () => enqueue(() => fetchBlob(spec, wanted, ATTEMPTS)))
}

/** A failure is not kept: the next one to ask may have more luck. */
function cached<T>(cache: Map<string, Promise<T>>, key: string, fetch: () => Promise<T>): Promise<T> {
  const known = cache.get(key)
  if (known !== undefined) return known
  const fetched = fetch()
  cache.set(key, fetched)
  fetched.catch(() => cache.delete(key))
  return fetched
}

async function fetchBlob(spec: GithubSnapshotSpec, wanted: Wanted, attempts: number): Promise<Uint8Array> {
  const { client, owner, repo } = spec
  const request = { owner, repo, file_sha: wanted.oid, mediaType: { format: 'raw' } }
  // Unparsed: as text, a byte-order mark and every byte that is no UTF-8 would be lost.
  const { data } = await client.git.getBlob({ ...request, request: { parseSuccessResponseBody: false } })
  const bytes = await collectBody(data, wanted.maxBytes)
  if (bytes === 'too-large') throw tooLarge(wanted.path, wanted.maxBytes)
  if (bytes !== 'broken' && blobId(bytes, wanted.oid) === wanted.oid) return bytes
  if (attempts > 1) return fetchBlob(spec, wanted, attempts - 1)
  throw unreadable(wanted.path, 'GitHub sent other bytes than the commit names')
}

/** Git's id of a blob, by the hash whose ids are as long as `like`. */
function blobId(bytes: Uint8Array, like: string): string {
  const hash = createHash(like.length === 64 ? 'sha256' : 'sha1')
  return hash.update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex')
}

function tooLarge(path: string, maxBytes: number): SourceError {
  return new SourceError('over-limit', `${path} is larger than ${maxBytes} bytes`, {
    hint: 'A source of that size is not read; split it, or leave it out of the repository.',
  })
}

function unreadable(path: string, why: string): SourceError {
  return new SourceError('snapshot-unreadable', `${path} cannot be read: ${why}`, {
    hint: 'Run the job again; if it fails again, use a checkout with the input `source: git`.',
  })
}
