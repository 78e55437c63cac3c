// What changed inside packages, on the HTML page.
import type { PackageDiff } from '../model/package-diff.ts'
import { escapeHtml, plain } from './escape.ts'
import { type FileTable, filesLeft, inRowOrder, packageDiffText } from './package-diff.ts'
import type { Piece } from './pieces.ts'
import type { StandingRow } from './standing.ts'
import { counted } from './wording.ts'

const LENGTH = 240
const PACKAGES = 1000

/** A section with one folded part for each package, the worst first; nothing where there are none. */
export function packageDiffParts(diffs: readonly PackageDiff[], rows: readonly StandingRow[]): string {
  if (diffs.length === 0) return ''
  const left =
    diffs.length > PACKAGES
      ? `<p>… and ${counted(diffs.length - PACKAGES, 'more package')}: see the JSON report.</p>`
      : ''
  const parts = inRowOrder(diffs, rows).slice(0, PACKAGES).map(part)
  return `<section aria-labelledby="insides"><h2 id="insides">What changed inside</h2>${parts.join('\n')}${left}</section>\n`
}

function part(diff: PackageDiff): string {
  const { title, lines, files } = packageDiffText(diff)
  const left = filesLeft(diff)
  const items = lines.map((line) => `<li>${line.map(toHtml).join('')}</li>`)
  const more = left > 0 ? `<p>and ${counted(left, 'smaller file')}</p>` : ''
  return `<details class="inside"><summary>${title.map(toHtml).join('')}</summary><ul>${items.join('')}</ul>${files === null ? '' : table(files)}${more}</details>`
}

function table({ compared, rows }: FileTable): string {
  const head = (compared ? ['File', 'Before', 'After'] : ['File', 'Size']).map((name) => `<th scope="col">${name}</th>`)
  const lines = rows.map(({ path, before, after }) => {
    const sizes = compared ? [before, after] : [after]
    return `<tr><th scope="row">${code(path)}</th>${sizes.map((size) => `<td>${size}</td>`).join('')}</tr>`
  })
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table>`
}

function toHtml(piece: Piece): string {
  if (typeof piece === 'string') return escapeHtml(piece)
  const url = piece.url ?? null
  return url === null
    ? code(piece.code)
    : `<a href="${escapeHtml(url)}" rel="noreferrer noopener">${code(piece.code)}</a>`
}

function code(value: string): string {
  return `<code>${escapeHtml(plain(value, LENGTH) || '(empty)')}</code>`
}
