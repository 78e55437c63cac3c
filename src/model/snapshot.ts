// The repository's files at one commit, as a port: local git objects or the GitHub API stand behind it.

export interface TreeEntry {
  /** From the repository's root, with `/`. */
  readonly path: string
  readonly kind: 'file' | 'symlink' | 'submodule'
  /** Git's object id: equal ids are equal bytes. Null for a working-tree file that differs from the index. */
  readonly oid: string | null
  /** Bytes; null where the listing does not tell. */
  readonly size: number | null
}

export interface Snapshot {
  /** As the user named it, e.g. `main`, or `working tree`. */
  readonly ref: string
  /** Null for a working tree. */
  readonly sha: string | null
  /** Every file, sorted by path. Errors: SourceError. */
  list(): Promise<readonly TreeEntry[]>
  /**
   * The bytes of one listed file. A symlink is never followed and never read.
   * Errors: SourceError `over-limit` above `maxBytes`, `snapshot-too-large` where files asked for before it are already too
   * much, `snapshot-unreadable` otherwise.
   */
  read(entry: TreeEntry, maxBytes: number): Promise<Uint8Array>
}
