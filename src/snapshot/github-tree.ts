// All files of a commit from GitHub's tree listing, folder by folder where one answer cannot hold it.
import { SourceError } from '../errors.ts'
import type { TreeEntry } from '../model/snapshot.ts'
import { incomplete, isEmptyTree } from './github-confirm.ts'

/** GitHub cuts an answer at 100,000 entries: this is room for a few such folders. */
const MAX_ENTRIES = 400_000
const MAX_REQUESTS = 200

interface Item {
  readonly path: string
  readonly mode: string
  readonly type: string
  readonly sha: string
  readonly size?: number
}

/** One answer of GitHub. `truncated`: entries are missing. */
export interface Listing {
  readonly tree: readonly Item[]
  readonly truncated: boolean
}

/** What stands between us and GitHub may answer in its place. */
export function isListing(value: unknown): value is Listing {
  if (typeof value !== 'object' || value === null || !('tree' in value) || !('truncated' in value)) return false
  const { tree, truncated } = value
  return typeof truncated === 'boolean' && Array.isArray(tree) && tree.every(isItem)
}

function isItem(value: unknown): value is Item {
  if (typeof value !== 'object' || value === null) return false
  const fields: { readonly [K in keyof Item]?: unknown } = value
  return [fields.path, fields.mode, fields.type, fields.sha].every((field) => typeof field === 'string')
}

/** Lists the tree of a commit or a folder, by its id. */
export type ListFolder = (sha: string, recursive: boolean) => Promise<Listing>

/** Every file, sorted by path. Errors: SourceError `snapshot-too-large`, `snapshot-unreadable` where a folder lost its files; those of `list`. */
export async function walkTree(root: string, list: ListFolder): Promise<readonly TreeEntry[]> {
  const entries: TreeEntry[] = []
  const folders = [{ sha: root, path: '' }]
  let requests = 0
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const { path, sha } = folder
    requests += 2
    const whole = await list(sha, true)
    // A cut answer is thrown away: what it lacks cannot be told. The folder's own list is short, its folders follow.
    const { tree, truncated } = whole.truncated ? await list(sha, false) : whole
    if (path !== '' && tree.length === 0 && !isEmptyTree(sha)) throw incomplete()
    if (!whole.truncated && lacksFiles(tree)) throw incomplete()
    for (const item of tree) {
      const full = path === '' ? item.path : `${path}/${item.path}`
      if (item.type !== 'tree') entries.push(toEntry(item, full))
      else if (whole.truncated) folders.push({ sha: item.sha, path: full })
    }
    if (truncated || entries.length > MAX_ENTRIES || requests > MAX_REQUESTS) throw tooLarge()
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)))
}

/** Git has no folders of their own: one that is listed holds something, or is the empty tree. */
function lacksFiles(tree: readonly Item[]): boolean {
  const filled = new Set(tree.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))
  return tree.some(({ path, type, sha }) => type === 'tree' && !filled.has(path) && !isEmptyTree(sha))
}

function toEntry({ mode, type, sha, size }: Item, path: string): TreeEntry {
  const kind = type === 'commit' ? 'submodule' : mode === '120000' ? 'symlink' : 'file'
  return { path, kind, oid: sha, size: size ?? null }
}

function tooLarge(): SourceError {
  return new SourceError('snapshot-too-large', 'The repository has more files than GitHub lists', {
    hint: 'Use a checkout with the input `source: git`.',
  })
}
