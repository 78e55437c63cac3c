// What the REST API cannot do: who the token is, and hiding comments that no longer hold. Documents are tested against GitHub's schema.
import { GateError, InputError, SourceError } from '../errors.ts'
import type { GithubClient } from './client.ts'
import { requireShape } from './shape.ts'

/** Comments in one document. */
const BATCH = 50

export const VIEWER = 'query { viewer { login } }'
export const HIDDEN = 'query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Minimizable { isMinimized } } }'

/** A document that hides so many comments at once, as `$id0`, `$id1`, …: one write instead of many. */
export function minimizeDocument(count: number): string {
  const indexes = Array.from({ length: count }, (_, index) => index)
  const variables = indexes.map((index) => `$id${index}: ID!`).join(', ')
  const fields = indexes.map(
    (index) =>
      `m${index}: minimizeComment(input: { subjectId: $id${index}, classifier: OUTDATED }) { minimizedComment { isMinimized } }`,
  )
  return `mutation(${variables}) { ${fields.join(' ')} }`
}

/** Login of the token's owner, `github-actions[bot]` for a workflow's. Errors: as `ask`. */
export async function readLogin(client: GithubClient): Promise<string> {
  const answer = await ask<{ viewer?: { login?: unknown } } | undefined>(client, VIEWER, {})
  const login = answer?.viewer?.login
  if (typeof login !== 'string') throw unanswered(answer)
  return login
}

const NODE = { 'id?': 'text', 'isMinimized?': 'boolean' } as const

type Node = { readonly id: string; readonly isMinimized?: boolean } | null

/** Those of these comments and reviews that are already hidden. Errors: as `ask`. */
export async function readHidden(client: GithubClient, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const hidden = new Set<string>()
  for (const batch of batches(ids)) {
    const answer = await ask<{ nodes?: readonly Node[] } | undefined>(client, HIDDEN, { ids: batch })
    if (!Array.isArray(answer?.nodes)) throw unanswered(answer)
    for (const node of answer.nodes) {
      if (node !== null) requireShape(node, NODE)
      if (node?.isMinimized === true) hidden.add(node.id)
    }
  }
  return hidden
}

/** Hides comments and reviews as outdated. Errors: as `ask`. */
export async function minimize(client: GithubClient, ids: readonly string[]): Promise<void> {
  for (const batch of batches(ids)) {
    const variables = Object.fromEntries(batch.map((id, index) => [`id${index}`, id]))
    await ask(client, minimizeDocument(batch.length), variables)
  }
}

function batches(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
    ids.slice(index * BATCH, (index + 1) * BATCH),
  )
}

/** Errors: InputError `permission-missing`; SourceError `rate-limited`, `github-failed`. */
async function ask<T>(
  client: GithubClient,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<T> {
  try {
    return await client.graphql<T>(document, { ...variables })
  } catch (cause) {
    throw cause instanceof GateError ? cause : toGateError(cause)
  }
}

/** GraphQL refuses with status 200 and a list of errors. */
function toGateError(cause: unknown): unknown {
  if (!(cause instanceof Error) || !('errors' in cause) || !Array.isArray(cause.errors)) return cause
  const types = cause.errors.map((error: { type?: unknown } | null) => error?.type)
  if (types.includes('FORBIDDEN') || types.includes('INSUFFICIENT_SCOPES'))
    return new InputError('permission-missing', 'GitHub refused a GraphQL request', {
      hint: 'Grant the job `pull-requests: write`. A pull request from a fork never gets more than reading.',
      cause,
    })
  const code = types.includes('RATE_LIMITED') || types.includes('RATE_LIMIT') ? 'rate-limited' : 'github-failed'
  return unanswered(cause, code)
}

function unanswered(cause: unknown, code: 'github-failed' | 'rate-limited' = 'github-failed'): SourceError {
  return new SourceError(code, 'GitHub did not answer a GraphQL request', { hint: 'Run the job again later.', cause })
}
