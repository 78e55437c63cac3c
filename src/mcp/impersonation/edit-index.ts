// Finds the protected texts within a few edits of a text without comparing it to all of them.

/** Most edits that still count as a misspelling, by the length of the protected text. */
export function editLimit(length: number): number {
  if (length < 3) return 0
  if (length < 5) return 1
  if (length < 11) return 2
  return length < 17 ? 3 : 4
}

const MOST_EDITS = 4
const LONGEST = 80
const MOST_PIECES = MOST_EDITS + 2

/** Pieces of all texts, chained by hash: `heads` by slot, then `next` by piece; a piece's text is its number divided. */
interface Table {
  readonly heads: Int32Array
  readonly next: Int32Array
  readonly keys: Int32Array
  /** Which letters a text has, one bit each. */
  readonly letters: Int32Array
}

/**
 * Cuts every text into two pieces more than it may have edits. An edit spoils one piece (a transposition two), so a
 * near text shares an unspoilt piece at nearly the same place. Returns indexes that share one: a superset, save for texts
 * with two transpositions that each fall on a border.
 */
export function buildEditIndex(texts: readonly string[]): (text: string) => ReadonlySet<number> {
  const slots = 2 ** Math.max(4, Math.ceil(Math.log2(texts.length * MOST_PIECES)))
  const table: Table = {
    heads: new Int32Array(slots).fill(-1),
    next: new Int32Array(texts.length * MOST_PIECES),
    keys: new Int32Array(texts.length * MOST_PIECES),
    letters: Int32Array.from(texts, letterSet),
  }
  for (const [index, text] of texts.entries()) {
    if (editLimit(text.length) > 0 && text.length <= LONGEST) addText(table, index, text)
  }
  return (text) => lookUp(table, text)
}

function addText({ heads, next, keys }: Table, index: number, text: string): void {
  const hashes = prefixHashes(text)
  for (const [piece, { from, to }] of piecesOf(text.length).entries()) {
    const entry = index * MOST_PIECES + piece
    const key = keyOf(text.length, piece, rangeHash(hashes, from, to))
    const slot = key & (heads.length - 1)
    keys[entry] = key
    next[entry] = heads[slot] ?? -1
    heads[slot] = entry
  }
}

function lookUp(table: Table, text: string): ReadonlySet<number> {
  const found = new Set<number>()
  if (text.length > LONGEST + MOST_EDITS) return found
  const [hashes, letters] = [prefixHashes(text), letterSet(text)]
  for (let length = Math.max(3, text.length - MOST_EDITS); length <= text.length + MOST_EDITS; length++) {
    const limit = editLimit(length)
    if (Math.abs(length - text.length) > limit) continue
    for (const [piece, { from, to }] of piecesOf(length).entries()) {
      const last = Math.min(limit, text.length - to)
      for (let shift = Math.max(-limit, -from); shift <= last; shift++) {
        const key = keyOf(length, piece, rangeHash(hashes, from + shift, to + shift))
        collect({ table, key, letters, limit, found })
      }
    }
  }
  return found
}

interface CollectRequest {
  readonly table: Table
  readonly key: number
  readonly letters: number
  readonly limit: number
  readonly found: Set<number>
}

/** One edit puts at most one letter in and takes one out, which spares most comparisons. */
function collect({ table: { heads, next, keys, letters: all }, key, letters, limit, found }: CollectRequest): void {
  for (let entry = heads[key & (heads.length - 1)] ?? -1; entry >= 0; entry = next[entry] ?? -1) {
    if (keys[entry] !== key) continue
    const index = Math.floor(entry / MOST_PIECES)
    if (bitCount(letters ^ (all[index] ?? 0)) <= 2 * limit) found.add(index)
  }
}

/** Which letters occur, one bit each; digits share bits. */
function letterSet(text: string): number {
  let set = 0
  for (let at = 0; at < text.length; at++) set |= 1 << (text.charCodeAt(at) & 31)
  return set
}

function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

interface Piece {
  readonly from: number
  readonly to: number
}

const cut = new Map<number, readonly Piece[]>()

/** The pieces of a text of this length, nearly equal in size. */
function piecesOf(length: number): readonly Piece[] {
  const known = cut.get(length)
  if (known !== undefined) return known
  const count = Math.min(length, editLimit(length) + 2)
  const border = (piece: number) => Math.floor((piece * length) / count)
  const pieces = Array.from({ length: count }, (_, piece) => ({ from: border(piece), to: border(piece + 1) }))
  cut.set(length, pieces)
  return pieces
}

const FACTOR = 0x01000193
const powers = new Int32Array(LONGEST + 8)
powers.forEach((_, at) => {
  powers[at] = at === 0 ? 1 : Math.imul(powers[at - 1] ?? 1, FACTOR)
})

/** Polynomial hashes of all prefixes; equal ranges have equal hashes, others may too, which only costs a comparison. */
function prefixHashes(text: string): Int32Array {
  const hashes = new Int32Array(text.length + 1)
  for (let at = 0; at < text.length; at++) hashes[at + 1] = Math.imul(hashes[at] ?? 0, FACTOR) + text.charCodeAt(at)
  return hashes
}

function rangeHash(hashes: Int32Array, from: number, to: number): number {
  return ((hashes[to] ?? 0) - Math.imul(hashes[from] ?? 0, powers[to - from] ?? 0)) | 0
}

function keyOf(length: number, piece: number, hash: number): number {
  const mixed = Math.imul(hash ^ Math.imul(length * 8 + piece, 0x9e3779b1), 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}
