// Turns features into a judgement by the trained weights.
import weights from '../data/impersonation-weights.json' with { type: 'json' }

/** Named numbers that describe how one name relates to another. */
export type Features = Readonly<Record<string, number>>

/** One trained logistic model with the scores from which a name is looked at or blocked. */
export interface Model {
  readonly bias: number
  readonly weights: Readonly<Record<string, number>>
  readonly look: number
  /** Null: this relation alone never blocks. */
  readonly block: number | null
}

export const SPELLING_MODEL: Model = weights.spelling
export const AFFIX_MODEL: Model = weights.affix

/** Log odds that the relation is an imitation; features without a weight do not count. */
export function scoreOf(features: Features, model: Model): number {
  return Object.entries(model.weights).reduce((sum, [name, weight]) => sum + weight * (features[name] ?? 0), model.bias)
}

/** What a score means, or null where it is too low to speak of. */
export function strengthOf(score: number, model: Model): 'block' | 'look' | null {
  if (model.block !== null && score >= model.block) return 'block'
  return score >= model.look ? 'look' : null
}
