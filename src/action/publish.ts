// Says what was found: annotations, job summary, files and outputs always; review, comment, status and issue as far as the token may.
import { error, info, notice, setOutput, summary, warning } from '@actions/core'
import { listChangedFiles } from '../github/changed-files.ts'
import { postSummary } from '../github/comment.ts'
import type { GatePlan, PullRequest } from '../github/events.ts'
import { trackAudit } from '../github/issue.ts'
import { type Outcome, outcome } from '../github/outcome.ts'
import { isAtHead } from '../github/pull-head.ts'
import { postReview } from '../github/review.ts'
import { postStatus } from '../github/status.ts'
import type { Report } from '../model/report.ts'
import { planAnnotations } from '../report/annotations.ts'
import { plain } from '../report/escape.ts'
import type { LinkOptions } from '../report/options.ts'
import { planReview } from '../report/review.ts'
import { JOB_SUMMARY_BOUND, planSummary, renderSummary } from '../report/summary.ts'
import { renderTerminal } from '../report/terminal.ts'
import { planTracking } from '../report/tracking.ts'
import { RULES } from '../rules/index.ts'
import { writeFiles } from './files.ts'
import type { ActionRun, Judged } from './judge-plan.ts'
import { readShown } from './shown.ts'
import { isStatusDue } from './unfinished.ts'
import { verdictLine } from './verdict-line.ts'

/** Nothing that GitHub refuses changes the verdict: it is told in the log. */
export async function publish(run: ActionRun, judged: Judged): Promise<void> {
  const { report } = judged
  const links = linksOf(run)
  await sayInJob(report, links)
  const outcomes =
    run.plan.kind === 'audit'
      ? await sayInIssue(run, report, links)
      : await sayOnPull({ run, judged, links, plan: run.plan })
  for (const text of [...judged.notices, ...outcomes.flatMap(({ notices }) => notices)]) notice(plain(text, 1000))
  await writeFiles(run, judged, links)
}

function linksOf({ environment, plan }: ActionRun): LinkOptions {
  const { serverUrl, repository, action } = environment
  return {
    links: { serverUrl, ...repository, sha: plan.head.sha },
    docsBase: action === null ? null : `${serverUrl}/${action.repository}/blob/${action.ref}/docs/rules`,
  }
}

/** What needs no permission: the log, annotations, the job summary and the outputs. */
async function sayInJob(report: Report, links: LinkOptions): Promise<void> {
  for (const line of renderTerminal(report, RULES, { colour: false, width: 120, quiet: false, elapsedMs: null }).split(
    '\n',
  ))
    info(line)
  const { errors, warnings, notices } = planAnnotations(report, RULES)
  for (const { message, ...place } of errors) error(message, place)
  for (const { message, ...place } of warnings) warning(message, place)
  for (const { message, ...place } of notices) notice(message, place)
  await writeJobSummary(renderSummary(report, RULES, { ...links, bound: JOB_SUMMARY_BOUND }))
  setOutput('verdict', report.verdict)
  setOutput('findings', String(report.findings.filter(({ status }) => status === 'open').length))
  setOutput('changed-packages', JSON.stringify(report.rows.map(({ name }) => name).slice(0, 1000)))
}

/** The runner loses nothing else when a summary cannot be written, so neither do we. */
async function writeJobSummary(text: string): Promise<void> {
  try {
    await summary.addRaw(text, true).write({ overwrite: true })
  } catch (cause) {
    notice(`The job summary was not written: ${plain(cause instanceof Error ? cause.message : String(cause))}`)
  }
}

async function sayInIssue(
  { client, environment, inputs }: ActionRun,
  report: Report,
  links: LinkOptions,
): Promise<readonly Outcome[]> {
  if (inputs.auditIssue === null) return []
  const plan = planTracking(report, RULES, links)
  return [await trackAudit({ client, repository: environment.repository, label: inputs.auditIssue, plan })]
}

interface Saying {
  readonly run: ActionRun
  readonly judged: Judged
  readonly links: LinkOptions
  readonly plan: GatePlan
}

async function sayOnPull({ run, judged, links, plan }: Saying): Promise<readonly Outcome[]> {
  const { report } = judged
  const said = plan.pull === null ? [] : await sayInConversation({ run, judged, links, plan }, plan.pull)
  const { sha } = plan.head
  if (!(await isStatusDue(run, sha))) return said
  const { client, environment } = run
  const { repository, runUrl, run: own } = environment
  const about = { client, repository, sha, url: runUrl, run: own }
  return [...said, await postStatus({ ...about, verdict: report.verdict, description: verdictLine(report) })]
}

async function sayInConversation({ run, judged, links }: Saying, pull: PullRequest): Promise<readonly Outcome[]> {
  const { client, inputs, environment } = run
  const { report } = judged
  if (inputs.summaryComment === 'off' && inputs.review === 'off') return []
  if (!(await isAtHead(client, pull))) return [outcome('nothing', null, [MOVED_ON])]
  const summaryPlan = planSummary(report, RULES, links)
  const saying = { client, pull, plan: summaryPlan, when: inputs.summaryComment, run: environment.run }
  const comment = await postSummary(saying)
  if (inputs.review === 'off') return [comment]
  const isSilent = report.findings.every(({ status }) => status !== 'open')
  const files = isSilent ? [] : await listChangedFiles(client, pull)
  const { hunks, texts } = await readShown(files, { report, head: judged.head })
  const plan = planReview({ report, catalogue: RULES, hunks, texts, ...links })
  const fails = report.verdict === 'fail' || report.verdict === 'incomplete'
  const review = await postReview({ client, pull, headSha: pull.headSha, plan, files, mode: inputs.review, fails })
  return [comment, review]
}

const MOVED_ON = 'The pull request has moved on to another commit: the run for that one writes on it'
