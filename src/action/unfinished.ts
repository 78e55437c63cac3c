// What is said where no verdict was reached: an earlier green status must not stay on a head that could not be judged.
import { notice } from '@actions/core'
import { GateError, InputError } from '../errors.ts'
import type { GithubClient } from '../github/client.ts'
import { pulledHead } from '../github/events.ts'
import { hasStatus, postStatus } from '../github/status.ts'
import { plain } from '../report/escape.ts'
import type { RunnerEnvironment } from './environment.ts'
import type { ActionRun } from './judge-plan.ts'

/** True where the job's result is not attached to the head: always under `pull_request_target`, and where such a run has set a status before. */
export async function isStatusDue(
  { client, environment }: Pick<ActionRun, 'client' | 'environment'>,
  sha: string,
): Promise<boolean> {
  const { event, repository } = environment
  // An approval changes the verdict of a head whose status another event has set: it must not stay as it was.
  if (event.name === 'pull_request_review') return hasStatus(client, repository, sha)
  return event.name === 'pull_request_target'
}

/** The status of a head that was to be judged, where one is due. What GitHub refuses is told in the log. */
export async function publishUnfinished({ client, environment, plan }: ActionRun, error: unknown): Promise<void> {
  if (plan.kind === 'gate') await sayUnfinished({ client, environment, sha: plan.head.sha }, error)
}

/** The same before it is known what is to be judged: the event alone tells the head. `connect` may throw, as a client without a token does. */
export async function publishUnplanned(
  environment: RunnerEnvironment,
  error: unknown,
  connect: () => GithubClient,
): Promise<void> {
  const sha = pulledHead(environment.event)
  if (sha === null) return
  try {
    await sayUnfinished({ client: connect(), environment, sha }, error)
  } catch (second) {
    // The first error is the one to tell.
    if (!(second instanceof GateError)) throw second
  }
}

interface Unfinished extends Pick<ActionRun, 'client' | 'environment'> {
  readonly sha: string
}

async function sayUnfinished({ client, environment, sha }: Unfinished, error: unknown): Promise<void> {
  if (!(await isStatusDue({ client, environment }, sha))) return
  const { repository, runUrl, run } = environment
  const description =
    error instanceof InputError
      ? 'Could not run: an input or the policy is to be mended, see the log'
      : 'Not finished, so it fails: the log says why'
  const about = { client, repository, sha, url: runUrl, run }
  const { notices } = await postStatus({ ...about, verdict: 'incomplete', description })
  for (const text of notices) notice(plain(text, 1000))
}
