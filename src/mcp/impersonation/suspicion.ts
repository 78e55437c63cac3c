// The best-founded suspicion against one name, out of everything that was found.
import type { ImpersonationKind } from '../../model/impersonation.ts'
import { type Affixed, affixedNames, affixFeatures } from './affixes.ts'
import type { Lexicon } from './lexicon.ts'
import type { NameParts } from './parts.ts'
import type { Protected } from './protected.ts'
import { type SameReading, sameReadings } from './sameness.ts'
import { type ScopeImitation, scopeImitations } from './scopes.ts'
import { AFFIX_MODEL, type Features, type Model, SPELLING_MODEL, scoreOf, strengthOf } from './score.ts'
import { type Misspelling, misspellingsOf, spellingFeatures } from './spelling.ts'

/** What was found, for the wording. */
export type Relation =
  | { readonly how: SameReading['how'] | ScopeImitation['how'] }
  | { readonly how: 'misspelt'; readonly misspelling: Misspelling }
  | { readonly how: 'affixed'; readonly affixed: Affixed }

export interface Suspicion {
  readonly target: Protected
  readonly kind: ImpersonationKind
  readonly strength: 'block' | 'look'
  readonly relation: Relation
  /** Larger is better founded; comparable between relations. */
  readonly weight: number
}

/** Structure that leaves no doubt about the target outweighs every score. */
const CERTAIN = 20
const PLAIN = 10

/** The best-founded suspicion, or null. Blocking ones come first, then certain targets, then scores, then popularity. */
export function suspicionOf(name: NameParts, lexicon: Lexicon): Suspicion | null {
  const found = [
    ...sameReadings(name, lexicon).map(ofReading),
    ...scopeImitations(name, lexicon).map(ofScope),
    ...nearest(
      misspellingsOf(name, lexicon).flatMap((item) => ofMisspelling(item, spellingFeatures(name, item, lexicon))),
    ),
    ...affixedNames(name, lexicon).flatMap((item) => ofAffixed(item, affixFeatures(item, lexicon))),
  ]
  return found.length === 0 ? null : found.reduce((best, next) => (precedes(next, best) ? next : best))
}

interface Misspelt extends Suspicion {
  readonly edits: number
}

/** Several protected names may be near: what was meant is the nearest, and of equally near ones the most popular. */
function nearest(found: readonly Misspelt[]): readonly Suspicion[] {
  const order = (a: Misspelt, b: Misspelt) => a.edits - b.edits || a.target.band - b.target.band || b.weight - a.weight
  return [...found].sort(order).slice(0, 1)
}

function precedes(a: Suspicion, b: Suspicion): boolean {
  if (a.strength !== b.strength) return a.strength === 'block'
  if (a.weight !== b.weight) return a.weight > b.weight
  return a.target.band < b.target.band || (a.target.band === b.target.band && a.target.name < b.target.name)
}

function ofReading({ target, how, strength }: SameReading): Suspicion {
  return { target, kind: how === 'lookalike' ? 'homoglyph' : 'typosquat', strength, relation: { how }, weight: CERTAIN }
}

function ofScope({ target, how, strength }: ScopeImitation): Suspicion {
  const kind = how === 'scope-lookalike' ? 'homoglyph' : 'scope-confusion'
  return { target, kind, strength, relation: { how }, weight: how === 'scope-in-name' ? CERTAIN : PLAIN }
}

function ofMisspelling(misspelling: Misspelling, features: Features): readonly Misspelt[] {
  const { target } = misspelling
  const relation: Relation = { how: 'misspelt', misspelling }
  const edits =
    misspelling.distance +
    (features['delimiterEdits'] ?? 0) +
    (features['acrossScope'] ?? 0) +
    (features['withAffix'] ?? 0)
  return scored({ target, kind: 'typosquat', relation }, features, SPELLING_MODEL).map((found) => ({ ...found, edits }))
}

function ofAffixed(affixed: Affixed, features: Features): readonly Suspicion[] {
  const { target } = affixed
  return scored({ target, kind: 'combosquat', relation: { how: 'affixed', affixed } }, features, AFFIX_MODEL)
}

function scored(
  suspicion: Pick<Suspicion, 'target' | 'kind' | 'relation'>,
  features: Features,
  model: Model,
): readonly Suspicion[] {
  const score = scoreOf(features, model)
  const strength = strengthOf(score, model)
  return strength === null ? [] : [{ ...suspicion, strength, weight: score - model.look }]
}
