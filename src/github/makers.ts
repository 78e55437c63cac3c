// Who made the head of a pull request: its author, whoever the last commit names, and who really pushed it.
import { SourceError } from '../errors.ts'
import type { GithubClient } from './client.ts'
import type { PullRequest } from './events.ts'
import { BY, requireShape } from './shape.ts'

/** Whom a commit names may have no account, of which an empty object is left. */
const NAMED = { 'login?': 'text' } as const
const COMMIT = { 'author?': NAMED, 'committer?': NAMED } as const
const ACTIVITY = { after: 'text', 'actor?': BY } as const
const PUSH = { actor: BY } as const

/**
 * Logins in lower case. A commit names whom its maker likes, so the push itself is looked up.
 * Errors: SourceError `github-failed` where nobody can tell who pushed; those of the client.
 */
export async function readMakers(client: GithubClient, pull: PullRequest): Promise<ReadonlySet<string>> {
  const [named, pushers] = await Promise.all([readNamed(client, pull), readPushers(client, pull)])
  if (pushers.length === 0)
    throw new SourceError('github-failed', `GitHub does not tell who pushed ${pull.headSha.slice(0, 9)}`, {
      hint: 'Push again to the branch, or merge the allowlist entry first.',
    })
  return new Set([pull.author, ...named, ...pushers].map((login) => login.toLowerCase()))
}

async function readNamed(client: GithubClient, { owner, repo, headSha }: PullRequest): Promise<readonly string[]> {
  const { data } = await client.repos.getCommit({ owner, repo, ref: headSha, per_page: 1 })
  requireShape(data, COMMIT)
  return [data.author?.login, data.committer?.login].filter((login) => typeof login === 'string')
}

/** Everyone who ever moved the branch to this commit, as far as GitHub's newest hundred activities go. */
async function readPushers(
  client: GithubClient,
  { headRepository, headRef, headSha }: PullRequest,
): Promise<readonly string[]> {
  if (headRepository === null) return []
  const { data } = await client.repos.listActivities({ ...headRepository, ref: `refs/heads/${headRef}`, per_page: 100 })
  requireShape(data, [ACTIVITY])
  const pushes = data.filter(({ after }) => after === headSha)
  // One push by nobody that can be named may be anybody's.
  for (const push of pushes) requireShape(push, PUSH)
  return pushes.flatMap(({ actor }) => actor?.login ?? [])
}
