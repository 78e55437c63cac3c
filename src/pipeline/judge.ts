// Runs the rules under the policy's settings and joins what several sources say of the same thing.
import type { RuleFinding } from '../model/finding.ts'
import type { Policy, RuleSetting } from '../model/policy.ts'
import type { Rule, RuleContext } from '../model/rule.ts'
import { bySeverity, reaches, type Severity } from '../model/severity.ts'
import type { SourceKind } from '../model/source.ts'

export interface JudgeInput extends Omit<RuleContext, 'options'> {
  readonly rules: readonly Rule[]
}

export interface Judgement {
  /** Worst first, then by name, rule and id. */
  readonly findings: readonly RuleFinding[]
}

/** Pure: equal input gives equal findings. A rule that throws is a bug and ends the run. */
export function judge({ rules, ...context }: JudgeInput): Judgement {
  const findings = rules.flatMap((rule) => runRule(rule, context))
  return { findings: sortFindings(joinDuplicates(findings, context)) }
}

/** Worst first, then by name, rule and id. */
export function sortFindings<F extends Sortable>(findings: readonly F[]): readonly F[] {
  return findings.toSorted(byImportance)
}

function runRule(rule: Rule, context: Omit<RuleContext, 'options'>): readonly RuleFinding[] {
  const setting = settingOf(context.policy, rule.id)
  if (setting?.enabled === false || !rule.modes.includes(context.mode)) return []
  const defaults = Object.fromEntries(Object.entries(rule.options).map(([name, option]) => [name, option.default]))
  const tiers = setting?.tiers ?? rule.tiers
  const findings = rule.check({
    ...context,
    options: { ...defaults, ...setting?.options },
    subjects: context.subjects.filter(({ change }) => tiers.includes(change.tier)),
  })
  return findings.flatMap((finding) => withPolicySeverity(finding, setting))
}

function settingOf(policy: Policy, id: string): RuleSetting | null {
  return Object.hasOwn(policy.rules, id) ? (policy.rules[id] ?? null) : null
}

function withPolicySeverity(finding: RuleFinding, setting: RuleSetting | null): readonly RuleFinding[] {
  const own = severityUnder(finding, setting)
  const floor = setting?.floor === undefined ? 'off' : severityUnder(finding, setting.floor)
  const severity = own === 'off' || (floor !== 'off' && reaches(floor, own)) ? floor : own
  return severity === 'off' ? [] : [{ ...finding, severity }]
}

function severityUnder(
  { id, severity }: RuleFinding,
  setting: Pick<RuleSetting, 'severity' | 'messages'> | null,
): Severity | 'off' {
  const own = setting && Object.hasOwn(setting.messages, id) ? setting.messages[id] : undefined
  return own ?? setting?.severity ?? severity
}

/**
 * Findings that say the same of the same version become one, as grave as the gravest, at the place where a person would
 * mend it; the others are related places. One that carries a suggestion stays by itself, as each mends its own line.
 */
function joinDuplicates(
  findings: readonly RuleFinding[],
  { sources, policy }: Pick<RuleContext, 'sources' | 'policy'>,
) {
  const kinds = new Map(sources.map(({ path, kind }) => [path, kind]))
  // What a waiver covers in one file must not carry away the same finding in another.
  const waived = new Set(policy.waivers.map(({ path }) => path))
  const groups = Map.groupBy(findings, ({ rule, id, name, version, args, location: { path } }) =>
    JSON.stringify([rule, id, name, version, Object.entries(args).sort(), waived.has(path) ? path : null]),
  )
  return [...groups.values()].flatMap((group) => join(group, kinds))
}

function join(group: readonly RuleFinding[], kinds: ReadonlyMap<string, SourceKind>): readonly RuleFinding[] {
  const sorted = group.toSorted((a, b) => rankOf(a, kinds) - rankOf(b, kinds) || compareText(a.source, b.source))
  const mending = sorted.filter(({ suggestion }) => suggestion !== null)
  const [first, ...others] = mending.length > 0 ? mending : sorted.slice(0, 1)
  if (first === undefined) return []
  if (sorted.length === 1) return [withRelated(first, [])]
  const kept = new Set([first, ...others])
  const joined = sorted.filter((finding) => !kept.has(finding))
  const severity = sorted.map((finding) => finding.severity).sort(bySeverity)[0] ?? first.severity
  return [{ ...withRelated(first, joined), severity }, ...others]
}

function withRelated(finding: RuleFinding, joined: readonly RuleFinding[]): RuleFinding {
  if (joined.length === 0 && finding.related.length === 0) return finding
  const places = [...finding.related, ...joined.flatMap(({ location, related }) => [location, ...related])]
  const distinct = new Map(places.map((place) => [JSON.stringify(place), place]))
  distinct.delete(JSON.stringify(finding.location))
  return { ...finding, related: [...distinct.values()] }
}

const MENDED_FIRST: readonly (SourceKind | undefined)[] = ['client-config', 'manifest']

function rankOf({ location }: RuleFinding, kinds: ReadonlyMap<string, SourceKind>): number {
  const rank = MENDED_FIRST.indexOf(kinds.get(location.path))
  return rank < 0 ? MENDED_FIRST.length : rank
}

type Sortable = Pick<RuleFinding, 'severity' | 'name' | 'rule' | 'id' | 'version' | 'args'> & {
  readonly location: unknown
}

function byImportance(a: Sortable, b: Sortable): number {
  return (
    bySeverity(a.severity, b.severity) ||
    compareText(a.name ?? '', b.name ?? '') ||
    compareText(a.rule, b.rule) ||
    compareText(a.id, b.id) ||
    compareText(a.version ?? '', b.version ?? '') ||
    compareText(JSON.stringify([a.location, a.args]), JSON.stringify([b.location, b.args]))
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
