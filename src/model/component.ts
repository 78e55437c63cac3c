// One thing a source names: an npm package version, a PyPI package, a container image, a remote endpoint, a local command.
import type { Route } from './location.ts'

export type Ecosystem = 'npm' | 'pypi' | 'oci' | 'golang' | 'cargo' | 'remote' | 'local' | 'unknown'

/** How strongly a component is tied to an MCP server, strongest first. */
export type Tier = 'server' | 'closure' | 'other'

/** Why it is installed. `config` is a package manager's own tooling (pnpm's first document); `launch` a client config's command line. */
export type Scope = 'production' | 'launch' | 'config' | 'optional' | 'peer' | 'development'

/** How a client config starts a server: `argv` is masked (no secret survives in it). */
export interface Launch {
  /** The client's table row that found it, e.g. `claude-code`. */
  readonly client: string
  /** Command and arguments, secrets replaced by `***`. */
  readonly argv: readonly string[]
  /** SHA-256 over the unmasked command line and environment keys, so that a change is seen without showing it. */
  readonly digest: string
  /** SHA-256 of `JSON.stringify([command, ...args])`, unmasked, lower-case hexadecimal: what a policy's `command` entry is compared with. */
  readonly commandDigest: string
  /** Names of the environment variables it sets, sorted; never their values. */
  readonly environment: readonly string[]
  /** True where a shell interprets the line. */
  readonly shell: boolean
  /** Commands that the project has installed and the line starts by name, sorted: most are called like their package. */
  readonly commands: readonly string[]
}

/** What yarn keeps of a package since its second version, and compares the file in its cache with. */
export interface Archive {
  /** Yarn's own name of the archive's format, e.g. `10c0`: under two names, equal packages have other bytes. */
  readonly format: string | null
  /** Hexadecimal; null where the lockfile lets yarn take any bytes. */
  readonly digest: string | null
  /** The systems it is for. Yarn compares nothing of what it need not install on all of them. */
  readonly conditions: string | null
}

export interface Component {
  /** Unique within its source: the lockfile's key, or the route of a manifest or config entry. */
  readonly id: string
  /** Path of the source from the repository's root. */
  readonly source: string
  readonly ecosystem: Ecosystem
  /** The real package name, whatever alias it is installed under. */
  readonly name: string
  readonly version: string | null
  /** As written where a person writes it (manifest, launch line); null in lockfiles. */
  readonly spec: string | null
  readonly purl: string
  /** SRI as written; never verified here. */
  readonly integrity: string | null
  readonly resolved: string | null
  /** Null for everything but a package in a lockfile of yarn 2 or later. */
  readonly archive: Archive | null
  readonly scope: Scope
  /** Named by a manifest or a config, rather than by another package. */
  readonly direct: boolean
  /** Exactly one set of bytes can be meant; null where the question makes no sense (remote, local). */
  readonly pinned: boolean | null
  /** The lockfile's flag; null where its format has none. */
  readonly installScript: boolean | null
  /** Shipped inside its parent's tarball, so without bytes of its own in the registry. */
  readonly bundled: boolean
  readonly alias: string | null
  /** Name of the server in a client config. */
  readonly server: string | null
  /** `npx`, `uvx`, `docker`, … */
  readonly launcher: string | null
  /** Remote endpoint, credentials and private parts masked. */
  readonly url: string | null
  /** `addressDigest` of the endpoint, unmasked: what a policy's `remote` entry is compared with. */
  readonly urlDigest: string | null
  /** Names this one depends on and always gets: dependencies and optional ones, never optional peers. */
  readonly dependsOn: readonly string[]
  readonly launch: Launch | null
  /** Path of the lockfile that decides the version of a manifest's or launch line's package; null where none does. */
  readonly lockedIn: string | null
  readonly route: Route
}

/**
 * What became of an archive at the same version and address. `incomparable`: the lockfile lets yarn take other bytes than
 * before, and may have a reason, as with a new format.
 */
export function compareArchives(before: Archive | null, after: Archive | null): 'same' | 'changed' | 'incomparable' {
  if (before === null || after === null) return before === after ? 'same' : 'incomparable'
  const isSameDigest = before.digest === after.digest
  if (!isSameDigest && before.digest !== null && isBound(before, after)) return 'changed'
  return isSameDigest && before.format === after.format && before.conditions === after.conditions
    ? 'same'
    : 'incomparable'
}

/** True where nothing but other bytes, or the wish to take any, explains another digest. */
function isBound(before: Archive, after: Archive): boolean {
  return after.digest === null ? after.conditions === null : before.format === after.format
}
