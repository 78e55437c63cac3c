// A bound on lists that strangers can make long.

/** Pages of a hundred. What lies beyond is not looked at: a comment posted twice costs less than a job that never ends. */
const MAX_PAGES = 30

/** For `client.paginate`: takes all items of a page and stops at the bound. */
export function bounding<T>(): (response: { readonly data: T[] }, done: () => void) => T[] {
  let pages = 0
  return ({ data }, done) => {
    pages += 1
    if (pages >= MAX_PAGES) done()
    return data
  }
}
