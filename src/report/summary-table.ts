// The summary's table: one narrow row per server, worst first; its legend; what was proved.
import type { Check, Row } from '../model/report.ts'
import { codeCell } from './markdown.ts'
import type { Group, StandingRow, State } from './standing.ts'
import { ageText, listed, MARKS, rowWords } from './wording.ts'

export const TABLE_HEAD = '| | server | listed | pinned | proved | scripts | age |\n|:-:|---|:-:|:-:|:-:|:-:|---|\n'

const STATE_CELLS: Readonly<Record<State, Check>> = {
  fails: 'fails',
  unchecked: 'unchecked',
  warns: 'warns',
  holds: 'holds',
}
const NAME_LENGTH = 80

export function tableRows(rows: readonly StandingRow[]): readonly string[] {
  return rows.map(({ row, state }) => {
    const cells = [
      MARKS[STATE_CELLS[state]],
      serverCell(row),
      ...[row.listed, row.pinned, row.proved, row.scripts].map((check) => MARKS[check]),
      ageCell(row),
    ]
    return `| ${cells.join(' | ')} |\n`
  })
}

/** Only the marks that occur. */
export function legend(rows: readonly StandingRow[]): string {
  const used = new Set(
    rows.flatMap(({ row, state }) => [STATE_CELLS[state], row.listed, row.pinned, row.proved, row.scripts, row.age]),
  )
  const doubt = [used.has('unchecked') && 'could not be checked', used.has('warns') && 'warns']
    .filter(Boolean)
    .join(' or ')
  const words = [
    used.has('holds') && '✅ holds',
    used.has('fails') && '❌ fails',
    doubt !== '' && `⚠️ ${doubt}`,
    used.has('nothing') && '➖ nothing to check',
  ]
  return `<sub>${words.filter(Boolean).join(' · ')}</sub>`
}

interface Note {
  readonly name: string
  readonly note: string
}

/** Why servers could not be checked, where no finding says it; and what was proved of the others. */
export function notesOf(
  rows: readonly StandingRow[],
  groups: readonly Group[],
): { readonly unchecked: readonly Note[]; readonly proved: readonly Note[] } {
  const explained = new Set(groups.map(({ name }) => name))
  const notes = ({ row }: StandingRow) => row.notes.map((note) => ({ name: row.name, note }))
  const isUnchecked = ({ row, state }: StandingRow) => state === 'unchecked' || row.proved === 'unchecked'
  return {
    unchecked: rows.filter((row) => isUnchecked(row) && !explained.has(row.row.name)).flatMap(notes),
    proved: rows.filter((row) => !isUnchecked(row)).flatMap(notes),
  }
}

function serverCell(row: Row): string {
  const [place] = row.places
  const isLaunched = row.launcher !== null && place !== undefined
  const name = `${codeCell(row.name, NAME_LENGTH)}${isLaunched ? ` in ${codeCell(place.path, NAME_LENGTH)}` : ''}`
  return `${name}<br>${changeCell(row)}`
}

/** The version that would be used stands out. */
function changeCell(row: Row): string {
  const { word, before, after } = rowWords(row)
  const from = before.length > 0 ? versionsCell(before) : ''
  const to = after.length > 0 ? `**${versionsCell(after)}**` : ''
  return [word, [from, to].filter(Boolean).join(' → ')].filter(Boolean).join(' ')
}

/** Versions that are nothing but digits, dots and the like need no code. */
function versionsCell(versions: readonly string[]): string {
  const text = listed(versions)
  return /^[\d.]+(?:-[a-z]+[.\d]*)?(?:, [\d.]+)*(?: and \d+ more)?$/.test(text) ? text : codeCell(text)
}

/** Never broken over two lines: the column is narrow. */
function ageCell({ age, ageMs }: Row): string {
  const text = ageMs === null ? '' : ageText(ageMs)
  const parts = age === 'holds' && text !== '' ? [text] : [MARKS[age], text]
  return parts.filter(Boolean).join(' ').replaceAll(' ', '&nbsp;')
}
