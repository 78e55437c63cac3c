// One thing to decide, in Markdown: what, how bad, where, why it matters, the facts, what to do.
import type { Finding } from '../model/finding.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { codeBlock, codeSpan, folded, link, prose, shortDigest } from './markdown.ts'
import { type LinkOptions, placeUrl, ruleUrl } from './options.ts'
import type { Group, Joined } from './standing.ts'
import { fillMarkdown } from './template.ts'
import { counted, messageOf, withoutStop } from './wording.ts'

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
  const [worst, ...others] = findings
  if (worst === undefined) return ''
  const shown = others.slice(0, MINOR).flatMap((joined) => minorLines(joined, options))
  const left = others.length - MINOR
  return [
    `1. ${title(worst.finding, options)} · ${placeLinks(worst, options)}\\`,
    ...explanation(worst.finding, options),
    ...(shown.length > 0 ? ['', ...shown] : []),
    ...(left > 0 ? [`${INDENT}- and ${counted(left, 'more finding')} about it`] : []),
    ...excerpts(findings.map(({ finding }) => finding)),
    ...pasteBlock(findings.map(({ finding }) => finding)),
    '',
  ].join('\n')
}

/** A list item on one line, for what does not fail the check. */
export function shortItem(joined: Joined, options: DecisionOptions): string {
  return `- ${sentence(joined.finding, options)} · ${joined.finding.severity} · ${placeLinks(joined, options)} · ${ruleLink(joined.finding, options)}\n`
}

/** `**message** · high · rule/id`, the rule linked to its page. */
export function title(finding: Finding, options: DecisionOptions): string {
  const { text } = messageOf(options.catalogue, finding)
  return `**${withoutStop(fillMarkdown(text, finding.args))}** · ${finding.severity} · ${ruleLink(finding, options)}`
}

/** Remedy and short facts, each a line after `indent`. */
export function explanation(finding: Finding, { catalogue }: DecisionOptions, indent = INDENT): readonly string[] {
  const remedy = fillMarkdown(messageOf(catalogue, finding).remedy, finding.args)
  const facts = finding.facts.filter(({ code }) => code === undefined)
  const shown = facts.slice(0, FACTS).map(({ label, value }) => `${labelText(label)}: ${codeSpan(shortDigest(value))}`)
  const more = facts.length > FACTS ? [`and ${facts.length - FACTS} more`] : []
  const lines = [remedy, [...shown, ...more].join(' · ')].filter((line) => line !== '')
  return lines.map((line, index) => `${indent}${line}${index < lines.length - 1 ? '\\' : ''}`)
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
  const place = link(`${codeSpan(path)} line ${line}`, placeUrl(links, finding.location))
  return also.length === 0 ? place : `${place} and ${counted(also.length, 'other place')}`
}

function minorLines(joined: Joined, options: DecisionOptions): readonly string[] {
  const { finding } = joined
  const line = `${INDENT}- ${sentence(finding, options)} · ${finding.severity} · ${ruleLink(finding, options)}`
  const detail = explanation(finding, options, `${INDENT}  `)
  return [`${line}${detail.length > 0 ? '\\' : ''}`, ...detail]
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
