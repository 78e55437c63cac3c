// A bound on lists that strangers can make long.
import { SourceError } from '../errors.ts'

/** Pages of a hundred. What lies beyond is not looked at: a comment posted twice costs less than a job that never ends. */
const MAX_PAGES = 30

/** For `client.paginate`: takes all items of a page and stops at the bound. Errors: SourceError `github-failed` where it is no page. */
export function bounding<T>(): (response: { readonly data: T[] }, done: () => void) => T[] {
  let pages = 0
  return ({ data }, done) => {
    // What stands between us and GitHub may answer in its place.
    if (!Array.isArray(data))
      throw new SourceError('github-failed', 'GitHub answered with no list', { hint: 'Run the job again.' })
    pages += 1
    if (pages >= MAX_PAGES) done()
    return data
  }
}
