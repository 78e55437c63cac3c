// From an event to what is compared with what: which base, which head, and where the policy is read.
import { InputError } from '../errors.ts'
import type { PullRequestName, RepositoryName } from './client.ts'
import { type Payload, readPayload } from './payload.ts'
import type { RefLookup } from './refs.ts'

/** A commit and the name it was found under. */
export interface NamedCommit {
  readonly ref: string
  readonly sha: string
}

/** The pull request that is judged and written on. */
export interface PullRequest extends PullRequestName {
  readonly author: string
  readonly headSha: string
  /** The branch it comes from; `headRepository` is null where the fork was deleted. */
  readonly headRef: string
  readonly headRepository: RepositoryName | null
  readonly isFork: boolean
}

interface Plan {
  readonly head: NamedCommit
  /** The base branch's tip now: policy and waivers are read there, never in the head. */
  readonly policy: NamedCommit
}

/** A change is judged. `base` is null where there is nothing before it (the first push): then all of the head is. */
export interface GatePlan extends Plan {
  readonly kind: 'gate'
  readonly base: NamedCommit | null
  readonly pull: PullRequest | null
}

/** Everything is judged as it stands. */
export interface AuditPlan extends Plan {
  readonly kind: 'audit'
}

export type RunPlan = GatePlan | AuditPlan

export interface RunRequest {
  /** GITHUB_EVENT_NAME, GITHUB_REF, GITHUB_SHA and the payload. */
  readonly event: { readonly name: string; readonly ref: string; readonly sha: string; readonly payload: unknown }
  readonly repository: RepositoryName
  /** The inputs of these names; null where not given. */
  readonly inputs: {
    readonly mode: 'gate' | 'audit' | null
    readonly base: string | null
    readonly head: string | null
  }
  readonly lookup: RefLookup
}

/**
 * What this run does. A base is the merge base with the base branch's tip at run time: the payload's own base lags.
 * Errors: InputError `event-unsupported`, `unknown-ref`; SourceError of the look-up.
 */
export async function planRun(request: RunRequest): Promise<RunPlan> {
  const plan = await planEvent(request)
  return applyInputs(plan, request)
}

/** The head that an event of a pull request is about; null for any other event, and where its payload does not tell. */
export function pulledHead({ name, payload }: RunRequest['event']): string | null {
  if (!name.startsWith('pull_request')) return null
  const sha = readPayload(name, payload).maybe('pull_request.head.sha')
  return sha !== null && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(sha) ? sha : null
}

function planEvent(request: RunRequest): Promise<RunPlan> {
  const { name, payload } = request.event
  const fields = readPayload(name, payload)
  switch (name) {
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review':
      return planPullRequest(request, fields)
    case 'merge_group':
      return planMergeGroup(request, fields)
    case 'push':
      return planPush(request, fields)
    case 'schedule':
    case 'workflow_dispatch':
      return planAudit(request, fields)
    default:
      throw unsupported(name)
  }
}

async function planPullRequest({ repository, lookup }: RunRequest, fields: Payload): Promise<GatePlan> {
  const pull = toPullRequest(repository, fields)
  const head = { ref: `refs/pull/${pull.number}/head`, sha: pull.headSha }
  const tip = await tipOf(lookup, fields.text('pull_request.base.ref'))
  const base = await mergeBase(lookup, tip, head)
  return { kind: 'gate', base, head, policy: tip, pull }
}

function toPullRequest(repository: RepositoryName, fields: Payload): PullRequest {
  const full = fields.maybe('pull_request.head.repo.full_name')
  const [owner, repo] = full?.split('/') ?? []
  return {
    ...repository,
    number: fields.integer('pull_request.number'),
    author: fields.text('pull_request.user.login'),
    headSha: fields.commit('pull_request.head.sha'),
    headRef: fields.text('pull_request.head.ref'),
    headRepository: owner !== undefined && repo !== undefined ? { owner, repo } : null,
    isFork: full !== `${repository.owner}/${repository.repo}`,
  }
}

