// What the repository's owners allow. Always the base's, never the head's.
import type { Tier } from './component.ts'
import type { Place } from './location.ts'
import type { Severity } from './severity.ts'

/** Where the policy came from. `built-in`: there is no file. */
export interface PolicyOrigin {
  readonly kind: 'file' | 'built-in'
  readonly path: string
  /** The ref or commit it was read at; null for a file outside a repository and for the built-in. */
  readonly ref: string | null
  /** SHA-256 of the bytes, lower-case hexadecimal; null for the built-in. */
  readonly sha256: string | null
  /** The central policy it stands on, as `owner/repo//path@commit`, with the SHA-256 of its bytes; null where it stands alone. */
  readonly extends: { readonly reference: string; readonly sha256: string } | null
}

/** A policy file in another repository, at one commit. */
export interface CentralReference {
  readonly owner: string
  readonly repo: string
  readonly path: string
  /** 40 hexadecimal digits. */
  readonly sha: string
}

/** Identity that provenance must show. Every value is compared exactly, except `ref`, which may hold `*`. */
export interface ExpectedSource {
  /** e.g. `github.com/modelcontextprotocol/servers`. */
  readonly source: string
  readonly workflow: string | null
  readonly ref: string | null
  readonly repositoryId: string | null
  readonly ownerId: string | null
  readonly issuer: string | null
  readonly triggers: readonly string[]
  readonly runner: string | null
}

interface AllowEntryBase {
  /** The line in the policy file, for findings about the entry itself. */
  readonly place: Place
  readonly reviewed: { readonly by: string; readonly on: string } | null
  /** Last day it holds, as YYYY-MM-DD (UTC). */
  readonly expires: string | null
}

export interface AllowedPackage extends AllowEntryBase {
  readonly kind: 'package'
  readonly ecosystem: 'npm' | 'pypi' | 'oci' | 'golang' | 'cargo'
  readonly name: string
  /** Exact versions and ranges, as written; empty: every version (never clears anything by itself). */
  readonly versions: readonly string[]
  /** Expected provenance; null where the entry names no `source`. */
  readonly expected: ExpectedSource | null
  /** SRI by exact version. */
  readonly integrity: Readonly<Record<string, string>>
  readonly digest: string | null
  readonly publisher: string | null
  /** `forbid`, or the sha256 of each allowed script. Null: not said. */
  readonly installScripts: 'forbid' | readonly string[] | null
}

export interface AllowedRemote extends AllowEntryBase {
  readonly kind: 'remote'
  readonly url: string
}

export interface AllowedCommand extends AllowEntryBase {
  readonly kind: 'command'
  readonly argv: readonly string[]
}

export type AllowEntry = AllowedPackage | AllowedRemote | AllowedCommand

export interface TrustedRegistry {
  readonly url: string
  /** Scopes it serves; empty: every scope not served by another. */
  readonly scopes: readonly string[]
}

/** What the policy says of one rule; a message id may override the rule's severity. */
export interface RuleSetting {
  readonly enabled: boolean
  readonly severity: Severity | null
  readonly tiers: readonly Tier[] | null
  readonly messages: Readonly<Record<string, Severity | 'off'>>
  readonly options: Readonly<Record<string, OptionValue>>
  /** Only where a central policy locks the rule: no finding is less grave than under these. */
  readonly floor?: Pick<RuleSetting, 'severity' | 'messages'>
}

export type OptionValue = string | number | boolean | readonly string[]

export interface Waiver {
  readonly place: Place
  /** `rule` or `rule/message`. */
  readonly rule: string
  /** Package name, or name@version; null: any. */
  readonly package: string | null
  /** Path of the source it is limited to; null: any. */
  readonly path: string | null
  readonly reason: string
  readonly owner: string
  /** Last day it holds, as YYYY-MM-DD (UTC). */
  readonly expires: string
}

export interface Policy {
  readonly origin: PolicyOrigin
  /** The policy that it extends, by itself; null where it stands alone. */
  readonly central: Policy | null
  /** Keys and rule ids that a policy extending this one may only tighten. */
  readonly locked: readonly string[]
  readonly failOn: Severity
  /** Logins and `@org/team` slugs. */
  readonly approvers: readonly string[]
  /** Globs of sources that are not judged. */
  readonly ignore: readonly string[]
  readonly unavailable: 'fail' | 'warn'
  readonly internalScopes: readonly string[]
  readonly registries: readonly TrustedRegistry[]
  readonly allow: readonly AllowEntry[]
  readonly rules: Readonly<Record<string, RuleSetting>>
  readonly waivers: readonly Waiver[]
}

/** What the policy says of one component. `named` ignores the version; `fitting` are those of `named` whose version, URL, digest or argv fits. */
export interface AllowMatch {
  readonly named: readonly AllowEntry[]
  readonly fitting: readonly AllowEntry[]
}
