// A snapshot of a local repository's commit, from git's objects alone.
import { SourceError } from '../errors.ts'
import type { Snapshot, TreeEntry } from '../model/snapshot.ts'
import { readBlobs } from './git-blobs.ts'
import { runGit } from './git-run.ts'

/** A commit's files, listed once; snapshots that share `blobs` are read together. Nothing is checked out. Errors: SourceError `git-failed`. */
export function openCommit(
  directory: string,
  commit: { readonly ref: string; readonly sha: string },
  blobs = readBlobs(directory),
): Snapshot {
  let listed: Promise<readonly TreeEntry[]> | null = null
  return {
    ...commit,
    list() {
      listed ??= listCommit(directory, commit.sha)
      return listed
    },
    async read(entry, maxBytes) {
      if (entry.oid === null) throw unreadable(entry.path, 'it has no object')
      return blobs(entry.oid, entry.path, maxBytes)
    },
  }
}

async function listCommit(directory: string, sha: string): Promise<readonly TreeEntry[]> {
  const tree = await runGit(directory, ['ls-tree', '-r', '-z', '--full-tree', sha])
  return records(tree).map(toTreeEntry).sort(byPath)
}

/** Records of git's output under `-z`. */
export function records(output: Buffer): readonly string[] {
  return output
    .toString()
    .split('\0')
    .filter((record) => record !== '')
}

/** `<mode> <type> <oid>\t<path>` of ls-tree. */
function toTreeEntry(record: string): TreeEntry {
  const tab = record.indexOf('\t')
  const [mode = '', , oid = ''] = record.slice(0, tab).split(' ')
  return { path: record.slice(tab + 1), kind: kindOf(mode), oid, size: null }
}

/** What git's mode of an entry makes of it. */
export function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '120000') return 'symlink'
  return mode === '160000' ? 'submodule' : 'file'
}

/** Order of a listing. */
export function byPath(a: TreeEntry, b: TreeEntry): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

/** The error of a file that is there and cannot be read. */
export function unreadable(path: string, why: string, cause?: unknown): SourceError {
  return new SourceError('snapshot-unreadable', `${path}: ${why}`, { hint: 'Check the file and run again.', cause })
}
