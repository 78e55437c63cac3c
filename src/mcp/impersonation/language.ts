// How surprising a word is in package names: known words are not, and letters in an unusual order are.

const LETTERS = 38
/** Counts added to every letter sequence, so that an unseen one is improbable rather than impossible. */
const SMOOTHING = 4
const PENALTY_PER_CUT = 2
const OF_ANY_NUMBER = 6
const SHARE_OF_UNKNOWN_WORDS = 0.1

/** Negative log probability of a word: as a known word, as several known words joined, as a number, or letter by letter. */
export type Surprise = (word: string) => number

/** Learns from the words of the protected names and how often each occurs. */
export function learnLanguage(counts: ReadonlyMap<string, number>): Surprise {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const spell = learnSpelling(counts)
  const known = new Map<string, number>()
  const surprise = (word: string): number => {
    const number = /^\d+$/.test(word) ? OF_ANY_NUMBER : Number.POSITIVE_INFINITY
    const joined = surpriseOfJoined(word, counts, total)
    return Math.min(joined, number, spell(word) - Math.log(SHARE_OF_UNKNOWN_WORDS))
  }
  return (word) => {
    const before = known.get(word)
    if (before !== undefined) return before
    const now = surprise(word)
    if (known.size < 50_000) known.set(word, now)
    return now
  }
}

/** Cheapest way to cut the word into known words; infinite where there is none. Two-letter words must be common. */
function surpriseOfJoined(word: string, counts: ReadonlyMap<string, number>, total: number): number {
  const cheapest = new Float64Array(word.length + 1).fill(Number.POSITIVE_INFINITY)
  cheapest[0] = 0
  for (let from = 0; from < word.length - 1; from++) {
    const before = cheapest[from] ?? Number.POSITIVE_INFINITY
    if (before === Number.POSITIVE_INFINITY) continue
    for (let to = from + 2; to <= word.length; to++) {
      const count = counts.get(word.slice(from, to)) ?? 0
      if (count === 0 || (to - from < 3 && count < 5)) continue
      const cost = before - Math.log(count / total) + (from > 0 ? PENALTY_PER_CUT : 0)
      if (cost < (cheapest[to] ?? 0)) cheapest[to] = cost
    }
  }
  return cheapest[word.length] ?? Number.POSITIVE_INFINITY
}

/** Surprise letter by letter, each given the two before it. */
function learnSpelling(counts: ReadonlyMap<string, number>): (word: string) => number {
  const triples = new Float64Array(LETTERS ** 3)
  const pairs = new Float64Array(LETTERS ** 2)
  const singles = new Float64Array(LETTERS).fill(50)
  const eachTriple = (word: string, visit: (pair: number, letter: number) => void) => {
    let pair = 0
    for (let at = 0; at <= word.length; at++) {
      const letter = at < word.length ? codeOf(word.charCodeAt(at)) : 0
      visit(pair, letter)
      pair = (pair % LETTERS) * LETTERS + letter
    }
  }
  for (const word of counts.keys()) {
    eachTriple(word, (pair, letter) => {
      triples[pair * LETTERS + letter] = (triples[pair * LETTERS + letter] ?? 0) + 1
      pairs[pair] = (pairs[pair] ?? 0) + 1
      singles[letter] = (singles[letter] ?? 0) + 1
    })
  }
  const all = singles.reduce((sum, count) => sum + count, 0)
  return (word) => {
    let surprise = 0
    eachTriple(word, (pair, letter) => {
      const expected = (SMOOTHING * (singles[letter] ?? 0)) / all
      surprise -= Math.log(((triples[pair * LETTERS + letter] ?? 0) + expected) / ((pairs[pair] ?? 0) + SMOOTHING))
    })
    return surprise
  }
}

/** 0 is the border of a word, 1 to 26 letters, 27 to 36 digits, 37 anything else. */
function codeOf(character: number): number {
  if (character >= 97 && character <= 122) return character - 96
  return character >= 48 && character <= 57 ? character - 21 : 37
}
