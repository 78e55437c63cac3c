// The words all renderers share: a finding's message, a change, an age, a count.
import type { Change, Reason } from '../model/change.ts'
import type { Component } from '../model/component.ts'
import type { Finding } from '../model/finding.ts'
import type { Check, RefAndSha, Row } from '../model/report.ts'
import type { Message, RuleCatalogue } from '../model/rule.ts'
import type { Kin } from './alike.ts'
import { plain } from './escape.ts'
import { fillPlain } from './template.ts'

/** The most versions and packages that are named after one finding. */
export const KIN = 10
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Unit, its length, and from which age on it is used. */
const UNITS: readonly (readonly [string, number, number])[] = [
  ['year', 365 * DAY, 730 * DAY],
  ['month', 30.44 * DAY, 61 * DAY],
  ['day', DAY, 2 * DAY],
  ['hour', HOUR, 2 * HOUR],
  ['minute', 60_000, 0],
]

export const MARKS: Readonly<Record<Check, string>> = {
  holds: '✅',
  fails: '❌',
  unchecked: '⚠️',
  warns: '⚠️',
  nothing: '➖',
}

const REASONS: Readonly<Record<Reason['kind'], string>> = {
  policy: 'listed in the policy',
  launched: 'launched by',
  scope: 'scope',
  name: 'name has',
  sdk: 'depends on',
  'mcp-name': 'mcpName',
  keyword: 'keyword',
  known: 'known MCP package',
  impersonates: 'imitates',
  'needed-by': 'needed by',
}

/** The message of a finding as its rule words it; a finding of an unknown rule shows its ids. */
export function messageOf(
  catalogue: RuleCatalogue,
  finding: Pick<Finding, 'rule' | 'id'>,
): Pick<Message, 'text' | 'remedy'> {
  const rule = catalogue.find(({ id }) => id === finding.rule)
  const message = rule && Object.hasOwn(rule.messages, finding.id) ? rule.messages[finding.id] : undefined
  return message ?? { text: `${finding.rule}/${finding.id}`, remedy: '' }
}

/** Message and remedy as plain text. */
export function plainMessage(
  catalogue: RuleCatalogue,
  finding: Finding,
): { readonly text: string; readonly remedy: string } {
  const { text, remedy } = messageOf(catalogue, finding)
  return { text: fillPlain(text, finding.args), remedy: fillPlain(remedy, finding.args) }
}

/** For each finding of the list, whether one before it gives the same advice. */
export function repeatedRemedies(catalogue: RuleCatalogue, findings: readonly Finding[]): readonly boolean[] {
  const remedies = findings.map((finding) => plainMessage(catalogue, finding).remedy)
  const first = new Map(remedies.map((remedy, index) => [remedy, index] as const).toReversed())
  return remedies.map((remedy, index) => (first.get(remedy) ?? index) < index)
}

/** What else is not known, as plain text; empty where nothing is. */
export function kinText({ ids, versions, packages }: Kin): string {
  const parts = [
    ids.length > 0 && `not had either: ${ids.map((id) => plain(id)).join(', ')}`,
    versions.length + packages.length > 0 && `the same for ${listed([...versions, ...packages], KIN)}`,
  ]
  return parts.filter(Boolean).join('; ')
}

/** The same as a sentence of its own. */
export function kinSentence(kin: Kin): string {
  const text = kinText(kin)
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** A sentence without its full stop, for a heading. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '')
}

/** e.g. `sdk:@modelcontextprotocol/sdk`: stable, for machines. */
export function reasonToken({ kind, detail }: Reason): string {
  return detail === '' ? kind : `${kind}:${detail}`
}

/** e.g. `depends on @modelcontextprotocol/sdk`, as plain text. */
export function reasonText({ kind, detail }: Reason): string {
  const repeats = kind === 'policy' || kind === 'known' || detail === ''
  return repeats ? REASONS[kind] : `${REASONS[kind]} ${plain(detail)}`
}

/** What became of a package, in parts that a renderer joins: word, versions before, versions after. */
export interface ChangeWords {
  readonly word: string
  readonly before: readonly string[]
  readonly after: readonly string[]
}

const CHANGE_WORDS: Readonly<Record<Change['kind'], string>> = {
  added: 'added',
  removed: 'removed',
  updated: '',
  replaced: 'other bytes or origin',
  promoted: 'now production',
  present: '',
}

export function rowWords({ kind, before, after }: Pick<Row, 'kind' | 'before' | 'after'>): ChangeWords {
  const onlyAfter = kind === 'replaced' || kind === 'promoted' || kind === 'added' || kind === 'present'
  return { word: CHANGE_WORDS[kind], before: onlyAfter ? [] : before, after: kind === 'removed' ? [] : after }
}

export function changeWords(change: Change): ChangeWords {
  return rowWords({ kind: change.kind, before: versionsOf(change.before), after: versionsOf(change.after) })
}

/** One line: `1.0.15 → 1.0.16`, `added 1.30.0`. */
export function changeText({ word, before, after }: ChangeWords): string {
  const versions = [listed(before), listed(after)].filter(Boolean).join(' → ')
  return [word, versions].filter(Boolean).join(' ')
}

/** Distinct versions, or specs where there is no version, in the order given. */
export function versionsOf(components: readonly Component[]): readonly string[] {
  return [...new Set(components.map(({ version, spec }) => version ?? spec ?? '').filter(Boolean))]
}

/** At most `most` values, saying how many more there are. */
export function listed(values: readonly string[], most = 4): string {
  const shown = values.slice(0, most).map((value) => plain(value, 60))
  return shown.length < values.length
    ? `${shown.join(', ')} and ${values.length - shown.length} more`
    : shown.join(', ')
}

/** `3 hours`, `5 months`. A time in the future counts as none. */
export function ageText(ms: number): string {
  const [unit, length] = UNITS.find(([, , from]) => ms >= from) ?? ['minute', 60_000]
  return counted(Math.max(0, Math.floor(ms / length)), unit)
}

/** `1 server`, `2 servers`, `1,204 packages`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} ${count === 1 ? noun : plural}`
}

/** `main@3f2c9e1`, `working tree`; a whole SHA is shortened. */
export function refText({ ref, sha }: RefAndSha): string {
  const name = /^[0-9a-f]{40,64}$/.test(ref) ? ref.slice(0, 7) : plain(ref, 80)
  const short = sha === null ? null : plain(sha.slice(0, 7))
  if (short === null) return name
  return sha === ref ? short : `${name}@${short}`
}
