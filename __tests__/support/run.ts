// Runs the built command and the built Action as a machine would: plain Node, an environment of their own, nothing inherited.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Github } from './github.ts'
import type { GithubEvent } from './github-events.ts'
import type { RegistryDouble } from './registry.ts'

export interface Run {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface ActionRun extends Run {
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

interface ProcessSpec {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly input?: string
}

/** A folder of its own for each call, as the working folder and home; removed afterwards. */
export function inScratch<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-gate-run-'))
  return use(folder).finally(() => rmSync(folder, { recursive: true, force: true }))
}

/** `node dist/cli.js` with these arguments. */
export function runCommand(
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Run> {
  return inScratch((cwd) =>
    runNode({ args: [resolve('dist/cli.js'), ...args], env: { HOME: cwd, ...env }, cwd, input }),
  )
}

/** Flags that make the command use a registry double for everything it asks. */
export async function doubleFlags(registry: RegistryDouble, folder: string): Promise<readonly string[]> {
  const root = await registry.writeTufRoot(folder)
  return [
    '--registry',
    registry.url,
    '--tuf-mirror',
    registry.tufMirror,
    '--tuf-root',
    root,
    '--osv',
    registry.malwareUrl,
  ]
}

export interface ActionSpec {
  readonly github: Github
  readonly registry: RegistryDouble
  readonly event: GithubEvent
  readonly token: string
  readonly inputs?: Readonly<Record<string, string>>
  /** Variables that differ from an ordinary runner's. */
  readonly env?: Readonly<Record<string, string>>
  /** GITHUB_WORKSPACE: a checkout; an empty folder if not given. */
  readonly workspace?: string
}

/** `node dist/index.js` with the runner's environment. */
export function runAction({
  github,
  registry,
  event,
  token,
  inputs = {},
  env: other = {},
  workspace,
}: ActionSpec): Promise<ActionRun> {
  return inScratch(async (folder) => {
    const files = Object.fromEntries(
      ['event', 'output', 'summary', 'env', 'path', 'state'].map((name) => [name, join(folder, name)]),
    )
    for (const path of Object.values(files)) writeFileSync(path, '')
    writeFileSync(files['event'] ?? '', JSON.stringify(event.payload))
    const root = await registry.writeTufRoot(folder)
    const given = {
      'github-token': token,
      registry: registry.url,
      'tuf-mirror': registry.tufMirror,
      'tuf-root': root,
      osv: registry.malwareUrl,
      ...inputs,
    }
    const env = {
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      HOME: folder,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: github.apiUrl,
      GITHUB_GRAPHQL_URL: github.graphqlUrl,
      GITHUB_SERVER_URL: 'https://github.example.test',
      GITHUB_REPOSITORY: github.repo,
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: files['event'] ?? '',
      GITHUB_REF: event.ref,
      GITHUB_SHA: event.sha,
      GITHUB_RUN_ID: '42',
      GITHUB_WORKSPACE: workspace ?? folder,
      GITHUB_OUTPUT: files['output'] ?? '',
      GITHUB_STEP_SUMMARY: files['summary'] ?? '',
      GITHUB_ENV: files['env'] ?? '',
      GITHUB_PATH: files['path'] ?? '',
      GITHUB_STATE: files['state'] ?? '',
      RUNNER_TEMP: join(folder, 'temp'),
      ...other,
    }
    const run = await runNode({ args: [resolve('dist/index.js')], env, cwd: folder })
    return {
      ...run,
      outputs: outputsIn(readFileSync(files['output'] ?? '', 'utf8')),
      summary: readFileSync(files['summary'] ?? '', 'utf8'),
    }
  })
}

/** The Node that runs the tests is the Action's. PATH is for git. */
function runNode({ args, env, cwd, input = '' }: ProcessSpec): Promise<Run> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [...args], { cwd, env: { PATH: process.env['PATH'] ?? '', ...env } })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', fail)
    child.on('close', (exit) =>
      done({ exit, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    )
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

/** `name<<delimiter`, value, delimiter. */
function outputsIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name ?? '', value ?? '']),
  )
}
