// The files of a pull request as its page shows them, and which of their lines a comment may stand on.
import { GateError } from '../errors.ts'
import { type LineRange, parsePatch } from '../model/hunks.ts'
import type { GithubClient, PullRequestName } from './client.ts'
import { listAll } from './pages.ts'

export interface ChangedFile {
  /** Path in the head; of a deleted file, in the base. */
  readonly path: string
  /** The unified diff; null where GitHub leaves it out (large and binary files). */
  readonly patch: string | null
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
export function accepts(file: ChangedFile | undefined, lines: LineRange): boolean {
  return parsePatch(file?.patch ?? '').some(({ from, to }) => from <= lines.from && lines.to <= to)
}
