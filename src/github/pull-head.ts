// Whether a pull request is still at the head that was judged.
import { GateError } from '../errors.ts'
import type { GithubClient } from './client.ts'
import type { PullRequest } from './events.ts'

/** False where it has moved on, so that another run speaks for it; true also where GitHub does not say. */
export async function isAtHead(client: GithubClient, { owner, repo, number, headSha }: PullRequest): Promise<boolean> {
  try {
    const { data } = await client.pulls.get({ owner, repo, pull_number: number })
    const now: unknown = data?.head?.sha
    return typeof now !== 'string' || now === headSha
  } catch (error) {
    if (error instanceof GateError) return true
    throw error
  }
}
