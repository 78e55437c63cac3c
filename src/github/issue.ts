// The tracking issue of the re-audit: one for a repository, touched only when the set of findings changed.
import type { TrackedFinding, TrackingPlan } from '../model/review.ts'
import type { GithubClient, RepositoryName } from './client.ts'
import { statusOf } from './failure.ts'
import { newsSince, toBody } from './issue-body.ts'
import { findIssue, type TrackingIssue } from './issue-find.ts'
import { attempt, type Outcome, outcome } from './outcome.ts'
import { requireShape } from './shape.ts'

export interface TrackingRequest {
  readonly client: GithubClient
  readonly repository: RepositoryName
  /** The input `audit-issue` names it. */
  readonly label: string
  readonly plan: TrackingPlan
}

/** New findings that a comment names; it counts the rest. */
const MAX_NEW = 20

/** Opens, updates, reopens, closes or leaves the issue. Never throws what GitHub refuses: see `Outcome`. */
export function trackAudit(request: TrackingRequest): Promise<Outcome> {
  return attempt('The tracking issue was not updated', async () => {
    const issue = await findIssue(request)
    if (request.plan.findings.length === 0) return issue?.open === true ? close(request, issue) : outcome('nothing')
    return issue === null ? open(request) : update(request, issue)
  })
}

async function open({ client, repository, label, plan }: TrackingRequest): Promise<Outcome> {
  await createLabel({ client, repository, label })
  const { title } = plan
  const { data } = await client.issues.create({ ...repository, title, body: toBody(plan), labels: [label] })
  requireShape(data, { html_url: 'text' })
  return outcome('posted', data.html_url)
}

/** The issue would get the label anyhow, but in a colour of GitHub's choice and without a word on what it means. */
async function createLabel({ client, repository, label }: Omit<TrackingRequest, 'plan'>): Promise<void> {
  const description = 'Findings of the scheduled audit of MCP dependencies'
  await client.issues
    .createLabel({ ...repository, name: label, color: 'b60205', description })
    .then(({ data }) => requireShape(data, { name: 'text' }))
    .catch((error: unknown) => {
      // It exists already.
      if (statusOf(error) !== 422) throw error
    })
}

async function update(request: TrackingRequest, issue: TrackingIssue): Promise<Outcome> {
  const { client, repository, plan } = request
  const { changed, fresh } = newsSince(issue.body, plan.findings)
  // Who closed it as not planned has declined what it told then, and nothing that came since.
  const declined = !issue.open && issue.stateReason === 'not_planned' && fresh?.length === 0
  if (declined || (issue.open && !changed)) return outcome('unchanged', issue.url)
  const reopen = issue.open ? {} : ({ state: 'open', state_reason: 'reopened' } as const)
  const { title } = plan
  const what = { issue_number: issue.number, title, body: toBody(plan), ...reopen }
  requireShape((await client.issues.update({ ...repository, ...what })).data, { number: 'number' })
  if (changed && fresh?.length !== 0) await comment(request, issue, newsOf(fresh))
  return outcome('updated', issue.url)
}

async function close(request: TrackingRequest, issue: TrackingIssue): Promise<Outcome> {
  const { client, repository, plan } = request
  await comment(request, issue, 'Clean: the audit finds nothing any more.')
  const { data } = await client.issues.update({
    ...repository,
    issue_number: issue.number,
    body: toBody(plan),
    state: 'closed',
    state_reason: 'completed',
  })
  requireShape(data, { number: 'number' })
  return outcome('updated', issue.url)
}

async function comment(
  { client, repository }: TrackingRequest,
  { number }: TrackingIssue,
  body: string,
): Promise<void> {
  const { data } = await client.issues.createComment({ ...repository, issue_number: number, body })
  requireShape(data, { id: 'number' })
}

function newsOf(fresh: readonly TrackedFinding[] | null): string {
  if (fresh === null) return 'The findings have changed since the last audit: see the list above.'
  const lines = fresh.slice(0, MAX_NEW).map(({ text }) => `- ${text}`)
  const rest = fresh.length - lines.length
  return [
    'New since the last audit:',
    '',
    ...lines,
    ...(rest > 0 ? [`- … and ${rest} more, in the list above.`] : []),
  ].join('\n')
}
