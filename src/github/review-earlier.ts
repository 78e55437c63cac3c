// What the gate said on this pull request before: found by marker and author, hidden or dismissed when it no longer holds.
import { GateError } from '../errors.ts'
import { ownLogin, wrote } from './author.ts'
import type { GithubClient, PullRequestName } from './client.ts'
import { minimize, readHidden } from './graphql.ts'
import { markedValue } from './marker.ts'
import { noticed } from './outcome.ts'
import { listAll } from './pages.ts'
import { BY, requireShape } from './shape.ts'

export interface EarlierComment {
  readonly nodeId: string
  readonly fingerprint: string
}

export interface EarlierReview {
  readonly id: number
  readonly nodeId: string
  readonly state: string
  readonly hidden: boolean
}

/** The gate's own, oldest first: comments that are not hidden, and all reviews, since a hidden one may still block. */
export interface Earlier {
  readonly comments: readonly EarlierComment[]
  readonly reviews: readonly EarlierReview[]
}

const COMMENT = { node_id: 'text', 'body?': 'text', 'user?': BY } as const
const REVIEW = { ...COMMENT, id: 'number', state: 'text' } as const

/** Errors: as the client's. */
export async function readEarlier(client: GithubClient, pull: PullRequestName): Promise<Earlier> {
  const { owner, repo, number } = pull
  const which = { owner, repo, pull_number: number }
  const [reviews, comments] = await Promise.all([
    listAll((page) => client.pulls.listReviews({ ...which, ...page }), { shape: REVIEW }),
    listAll((page) => client.pulls.listReviewComments({ ...which, ...page }), { shape: COMMENT }),
  ])
  const markedReviews = reviews.flatMap(({ id, node_id, state, body, user }) =>
    markedValue(':review', body) === null ? [] : [{ id, nodeId: node_id, state, user }],
  )
  const markedComments = comments.flatMap(({ node_id, body, user }) => {
    const fingerprint = markedValue(':comment', body)
    return fingerprint === null ? [] : [{ nodeId: node_id, fingerprint, user }]
  })
  if (markedReviews.length + markedComments.length === 0) return { reviews: [], comments: [] }
  const login = await ownLogin(client)
  return withoutHidden(client, {
    reviews: markedReviews.filter(({ user }) => wrote(login, user)),
    comments: markedComments.filter(({ user }) => wrote(login, user)),
  })
}

type Found = { readonly comments: Earlier['comments']; readonly reviews: readonly Omit<EarlierReview, 'hidden'>[] }

async function withoutHidden(client: GithubClient, { comments, reviews }: Found): Promise<Earlier> {
  const ids = [...comments, ...reviews].map(({ nodeId }) => nodeId)
  const hidden = await hiddenAmong(client, ids)
  return {
    comments: comments.filter(({ nodeId }) => !hidden.has(nodeId)),
    reviews: reviews.map((review) => ({ ...review, hidden: hidden.has(review.nodeId) })),
  }
}

/** None where GitHub does not say: then nothing is said twice, and hiding twice does no harm. */
async function hiddenAmong(client: GithubClient, ids: readonly string[]): Promise<ReadonlySet<string>> {
  try {
    return await readHidden(client, ids)
  } catch (error) {
    if (error instanceof GateError) return new Set()
    throw error
  }
}

/** Hides what no longer holds. Gives notices of what could not be hidden. */
export async function hide(
  client: GithubClient,
  outdated: readonly { readonly nodeId: string }[],
): Promise<readonly string[]> {
  if (outdated.length === 0) return []
  const ids = outdated.map(({ nodeId }) => nodeId)
  const notice = await noticed('Outdated comments were not hidden', () => minimize(client, ids))
  return notice === null ? [] : [notice]
}

/** Another run may have said the same at the same time. Both see both, and both keep the older one. Gives notices as `hide` does. */
export async function hideDoubles(client: GithubClient, pull: PullRequestName): Promise<readonly string[]> {
  try {
    const { comments } = await readEarlier(client, pull)
    const known = new Set<string>()
    const doubles = comments.filter(({ fingerprint }) => {
      const isKnown = known.has(fingerprint)
      known.add(fingerprint)
      return isKnown
    })
    return await hide(client, doubles)
  } catch (error) {
    if (error instanceof GateError) return []
    throw error
  }
}

/** Takes back every request for changes. Gives notices of what could not be taken back. */
export async function dismiss(
  client: GithubClient,
  { owner, repo, number }: PullRequestName,
  reviews: readonly EarlierReview[],
): Promise<readonly string[]> {
  const notices = []
  for (const { id } of reviews.filter(({ state }) => blocks(state)))
    notices.push(
      await noticed('An earlier request for changes was not dismissed', async () => {
        const { data } = await client.pulls.dismissReview({
          owner,
          repo,
          pull_number: number,
          review_id: id,
          message: 'Mended: nothing here needs a decision any more.',
        })
        requireShape(data, { state: 'text' })
      }),
    )
  return notices.filter((notice) => notice !== null)
}

export function blocks(state: string): boolean {
  return state === 'CHANGES_REQUESTED'
}
