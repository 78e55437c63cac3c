// The first policy of a repository: an entry for every server that is there now and that nothing speaks against.
import type { Finding } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { reaches } from '../model/severity.ts'
import { initialPolicy } from '../policy/entry.ts'

export interface FirstPolicy {
  readonly text: string
  readonly allowed: number
  /** What got no entry, by name, with the reason. */
  readonly left: readonly { readonly name: string; readonly why: string }[]
  /** What got an entry although this evidence on it could not be had: names with the same gap together. */
  readonly unchecked: readonly Gap[]
}

interface Gap {
  readonly names: readonly string[]
  /** Names of the evidence, sorted. */
  readonly evidence: readonly string[]
}

/** Rules that only say that there is no entry yet, that nobody could be asked, or how something is written down. */
const NOT_AGAINST = new Set([
  'allowlist',
  'client-config',
  'exact-pin',
  'evidence-unavailable',
  'source-unread',
  'policy-change',
  'waiver',
])

/** From an audit of everything that is there. Names are sorted, entries are distinct. */
export function toFirstPolicy({ findings }: Report): FirstPolicy {
  const open = findings.filter(({ status }) => status === 'open')
  const offered = open.filter(({ paste }) => paste !== null)
  const against = Map.groupBy(open.filter(speaksAgainst), ({ name }) => name)
  const entries = new Map(
    offered.filter(({ name }) => !against.has(name)).map(({ name, paste }) => [paste ?? '', name ?? '']),
  )
  const sorted = [...entries].sort(([a, nameA], [b, nameB]) =>
    nameA === nameB ? compare(a, b) : compare(nameA, nameB),
  )
  return {
    text: initialPolicy(sorted.map(([entry]) => entry)),
    allowed: entries.size,
    left: [...leftOut(offered, against), ...unpinned(open), ...hidden(open)].sort((a, b) => compare(a.name, b.name)),
    unchecked: gapsOf(open, new Set(entries.values())),
  }
}

function speaksAgainst({ rule, severity }: Finding): boolean {
  return !NOT_AGAINST.has(rule) && reaches(severity, 'high')
}

function gapsOf(open: readonly Finding[], allowed: ReadonlySet<string>): readonly Gap[] {
  const silent = open.filter(({ rule, name }) => rule === 'evidence-unavailable' && allowed.has(name ?? ''))
  const missing = [...Map.groupBy(silent, ({ name }) => name ?? '')].map(([name, findings]) => ({
    name,
    evidence: [...new Set(findings.map(({ id }) => id))].sort(),
  }))
  const alike = Map.groupBy(missing, ({ evidence }) => evidence.join())
  return [...alike.values()].map((group) => ({
    names: group.map(({ name }) => name).sort(compare),
    evidence: group[0]?.evidence ?? [],
  }))
}

function leftOut(offered: readonly Finding[], against: ReadonlyMap<string | null, readonly Finding[]>) {
  const names = [...new Set(offered.map(({ name }) => name))].filter((name) => against.has(name))
  return names.map((name) => ({
    name: name ?? '',
    why: (against.get(name) ?? []).map(({ rule, id }) => `${rule}/${id}`).join(', '),
  }))
}

/** Nothing can be allowed of what is not one version. */
function unpinned(open: readonly Finding[]) {
  const names = open
    .filter(({ rule, id }) => rule === 'exact-pin' && (id === 'launch-not-pinned' || id === 'image-not-digest'))
    .map(({ name }) => name)
  return [...new Set(names)].map((name) => ({ name: name ?? '', why: 'it is not pinned to one version' }))
}

/** An entry without what is masked in an address or a command line would not be theirs. */
function hidden(open: readonly Finding[]) {
  const without = open.filter(({ rule, id, paste }) => rule === 'client-config' && paste === null && OFFERING.has(id))
  const why = 'a part of it is not shown, or it starts in another folder: write its entry by hand'
  return [...new Set(without.map(({ name }) => name))].map((name) => ({ name: name ?? '', why }))
}

const OFFERING = new Set(['remote-not-allowlisted', 'local-command'])

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
