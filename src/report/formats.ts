// One report in each form it can be written in, and the form that a file's name asks for.
import type { Report } from '../model/report.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { renderHtml } from './html.ts'
import { toFindingLines, toJson } from './json.ts'
import type { LinkOptions } from './options.ts'
import { renderSarif } from './sarif.ts'
import { JOB_SUMMARY_BOUND, renderSummary } from './summary.ts'

export type ReportFormat = 'json' | 'ndjson' | 'markdown' | 'sarif' | 'html'

type Render = (report: Report, catalogue: RuleCatalogue, options: LinkOptions) => string

const RENDERERS: Readonly<Record<ReportFormat, Render>> = {
  json: toJson,
  ndjson: toFindingLines,
  markdown: (report, catalogue, options) => renderSummary(report, catalogue, { ...options, bound: JOB_SUMMARY_BOUND }),
  sarif: renderSarif,
  html: renderHtml,
}

interface Rendering {
  readonly report: Report
  readonly catalogue: RuleCatalogue
  readonly options: LinkOptions
}

/** The report in this form, ending in a line feed; `ndjson` is empty where nothing was found. */
export function renderReport(format: ReportFormat, { report, catalogue, options }: Rendering): string {
  return RENDERERS[format](report, catalogue, options)
}

/** By the ending of a file's name: `.html` and `.htm`, `.md`, `.sarif`, `.ndjson`; anything else is JSON. */
export function formatOfFile(path: string): ReportFormat {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''
  return ENDINGS.get(ending) ?? 'json'
}

const ENDINGS: ReadonlyMap<string, ReportFormat> = new Map([
  ['html', 'html'],
  ['htm', 'html'],
  ['md', 'markdown'],
  ['sarif', 'sarif'],
  ['ndjson', 'ndjson'],
])
