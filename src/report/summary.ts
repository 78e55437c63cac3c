// The Markdown of the sticky comment, the job summary and `--format markdown`: verdict, table, what to decide, the rest folded.
import type { Report } from '../model/report.ts'
import type { SummaryPlan } from '../model/review.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { NO_KIN } from './alike.ts'
import { type DecisionOptions, decisionItem, shortItem } from './decision.ts'
import { disarm } from './escape.ts'
import { codeSpan, prose } from './markdown.ts'
import type { LinkOptions } from './options.ts'
import { packageDiffSection } from './package-diff-markdown.ts'
import { type Group, headline, isSilent, type Standing, standingOf } from './standing.ts'
import { footer, otherChanges } from './summary-rest.ts'
import { legend, notesOf, TABLE_HEAD, tableRows } from './summary-table.ts'
import { joinWithin, type Section } from './within.ts'
import { counted } from './wording.ts'

export interface SummaryOptions extends LinkOptions {
  /** In bytes: 60,000 for a comment, 1 MiB for a job summary. */
  readonly bound: number
}

export const COMMENT_BOUND = 60_000
export const JOB_SUMMARY_BOUND = 1_000_000

/** Markdown of at most `bound` bytes, cut only between items, with the number cut stated. */
export function renderSummary(report: Report, catalogue: RuleCatalogue, options: SummaryOptions): string {
  const standing = standingOf(report)
  const context: DecisionOptions = { ...options, catalogue }
  const top = `### MCP ${report.mode}: ${headline(report, standing)}\n`
  const notes = notesOf(standing.rows, standing.groups)
  const sections: readonly Section[] = [
    fixed(top),
    tableSection(standing),
    fixed(standing.rows.length > 0 ? `\n${legend(standing.rows)}\n` : ''),
    noteSection('Not checked', notes.unchecked, false),
    ...findingSections(standing, context),
    packageDiffSection(report.packageDiffs, standing.rows),
    noteSection('What was proved', notes.proved, true),
    waivedSection(standing, context),
    otherChanges(report),
    fixed(`\n${footer(report, options)}\n`),
  ]
  return disarm(joinWithin(sections, options.bound))
}

/** The sticky comment, without a marker. `hasFindings` is true as well where something could not be checked. */
export function planSummary(report: Report, catalogue: RuleCatalogue, options: LinkOptions): SummaryPlan {
  const body = renderSummary(report, catalogue, { ...options, bound: COMMENT_BOUND })
  const { rows } = standingOf(report)
  const hasFindings =
    report.verdict !== 'pass' || report.findings.length > 0 || rows.some(({ state }) => state !== 'holds')
  return { body, hasFindings }
}

function fixed(before: string): Section {
  return { before, items: [], after: '', cutNote: () => '', share: 0 }
}

function tableSection({ rows }: Standing): Section {
  return {
    before: rows.length > 0 ? `\n${TABLE_HEAD}` : '',
    items: tableRows(rows),
    after: '',
    cutNote: (count) => `\n… and ${counted(count, 'more server')}, cut to fit.\n`,
    share: 0.4,
  }
}

/** What fails comes open; what does not fail is folded under it, or open where nothing fails. */
function findingSections({ groups }: Standing, options: DecisionOptions): readonly Section[] {
  const blocking = groups.filter(({ blocks }) => blocks)
  const others = groups.filter(({ blocks }) => !blocks).flatMap(({ findings }) => findings)
  const title =
    others.length === 1
      ? 'One more finding, which does not fail this check'
      : `${others.length} more findings, which do not fail this check`
  return [
    listSection({
      before: '\n**What to decide**\n\n',
      after: '',
      items: blocking.map((group, index) => blockingItem(group, blocking[index - 1], options)),
      share: 0.7,
    }),
    listSection({
      before: blocking.length > 0 ? `\n<details><summary>${title}</summary>\n\n` : '\n**What to look at**\n\n',
      after: blocking.length > 0 ? '\n</details>\n' : '',
      items: others.map((joined) => shortItem(joined, options)),
      share: 0.5,
    }),
  ]
}

/** Where many servers met the same silence, only the first says what to do. */
function blockingItem(group: Group, before: Group | undefined, options: DecisionOptions): string {
  const [first, ...others] = group.findings
  const repeats =
    before !== undefined && isSilent(before) && isSilent(group) && first !== undefined && others.length === 0
  return repeats ? shortItem(first, options, '1.') : decisionItem(group, options)
}

function noteSection(
  label: string,
  notes: readonly { readonly name: string; readonly note: string }[],
  isFolded: boolean,
): Section {
  return listSection({
    before: isFolded ? `\n<details><summary>${label}</summary>\n\n` : `\n${label}:\n`,
    after: isFolded ? '\n</details>\n' : '',
    items: notes.map(({ name, note }) => `- ${codeSpan(name)}: ${prose(note)}\n`),
    share: 0.3,
  })
}

function waivedSection({ waived }: Standing, options: DecisionOptions): Section {
  return listSection({
    before: `\n<details><summary>${counted(waived.length, 'finding')} waived by the policy</summary>\n\n`,
    after: '\n</details>\n',
    items: waived.map((finding) => {
      const why = finding.waiver
      const reason =
        why === null ? '' : `  Waived until ${codeSpan(why.expires)} by ${codeSpan(why.owner)}: ${prose(why.reason)}\n`
      return shortItem({ finding, also: [], kin: NO_KIN }, options) + reason
    }),
    share: 0.5,
  })
}

/** Nothing at all where there are no items. */
function listSection({ before, items, after, share }: Pick<Section, 'before' | 'items' | 'after' | 'share'>): Section {
  if (items.length === 0) return fixed('')
  return { before, items, after, share, cutNote: (count) => `\n… and ${count} more, cut to fit.\n` }
}
