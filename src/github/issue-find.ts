// Which issue is the tracking issue: ours by label, creator and marker, open or closed.
import { ownLogin, wrote } from './author.ts'
import type { GithubClient, RepositoryName } from './client.ts'
import { markedValue } from './marker.ts'
import { listAll } from './pages.ts'
import { BY } from './shape.ts'

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

const ISSUE = {
  number: 'number',
  html_url: 'text',
  'body?': 'text',
  state: 'text',
  'state_reason?': 'text',
  'user?': BY,
} as const

/** The oldest open one, else the one closed last; null where there is none. Errors: as the client's. */
export async function findIssue({ client, repository, label }: Where): Promise<TrackingIssue | null> {
  const creator = await ownLogin(client)
  const which = { ...repository, labels: label, creator, state: 'all' } as const
  const issues = await listAll((page) => client.issues.listForRepo({ ...which, ...page }), { shape: ISSUE })
  const own = issues.flatMap(({ number, html_url, body, state, state_reason, user, pull_request }) =>
    pull_request === undefined && wrote(creator, user) && markedValue(':audit', body) !== null
      ? [{ number, url: html_url, body: body ?? '', open: state === 'open', stateReason: state_reason ?? null }]
      : [],
  )
  const byNumber = own.toSorted((a, b) => a.number - b.number)
  return byNumber.find(({ open }) => open) ?? byNumber.at(-1) ?? null
}
