// A bound on lists that strangers can make long.
import { SourceError } from '../errors.ts'
import { requireShape, type Shape } from './shape.ts'

/** Pages of a hundred. */
const MAX_PAGES = 30
const PER_PAGE = 100

interface Page<T> {
  readonly data: T[]
  readonly headers: { readonly link?: string | undefined }
}

interface List {
  /** Of each item. */
  readonly shape: Shape
  /** Nothing may be decided on a part of the list; otherwise what lies beyond the bound is not looked at. */
  readonly whole?: boolean
}

/**
 * All items, page by page. Pages are counted here: an address that an answer names is never followed.
 * Errors: SourceError `github-failed` where it is no list of such items, `over-limit` where all are wanted of too many; those of `ask`.
 */
export async function listAll<T>(
  ask: (page: { readonly per_page: number; readonly page: number }) => Promise<Page<T>>,
  { shape, whole = false }: List,
): Promise<readonly T[]> {
  const items: T[] = []
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { data, headers } = await ask({ per_page: PER_PAGE, page })
    requireShape(data, [shape])
    for (const item of data) items.push(item)
    if (!/\brel="next"/.test(headers.link ?? '')) return items
  }
  if (!whole) return items
  throw new SourceError('over-limit', `GitHub’s list has more than ${MAX_PAGES * PER_PAGE} items`, {
    hint: 'Nothing is decided on a part of it: open a pull request of its own for what needs an approval.',
  })
}
