// A snapshot of a working tree as it lies there.
import { lstat, open, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Snapshot, TreeEntry } from '../model/snapshot.ts'
import { byPath, kindOf, records, unreadable } from './git.ts'
import { readBlobs, tooLarge } from './git-blobs.ts'
import { runGit } from './git-run.ts'

/** The working tree: tracked files as they lie on disk, and untracked ones that git does not ignore. */
export function openWorkingTree(directory: string, blobs = readBlobs(directory)): Snapshot {
  let listed: Promise<readonly TreeEntry[]> | null = null
  return {
    ref: 'working tree',
    sha: null,
    list() {
      listed ??= listWorkingTree(directory)
      return listed
    },
    async read(entry, maxBytes) {
      if (entry.oid !== null) return blobs(entry.oid, entry.path, maxBytes)
      return readRegularFile(directory, entry.path, maxBytes)
    },
  }
}

async function listWorkingTree(directory: string): Promise<readonly TreeEntry[]> {
  const [index, changed, untracked] = await Promise.all([
    runGit(directory, ['ls-files', '--stage', '-z', '--full-name', ':/']),
    runGit(directory, ['diff-files', '--name-only', '-z', '--ignore-submodules=all']),
    runGit(directory, ['ls-files', '--others', '--exclude-standard', '-z', '--full-name', ':/']),
  ])
  const onDisk = new Set([...records(changed), ...records(untracked)])
  const tracked = records(index)
    .map(toIndexEntry)
    .filter((entry) => !onDisk.has(entry.path))
  const read = await Promise.all([...onDisk].map((path) => statEntry(directory, path)))
  const unique = new Map([...tracked, ...read.filter((entry) => entry !== null)].map((entry) => [entry.path, entry]))
  return [...unique.values()].sort(byPath)
}

/** Null where the file is deleted. */
async function statEntry(directory: string, path: string): Promise<TreeEntry | null> {
  try {
    const stat = await lstat(join(directory, path))
    if (stat.isSymbolicLink()) return { path, kind: 'symlink', oid: null, size: null }
    if (stat.isDirectory()) return { path, kind: 'submodule', oid: null, size: null }
    return stat.isFile() ? { path, kind: 'file', oid: null, size: stat.size } : null
  } catch (cause) {
    if (isMissing(cause)) return null
    throw unreadable(path, 'its status cannot be read', cause)
  }
}

async function readRegularFile(directory: string, path: string, maxBytes: number): Promise<Uint8Array> {
  // A parent folder that is a link would lead out of the repository although the file itself is none.
  if (await crossesLink(directory, path)) throw unreadable(path, 'it lies behind a symbolic link')
  const file = await open(join(directory, path)).catch((cause: unknown) => {
    throw unreadable(path, 'it cannot be opened', cause)
  })
  try {
    const { size } = await file.stat()
    if (size > maxBytes) throw tooLarge(path, size, maxBytes)
    return await file.readFile()
  } finally {
    await file.close()
  }
}

async function crossesLink(directory: string, path: string): Promise<boolean> {
  const parts = path.split('/')
  for (let depth = 1; depth <= parts.length; depth++) {
    const isLink = await readlink(join(directory, ...parts.slice(0, depth))).then(
      () => true,
      () => false,
    )
    if (isLink) return true
  }
  return false
}

/** `<mode> <oid> <stage>\t<path>` of ls-files; an unmerged path is listed once per stage and read from disk instead. */
function toIndexEntry(record: string): TreeEntry {
  const tab = record.indexOf('\t')
  const [mode = '', oid = '', stage = '0'] = record.slice(0, tab).split(' ')
  return { path: record.slice(tab + 1), kind: kindOf(mode), oid: stage === '0' ? oid : null, size: null }
}

function isMissing(cause: unknown): boolean {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null
  return code === 'ENOENT' || code === 'ENOTDIR'
}
