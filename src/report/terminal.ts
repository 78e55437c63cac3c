// A report for a terminal: servers worst first with their findings, then everything else, the verdict last.
import type { Finding } from '../model/finding.ts'
import type { Report, Verdict } from '../model/report.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { reaches, type Severity } from '../model/severity.ts'
import { type Joined, namedOnce } from './alike.ts'
import { disarm, plain } from './escape.ts'
import { dimmed, factLines } from './fact-lines.ts'
import { columnsOf, indented, padded, paint, type Style, type TerminalOptions } from './layout.ts'
import { type Group, headline, isSilent, type StandingRow, type State, standingOf } from './standing.ts'
import { ageText, changeText, counted, kinText, plainMessage, refText, repeatedRemedies, rowWords } from './wording.ts'

export interface ReportTextOptions extends TerminalOptions {
  /** Only what fails, and the verdict. */
  readonly quiet: boolean
  /** Shown in the last line; null where not measured. */
  readonly elapsedMs: number | null
}

interface Context extends ReportTextOptions {
  readonly report: Report
  readonly catalogue: RuleCatalogue
}

const STATE_MARKS: Readonly<Record<State, readonly [string, Style]>> = {
  fails: ['✗', 'red'],
  unchecked: ['?', 'yellow'],
  warns: ['!', 'yellow'],
  holds: ['✓', 'green'],
}
export const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  critical: 'red',
  high: 'red',
  moderate: 'yellow',
  low: 'dim',
}
const VERDICT_MARKS: Readonly<Record<Verdict, readonly [string, Style]>> = {
  pass: ['PASS', 'green'],
  warn: ['PASS WITH WARNINGS', 'yellow'],
  fail: ['FAIL', 'red'],
  incomplete: ['INCOMPLETE', 'red'],
}

/** Lines for a terminal or a job's log, ending in a line feed: no control characters but our own colour codes. */
export function renderTerminal(report: Report, catalogue: RuleCatalogue, options: ReportTextOptions): string {
  const context: Context = { ...options, report, catalogue }
  const standing = standingOf(report)
  const byName = new Map(standing.groups.map((group) => [group.name, group]))
  const named = new Map(standing.rows.toReversed().map((row) => [row.row.name, row]))
  // The findings of a name that has two rows (two ecosystems) are shown once, under the first.
  const firsts = new Set(named.values())
  const rest = standing.groups.filter(({ name }) => name === null || !named.has(name))
  const lines = [
    ...(options.quiet ? [] : headerLines(context)),
    ...listed(standing.rows, MAX_TITLES, (row) =>
      rowLines(row, firsts.has(row) ? byName.get(row.row.name) : undefined, context),
    ),
    ...listed(rest, MAX_TITLES, (group) => groupLines(group, context)),
    ...(options.quiet ? [] : closingLines(standing.waived, context)),
    ...verdictLines(headline(report, standing), context),
  ]
  return `${disarm(lines.join('\n'))}\n`
}

/** Of servers, and of what else there is to look at: far more than anybody reads. */
const MAX_TITLES = 300
/** Of one server, package or file. */
const MAX_FINDINGS = 100

/** The lines of the first ones, which are the worst, and how many are left out. */
function listed<Item>(
  items: readonly Item[],
  most: number,
  linesOf: (item: Item) => readonly string[],
): readonly string[] {
  const lines = items.slice(0, most).flatMap(linesOf)
  const rest = items.length - most
  return rest <= 0
    ? lines
    : [...lines, `  … and ${rest.toLocaleString('en')} more that are not listed here; --format json lists all`]
}

function headerLines({ report, ...options }: Context): readonly string[] {
  const compared = [report.base, report.head]
    .filter((side) => side !== null)
    .map(refText)
    .join(' … ')
  const { kind, path, ref, extends: central } = report.policy
  const origin = ref === null ? plain(path) : `${plain(path)} (from ${refText({ ref, sha: null })})`
  const policy =
    kind === 'built-in' ? `built-in policy: no ${plain(path)}; start one with mcp-gate init` : `policy ${origin}`
  const title = report.mode === 'gate' ? 'MCP gate' : `MCP ${report.mode}`
  const below = central === null ? [] : [`  on top of ${plain(central.reference)}`]
  return ['', `  ${paint('bold', title, options)}  ${compared}   ${policy}`, ...below, '']
}

function rowLines({ row, state }: StandingRow, group: Group | undefined, context: Context): readonly string[] {
  if (context.quiet && !group?.blocks) return []
  const where =
    row.launcher === null
      ? ''
      : ` (${[...row.places.slice(0, 1).map(({ path }) => plain(path)), plain(row.launcher)].join(', ')})`
  const change = changeText(rowWords(row))
  const age = row.ageMs === null ? '' : `, ${ageText(row.ageMs)} old`
  const notes = group === undefined ? row.notes : []
  return [
    titleLine(state, `${plain(row.name)}${where}`, `${change}${context.quiet ? '' : age}`, context),
    ...(context.quiet ? [] : notes.flatMap((note) => dimmed(indented(plain(note, 400), 6, context), context))),
    ...findingsOf(group, context),
  ]
}

