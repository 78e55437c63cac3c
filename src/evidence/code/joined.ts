// Literals that stand in a row, read as one: parts of a path, or of a text that is put together.
import type { Literal, Tokens } from './tokens.ts'

const MAX_PARTS = 8

/** Every literal, alone and with those right before it that only `separator` parts from it. */
export function joinedLiterals({ literals, code }: Tokens, separator: ',' | '+', glue: string): readonly Literal[] {
  let row: Literal[] = []
  return literals.flatMap((literal) => {
    const previous = row.at(-1)
    const follows = previous !== undefined && isBetween(code, previous.end, { start: literal.start, separator })
    row = follows ? [...row.slice(1 - MAX_PARTS), literal] : [literal]
    const [first] = row
    return row.length === 1 || first === undefined
      ? [literal]
      : [literal, { start: first.start, end: literal.end, value: row.map(({ value }) => value).join(glue) }]
  })
}

function isBetween(
  code: string,
  end: number,
  { start, separator }: { readonly start: number; readonly separator: string },
): boolean {
  if (start - end > 200) return false
  const between = code.slice(end, start)
  return between.slice(1, -1).trim() === separator
}
