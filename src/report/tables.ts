// What `diff`, `inventory` and `inspect` say on a terminal.
import type { Finding } from '../model/finding.ts'
import type { SourceSummary } from '../model/report.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { byText, joinAlike } from './alike.ts'
import { disarm, plain } from './escape.ts'
import { factLines } from './fact-lines.ts'
import { evidenceFacts } from './inspect-facts.ts'
import type { DiffResult, Inspection, InventoryResult } from './json.ts'
import { columnsOf, indented, padded, paint, type TerminalOptions } from './layout.ts'
import { SEVERITY_STYLES } from './terminal.ts'
import {
  changeText,
  changeWords,
  counted,
  kinText,
  plainMessage,
  reasonText,
  refText,
  repeatedRemedies,
} from './wording.ts'

const STATUS_WORDS: Readonly<Record<SourceSummary['status'], string>> = {
  read: 'read',
  unreadable: 'not read',
  unsupported: 'not read, format not supported',
  'too-large': 'not read, too large',
  'out-of-sync': 'out of sync',
  removed: 'removed',
  ignored: 'ignored by the policy',
}
const TIERS = ['server', 'closure', 'other'] as const

/** Every changed component, servers first. */
export function renderDiffText({ base, head, sources, changes }: DiffResult, options: TerminalOptions): string {
  const rows = changes
    .toSorted(
      (a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || byText(a.name, b.name) || byText(a.source, b.source),
    )
    .map((change) => [change.tier, plain(change.name, 60), changeText(changeWords(change)), plain(change.source, 60)])
  const compared = [base, head]
    .filter((side) => side !== null)
    .map(refText)
    .join(' … ')
  return page([
    `${counted(changes.length, 'change')}  ${compared}`,
    ...table(rows, options),
    ...unreadLines(sources, options),
  ])
}

/** Every component, servers first. */
export function renderInventoryText({ ref, sources, components }: InventoryResult, options: TerminalOptions): string {
  const rows = components
    .toSorted(
      (a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || byText(a.name, b.name) || byText(a.source, b.source),
    )
    .map(({ tier, name, version, spec, location }) => [
      tier,
      plain(name, 60),
      plain(version ?? spec ?? '', 40),
      `${plain(location.path, 60)}:${location.line}`,
    ])
  const title = `${counted(components.length, 'component')}  ${refText(ref)}`
  return page([title, ...table(rows, options), ...unreadLines(sources, options)])
}

interface InspectOptions extends TerminalOptions {
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Everything about one package on one screen. */
export function renderInspectText(inspection: Inspection, catalogue: RuleCatalogue, options: InspectOptions): string {
  const { name, version, tier, reasons, impersonates, findings } = inspection
  const title = `${plain(name)}${version === null ? '' : ` ${plain(version, 60)}`}`
  const likeness =
    impersonates === null
      ? []
      : [['imitates', `${plain(impersonates.name)} (${impersonates.kind}): ${plain(impersonates.why)}`]]
  const facts = [
    ['tier', [...new Set([tier, ...reasons.map(reasonText)])].join(' · ')],
    ...likeness,
    ...evidenceFacts(inspection, options.at),
  ]
  return page([
    paint('bold', title, options),
    ...facts.flatMap(([label = '', value = '']) => labelled(label, value, options)),
    '',
    ...(findings.length === 0 ? [paint('green', 'nothing found', options)] : []),
    ...inspectedLines(findings, catalogue, options),
  ])
}

/** What is bad before what is only not known; the same advice once. */
function inspectedLines(
  findings: readonly Finding[],
  catalogue: RuleCatalogue,
  options: TerminalOptions,
): readonly string[] {
  const joined = joinAlike(findings)
  const repeated = repeatedRemedies(
    catalogue,
    joined.map(({ finding }) => finding),
  )
  return joined.flatMap(({ finding, kin }, index) => {
    const { text, remedy } = plainMessage(catalogue, finding)
    const severity = paint(SEVERITY_STYLES[finding.severity], padded(finding.severity, 8), options)
    const more = kinText(kin)
    return [
      `${severity}  ${finding.rule}/${finding.id}`,
      ...indented(text, 12, options),
      ...finding.facts.flatMap((fact) => factLines(fact, 12, options)),
      ...(more === '' ? [] : indented(more, 12, options)),
      ...(remedy === '' || repeated[index] ? [] : indented(`→ ${remedy}`, 12, options)),
    ]
  })
}

function labelled(label: string, value: string, options: TerminalOptions): readonly string[] {
  const [first = '', ...rest] = indented(value, 14, options)
  return [`  ${padded(label, 12)}${first.trimStart()}`, ...rest]
}

/** Columns as wide as their widest cell; the last one is never filled. */
function table(rows: readonly (readonly string[])[], options: TerminalOptions): readonly string[] {
  const widths = [0, 1, 2].map((column) => Math.min(44, widestOf(rows, column)))
  return rows.map(([tier = '', ...cells]) => {
    const text = [tier, ...cells]
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd()
    return tier === 'server' ? paint('bold', text, options) : text
  })
}

function widestOf(rows: readonly (readonly string[])[], column: number): number {
  return rows.reduce((widest, cells) => Math.max(widest, columnsOf(cells[column] ?? '')), 0)
}

/** Never silent about a file that was not read. */
function unreadLines(sources: readonly SourceSummary[], options: TerminalOptions): readonly string[] {
  return sources
    .filter(({ status }) => status !== 'read')
    .map(({ path, status }) =>
      paint(status === 'ignored' ? 'dim' : 'red', `${STATUS_WORDS[status]}: ${plain(path)}`, options),
    )
}

function page(lines: readonly string[]): string {
  return `${disarm(lines.map((line) => `  ${line}`.trimEnd()).join('\n'))}\n`
}
