// What the pipeline asks of this stage, and what it gets back.
import type { Ecosystem } from '../model/component.ts'
import type { Evidence, ObservationName } from '../model/evidence.ts'
import type { TrustedRegistry } from '../model/policy.ts'
import type { Bounds } from './bounds.ts'
import type { TrustSource } from './proof/trust-root.ts'

/** One purl and what is to be learned of it. */
export interface Wanted {
  readonly purl: string
  readonly ecosystem: Ecosystem
  /** The real package name. */
  readonly name: string
  /** Null where only the package is meant: then all but the packument is `not-gathered`. */
  readonly version: string | null
  readonly observations: readonly ObservationName[]
}

export interface GatherRequest {
  /** Several entries of one purl are joined. */
  readonly wanted: readonly Wanted[]
  /** From the policy and the inputs alone, in order of preference. */
  readonly registries: readonly TrustedRegistry[]
  /** Token by registry host (with the port where there is one). Sent to that host only. */
  readonly auth: ReadonlyMap<string, string>
  /** Nothing is asked of anyone; everything wanted is `unavailable('offline')`. */
  readonly offline: boolean
  readonly trust: TrustSource
  /** Base URL of the malware reports' source; null for the public one. */
  readonly malwareUrl: string | null
  /** Folder for tarballs kept between runs, each under its own hash and checked again when read; null: none are kept. */
  readonly cachePath: string | null
  readonly bounds?: Partial<Bounds>
  /** Called when a purl is done. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

export interface GatheredEvidence {
  /** Evidence of a wanted purl; one that nobody asked for has everything `unavailable('not-gathered')`. */
  of(purl: string): Evidence
  /** Requests sent to registries and advisory sources, retries and redirects included; updates of the trust root are not. */
  readonly requests: number
  /** Which trust root verified attestations; null where none was needed. */
  readonly trustRoot: 'tuf' | 'frozen' | null
}
