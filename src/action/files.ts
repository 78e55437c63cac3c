// The files that inputs ask for: the report, SARIF and an SBOM, each with its path as an output.
import { resolve } from 'node:path'
import { setOutput } from '@actions/core'
import { InputError } from '../errors.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { CyclonedxOptions } from '../report/cyclonedx.ts'
import type { LinkOptions } from '../report/options.ts'
import { RULES } from '../rules/index.ts'
import { linkOnTheWay, writeUnlinked } from '../write.ts'
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
  const [root, full] = [resolve(workspace), resolve(workspace, path)]
  const link = await linkOnTheWay(root, full)
  if (link !== null)
    throw new InputError('input-invalid', `The input \`${input}\` leads over a symbolic link`, {
      path: link,
      hint: 'Write to another place, for example below the runner’s temporary folder.',
    })
  try {
    await writeUnlinked(full, text)
  } catch (cause) {
    throw new InputError('input-invalid', `The file of the input \`${input}\` cannot be written`, {
      path,
      hint: 'Name a file in a folder that may be written to.',
      cause,
    })
  }
  return full
}
