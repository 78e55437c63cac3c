// The word a misspelt one most likely stands for.

/** The candidate within two edits (one for words of up to four letters); null where none is. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const bound = word.length <= 4 ? 1 : 2
  let best: string | null = null
  let least = bound + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue
    const edits = distance(word, candidate)
    if (edits < least) {
      best = candidate
      least = edits
    }
  }
  return best
}

// Insertions, deletions, substitutions and swaps of neighbours, each one edit.
function distance(from: string, to: string): number {
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      const plain = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      next.push(swapped ? Math.min(plain, (before[j - 2] ?? 0) + 1) : plain)
    }
    before = row
    row = next
  }
  return row[to.length] ?? 0
}
