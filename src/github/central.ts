// Opens the repository of a central policy at a commit of its default branch.
import { GateError, InputError } from '../errors.ts'
import type { GithubClient, RepositoryName } from './client.ts'
import { statusOf } from './failure.ts'
import { refLookup } from './refs.ts'
import { requireShape } from './shape.ts'

/**
 * Proves that the commit is part of the default branch: GitHub also serves commits of forks under the name of the
 * repository they were forked from, and anybody can make those. Errors: InputError `policy-missing`, with the input that
 * mends it; SourceError of GitHub.
 */
export async function requireOwnCommit(client: GithubClient, repository: RepositoryName, sha: string): Promise<void> {
  const branch = await defaultBranch(client, repository)
  if ((await refLookup(client, repository).mergeBaseOf(branch, sha)) === sha) return
  const { owner, repo } = repository
  throw new InputError('policy-missing', `${sha} is no commit of the branch ${branch} of ${owner}/${repo}`, {
    hint: 'Let `extends` name a commit of the default branch: others may be of a fork.',
  })
}

async function defaultBranch(client: GithubClient, repository: RepositoryName): Promise<string> {
  try {
    const { data } = await client.repos.get({ ...repository })
    requireShape(data, { default_branch: 'text' })
    return data.default_branch
  } catch (cause) {
    if (!isRefusal(cause)) throw cause
    const { owner, repo } = repository
    throw new InputError('policy-missing', `The policy extends one in ${owner}/${repo}, which the token cannot read`, {
      hint: 'Give the input `policy-token` a token that may read the contents of that repository.',
      cause,
    })
  }
}

/** A rate limit says 403 too, and no token mends it. */
function isRefusal(error: unknown): boolean {
  return statusOf(error) === 404 || (error instanceof GateError && error.code === 'permission-missing')
}
