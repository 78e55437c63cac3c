// A source as read from one snapshot: what it names, how its parts depend on each other, and the facts rules judge without evidence.
import type { Component } from './component.ts'
import type { Route } from './location.ts'

export type SourceKind =
  | 'npm-lockfile'
  | 'pnpm-lockfile'
  | 'yarn-lockfile'
  | 'bun-lockfile'
  | 'manifest'
  | 'client-config'
  | 'manager-config'
  | 'policy'
  | 'workflow'

/** Who needs whom inside one lockfile, by component id. Resolved lazily: asking costs, building does not. */
export interface DependencyGraph {
  /** Components that the project itself names. */
  readonly roots: readonly string[]
  dependenciesOf(id: string): readonly string[]
}

/**
 * Something a source says that is judged from the file alone. Two facts are the same when `kind` and `key` are equal:
 * a pull request brings a fact when the head has it and the base has not.
 */
export interface SourceFact {
  readonly kind: FactKind
  /** Identity across the two sides, free of line numbers. */
  readonly key: string
  /** Name of the package or server concerned; null where there is none. */
  readonly name: string | null
  /** Id of the component concerned in the same source; null where there is none. */
  readonly component: string | null
  /** Values for the message's placeholders. Secrets never get in here. */
  readonly args: Readonly<Record<string, string>>
  readonly route: Route
}

export type FactKind =
  // A lockfile, a manifest or their parts disagree (source-unread/out-of-sync; args: detail).
  | 'out-of-sync'
  // A lockfile entry is installed under another name and no dependent's spec says so (origin/alias-undeclared; args: alias).
  | 'alias-undeclared'
  // overrides, resolutions, pnpm.overrides, packageExtensions, patches (origin/overridden; args: mechanism, spec).
  | 'override'
  // Permission to run install scripts (install-script/approved-by-pull-request; args: mechanism, spec).
  | 'script-approval'
  // A registry or proxy address (policy-change/registry-config-changed; args: url, key).
  | 'registry'
  // A setting that weakens what is installed or runs code at install (policy-change/install-policy-weakened; args: key, value).
  | 'install-policy'
  // A setting that protects (args: key, value, level: a number). Never judged itself: one that the head has no more, or has
  // at a lower level, is handed to the rules as an `install-policy` fact of the head.
  | 'protection'
  // Files that a package manager installs from without asking a registry (policy-change/archives-committed; args: count, names).
  | 'committed-install'
  // Client configs (client-config/*).
  | 'secret-inline'
  | 'shell-wrapped'
  | 'unreadable-launch'
  | 'registry-overridden'
  | 'neighbour'
  // Content of a policy or workflow file, by digest (policy-change/policy-edited, workflow-edited).
  | 'content'

interface SourceBase {
  readonly path: string
  readonly kind: SourceKind
  /** The line of a route, counted from 1; the nearest enclosing key where the route itself is not there. */
  lineOf(route: Route): number
}

export interface ReadSource extends SourceBase {
  readonly status: 'read'
  readonly components: readonly Component[]
  readonly facts: readonly SourceFact[]
  readonly graph: DependencyGraph | null
  /** True in a manifest that can be published: its ranges are for its users. */
  readonly publishable: boolean
}

/** A source that says what is installed and could not be read: never the same as one that names nothing. */
export interface UnreadSource extends SourceBase {
  readonly status: 'unreadable' | 'unsupported' | 'too-large'
  /** One plain sentence: what is wrong. */
  readonly reason: string
  readonly line: number
  /** One plain sentence: what to do. */
  readonly remedy: string
}

export type Source = ReadSource | UnreadSource

/** All sources of one snapshot that were looked at, sorted by path. */
export interface Inventory {
  readonly sources: readonly Source[]
}

/** The same path on both sides; null where it does not exist. */
export interface SourcePair {
  readonly path: string
  readonly kind: SourceKind
  readonly base: Source | null
  readonly head: Source | null
}

/** A fact that the head's sources bring, lost protections included; `present` where there is no base to compare with. */
export interface FactChange {
  readonly source: string
  readonly sourceKind: SourceKind
  readonly fact: SourceFact
  readonly kind: 'added' | 'present'
}
