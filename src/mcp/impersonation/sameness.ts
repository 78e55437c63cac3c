// Names that read the same: only delimiters, lookalike characters, or the order of the words differ.
import type { Lexicon } from './lexicon.ts'
import { wordsOf } from './lexicon.ts'
import { skeletonOf } from './lookalike.ts'
import type { NameParts } from './parts.ts'
import type { Protected } from './protected.ts'

export interface SameReading {
  readonly target: Protected
  readonly how: 'lookalike' | 'delimiters' | 'word-order'
  readonly strength: 'block' | 'look'
}

/** A first word shared by more names than this makes a family, in which one more name is nothing special. */
const FAMILY = 20

/** Protected names that a reader, or somebody who types from memory, takes this name for. */
export function sameReadings(name: NameParts, lexicon: Lexicon): readonly SameReading[] {
  return [...lookalikes(name, lexicon), ...withoutDelimiters(name, lexicon), ...reordered(name, lexicon)]
}

function lookalikes(name: NameParts, lexicon: Lexicon): readonly SameReading[] {
  if (lexicon.byFlat.has(name.flat) || name.flat.length < 4) return []
  return (lexicon.bySkeleton.get(skeletonOf(name.flat)) ?? [])
    .filter((target) => target.mcp || hasStrangeWord(name, target, lexicon))
    .map((target) => ({ target, how: 'lookalike', strength: 'block' }))
}

/** `url` reads like `uri`, but both are words; `1odash` is none. */
function hasStrangeWord(name: NameParts, target: Protected, lexicon: Lexicon): boolean {
  const known = new Set([...target.scopeTokens, ...target.tokens])
  return [...name.scopeTokens, ...name.tokens].some((word) => !known.has(word) && !lexicon.counts.has(word))
}

/** npm refuses new unscoped names that differ in punctuation only, so what remains is old, from elsewhere, or MCP. */
function withoutDelimiters(name: NameParts, lexicon: Lexicon): readonly SameReading[] {
  if (name.scope !== '') return []
  return (lexicon.byFlat.get(name.flat) ?? [])
    .filter(({ scope, mcp, tokens }) => {
      const isSmallFamily = (lexicon.families.get(tokens[0] ?? '') ?? 0) <= FAMILY
      return scope === '' && (mcp || (name.tokens.length < tokens.length && isSmallFamily))
    })
    .map((target) => ({ target, how: 'delimiters', strength: 'look' }))
}

function reordered(name: NameParts, lexicon: Lexicon): readonly SameReading[] {
  return (lexicon.byWords.get(wordsOf(name)) ?? [])
    .filter(({ flat }) => flat !== name.flat)
    .map((target) => ({ target, how: 'word-order', strength: 'look' }))
}
