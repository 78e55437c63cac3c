// Pull requests on the stand-in: the head moves with its branch, and a fork's branch shows as the fork's.
import { type Context, forward, type Json, may, ok, paged, type Reply, refuse } from './answer.ts'
import { withWholeUsers } from './repository.ts'

export interface Pull {
  readonly user: { readonly login: string }
  readonly head: { readonly sha: string; readonly ref: string; readonly label?: string; readonly repo?: unknown }
  readonly base: { readonly ref: string; readonly repo: Json }
}

export async function pull(context: Context): Promise<Reply> {
  const reply = await forward(context)
  return reply.status === 200 ? ok(withWholeUsers(await toPull(context, reply.json as Json & Pull))) : reply
}

async function toPull({ state, at }: Context, given: Json & Pull): Promise<Json & Pull> {
  const [, owner, branch] = /^forks\/([^/]+)\/(.+)$/.exec(given.head.ref) ?? []
  const sha = (await state.emulator.tipOf(at[0] ?? '', given.head.ref)) ?? given.head.sha
  if (owner === undefined || branch === undefined) return { ...given, head: { ...given.head, sha } }
  const repo = {
    ...given.base.repo,
    id: 99_000 + owner.length,
    full_name: `${owner}/${String(given.base.repo['name'])}`,
    fork: true,
  }
  return { ...given, head: { ...given.head, sha, ref: branch, label: `${owner}:${branch}`, repo } }
}

export async function findPull(context: Context): Promise<Pull> {
  const { state, at } = context
  const reply = await state.emulator.call('GET', `/repos/${at[0]}/pulls/${at[1]}`)
  return toPull(context, reply.json as Json & Pull)
}

export interface ChangedFile extends Json {
  readonly filename: string
  readonly patch?: string
}

export async function changedFiles(
  { state, at }: Context,
  { base }: Pull,
  head: string,
): Promise<readonly ChangedFile[]> {
  const reply = await state.emulator.call('GET', `/repos/${at[0]}/compare/${base.ref}...${head}`)
  return (reply.json as { files?: ChangedFile[] }).files ?? []
}

export async function pullFiles(context: Context): Promise<Reply> {
  if (!may(context, 'pull_requests', 'read')) return refuse(403, 'Resource not accessible by integration')
  const found = await findPull(context)
  const files = await changedFiles(context, found, found.head.sha)
  const text = JSON.stringify(files).replaceAll(context.state.emulator.url, context.state.origin)
  return paged(context, JSON.parse(text) as unknown[])
}
