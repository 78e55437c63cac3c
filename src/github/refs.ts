// Look-ups of commits by name, as a port: events are resolved with it, tests and local runs bring their own.
import { SourceError } from '../errors.ts'
import type { GithubClient, RepositoryName } from './client.ts'
import { statusOf } from './failure.ts'

export interface RefLookup {
  /** The commit a branch (`heads/x`), tag (`tags/x`), or commit id names now; null where there is none. */
  commitOf(ref: string): Promise<string | null>
  /** Where the two histories part; null where they share none. */
  mergeBaseOf(base: string, head: string): Promise<string | null>
}

/** Errors: as the client's. */
export function refLookup(client: GithubClient, repository: RepositoryName): RefLookup {
  return {
    commitOf: (ref) => commitOf(client, repository, ref),
    mergeBaseOf: (base, head) => mergeBaseOf(client, repository, `${base}...${head}`),
  }
}

async function commitOf(client: GithubClient, repository: RepositoryName, ref: string): Promise<string | null> {
  const answer = await orNull([404, 422], () =>
    client.repos.getCommit({ ...repository, ref, mediaType: { format: 'sha' } }),
  )
  // With this media type the answer is the bare id.
  return answer === null ? null : commitId(answer.data)
}

async function mergeBaseOf(client: GithubClient, repository: RepositoryName, basehead: string): Promise<string | null> {
  // The second page: files and their patches, which can be megabytes, are only on the first.
  const request = { ...repository, basehead, per_page: 1, page: 2 }
  const answer = await orNull([404], () => client.repos.compareCommitsWithBasehead(request))
  return answer === null ? null : commitId(answer.data?.merge_base_commit?.sha)
}

/** What stands between us and GitHub may answer in its place. */
function commitId(value: unknown): string {
  if (typeof value === 'string' && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(value)) return value
  throw new SourceError('github-failed', 'GitHub answered with no commit id', { hint: 'Run the job again.' })
}

async function orNull<T>(statuses: readonly number[], ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (statuses.includes(statusOf(error) ?? 0)) return null
    throw error
  }
}
