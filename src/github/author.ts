// Which comments, reviews and issues are the gate's own: the token's owner wrote them. A marker alone proves nothing, anyone can paste one.
import { GateError } from '../errors.ts'
import type { GithubClient } from './client.ts'
import { readLogin } from './graphql.ts'

export interface Author {
  readonly login: string
  readonly type?: string
}

/** Who writes with the token a workflow gets by default. */
const WORKFLOW = 'github-actions[bot]'

const logins = new WeakMap<GithubClient, Promise<string>>()

/** Login under which this client writes, asked once; that of a workflow's token where GitHub does not say. */
export function ownLogin(client: GithubClient): Promise<string> {
  const known = logins.get(client)
  if (known !== undefined) return known
  const asked = readLogin(client).catch((error: unknown) => {
    if (error instanceof GateError) return WORKFLOW
    throw error
  })
  logins.set(client, asked)
  return asked
}

/** True where this login wrote it. An app's login has `[bot]` at its end in some answers and not in others; a person's never. */
export function wrote(login: string, author: Author | null | undefined): boolean {
  if (author === null || author === undefined) return false
  if (author.login === login) return true
  return author.type === 'Bot' && bare(author.login) === bare(login)
}

function bare(login: string): string {
  return login.replace(/\[bot\]$/, '')
}
