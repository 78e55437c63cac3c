// That a name imitates another, and how: decided offline from the names alone.

export type ImpersonationKind = 'typosquat' | 'scope-confusion' | 'homoglyph' | 'combosquat'

export interface Impersonation {
  /** The protected name that is imitated. */
  readonly name: string
  readonly kind: ImpersonationKind
  /** `block`: what attackers do and honest authors hardly ever. `look`: a person should look. */
  readonly strength: 'block' | 'look'
  /** Plain sentence: what differs, e.g. "the digit 1 stands for the letter l". */
  readonly why: string
  /** Character ranges [from, to) of the imitating name that differ from the original. */
  readonly marks: readonly (readonly [number, number])[]
}
