// Event payloads as a runner would find them in GITHUB_EVENT_PATH, made from the stand-in's own state.
import type { Github } from './github.ts'

export interface GithubEvent {
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
  /** GITHUB_REF and GITHUB_SHA. */
  readonly ref: string
  readonly sha: string
}

type Json = Record<string, unknown>

export async function pullRequestEvent(
  github: Github,
  number: number,
  {
    name = 'pull_request',
    action = 'opened',
    sender = 'ana',
  }: { readonly name?: string; readonly action?: string; readonly sender?: string } = {},
): Promise<GithubEvent> {
  const pull = (await github.ask('GET', `/repos/${github.repo}/pulls/${number}`)) as Json
  const payload = { action, number, pull_request: pull, ...(await common(github, sender)) }
  return { name, payload, ref: `refs/pull/${number}/merge`, sha: (pull['head'] as { sha: string }).sha }
}

export async function reviewEvent(github: Github, number: number, reviewer: string): Promise<GithubEvent> {
  const event = await pullRequestEvent(github, number, {
    name: 'pull_request_review',
    action: 'submitted',
    sender: reviewer,
  })
  return { ...event, payload: { ...event.payload, review: { state: 'approved', user: { login: reviewer } } } }
}

/** `previous` is the entry before it in the queue, which `base_sha` names. */
export async function mergeGroupEvent(
  github: Github,
  { head, previous }: { readonly head: string; readonly previous: string },
): Promise<GithubEvent> {
  const group = {
    head_sha: head,
    head_ref: `refs/heads/gh-readonly-queue/${github.defaultBranch}/pr-1-${previous}`,
    base_sha: previous,
    base_ref: `refs/heads/${github.defaultBranch}`,
  }
  const payload = { action: 'checks_requested', merge_group: group, ...(await common(github, 'ana')) }
  return { name: 'merge_group', payload, ref: group.head_ref, sha: head }
}

export async function pushEvent(
  github: Github,
  { before, after, branch }: { readonly before: string; readonly after: string; readonly branch?: string },
): Promise<GithubEvent> {
  const ref = `refs/heads/${branch ?? github.defaultBranch}`
  return {
    name: 'push',
    payload: { ref, before, after, deleted: false, created: /^0+$/.test(before), ...(await common(github, 'ana')) },
    ref,
    sha: after,
  }
}

export async function scheduleEvent(github: Github): Promise<GithubEvent> {
  const { repository } = await common(github, 'ana')
  const ref = `refs/heads/${github.defaultBranch}`
  return {
    name: 'schedule',
    payload: { schedule: '17 5 * * *', repository },
    ref,
    sha: await github.tipOf(github.defaultBranch),
  }
}

async function common(github: Github, sender: string): Promise<Json> {
  return { repository: await github.ask('GET', `/repos/${github.repo}`), sender: { login: sender, type: 'User' } }
}
