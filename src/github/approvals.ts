// Who has approved exactly this head: the policy's approvers, and never those who made it.
import { GateError } from '../errors.ts'
import type { GithubClient } from './client.ts'
import type { PullRequest } from './events.ts'
import { readMakers } from './makers.ts'
import { noticed } from './outcome.ts'
import { listAll } from './pages.ts'
import { BY } from './shape.ts'

export interface ApprovalRequest {
  readonly client: GithubClient
  readonly pull: PullRequest
  /** The base policy's: logins and `@org/team`. */
  readonly approvers: readonly string[]
}

export interface Approvals {
  /** Logins, sorted. Empty wherever anything that matters could not be learned. */
  readonly approvedBy: readonly string[]
  /** Why an approval could not be counted, one sentence each. */
  readonly notices: readonly string[]
}

const REVIEW = { state: 'text', 'commit_id?': 'text', 'user?': BY } as const

const NOBODY: Approvals = { approvedBy: [], notices: [] }

/** Never throws what GitHub refuses: an approval that cannot be proved is none. */
export async function readApprovals({ client, pull, approvers }: ApprovalRequest): Promise<Approvals> {
  if (approvers.length === 0) return NOBODY
  try {
    const approving = await readApproving(client, pull)
    if (approving.length === 0) return NOBODY
    const makers = await readMakers(client, pull)
    const others = approving.filter((login) => !makers.has(toKey(login)))
    return others.length === 0 ? NOBODY : await among(client, others, approvers)
  } catch (error) {
    if (!(error instanceof GateError)) throw error
    return { approvedBy: [], notices: [`Approvals could not be counted: ${error.message}. ${error.hint}`] }
  }
}

/** Logins whose latest word on the pull request is an approval of its head. A comment after it takes nothing back. */
async function readApproving(
  client: GithubClient,
  { owner, repo, number, headSha }: PullRequest,
): Promise<readonly string[]> {
  const which = { owner, repo, pull_number: number }
  const reviews = await listAll((page) => client.pulls.listReviews({ ...which, ...page }), {
    shape: REVIEW,
    // A word that takes an approval back may be the last one.
    whole: true,
  })
  const latest = new Map<string, (typeof reviews)[number]>()
  for (const review of reviews)
    if (review.user && review.state !== 'COMMENTED' && review.state !== 'PENDING')
      latest.set(toKey(review.user.login), review)
  return [...latest.values()]
    .filter(({ state, commit_id }) => state === 'APPROVED' && commit_id === headSha)
    .flatMap(({ user }) => user?.login ?? [])
}

/** Those who are approvers. Teams are only asked for where no approver by name is found: most tokens may not. */
async function among(
  client: GithubClient,
  logins: readonly string[],
  approvers: readonly string[],
): Promise<Approvals> {
  const named = new Set(
    approvers.filter((approver) => !approver.includes('/')).map((name) => toKey(name.replace(/^@/, ''))),
  )
  const direct = logins.filter((login) => named.has(toKey(login)))
  if (direct.length > 0) return { approvedBy: direct.toSorted(), notices: [] }
  const notices: string[] = []
  const members = new Set<string>()
  for (const team of approvers.filter((approver) => approver.includes('/'))) {
    const notice = await noticed(`The members of ${team} could not be read`, async () => {
      for (const login of await readTeam(client, team)) members.add(toKey(login))
    })
    if (notice !== null) notices.push(notice)
  }
  return { approvedBy: logins.filter((login) => members.has(toKey(login))).toSorted(), notices }
}

async function readTeam(client: GithubClient, team: string): Promise<readonly string[]> {
  const [org = '', team_slug = ''] = team.replace(/^@/, '').split('/')
  const members = await listAll((page) => client.teams.listMembersInOrg({ org, team_slug, ...page }), { shape: BY })
  return members.map(({ login }) => login)
}

/** GitHub's logins ignore case. */
function toKey(login: string): string {
  return login.toLowerCase()
}
