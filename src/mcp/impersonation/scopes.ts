// Imitations by scope: lookalike scopes, scopes left out or written into the name, a telling name under another scope.
import { distance } from './distance.ts'
import type { Lexicon } from './lexicon.ts'
import { skeletonOf } from './lookalike.ts'
import { isGenericBase, type NameParts } from './parts.ts'
import type { Protected } from './protected.ts'

export interface ScopeImitation {
  readonly target: Protected
  readonly how: 'scope-lookalike' | 'scope-near' | 'scope-edition' | 'scope-dropped' | 'scope-in-name' | 'scope-swapped'
  readonly strength: 'block' | 'look'
}

/** From this length a scope one edit away from a known one is no coincidence, whatever package it holds. */
const LONG_SCOPE = 7
const EDITIONS = /^-?(official|mcp|sdk|js|org|inc|hq|labs?|team|ai|dev|io)$/

/** Imitations that a look at scope and base name alone can show. The scope itself must be unknown. */
export function scopeImitations(name: NameParts, lexicon: Lexicon): readonly ScopeImitation[] {
  return name.scope === ''
    ? withoutScope(name, lexicon)
    : [...lookalikeScopes(name, lexicon), ...swapped(name, lexicon)]
}

function withoutScope(name: NameParts, lexicon: Lexicon): readonly ScopeImitation[] {
  const folded = (lexicon.byFlat.get(name.flat) ?? [])
    .filter(({ scope, scopeTokens, mcp }) => scope !== '' && (mcp || !lexicon.firstWords.has(scopeTokens[0] ?? '')))
    .map((target) => ({ target, how: 'scope-in-name', strength: 'look' }) as const)
  const dropped = (isGenericBase(name.tokens) ? [] : [...basesLike(name.base, lexicon)])
    .filter((target) => target.mcp || (name.tokens.length > 1 && hasOwnWord(target, lexicon)))
    .map((target) => ({ target, how: 'scope-dropped', strength: 'look' }) as const)
  return [...folded, ...dropped]
}

/** By base name, or by the name of its command: servers of the MCP project are run as `mcp-` and the base name. */
function basesLike(base: string, lexicon: Lexicon): readonly Protected[] {
  const commands = base.startsWith('mcp-') ? (lexicon.byBase.get(base.slice('mcp-'.length)) ?? []) : []
  return [...(lexicon.byBase.get(base) ?? []), ...commands.filter(({ scope }) => scope === 'modelcontextprotocol')]
}

function lookalikeScopes(name: NameParts, lexicon: Lexicon): readonly ScopeImitation[] {
  const found: ScopeImitation[] = []
  for (const [scope, packages] of lexicon.scopes) {
    const how = scopeRelation(name.scope, scope)
    if (how === null) continue
    const same = packages.find(({ base }) => base === name.base)
    const target = same ?? nearestIn(packages, name)
    if (how === 'scope-lookalike' || (how === 'scope-near' && scope.length >= LONG_SCOPE)) {
      found.push({ target, how, strength: 'block' })
    } else if (same !== undefined) found.push({ target, how, strength: how === 'scope-near' ? 'block' : 'look' })
    else if (how === 'scope-edition' && scope.length >= LONG_SCOPE && packages.some(({ mcp }) => mcp)) {
      found.push({ target, how, strength: 'look' })
    }
  }
  return found
}

/** How one scope imitates another, if it does. */
function scopeRelation(scope: string, known: string): 'scope-lookalike' | 'scope-near' | 'scope-edition' | null {
  if (known.length < 3 || Math.abs(scope.length - known.length) > 9) return null
  if (known.length >= 4 && readsLike(scope, known)) return 'scope-lookalike'
  if (scope.startsWith(known) && EDITIONS.test(scope.slice(known.length))) return 'scope-edition'
  const limit = known.length < 9 ? 1 : 2
  const edits = distance(scope, known, limit)
  if (edits > limit) return null
  return edits === 1 || known.length >= 12 ? 'scope-near' : null
}

function readsLike(scope: string, known: string): boolean {
  if (scope.charCodeAt(0) !== known.charCodeAt(0) && !/^[0135ilcdrmvwse]/.test(scope)) return false
  return skeletonOf(lettersOf(scope)) === skeletonOf(lettersOf(known))
}

function lettersOf(text: string): string {
  return text.replaceAll(/[^a-z0-9]/g, '')
}

/** The same telling base name under a scope that nobody knows. */
function swapped(name: NameParts, lexicon: Lexicon): readonly ScopeImitation[] {
  if (isGenericBase(name.tokens)) return []
  return (lexicon.byBase.get(name.base) ?? [])
    .filter((target) => !target.community && hasOwnWord(target, lexicon))
    .map((target) => ({ target, how: 'scope-swapped', strength: 'look' }))
}

/** Whether the base name has a word that among protected names only packages of its own scope use. */
function hasOwnWord({ scope, tokens }: Protected, lexicon: Lexicon): boolean {
  return tokens.some((word) => word.length >= 3 && !/^\d+$/.test(word) && lexicon.homeOf.get(word) === scope)
}

function nearestIn(packages: readonly Protected[], { base }: NameParts): Protected {
  const ranked = packages.map((item) => ({ item, edits: distance(base, item.base, 12) }))
  return ranked.reduce((best, next) => (next.edits < best.edits ? next : best)).item
}
