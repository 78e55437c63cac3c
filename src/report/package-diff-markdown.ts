// What changed inside packages, in the summary: one folded part for each.
import type { PackageDiff } from '../model/package-diff.ts'
import { escapeHtml, plain } from './escape.ts'
import { codeCell, codeSpan, link } from './markdown.ts'
import { type FileTable, filesLeft, inRowOrder, packageDiffText } from './package-diff.ts'
import type { Piece } from './pieces.ts'
import type { StandingRow } from './standing.ts'
import type { Section } from './within.ts'
import { counted } from './wording.ts'

const LENGTH = 120
/** So many stand by themselves; more are folded together. */
const OPEN = 5

/** One item for each package, in the order of the table; nothing where there are none. */
export function packageDiffSection(diffs: readonly PackageDiff[], rows: readonly StandingRow[]): Section {
  const isFolded = diffs.length > OPEN
  return {
    before: isFolded ? `\n<details><summary>What changed in ${counted(diffs.length, 'package')}</summary>\n` : '',
    items: inRowOrder(diffs, rows).map(item),
    after: isFolded ? '\n</details>\n' : '',
    cutNote: (count) => `\n… and ${counted(count, 'more package')}, cut to fit.\n`,
    share: 0.5,
  }
}

function item(diff: PackageDiff): string {
  const { title, lines, files } = packageDiffText(diff)
  const left = filesLeft(diff)
  return [
    '',
    `<details><summary>${title.map(toHtml).join('')}</summary>`,
    '',
    ...lines.map((line) => `- ${line.map(toMarkdown).join('')}`),
    ...(files === null ? [] : ['', ...tableLines(files)]),
    ...(left > 0 ? ['', `and ${counted(left, 'smaller file')}`] : []),
    '',
    '</details>',
    '',
  ].join('\n')
}

function tableLines({ compared, rows }: FileTable): readonly string[] {
  const head = compared ? ['| file | before | after |', '|---|--:|--:|'] : ['| file | size |', '|---|--:|']
  return [
    ...head,
    ...rows.map(({ path, before, after }) =>
      compared ? `| ${codeCell(path, LENGTH)} | ${before} | ${after} |` : `| ${codeCell(path, LENGTH)} | ${after} |`,
    ),
  ]
}

function toMarkdown(piece: Piece): string {
  return typeof piece === 'string' ? piece : link(codeSpan(piece.code, LENGTH), piece.url ?? null)
}

/** A summary is an element of HTML, in which Markdown has no meaning. */
function toHtml(piece: Piece): string {
  return typeof piece === 'string' ? piece : `<code>${escapeHtml(plain(piece.code, LENGTH)) || '(empty)'}</code>`
}
