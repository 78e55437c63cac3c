// Where a report stands: rows and findings grouped by what they are about, worst first, and the verdict in one line.
import type { Finding } from '../model/finding.ts'
import type { Report, Row } from '../model/report.ts'
import { bySeverity, reaches, type Severity } from '../model/severity.ts'
import { byFinding, byText, isSilence, type Joined, joinAlike } from './alike.ts'
import { counted } from './wording.ts'

/** How a row ends: like a check, without the cell that does not apply. */
export type State = 'fails' | 'unchecked' | 'warns' | 'holds'

export interface StandingRow {
  readonly row: Row
  readonly state: State
}

/** The open findings about one package, or about one file where no package is concerned. */
export interface Group {
  readonly key: string
  readonly name: string | null
  /** Names of further packages of which exactly the same is not known. */
  readonly others: readonly string[]
  readonly severity: Severity
  /** True where at least one fails the check. */
  readonly blocks: boolean
  /** What fails the check first; of that, what is bad before what is not known. The first decides the group's severity. */
  readonly findings: readonly Joined[]
}

export interface Standing {
  readonly rows: readonly StandingRow[]
  readonly groups: readonly Group[]
  readonly waived: readonly Finding[]
}

const ORDER: readonly State[] = ['fails', 'unchecked', 'warns', 'holds']

/** Sorts a report for people; the report itself stays as it is. */
export function standingOf(report: Report): Standing {
  const open = report.findings.filter(({ status }) => status === 'open')
  const servers = new Set(report.rows.map(({ name }) => name))
  const groups = groupsOf(open, report.failOn, servers)
  const byName = Map.groupBy(open, ({ name }) => name)
  const rows = report.rows.map((row) => ({ row, state: stateOf(row, byName.get(row.name) ?? [], report.failOn) }))
  return {
    rows: rows.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || byText(a.row.name, b.row.name)),
    groups,
    waived: report.findings.filter(({ status }) => status === 'waived').toSorted(byFinding),
  }
}

/** `failed · 2 of 4 changed servers need a decision, 1 could not be checked`. Contains nothing from outside. */
export function headline(report: Report, { rows, groups }: Standing): string {
  const elsewhere = elsewhereText(rows, groups)
  const servers = serversText(report, rows)
  const isFine = report.verdict === 'pass' || report.verdict === 'warn'
  const isDecided =
    isFine && elsewhere === '' && rows.length > 0 && rows.every(({ state }) => state === 'holds' || state === 'warns')
  const parts = [isDecided ? `${servers}, nothing to decide` : servers, elsewhere].filter((part) => part !== '')
  return `${VERDICT_WORDS[report.verdict]} · ${parts.join('; ')}`
}

const VERDICT_WORDS: Readonly<Record<Report['verdict'], string>> = {
  pass: 'passed',
  warn: 'passed with warnings',
  fail: 'failed',
  incomplete: 'not finished, so it fails',
}

function stateOf(row: Row, findings: readonly Finding[], failOn: Severity): State {
  const blocking = findings.filter(({ severity }) => reaches(severity, failOn))
  const cells = [row.listed, row.pinned, row.proved, row.scripts, row.age]
  if (!blocking.every(isSilence)) return 'fails'
  if (blocking.length > 0 || cells.includes('unchecked')) return 'unchecked'
  return findings.length > 0 || cells.includes('warns') || cells.includes('fails') ? 'warns' : 'holds'
}

function groupsOf(open: readonly Finding[], failOn: Severity, servers: ReadonlySet<string>): readonly Group[] {
  const byKey = Map.groupBy(open, ({ name, location }) => (name === null ? `file ${location.path}` : `name ${name}`))
  const isServer = ({ name }: Group) => name !== null && servers.has(name)
  const all = [...byKey].map(([key, members]) => toGroup(key, members, failOn))
  const isJoined = (group: Group) => group.name !== null && isSilent(group) && !isServer(group)
  return [...all.filter((group) => !isJoined(group)), ...joinSilent(all.filter(isJoined))].toSorted(
    (a, b) => byGroup(a, b) || Number(isServer(b)) - Number(isServer(a)) || byWeight(a, b),
  )
}

/** One service that does not answer is silent about every package it was asked about: that is told once. */
function joinSilent(groups: readonly Group[]): readonly Group[] {
  const alike = Map.groupBy(groups, ({ key, findings }) =>
    findings.some(({ kin }) => kin.versions.length > 0) ? key : JSON.stringify(findings.map(silenceOf)),
  )
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const packages = others.map(nameAndVersion)
    const findings = first.findings.map((joined) => ({ ...joined, kin: { ...joined.kin, packages } }))
    return [{ ...first, findings, others: others.flatMap(({ name }) => name ?? []) }]
  })
}

function silenceOf({ finding: { id, severity, args }, kin: { ids } }: Joined): unknown {
  return [id, severity, args['detail'] ?? args['reason'] ?? '', ids]
}

function nameAndVersion({ name, findings }: Group): string {
  return [name, findings[0]?.finding.version].filter(Boolean).join(' ')
}

/** What fails the check, then the rest; of each what is bad, then what is only not known; worse comes first. */
function byGroup(a: Group, b: Group): number {
  return (
    Number(b.blocks) - Number(a.blocks) ||
    Number(isSilent(a)) - Number(isSilent(b)) ||
    bySeverity(a.severity, b.severity)
  )
}

function byWeight(a: Group, b: Group): number {
  return b.findings.length - a.findings.length || byText(a.key, b.key)
}

/** True where nothing bad was found, and something is not known. */
export function isSilent({ findings }: Group): boolean {
  return findings.every(({ finding }) => isSilence(finding))
}

function toGroup(key: string, members: readonly Finding[], failOn: Severity): Group {
  const joined = joinAlike(members)
  const blocks = ({ finding }: Joined) => reaches(finding.severity, failOn)
  const findings = [...joined.filter(blocks), ...joined.filter((one) => !blocks(one))]
  const severity = findings[0]?.finding.severity ?? 'low'
  return { key, name: members[0]?.name ?? null, others: [], severity, blocks: findings.some(blocks), findings }
}

function serversText({ mode }: Report, rows: readonly StandingRow[]): string {
  const noun = mode === 'gate' ? 'changed server' : 'server'
  if (rows.length === 0) return mode === 'gate' ? 'no MCP server changed' : 'no MCP server found'
  const failing = rows.filter(({ state }) => state === 'fails').length
  const unchecked = rows.filter(({ state }) => state === 'unchecked').length
  if (failing === 0 && unchecked === 0) return counted(rows.length, noun)
  const need = `${failing} of ${counted(rows.length, noun)} ${failing === 1 ? 'needs' : 'need'} a decision`
  if (failing === 0) return `${unchecked} of ${counted(rows.length, noun)} could not be checked`
  return unchecked === 0 ? need : `${need}, ${unchecked} could not be checked`
}

/** Blocking findings about packages and files that have no row. */
function elsewhereText(rows: readonly StandingRow[], groups: readonly Group[]): string {
  const shown = new Set(rows.map(({ row }) => row.name))
  const others = groups.filter(({ blocks, name }) => blocks && (name === null || !shown.has(name)))
  const named = others.filter(({ name }) => name !== null)
  const packages = named.reduce((sum, group) => sum + 1 + group.others.length, 0)
  const files = others.length - named.length
  const parts = [packages > 0 && counted(packages, 'other package'), files > 0 && counted(files, 'file')].filter(
    Boolean,
  )
  return parts.length === 0 ? '' : `${parts.join(' and ')} to look at`
}
