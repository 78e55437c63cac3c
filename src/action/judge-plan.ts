// Judges what the plan says: opens both sides, reads the policy at the base's tip, counts approvals, runs the gate.
import { join, resolve } from 'node:path'
import { InputError } from '../errors.ts'
import type { TrustSource } from '../evidence/gather.ts'
import { defaultRegistry, usableUrl } from '../evidence/registries.ts'
import { readApprovals } from '../github/approvals.ts'
import { requireOwnCommit } from '../github/central.ts'
import type { GithubClient } from '../github/client.ts'
import type { GatePlan, NamedCommit, RunPlan } from '../github/events.ts'
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type CentralSource, type OpenCentral, requiredReference } from '../pipeline/central.ts'
import { runGate } from '../pipeline/gate.ts'
import { openGatherer } from '../pipeline/gatherer.ts'
import { askingAt, POLICY_PATH, readPolicy } from '../pipeline/policy.ts'
import { withApprovedEntries } from '../policy/approve.ts'
import { tighten } from '../policy/tighten.ts'
import { openGithubSnapshot } from '../snapshot/github.ts'
import { VERSION } from '../version.ts'
import { openCheckout } from './checkout.ts'
import type { RunnerEnvironment } from './environment.ts'
import type { Inputs } from './inputs.ts'

export interface ActionRun {
  readonly inputs: Inputs
  readonly environment: RunnerEnvironment
  readonly client: GithubClient
  /** Reads the repository of a central policy; the same client where no token of its own is given. */
  readonly policyClient: GithubClient
  readonly plan: RunPlan
}

export interface Judged {
  readonly report: Report
  readonly base: Snapshot | null
  readonly head: Snapshot
  /** What could not be counted, one sentence each, for the log. */
  readonly notices: readonly string[]
}

/** Errors: InputError of the policy and the inputs; SourceError of GitHub. */
export async function judgePlan(run: ActionRun): Promise<Judged> {
  const { plan } = run
  const now = Date.now()
  const base = plan.kind === 'gate' && plan.base !== null ? await open(run, plan.base) : null
  const head = await open(run, plan.head)
  const required = requiredReference(run.inputs.extends, 'The input `extends`')
  const central = { kind: 'open', open: centralOf(run), required } as const
  const policy = await policyOf(run, await open(run, plan.policy), { now, central })
  const approved = plan.kind === 'gate' ? await approve(run, { plan, policy, head, now }) : { policy, notices: [] }
  const report = await runGate({
    mode: plan.kind,
    base,
    head,
    policy: tighten(approved.policy, run.inputs.failOn),
    gather: gathererOf(run, policy),
    now,
    version: VERSION,
  })
  return { report, base, head, notices: approved.notices }
}

function open({ inputs, environment, client }: ActionRun, commit: NamedCommit): Promise<Snapshot> {
  if (inputs.source === 'git') return openCheckout(environment.workspace, commit)
  return openGithubSnapshot({ client, ...environment.repository, ...commit })
}

function centralOf({ policyClient }: ActionRun): OpenCentral {
  return async ({ owner, repo, sha }) => {
    await requireOwnCommit(policyClient, { owner, repo }, sha)
    return openGithubSnapshot({ client: policyClient, owner, repo, ref: sha, sha })
  }
}

async function policyOf(
  { inputs }: ActionRun,
  snapshot: Snapshot,
  about: { readonly now: number; readonly central: CentralSource },
): Promise<Policy> {
  const path = inputs.policy ?? POLICY_PATH
  const publicRegistry = defaultRegistry()
  const policy = await readPolicy({ snapshot, path, named: inputs.policy !== null, publicRegistry, ...about })
  return askingAt(policy, inputs.registry === null ? null : registryUrl(inputs.registry))
}

interface Approving {
  readonly plan: GatePlan
  readonly policy: Policy
  readonly head: Snapshot
  readonly now: number
}

/** The base's policy, with the entries that the pull request adds and an approver has approved at this head. */
async function approve(
  run: ActionRun,
  { plan, policy, head, now }: Approving,
): Promise<{ policy: Policy; notices: readonly string[] }> {
  if (plan.pull === null || policy.approvers.length === 0) return { policy, notices: [] }
  const proposed = await proposedPolicy(() => policyOf(run, head, { now, central: { kind: 'as', policy } }))
  if (proposed === null || proposed.allow.length === 0) return { policy, notices: [] }
  const { approvedBy, notices } = await readApprovals({
    client: run.client,
    pull: plan.pull,
    approvers: policy.approvers,
  })
  return {
    policy: withApprovedEntries({ base: policy, head: proposed, approvedBy }).policy,
    notices,
  }
}

/** A policy that the pull request has broken, or that loosens what is locked, brings nothing along; that it was edited is a finding of its own. */
async function proposedPolicy(read: () => Promise<Policy>): Promise<Policy | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

function gathererOf({ inputs, environment }: ActionRun, policy: Policy) {
  return openGatherer({
    registries: policy.registries,
    auth: inputs.registryAuth,
    offline: false,
    trust: trustOf(inputs, environment),
    malwareUrl: inputs.osv,
    cachePath: null,
  })
}

function trustOf({ tufMirror, tufRoot }: Inputs, { temporary, workspace }: RunnerEnvironment): TrustSource {
  if ((tufMirror === null) !== (tufRoot === null)) {
    throw new InputError('input-invalid', 'The inputs `tuf-mirror` and `tuf-root` go together', {
      hint: 'Give the mirror and the root.json it is trusted by.',
    })
  }
  const rootPath = tufRoot === null ? null : resolve(workspace, tufRoot)
  return { kind: 'tuf', mirror: tufMirror, rootPath, cachePath: join(temporary, 'tuf') }
}

function registryUrl(text: string): string {
  const url = usableUrl(text)
  if (url !== null) return url.href
  throw new InputError('input-invalid', 'The input `registry` is no https address without credentials', {
    hint: 'For example https://npm.acme.example/; credentials go into `registry-auth`.',
  })
}
