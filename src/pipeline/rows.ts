// The summary's table as values: one row for each changed server, all its sources joined, with what was checked of it.
import { compareLoose, valid } from 'semver'
import type { Change, ChangeKind } from '../model/change.ts'
import type { Component } from '../model/component.ts'
import type { Finding } from '../model/finding.ts'
import type { Place } from '../model/location.ts'
import type { Policy } from '../model/policy.ts'
import type { Row } from '../model/report.ts'
import type { Subject } from '../model/rule.ts'
import { SEVERITIES } from '../model/severity.ts'
import { ageOf, type Cells, noCells, toCells, toNotes } from './checks.ts'

export interface RowParts {
  readonly changes: readonly Change[]
  readonly subjects: readonly Subject[]
  readonly findings: readonly Finding[]
  readonly policy: Policy
  /** Milliseconds since 1970. */
  readonly now: number
  placeOf(component: Component): Place
}

/** Rows of the tier `server`, the worst first: by open findings, then unchecked ones, then by name; removed ones last. */
export function toRows(parts: RowParts): readonly Row[] {
  const servers = parts.changes.filter(({ tier }) => tier === 'server')
  const groups = Map.groupBy(servers, ({ ecosystem, name }) => JSON.stringify([ecosystem, name]))
  // Looked up rather than searched for: a lockfile may bring thousands of servers.
  const findings = Map.groupBy(parts.findings, ({ name }) => name)
  const subjects = Map.groupBy(parts.subjects, ({ change }) => change)
  return [...groups.values()]
    .map((changes) => {
      const own = changes.flatMap((change) => subjects.get(change) ?? [])
      const about = { ...parts, subjects: own, findings: findings.get(changes[0]?.name ?? null) ?? [] }
      return { row: toRow(changes, about), weight: weightOf(about) }
    })
    .sort((a, b) => b.weight - a.weight || byText(a.row.name, b.row.name) || byText(a.row.ecosystem, b.row.ecosystem))
    .map(({ row }) => row)
}

/** `parts` hold the subjects and findings of these changes alone. */
function toRow(changes: readonly Change[], parts: RowParts): Row {
  const [first] = changes
  if (first === undefined) throw new Error('a group of changes is never empty')
  const before = changes.flatMap((change) => change.before)
  const after = changes.flatMap((change) => change.after)
  const [gone, arrived] = [versionsOf(before), versionsOf(after)]
  const { subjects } = parts
  return {
    name: first.name,
    ecosystem: first.ecosystem,
    kind: kindOf(changes),
    before: gone.filter((version) => !arrived.includes(version)),
    after: arrived.some((version) => !gone.includes(version))
      ? arrived.filter((version) => !gone.includes(version))
      : arrived,
    tier: 'server',
    places: placesOf(after.length > 0 ? after : before, parts.placeOf),
    launcher: after.find(({ launcher }) => launcher !== null)?.launcher ?? null,
    ...cellsOf(parts),
    ageMs: ageOf(subjects, parts.now),
    notes: toNotes(subjects, parts.findings),
  }
}

function cellsOf({ subjects, findings, policy }: RowParts): Cells {
  return subjects.length === 0 ? noCells : toCells(subjects, { findings, policy })
}

const KINDS: readonly ChangeKind[] = ['updated', 'replaced', 'added', 'promoted', 'present', 'removed']

function kindOf(changes: readonly Change[]): ChangeKind {
  return KINDS.find((kind) => changes.some((change) => change.kind === kind)) ?? 'present'
}

/** What a manifest asks for is shown only where nothing says what is installed. */
function versionsOf(components: readonly Component[]): readonly string[] {
  const versions = components.flatMap(({ version }) => version ?? [])
  const shown = versions.length > 0 ? versions : components.flatMap(({ spec }) => spec ?? [])
  return [...new Set(shown)].sort(byVersion)
}

function placesOf(components: readonly Component[], placeOf: RowParts['placeOf']): readonly Place[] {
  const places = components.map(placeOf).sort((a, b) => byText(a.path, b.path) || a.line - b.line)
  return [...new Map(places.map((place) => [`${place.path}:${place.line}`, place])).values()]
}

function weightOf({ findings, subjects }: RowParts): number {
  const open = findings.filter(({ status }) => status === 'open')
  const severities = new Set(open.map(({ severity }) => severity))
  const worst = SEVERITIES.findLastIndex((severity) => severities.has(severity))
  const isUnchecked = open.some(({ rule }) => rule === 'evidence-unavailable')
  return worst * 4 + (isUnchecked ? 2 : 0) + (subjects.length > 0 ? 1 : 0)
}

function byVersion(a: string, b: string): number {
  return valid(a) !== null && valid(b) !== null ? compareLoose(a, b) : byText(a, b)
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