/** `base_sha` would be the entry before it in the queue, which is not judged by this run alone. */
async function planMergeGroup({ lookup }: RunRequest, fields: Payload): Promise<GatePlan> {
  const head = { ref: fields.text('merge_group.head_ref'), sha: fields.commit('merge_group.head_sha') }
  const tip = await tipOf(lookup, fields.text('merge_group.base_ref'))
  const base = await mergeBase(lookup, tip, head)
  return { kind: 'gate', base, head, policy: tip, pull: null }
}

async function planPush({ lookup }: RunRequest, fields: Payload): Promise<GatePlan> {
  const branch = fields.text('repository.default_branch')
  const ref = fields.text('ref')
  const after = fields.commit('after')
  if (ref !== `refs/heads/${branch}` || isNone(after)) throw notDefaultBranch(ref)
  const before = fields.commit('before')
  const base = isNone(before) ? null : { ref: before, sha: before }
  const policy = await tipOf(lookup, branch)
  return { kind: 'gate', base, head: { ref, sha: after }, policy, pull: null }
}

async function planAudit({ event, lookup }: RunRequest, fields: Payload): Promise<AuditPlan> {
  const policy = await tipOf(lookup, fields.text('repository.default_branch'))
  return { kind: 'audit', head: { ref: event.ref, sha: event.sha }, policy }
}

/** Inputs replace what the event says is compared; where the policy is read stays with the event. */
async function applyInputs(plan: RunPlan, { event, inputs, lookup }: RunRequest): Promise<RunPlan> {
  const head = inputs.head === null ? plan.head : await named(lookup, inputs.head)
  const kind = inputs.mode ?? (inputs.base === null ? plan.kind : 'gate')
  if (kind === 'audit') return { kind, head, policy: plan.policy }
  if (inputs.base === null && plan.kind === 'audit') throw baseless(event.name)
  const given = plan.kind === 'gate' ? plan : { kind, policy: plan.policy, base: null, pull: null }
  if (inputs.base !== null)
    return { ...given, kind, head, base: await mergeBase(lookup, await named(lookup, inputs.base), head) }
  const from = given.base === null || inputs.head === null ? given.base : await mergeBase(lookup, given.base, head)
  return { ...given, kind, head, base: from }
}

async function tipOf(lookup: RefLookup, branch: string): Promise<NamedCommit> {
  const name = branch.replace(/^refs\/heads\//, '')
  const sha = await lookup.commitOf(`heads/${name}`)
  return sha === null ? unknownRef(name) : { ref: name, sha }
}

async function named(lookup: RefLookup, ref: string): Promise<NamedCommit> {
  const sha = await lookup.commitOf(ref.replace(/^refs\//, ''))
  return sha === null ? unknownRef(ref) : { ref, sha }
}

async function mergeBase(lookup: RefLookup, tip: NamedCommit, head: NamedCommit): Promise<NamedCommit> {
  const sha = await lookup.mergeBaseOf(tip.sha, head.sha)
  if (sha !== null) return { ref: tip.ref, sha }
  throw new InputError('unknown-ref', `${tip.ref} and ${head.ref} share no history`, {
    hint: 'Name a base that the change started from with the input `base`.',
  })
}

function isNone(commit: string): boolean {
  return /^0+$/.test(commit)
}

function unknownRef(ref: string): never {
  throw new InputError('unknown-ref', `The repository has no commit called ${ref}`, {
    hint: 'Check the inputs `base` and `head`, and that the branch was not deleted while the job ran.',
  })
}

function unsupported(name: string): InputError {
  return new InputError('event-unsupported', `The event ${name} says neither what changed nor what to audit`, {
    hint: 'Run on pull_request, pull_request_target, pull_request_review, merge_group, push, schedule or workflow_dispatch.',
  })
}

function notDefaultBranch(ref: string): InputError {
  return new InputError('event-unsupported', `A push to ${ref} is not judged: only the default branch is`, {
    hint: 'Limit the workflow with `on: push: branches:` to the default branch; pull requests judge all others.',
  })
}

function baseless(name: string): InputError {
  return new InputError('event-unsupported', `The event ${name} has nothing to compare with`, {
    hint: 'Give the input `base`, or leave out `mode` to audit everything.',
  })
}
