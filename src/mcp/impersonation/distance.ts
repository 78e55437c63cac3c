// Edit distance with transpositions (optimal string alignment), bounded, and the edits themselves.

/** One edit; positions are character indexes in the imitating and in the imitated text. */
export interface Edit {
  readonly kind: 'insert' | 'delete' | 'substitute' | 'transpose'
  readonly at: number
  readonly targetAt: number
}

/** Rows are kept between calls: this runs some hundred times a name. */
const spare = [new Uint8Array(256), new Uint8Array(256), new Uint8Array(256)] as const

/** Number of edits from one text to the other, or `most + 1` if there are more than `most`. Cost: length times `most`. */
export function distance(text: string, target: string, most: number): number {
  const [beyond, rows, columns] = [most + 1, text.length, target.length]
  if (Math.abs(rows - columns) > most) return beyond
  const fits = columns + 2 <= spare[0].length
  let [beforeLast, last, row] = fits ? spare : [0, 1, 2].map(() => new Uint8Array(columns + 2))
  if (beforeLast === undefined || last === undefined || row === undefined) return beyond
  for (let column = 0; column <= Math.min(columns, beyond); column++) last[column] = column
  for (let at = 1; at <= rows; at++) {
    // Only the band of `most` around the diagonal can hold a small enough value; a wall stands on each side of it.
    const [from, to] = [Math.max(1, at - most), Math.min(columns, at + most)]
    const [letter, letterBefore] = [text.charCodeAt(at - 1), at > 1 ? text.charCodeAt(at - 2) : -1]
    let [left, smallest] = [from === 1 ? Math.min(at, beyond) : beyond, beyond]
    row[from - 1] = left
    row[to + 1] = beyond
    for (let column = from; column <= to; column++) {
      const wanted = target.charCodeAt(column - 1)
      let cost = Math.min(
        (last[column - 1] ?? beyond) + (letter === wanted ? 0 : 1),
        left + 1,
        (last[column] ?? beyond) + 1,
        beyond,
      )
      if (letterBefore === wanted && column > 1 && letter === target.charCodeAt(column - 2)) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? beyond) + 1)
      }
      row[column] = left = cost
      if (cost < smallest) smallest = cost
    }
    if (smallest > most && (row[from - 1] ?? beyond) > most) return beyond
    ;[beforeLast, last, row] = [last, row, beforeLast]
  }
  return Math.min(last[columns] ?? beyond, beyond)
}

/** The edits of one shortest way from the target to the text, in order. For short texts: time and memory are the product of the lengths. */
export function editsOf(text: string, target: string): readonly Edit[] {
  const table = fullTable(text, target)
  const edits: Edit[] = []
  let [row, column] = [text.length, target.length]
  while (row > 0 || column > 0) {
    const step = stepBack({ text, target, table, row, column })
    if (step.kind !== 'keep') edits.push({ kind: step.kind, at: step.row, targetAt: step.column })
    ;[row, column] = [step.row, step.column]
  }
  return edits.reverse()
}

interface Step {
  readonly kind: Edit['kind'] | 'keep'
  readonly row: number
  readonly column: number
}

interface StepRequest {
  readonly text: string
  readonly target: string
  readonly table: readonly (readonly number[])[]
  readonly row: number
  readonly column: number
}

/** The last step of a shortest way to this cell; equal letters first, so that edits sit as far left as they can. */
function stepBack({ text, target, table, row, column }: StepRequest): Step {
  const cost = (r: number, c: number) => table[r]?.[c] ?? Number.POSITIVE_INFINITY
  const here = cost(row, column)
  if (text[row - 1] === target[column - 1] && row > 0 && column > 0 && cost(row - 1, column - 1) === here) {
    return { kind: 'keep', row: row - 1, column: column - 1 }
  }
  if (isTransposed(text, target, row, column) && cost(row - 2, column - 2) + 1 === here) {
    return { kind: 'transpose', row: row - 2, column: column - 2 }
  }
  if (cost(row - 1, column - 1) + 1 === here) return { kind: 'substitute', row: row - 1, column: column - 1 }
  if (cost(row - 1, column) + 1 === here) return { kind: 'insert', row: row - 1, column }
  return { kind: 'delete', row, column: column - 1 }
}

function fullTable(text: string, target: string): readonly (readonly number[])[] {
  const table: number[][] = [Array.from({ length: target.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= text.length; row++) {
    const line = [row]
    for (let column = 1; column <= target.length; column++) {
      const same = text[row - 1] === target[column - 1] ? 0 : 1
      const cell = (r: number, c: number) => (r === row ? line : table[r])?.[c] ?? Number.POSITIVE_INFINITY
      const swapped = isTransposed(text, target, row, column) ? cell(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY
      line.push(
        Math.min(cell(row - 1, column - 1) + same, cell(row - 1, column) + 1, cell(row, column - 1) + 1, swapped),
      )
    }
    table.push(line)
  }
  return table
}

function isTransposed(text: string, target: string, row: number, column: number): boolean {
  if (row < 2 || column < 2) return false
  return text[row - 1] === target[column - 2] && text[row - 2] === target[column - 1] && text[row - 1] !== text[row - 2]
}
