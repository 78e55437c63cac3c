// Lines of a source text: which offset is on which, which are too long to read, and the words around a place.

export interface Layout {
  /** Offsets at which lines start. */
  readonly starts: Uint32Array
  /** At least half of the text is on long lines. */
  readonly minified: boolean
  onLongLine(at: number): boolean
}

const LONG_LINE = 1000
const EXCERPT = 160

export function layoutOf(text: string): Layout {
  const starts = startsOf(text)
  const lengthAt = (index: number) => (starts[index + 1] ?? text.length + 1) - 1 - (starts[index] ?? 0)
  let long = 0
  for (let index = 0; index < starts.length; index += 1) if (lengthAt(index) > LONG_LINE) long += lengthAt(index)
  return {
    starts,
    minified: long > 0 && long * 2 >= text.length,
    onLongLine: (at) => lengthAt(lineIndex(starts, at)) > LONG_LINE,
  }
}

/** In numbers of four bytes: a hostile text may be nothing but lines. */
function startsOf(text: string): Uint32Array {
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  const starts = new Uint32Array(count)
  let index = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1), index += 1) starts[index] = at + 1
  return starts
}

/** The line, from 1, and what stands there: one line of at most 160 characters, without control or invisible ones. */
export function placeOf(text: string, at: number, { starts }: Layout): { line: number; excerpt: string } {
  const index = lineIndex(starts, at)
  const start = starts[index] ?? 0
  const end = (starts[index + 1] ?? text.length + 1) - 1
  const from = end - start <= EXCERPT ? start : Math.max(start, at - 60)
  const excerpt = text
    .slice(from, Math.min(end, from + EXCERPT * 2))
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .trim()
  return { line: index + 1, excerpt: [...excerpt].slice(0, EXCERPT).join('') }
}

// The last line that starts at or before the offset.
function lineIndex(starts: Uint32Array, at: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}
