// The files of a pull request as its page shows them, and which of their lines a comment may stand on.
import { GateError } from '../errors.ts'
import type { GithubClient, PullRequestName } from './client.ts'
import { listAll } from './pages.ts'

export interface ChangedFile {
  /** Path in the head; of a deleted file, in the base. */
  readonly path: string
  /** The unified diff; null where GitHub leaves it out (large and binary files). */
  readonly patch: string | null
}

/** Lines of the head's side that one hunk shows, both included, counted from 1. */
interface Hunk {
  readonly from: number
  readonly to: number
}

const FILE = { filename: 'text', 'patch?': 'text' } as const

/** At most 3,000 files, which is where GitHub's list ends. None where GitHub refuses: no comment finds a place then, and posting tells why. */
export async function listChangedFiles(client: GithubClient, pull: PullRequestName): Promise<readonly ChangedFile[]> {
  const { owner, repo, number } = pull
  const which = { owner, repo, pull_number: number }
  try {
    const files = await listAll((page) => client.pulls.listFiles({ ...which, ...page }), { shape: FILE })
    return files.map(({ filename, patch }) => ({ path: filename, patch: patch ?? null }))
  } catch (error) {
    if (error instanceof GateError) return []
    throw error
  }
}

/** True where GitHub accepts a comment on these lines of the head: all in one hunk, changed or around a change. */
export function accepts(file: ChangedFile | undefined, lines: { readonly from: number; readonly to: number }): boolean {
  return hunksOf(file?.patch ?? '').some(({ from, to }) => from <= lines.from && lines.to <= to)
}

function hunksOf(patch: string): readonly Hunk[] {
  return [...patch.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm)].map(([, start, count]) => ({
    from: Number(start),
    to: Number(start) + Number(count ?? 1) - 1,
  }))
}
