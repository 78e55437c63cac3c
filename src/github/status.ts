// The verdict as a commit status on the head, for events whose job is attached to another commit.
import { GateError } from '../errors.ts'
import type { Verdict } from '../model/report.ts'
import type { GithubClient, RepositoryName } from './client.ts'
import { isOvertaken, type RunNumber, runIn } from './order.ts'
import { attempt, type Outcome, outcome } from './outcome.ts'
import { requireShape } from './shape.ts'

export interface StatusRequest {
  readonly client: GithubClient
  readonly repository: RepositoryName
  readonly sha: string
  readonly verdict: Verdict
  /** One sentence; cut to what GitHub takes. */
  readonly description: string
  /** Where the run can be read; null: nowhere. */
  readonly url: string | null
  /** Null: it is not known, and the status is set in any case. */
  readonly run: RunNumber | null
}

const CONTEXT = 'mcp-gate'
const MAX_DESCRIPTION = 140
const STATUS = { context: 'text', 'target_url?': 'text' } as const
const STATES = { pass: 'success', warn: 'success', fail: 'failure', incomplete: 'error' } as const

/** True where a run has set the status `mcp-gate` on this commit before; false where GitHub does not say. */
export async function hasStatus(client: GithubClient, repository: RepositoryName, sha: string): Promise<boolean> {
  return (await readStatuses(client, repository, sha)).length > 0
}

/** The run that has set the status last; null where none has, or GitHub does not say. */
async function lastRun(client: GithubClient, repository: RepositoryName, sha: string): Promise<number | null> {
  const [latest] = await readStatuses(client, repository, sha)
  return runIn(latest?.target_url)
}

/** Our own, latest first; none where GitHub does not say. */
async function readStatuses(client: GithubClient, repository: RepositoryName, sha: string) {
  try {
    const { data } = await client.repos.listCommitStatusesForRef({ ...repository, ref: sha, per_page: 100 })
    requireShape(data, [STATUS])
    return data.filter(({ context }) => context === CONTEXT)
  } catch (error) {
    if (error instanceof GateError) return []
    throw error
  }
}

/** Sets the status `mcp-gate`. Never throws what GitHub refuses: see `Outcome`. */
export async function postStatus({
  client,
  repository,
  sha,
  verdict,
  description,
  url,
  run,
}: StatusRequest): Promise<Outcome> {
  return attempt(`The commit status ${CONTEXT} was not set`, async () => {
    if (isOvertaken(run, await lastRun(client, repository, sha)))
      return outcome('unchanged', null, [`A later run has set the commit status ${CONTEXT} already: it stays`])
    const text =
      description.length > MAX_DESCRIPTION
        ? `${description.slice(0, MAX_DESCRIPTION - 1).toWellFormed()}…`
        : description
    const { data } = await client.repos.createCommitStatus({
      ...repository,
      sha,
      state: STATES[verdict],
      context: CONTEXT,
      description: text,
      ...(url === null ? {} : { target_url: url }),
    })
    requireShape(data, { 'url?': 'text' })
    return outcome('posted', data.url)
  })
}
