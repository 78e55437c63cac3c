// One run of the Action: plan from the event, judge, publish, and leave the verdict as outputs and exit code.
import { error as annotateError, debug, getInput, info, setOutput } from '@actions/core'
import { GateError, InputError } from '../errors.ts'
import { createClient, type GithubClient } from '../github/client.ts'
import { planRun } from '../github/events.ts'
import { refLookup } from '../github/refs.ts'
import type { Report, Verdict } from '../model/report.ts'
import { plain } from '../report/escape.ts'
import { VERSION } from '../version.ts'
import { type RunnerEnvironment, readEnvironment } from './environment.ts'
import { readInputs } from './inputs.ts'
import { type ActionRun, judgePlan } from './judge-plan.ts'
import { publish } from './publish.ts'
import { publishUnfinished, publishUnplanned } from './unfinished.ts'

const EXITS: Readonly<Record<Verdict, number>> = { pass: 0, warn: 0, fail: 1, incomplete: 3 }

/** Sets the process's exit code; never throws. */
export async function main(): Promise<void> {
  try {
    const report = await run()
    process.exitCode = EXITS[report.verdict]
  } catch (error) {
    setOutput('verdict', 'incomplete')
    process.exitCode = error instanceof InputError ? 2 : 3
    complain(error)
  }
}

async function run(): Promise<Report> {
  const environment = readEnvironment(process.env)
  const clientWith = (token: string) => createClient({ token, apiUrl: environment.apiUrl, version: VERSION, ...CLOCK })
  const prepared = await prepare(environment, clientWith).catch(async (error: unknown) => {
    await publishUnplanned(environment, error, () => clientWith(getInput('github-token')))
    throw error
  })
  return judgeAndPublish(prepared)
}

/** Errors: InputError of the inputs and the event; SourceError of GitHub. */
async function prepare(
  environment: RunnerEnvironment,
  clientWith: (token: string) => GithubClient,
): Promise<ActionRun> {
  const inputs = readInputs()
  const client = clientWith(inputs.token)
  const policyClient = inputs.policyToken === null ? client : clientWith(inputs.policyToken)
  const { event, repository } = environment
  const lookup = refLookup(client, repository)
  const plan = await planRun({ event, repository, lookup, inputs })
  info(`mcp-gate ${VERSION}: ${plan.kind} of ${plain(plan.head.ref)} at ${plan.head.sha.slice(0, 12)}`)
  return { inputs, environment, client, policyClient, plan }
}

async function judgeAndPublish(run: ActionRun): Promise<Report> {
  try {
    const judged = await judgePlan(run)
    await publish(run, judged)
    return judged.report
  } catch (error) {
    await publishUnfinished(run, error)
    throw error
  }
}

/** The outer world's time, for waits between requests. */
const CLOCK = {
  now: () => Date.now(),
  sleep: (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds)),
}

function complain(error: unknown): void {
  if (error instanceof GateError) {
    const place =
      error instanceof InputError && error.path !== null ? { file: error.path, startLine: error.line ?? 1 } : {}
    annotateError([...error.message.split('\n'), error.hint].map((line) => plain(line, 2000)).join('\n'), {
      title: 'MCP gate could not run',
      ...place,
    })
    debug(String(error.cause ?? ''))
    return
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' }
  annotateError(`This is a fault of mcp-gate itself: ${plain(message, 2000)}`, { title: 'MCP gate could not run' })
  debug(stack ?? '')
}
