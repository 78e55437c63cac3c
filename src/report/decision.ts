// One thing to decide, in Markdown: what, how bad, where, why it matters, the facts, what to do.
import type { Finding } from '../model/finding.ts'
import type { Place } from '../model/location.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { type Joined, namedOnce } from './alike.ts'
import { codeBlock, codeSpan, folded, link, prose, shortDigest } from './markdown.ts'
import { isAboutRemoved, type LinkOptions, placeUrl, ruleUrl } from './options.ts'
import type { Group } from './standing.ts'
import { fillMarkdown } from './template.ts'
import { counted, KIN, messageOf, repeatedRemedies, withoutStop } from './wording.ts'

export interface DecisionOptions extends LinkOptions {
  readonly catalogue: RuleCatalogue
}

/** Continuation lines of a list item. Three blanks belong to `1. `, and keep a fence a fence for every reader. */
const INDENT = '   '
const FACTS = 6
const BLOCKS = 3
const MINOR = 8

/** A list item for a group: its worst finding in full, the others as a line or two each, then all excerpts. */
export function decisionItem({ findings }: Group, options: DecisionOptions): string {
  const [worst, ...others] = namedOnce(findings)
  if (worst === undefined) return ''
  const all = findings.map(({ finding }) => finding)
  const repeated = repeatedRemedies(options.catalogue, all)
  const minor = others.slice(0, MINOR).flatMap((joined, index) => {
    const isElsewhere = !isSamePlace(joined.finding.location, worst.finding.location)
    return minorLines(joined, options, { isElsewhere, isRepeated: repeated[index + 1] ?? false })
  })
  const left = others.length - MINOR
  return [
    ...broken([`1. ${title(worst.finding, options)} · ${placeLinks(worst, options)}`, ...explanation(worst, options)]),
    ...(minor.length > 0 ? ['', ...minor] : []),
    ...(left > 0 ? [`${INDENT}- and ${counted(left, 'more finding')} about it`] : []),
    ...excerpts(all),
    ...pasteBlock(all),
    '',
  ].join('\n')
}

/** A list item on one line, for what does not fail the check, and for silence that was explained before. */
export function shortItem(joined: Joined, options: DecisionOptions, bullet = '-'): string {
  const { finding } = joined
  const parts = [
    sentence(finding, options),
    finding.severity,
    placeLinks(joined, options),
    ruleLink(finding, options),
    kinText(joined),
  ]
  return `${bullet} ${parts.filter((part) => part !== '').join(' · ')}\n`
}

/** `**message** · high · rule/id`, the rule linked to its page. */
export function title(finding: Finding, options: DecisionOptions): string {
  const { text } = messageOf(options.catalogue, finding)
  return `**${withoutStop(fillMarkdown(text, finding.args))}** · ${finding.severity} · ${ruleLink(finding, options)}`
}

/** Remedy, further silence, short facts: a line each, after `indent`. */
export function explanation(
  joined: Joined,
  { catalogue }: DecisionOptions,
  { indent = INDENT, isRepeated = false } = {},
): readonly string[] {
  const { finding } = joined
  const remedy = isRepeated ? '' : fillMarkdown(messageOf(catalogue, finding).remedy, finding.args)
  const facts = finding.facts.filter(({ code }) => code === undefined)
  const shown = facts.slice(0, FACTS).map(({ label, value }) => `${labelText(label)}: ${codeSpan(shortDigest(value))}`)
  const more = facts.length > FACTS ? [`and ${facts.length - FACTS} more`] : []
  const lines = [remedy, kinText(joined), [...shown, ...more].join(' · ')].filter((line) => line !== '')
  return lines.map((line) => `${indent}${line}`)
}

/** Lines of one paragraph, each on its own. */
export function broken(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index < lines.length - 1 ? `${line}\\` : line))
}

/** Facts that keep their lines, as blocks after `indent`. */
export function excerpts(findings: readonly Finding[], indent = INDENT): readonly string[] {
  const blocks = findings.flatMap(({ facts }) => facts.filter(({ code }) => code !== undefined))
  return [
    ...blocks
      .slice(0, BLOCKS)
      .flatMap(({ label, value, code }) => [
        '',
        `${indent}${labelText(label)}:`,
        codeBlock(value, code ?? 'text', indent),
      ]),
    ...(blocks.length > BLOCKS ? ['', `${indent}and ${counted(blocks.length - BLOCKS, 'more excerpt')}`] : []),
  ]
}

/** The allowlist entries of these findings, folded; each is shown once. */
export function pasteBlock(findings: readonly Finding[], indent = INDENT): readonly string[] {
  const pastes = [...new Set(findings.map(({ paste }) => paste).filter((paste) => paste !== null))]
  if (pastes.length === 0) return []
  const summary = pastes.length === 1 ? 'Allowlist entry to paste' : `${pastes.length} allowlist entries to paste`
  return ['', folded(summary, codeBlock(pastes.map((paste) => paste.trimEnd()).join('\n'), 'yaml', indent), indent)]
}

/** The place, linked where there is a repository, and how many others there are. */
export function placeLinks({ finding, also }: Joined, { links }: LinkOptions): string {
  const { path, line } = finding.location
  const place = link(`${codeSpan(path)} line ${line}`, placeUrl(links, finding.location, isAboutRemoved(finding)))
  return also.length === 0 ? place : `${place} and ${counted(also.length, 'other place')}`
}

function minorLines(
  joined: Joined,
  options: DecisionOptions,
  { isElsewhere, isRepeated }: { readonly isElsewhere: boolean; readonly isRepeated: boolean },
): readonly string[] {
  const { finding } = joined
  const place = isElsewhere || joined.also.length > 0 ? ` · ${placeLinks(joined, options)}` : ''
  const line = `${INDENT}- ${sentence(finding, options)} · ${finding.severity} · ${ruleLink(finding, options)}${place}`
  return broken([line, ...explanation(joined, options, { indent: `${INDENT}  `, isRepeated })])
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.path === b.path && a.line === b.line
}

function kinText({ kin: { ids, versions, packages } }: Joined): string {
  const same = [...versions, ...packages]
  const shown = same.slice(0, KIN).map((value) => codeSpan(value, 60))
  const more = same.length > KIN ? ` and ${same.length - KIN} more` : ''
  return [
    ids.length > 0 ? `Not had either: ${ids.map((id) => prose(id)).join(', ')}` : '',
    shown.length > 0 ? `The same for ${shown.join(', ')}${more}` : '',
  ]
    .filter((text) => text !== '')
    .join('. ')
}

function sentence(finding: Finding, { catalogue }: DecisionOptions): string {
  return withoutStop(fillMarkdown(messageOf(catalogue, finding).text, finding.args))
}

function ruleLink({ rule, id }: Finding, { docsBase }: LinkOptions): string {
  return link(`${rule}/${id}`, ruleUrl(docsBase, rule))
}

function labelText(label: string): string {
  const text = prose(label)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
