// The files that inputs ask for: the report, SARIF and an SBOM, each with its path as an output.
import { constants } from 'node:fs'
import { lstat, mkdir, open } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { setOutput } from '@actions/core'
import { InputError } from '../errors.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { CyclonedxOptions } from '../report/cyclonedx.ts'
import type { LinkOptions } from '../report/options.ts'
import { RULES } from '../rules/index.ts'
import type { ActionRun, Judged } from './judge-plan.ts'

/** Errors: InputError `input-invalid` where a file cannot be written; SourceError where the head cannot be read for the SBOM. */
export async function writeFiles(
  { inputs, environment }: ActionRun,
  { report, head }: Judged,
  options: LinkOptions,
): Promise<void> {
  const { reportFile, sarifFile, sbomFile } = inputs
  // Most runs ask for none: then nothing of it is loaded.
  if (reportFile === null && sarifFile === null && sbomFile === null) return
  const { formatOfFile, renderReport } = await import('../report/formats.ts')
  const write = (input: string, path: string, text: string) =>
    writeInside({ input, workspace: environment.workspace, path, text })
  const rendering = { report, catalogue: RULES, options }
  if (reportFile !== null)
    setOutput('report-path', await write('report-file', reportFile, renderReport(formatOfFile(reportFile), rendering)))
  if (sarifFile !== null)
    setOutput('sarif-path', await write('sarif-file', sarifFile, renderReport('sarif', rendering)))
  if (sbomFile !== null) {
    const { owner, repo } = environment.repository
    const about = { tool: report.tool, at: report.at, subject: `${owner}/${repo}` }
    setOutput('sbom-path', await write('sbom-file', sbomFile, await renderSbom(head, about)))
  }
}

async function renderSbom(head: Snapshot, about: CyclonedxOptions): Promise<string> {
  const { runInventory } = await import('../pipeline/inventory.ts')
  const { renderCyclonedx } = await import('../report/cyclonedx.ts')
  return renderCyclonedx(await runInventory(head), about)
}

export interface FileToWrite {
  /** The input that names it, for errors. */
  readonly input: string
  readonly workspace: string
  /** As the input has it: relative to the workspace, or absolute. */
  readonly path: string
  readonly text: string
}

/** Writes the file with its folders and returns its absolute path. A link below the workspace is refused: a checked-out pull request may have put it there. */
export async function writeInside({ input, workspace, path, text }: FileToWrite): Promise<string> {
  const full = resolve(workspace, path)
  await refuseLinks({ input, workspace: resolve(workspace), full })
  try {
    await mkdir(dirname(full), { recursive: true })
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants
    const file = await open(full, O_WRONLY | O_CREAT | O_TRUNC | (O_NOFOLLOW ?? 0))
    await file.writeFile(text).finally(() => file.close())
  } catch (cause) {
    throw new InputError('input-invalid', `The file of the input \`${input}\` cannot be written`, {
      path,
      hint: 'Name a file in a folder that may be written to.',
      cause,
    })
  }
  return full
}

interface Linked {
  readonly input: string
  readonly workspace: string
  readonly full: string
}

async function refuseLinks({ input, workspace, full }: Linked): Promise<void> {
  const below = relative(workspace, full)
  if (below.startsWith('..') || isAbsolute(below)) return
  let at = workspace
  for (const part of below.split(sep)) {
    at = join(at, part)
    const isLink = await lstat(at).then(
      (stat) => stat.isSymbolicLink(),
      () => false,
    )
    if (!isLink) continue
    throw new InputError('input-invalid', `The input \`${input}\` leads over a symbolic link`, {
      path: relative(workspace, at),
      hint: 'Write to another place, for example below the runner’s temporary folder.',
    })
  }
}
