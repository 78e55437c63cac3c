// Keeps a text within a bound by leaving out whole items, and says how many.

/** A part of a text whose items may be left out from its end. */
export interface Section {
  readonly before: string
  readonly items: readonly string[]
  readonly after: string
  /** What stands instead of `count` items that were left out. */
  cutNote(count: number): string
  /** The share of the space still free that the items may take, from 0 to 1. */
  readonly share: number
}

const encoder = new TextEncoder()

/** UTF-8 length: what GitHub's limits count, and never less than the number of characters. */
export function bytesOf(text: string): number {
  return encoder.encode(text).length
}

/**
 * Joins the sections. Frames always stand; items are taken from the front while they fit. The result is at most `bound`
 * bytes long where the frames alone are.
 */
export function joinWithin(sections: readonly Section[], bound: number): string {
  const whole = sections.map(({ before, items, after }) => before + items.join('') + after).join('')
  return bytesOf(whole) <= bound ? whole : cutWithin(sections, bound)
}

function cutWithin(sections: readonly Section[], bound: number): string {
  const frames = sections.map(
    ({ before, items, after, cutNote }) =>
      bytesOf(before) + bytesOf(after) + (items.length > 0 ? bytesOf(cutNote(items.length)) : 0),
  )
  let free = bound - frames.reduce((sum, size) => sum + size, 0)
  return sections
    .map((section) => {
      const taken = takeWithin(section.items, Math.max(0, free * section.share))
      free -= taken.bytes
      const left = section.items.length - taken.items.length
      return [section.before, ...taken.items, left > 0 ? section.cutNote(left) : '', section.after].join('')
    })
    .join('')
}

function takeWithin(
  items: readonly string[],
  space: number,
): { readonly items: readonly string[]; readonly bytes: number } {
  const taken: string[] = []
  let bytes = 0
  for (const item of items) {
    const size = bytesOf(item)
    if (bytes + size > space) break
    taken.push(item)
    bytes += size
  }
  return { items: taken, bytes }
}
