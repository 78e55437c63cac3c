// Lines of a source text: which offset is on which, which are too long to read, and the words around a place.

export interface Layout {
  /** Offsets at which lines start. */
  readonly starts: readonly number[]
  /** At least half of the text is on long lines. */
  readonly minified: boolean
  onLongLine(at: number): boolean
}

const LONG_LINE = 1000
const EXCERPT = 160

export function layoutOf(text: string): Layout {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lengthAt = (index: number) => (starts[index + 1] ?? text.length + 1) - 1 - (starts[index] ?? 0)
  const long = starts.reduce((sum, _, index) => sum + (lengthAt(index) > LONG_LINE ? lengthAt(index) : 0), 0)
  return {
    starts,
    minified: long > 0 && long * 2 >= text.length,
    onLongLine: (at) => lengthAt(lineIndex(starts, at)) > LONG_LINE,
  }
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
function lineIndex(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}
