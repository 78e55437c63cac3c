// What differs between two inventories, per real package name and source.
import type { Component, Ecosystem, Scope, Tier } from './component.ts'

/**
 * `replaced`: same versions, other bytes, origin or script flag. `promoted`: same versions, the scope became stronger
 * or the tier rose. `present`: there is no base (audit).
 */
export type ChangeKind = 'added' | 'removed' | 'updated' | 'replaced' | 'promoted' | 'present'

/** Why a component is of its tier, e.g. { kind: 'sdk', detail: '@modelcontextprotocol/sdk' }. */
export interface Reason {
  readonly kind:
    | 'policy'
    | 'launched'
    | 'scope'
    | 'name'
    | 'sdk'
    | 'mcp-name'
    | 'keyword'
    | 'known'
    | 'impersonates'
    | 'needed-by'
  readonly detail: string
}

export interface Change {
  readonly source: string
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly kind: ChangeKind
  /** Distinct installed versions (or specs, or bytes) of that name in that source, sorted. */
  readonly before: readonly Component[]
  readonly after: readonly Component[]
  readonly tier: Tier
  readonly reasons: readonly Reason[]
  /** The strongest scope after the change; before it, where removed. */
  readonly scope: Scope
  readonly direct: boolean
  /** Shortest chains of names from a direct dependency to this one, at most three; empty where direct. */
  readonly via: readonly (readonly string[])[]
}

/** A change not yet given a tier. */
export type BareChange = Omit<Change, 'tier' | 'reasons' | 'via'>
