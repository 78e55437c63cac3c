// Doubts about a listing that is well-formed and can hardly be: answers of a cache or a proxy in GitHub's place.
import { SourceError } from '../errors.ts'
import type { TreeEntry } from '../model/snapshot.ts'

/** The id of the tree that a commit names. Asked only in doubt: it costs a request. */
export type TreeIdOf = (sha: string) => Promise<string>

/** Git's ids of a tree without entries, by SHA-1 and by SHA-256. */
const EMPTY: ReadonlySet<string> = new Set([
  '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
])

export function isEmptyTree(id: string): boolean {
  return EMPTY.has(id)
}

interface Doubted {
  readonly sha: string
  readonly entries: readonly TreeEntry[]
  /** Listings of other commits of the repository, by commit. */
  readonly others: ReadonlyMap<string, readonly TreeEntry[]>
  readonly treeIdOf: TreeIdOf
}

/** Errors: SourceError `snapshot-unreadable` where the commit has files after all, or other files than those of another commit. */
export async function confirmListing({ sha, entries, others, treeIdOf }: Doubted): Promise<void> {
  if (entries.length === 0 && !isEmptyTree(await treeIdOf(sha))) throw incomplete()
  const twin = [...others].find(([other, listed]) => other !== sha && areSame(listed, entries))
  if (twin === undefined) return
  const [own, theirs] = await Promise.all([treeIdOf(sha), treeIdOf(twin[0])])
  if (own !== theirs) throw incomplete()
}

/** The error for a listing that lacks what must be there. */
export function incomplete(): SourceError {
  return new SourceError('snapshot-unreadable', 'GitHub answered with a list that lacks files of the commit', {
    hint: 'Run the job again; if it fails again, use a checkout with the input `source: git`.',
  })
}

function areSame(one: readonly TreeEntry[], other: readonly TreeEntry[]): boolean {
  if (one.length !== other.length) return false
  return one.every(({ path, kind, oid }, at) => {
    const twin = other[at]
    return twin?.path === path && twin.kind === kind && twin.oid === oid
  })
}
