// mcp-gate init: a policy that allows what is there now and verifies, and the two workflows.
import { access, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { InputError } from '../errors.ts'
import { runGate } from '../pipeline/gate.ts'
import { type FirstPolicy, toFirstPolicy } from '../pipeline/init.ts'
import { openOne } from '../pipeline/local.ts'
import { POLICY_PATH } from '../pipeline/policy.ts'
import { AUDIT_WORKFLOW, GATE_WORKFLOW } from '../pipeline/workflows.ts'
import { plain } from '../report/escape.ts'
import { listed } from '../report/wording.ts'
import { VERSION } from '../version.ts'
import { gathererFor, startingPolicy } from './evidence.ts'
import { EXIT } from './exit.ts'
import { refuseLinksBelow } from './links.ts'
import type { Invocation } from './options.ts'
import type { Terminal } from './terminal.ts'

/** Exit 1 where something that is there now cannot be allowed in good faith: the files are written without it. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const { directory, snapshot } = await openOne(invocation.text('repo') ?? '.', null)
  const paths = [POLICY_PATH, '.github/workflows/mcp-gate.yml', '.github/workflows/mcp-gate-re-audit.yml']
  await refuseLinksBelow(directory, paths)
  if (!invocation.flag('force')) await refuseToOverwrite(directory, paths)
  const policy = await startingPolicy(invocation)
  const report = await runGate({
    mode: 'audit',
    base: null,
    head: snapshot,
    policy,
    gather: gathererFor(invocation, policy, out),
    now: Date.now(),
    version: VERSION,
  })
  const first = toFirstPolicy(report)
  await writeAll(
    directory,
    new Map([first.text, GATE_WORKFLOW, AUDIT_WORKFLOW].map((text, index) => [paths[index] ?? '', text])),
  )
  await out.print(describe(first, paths))
  return first.left.length > 0 ? EXIT.fail : EXIT.pass
}

async function refuseToOverwrite(directory: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const exists = await access(join(directory, path)).then(
      () => true,
      () => false,
    )
    if (exists)
      throw new InputError('usage', 'this file is there already', {
        path,
        hint: 'Use --force to write it anew, or mcp-gate allow to add an entry.',
      })
  }
}

async function writeAll(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
}

function describe({ allowed, left, unchecked }: FirstPolicy, paths: readonly string[]): string {
  const lines = [
    ...paths.map((path) => `wrote ${path}`),
    `${allowed} ${allowed === 1 ? 'entry' : 'entries'} for what is there now`,
    ...left.map(({ name, why }) => `left out ${plain(name)}: ${plain(why, 500)}`),
    ...unchecked.map(
      ({ names, evidence }) =>
        `not verified: ${evidence.join(', ')} could not be had for ${listed(names, 10)}; review these entries`,
    ),
    '',
    'Next: commit these files to the default branch and make the job mcp-gate a required check.',
  ]
  return `${lines.join('\n')}\n`
}
