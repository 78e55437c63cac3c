// Lines of words and values that are not yet Markdown or HTML.

/** Our own words, or a value from outside, which may lead to an address that we made. */
export type Piece = string | { readonly code: string; readonly url?: string | null }

/** Items with a comma between them. */
export function joinPieces(items: readonly (readonly Piece[])[]): readonly Piece[] {
  return items.flatMap((item, index) => (index === 0 ? item : [', ', ...item]))
}

/** ` and 3 more`, where not all of `count` are shown. */
export function andMore(count: number, shown: number): readonly Piece[] {
  return count > shown ? [` and ${count - shown} more`] : []
}
