// The words of all lockfiles that are not npm's: rows, what they need, and what the project itself names.
import type { Archive, Scope } from '../model/component.ts'
import type { Route } from '../model/location.ts'

/** One installed thing of a lockfile. */
export interface LockRow {
  /** Unique within the lockfile. */
  readonly id: string
  /** The real package name. */
  readonly name: string
  /** Names it is installed under, as far as its entry tells: those that others ask for it by come on top. */
  readonly installedAs: readonly string[]
  readonly version: string | null
  readonly integrity: string | null
  readonly resolved: string | null
  readonly archive: Archive | null
  /** A folder of the repository. */
  readonly isLocal: boolean
  /** The format's own flag; null where it has none. */
  readonly installScript: boolean | null
  readonly bundled: boolean
  /** What it needs: the name it asks for, and the row that it gets; null where it need not be there. */
  readonly needs: readonly Need[]
  /** Optional peers: it takes what is there, and keeps it there, but does not ask for it. */
  readonly uses: readonly Need[]
  readonly route: Route
}

export interface Need {
  readonly name: string
  readonly id: string | null
}

/** Something that the project or one of its workspaces names itself. */
export interface LockRoot extends Need {
  readonly scope: Scope
}

/** A row under one of the names that it is installed under. */
export interface NamedRow extends LockRow {
  /** Null where that is its own name. */
  readonly alias: string | null
}
