// A repository's policy and the central one it extends, as they are joined and compared.
import type { Route } from '../model/location.ts'
import type { Policy } from '../model/policy.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import type { PolicyInput } from './schema.ts'

/** Tells a fault at a route of the repository's file. */
export type Complain = (route: Route, message: string) => void

export interface Extending {
  /** The repository's own policy by itself. */
  readonly own: Policy
  /** What its file states: only that stands against the central policy. */
  readonly stated: PolicyInput
  readonly central: Policy
  readonly reference: string
  readonly catalogue: RuleCatalogue
  /** Told of every place that loosens what the central policy locks. */
  readonly complain: Complain
}