function groupLines(group: Group, context: Context): readonly string[] {
  if (context.quiet && !group.blocks) return []
  const title = plain(group.name ?? group.findings[0]?.finding.location.path ?? '')
  const more = group.others.length > 0 ? ` and ${counted(group.others.length, 'more package')}` : ''
  const state = isSilent(group) ? 'unchecked' : group.blocks ? 'fails' : 'warns'
  return [titleLine(state, title + more, '', context), ...findingsOf(group, context)]
}

function titleLine(state: State, name: string, change: string, options: Context): string {
  const [mark, style] = STATE_MARKS[state]
  const title = `${paint(style, mark, options)} ${paint('bold', padded(name, change === '' ? 0 : 40), options)}`
  const fits = columnsOf(name) <= 40 || columnsOf(name) + columnsOf(change) + 6 <= options.width
  return fits || change === '' ? `  ${title}  ${change}`.trimEnd() : `  ${title.trimEnd()}\n      ${change}`
}

function findingsOf(group: Group | undefined, context: Context): readonly string[] {
  const { report, quiet, catalogue } = context
  const all = group?.findings ?? []
  const shown = namedOnce(all.filter(({ finding }) => !quiet || reaches(finding.severity, report.failOn)))
  const repeated = repeatedRemedies(
    catalogue,
    shown.map(({ finding }) => finding),
  )
  return listed([...shown.entries()], MAX_FINDINGS, ([index, joined]) =>
    findingLines(joined, context, repeated[index] ?? false),
  )
}

function findingLines(joined: Joined, context: Context, isRepeated: boolean): readonly string[] {
  const { finding, also } = joined
  const { text, remedy } = plainMessage(context.catalogue, finding)
  const severity = paint(SEVERITY_STYLES[finding.severity], padded(finding.severity, 8), context)
  const place = `${plain(finding.location.path)}:${finding.location.line}${also.length > 0 ? ` and ${counted(also.length, 'other place')}` : ''}`
  const allow = allowCommand(finding)
  return [
    `      ${severity}  ${padded(`${finding.rule}/${finding.id}`, 36)}  ${paint('cyan', place, context)}`,
    ...indented(text, 16, context),
    ...kinLines(joined, context),
    ...finding.facts.flatMap((fact) => factLines(fact, 16, context)),
    ...(remedy === '' || isRepeated ? [] : indented(`→ ${remedy}`, 16, context)),
    ...(allow === null ? [] : indented(`→ reviewed it? ${allow}`, 16, context)),
  ]
}

function kinLines({ kin }: Joined, context: Context): readonly string[] {
  const text = kinText(kin)
  return text === '' ? [] : indented(text, 16, context)
}

/** Only for names that need no quoting in a shell: the line is meant to be copied. */
function allowCommand({ paste, name, version }: Finding): string | null {
  if (paste === null || name === null || version === null) return null
  const fits = /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i.test(name) && /^\d[\w.+-]*$/.test(version)
  return fits ? `mcp-gate allow ${name}@${version} --write` : null
}

function closingLines(waived: readonly Finding[], { report, ...options }: Context): readonly string[] {
  const shown = new Set(report.rows.map(({ name }) => name))
  const others = report.changes.filter(({ name }) => !shown.has(name))
  const inside = others.filter(({ tier }) => tier === 'closure').length
  const ignored = report.sources.filter(({ status }) => status === 'ignored').length
  const isEmpty = report.mode === 'gate' && report.changes.length + report.findings.length === 0
  const lines = [
    isEmpty && 'no dependency and no MCP server differs; mcp-gate audit judges all that is there',
    others.length > 0 &&
      `${counted(others.length, 'other package')} ${report.mode === 'gate' ? 'changed' : 'present'}, ${inside} of them inside these servers`,
    ...listed(waived, MAX_TITLES, (finding) => [waivedLine(finding)]),
    ignored > 0 && `${counted(ignored, 'file')} ignored by the policy`,
  ].filter((line) => line !== false)
  return lines.flatMap((line) => dimmed(indented(line, 2, options), options))
}

function waivedLine({ rule, id, name, location, waiver }: Finding): string {
  const why =
    waiver === null ? '' : `: ${plain(waiver.reason)} (${plain(waiver.owner)}, until ${plain(waiver.expires)})`
  return `waived: ${rule}/${id} ${plain(name ?? location.path)}${why}`
}

function verdictLines(text: string, { report, elapsedMs, quiet, ...options }: Context): readonly string[] {
  const [word, style] = VERDICT_MARKS[report.verdict]
  const cost = [elapsedMs !== null && `${(elapsedMs / 1000).toFixed(1)} s`, counted(report.requests, 'request')]
    .filter(Boolean)
    .join(', ')
  const line = `${paint(style, word, options)}  ${text.replace(/^[^·]*· /, '')}${quiet ? '' : `   ${paint('dim', cost, options)}`}`
  return quiet ? [line] : ['', `  ${line}`, '']
}
