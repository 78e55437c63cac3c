// What the runner tells: the event, the repository, the server, and where files may go.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../errors.ts'
import type { RepositoryName } from '../github/client.ts'
import type { RunNumber } from '../github/order.ts'

export interface RunnerEnvironment {
  readonly event: { readonly name: string; readonly ref: string; readonly sha: string; readonly payload: unknown }
  readonly repository: RepositoryName
  readonly apiUrl: string
  readonly serverUrl: string
  /** Page of this run; null where the runner does not tell. */
  readonly runUrl: string | null
  /** Numbers of this run: the later one started later, but for attempts after the first. Null where the runner does not tell. */
  readonly run: RunNumber | null
  readonly workspace: string
  readonly temporary: string
  /** The Action's own repository and ref, for links to rule pages; null where it runs from a path. */
  readonly action: { readonly repository: string; readonly ref: string } | null
}

/** Errors: InputError `event-unsupported` where this is no workflow run. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): RunnerEnvironment {
  const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/')
  const name = env['GITHUB_EVENT_NAME']
  if (!owner || !repo || !name) {
    throw new InputError('event-unsupported', 'This is no run of a GitHub workflow', {
      hint: 'On a machine of your own, run mcp-gate check instead.',
    })
  }
  const serverUrl = env['GITHUB_SERVER_URL'] ?? 'https://github.com'
  const temporary = env['RUNNER_TEMP'] ?? '/tmp'
  return {
    event: {
      name,
      ref: env['GITHUB_REF'] ?? '',
      sha: env['GITHUB_SHA'] ?? '',
      payload: readPayload(env['GITHUB_EVENT_PATH']),
    },
    repository: { owner, repo },
    apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    serverUrl,
    runUrl: env['GITHUB_RUN_ID'] ? `${serverUrl}/${owner}/${repo}/actions/runs/${env['GITHUB_RUN_ID']}` : null,
    run: runOf(env),
    workspace: env['GITHUB_WORKSPACE'] ?? '.',
    temporary: join(temporary, 'mcp-gate'),
    action: actionOf(env),
  }
}

function runOf(env: Readonly<Record<string, string | undefined>>): RunNumber | null {
  const [id, attempt] = [Number(env['GITHUB_RUN_ID']), Number(env['GITHUB_RUN_ATTEMPT'] ?? 1)]
  return Number.isSafeInteger(id) && id > 0 ? { id, attempt } : null
}

function actionOf(env: Readonly<Record<string, string | undefined>>): RunnerEnvironment['action'] {
  const [repository, ref] = [env['GITHUB_ACTION_REPOSITORY'], env['GITHUB_ACTION_REF']]
  return repository && ref ? { repository, ref } : null
}

function readPayload(path: string | undefined): unknown {
  if (path === undefined) return {}
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new InputError('event-unsupported', 'The event payload cannot be read', {
      path,
      hint: 'Run the Action in a workflow; GITHUB_EVENT_PATH names the payload.',
      cause,
    })
  }
}
