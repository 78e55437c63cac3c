// What differs between the version of a server that a change brings and the one it replaces; without one, what the package is.
import type { Capability } from './evidence.ts'
import type { Observation, Observed, Unavailable } from './observation.ts'

/** A comparison that could be made, or why not: one of the two sides was not seen. */
export type Compared<T> = Observed<T> | Unavailable

export interface FileDiff {
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed'
  /** Bytes; null where that version has no such file. */
  readonly before: number | null
  readonly after: number | null
}

/** A script run on installation that was not there before, or that runs something else now. */
export interface ScriptDiff {
  readonly kind: 'added' | 'changed'
  readonly event: string
  readonly command: string
  /** SHA-256 of the command and of the files it runs. */
  readonly sha256: string
  /** The first file of the package that it runs. */
  readonly file: string | null
}

export interface ContentDiff {
  /** Every file that differs by its bytes, the largest first. */
  readonly files: readonly FileDiff[]
  /** Bytes of all files together; null where nothing is replaced. */
  readonly sizeBefore: number | null
  readonly sizeAfter: number
  /** What the code can do and could not before, the gravest kind first. */
  readonly capabilities: readonly Capability[]
  readonly scripts: readonly ScriptDiff[]
}

/** Names with their ranges; null on the side that does not depend on it. */
export interface DependencyDiff {
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

/** Who published a version. Only the registry's word: none of it is signed. */
export interface Publishing {
  readonly publisher: string | null
  /** Id of the trusted publisher, such as `github`; null where a person's credentials published. */
  readonly trustedPublisher: string | null
  /** Somebody approved it after it was handed in. */
  readonly staged: boolean
}

/** What a version was built from, as verified provenance about these very bytes proves. */
export interface ProvedSource {
  /** Address of the repository, as in the certificate. */
  readonly repository: string
  readonly commit: string
  readonly issuer: string | null
}

export interface PackageDiff {
  readonly name: string
  readonly purl: string
  /** The version it replaces; null where the package is new here. */
  readonly before: string | null
  readonly after: string
  readonly contents: Compared<ContentDiff>
  /** Names whose range differs; without a version before, all of them. */
  readonly dependencies: Compared<readonly DependencyDiff[]>
  readonly publishing: {
    /** Null where there is no version before, or the registry does not tell. */
    readonly before: Publishing | null
    readonly after: Publishing | null
  }
  /** Absent: nothing is proved. Before it is null where no version is replaced. */
  readonly source: { readonly before: Observation<ProvedSource> | null; readonly after: Observation<ProvedSource> }
}
