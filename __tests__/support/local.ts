// A change in a git repository on this machine, judged by the built command.

import type { RegistryDouble } from './registry.ts'
import { type Files, makeRepository, type TestRepository } from './repository.ts'
import { doubleFlags, inScratch, type Run, runCommand } from './run.ts'

export interface LocalChange {
  readonly registry: RegistryDouble
  readonly base: Files
  /** On top of the base; null deletes. */
  readonly head: Files
  /** More arguments of `check`. */
  readonly args?: readonly string[]
  /** What files cannot express; runs after the head is committed, and commits itself. */
  readonly finish?: (repository: TestRepository) => void
}

export interface LocalFinding {
  readonly rule: string
  readonly id: string
  readonly severity: string
  readonly name: string | null
  readonly message: string
  readonly location: { readonly path: string; readonly line: number }
}

export interface LocalReport {
  readonly verdict: string
  readonly findings: readonly LocalFinding[]
  readonly changes: readonly {
    readonly source: string
    readonly name: string
    readonly kind: string
    readonly tier: string
  }[]
  readonly sources: readonly { readonly path: string; readonly kind: string; readonly status: string }[]
}

export interface Checked extends Run {
  readonly report: LocalReport
  /** `rule/id` of every finding, worst first, each once. */
  readonly ids: readonly string[]
}

/** `mcp-gate check --format json` on a branch with one commit. Throws where the command printed no report. */
export function checkChange({ registry, base, head, args = [], finish }: LocalChange): Promise<Checked> {
  return inScratch(async (folder) => {
    const repository = makeRepository(base)
    try {
      repository.git('checkout', '--quiet', '-b', 'change')
      repository.commit(head)
      finish?.(repository)
      const place = ['--repo', repository.directory, '--base', 'main', '--head', 'change']
      const run = await runCommand([
        'check',
        ...place,
        ...(await doubleFlags(registry, folder)),
        '--format',
        'json',
        ...args,
      ])
      return withReport(run)
    } finally {
      repository.remove()
    }
  })
}

function withReport(run: Run): Checked {
  if (!run.stdout.startsWith('{')) throw new Error(`no report, exit ${run.exit}: ${run.stdout}${run.stderr}`)
  const report = JSON.parse(run.stdout) as LocalReport
  return { ...run, report, ids: [...new Set(report.findings.map(({ rule, id }) => `${rule}/${id}`))] }
}
