// Which issue is the tracking issue: ours by label, creator and marker, open or closed.
import { ownLogin, wrote } from './author.ts'
import type { GithubClient, RepositoryName } from './client.ts'
import { markedValue } from './marker.ts'
import { bounding } from './pages.ts'

export interface TrackingIssue {
  readonly number: number
  readonly url: string
  readonly body: string
  readonly open: boolean
  readonly stateReason: string | null
}

interface Where {
  readonly client: GithubClient
  readonly repository: RepositoryName
  readonly label: string
}

/** The oldest open one, else the one closed last; null where there is none. Errors: as the client's. */
export async function findIssue({ client, repository, label }: Where): Promise<TrackingIssue | null> {
  const creator = await ownLogin(client)
  const which = { ...repository, labels: label, creator, state: 'all', per_page: 100 } as const
  const issues = await client.paginate(client.issues.listForRepo, which, bounding())
  const own = issues.flatMap(({ number, html_url, body, state, state_reason, user, pull_request }) =>
    pull_request === undefined && wrote(creator, user) && markedValue(':audit', body) !== null
      ? [{ number, url: html_url, body: body ?? '', open: state === 'open', stateReason: state_reason ?? null }]
      : [],
  )
  const byNumber = own.toSorted((a, b) => a.number - b.number)
  return byNumber.find(({ open }) => open) ?? byNumber.at(-1) ?? null
}
