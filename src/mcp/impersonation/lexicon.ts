// Everything that is known about the protected names, arranged for looking up. Built once.
import { buildEditIndex } from './edit-index.ts'
import { learnLanguage, type Surprise } from './language.ts'
import { skeletonOf } from './lookalike.ts'
import { isGenericBase } from './parts.ts'
import { type Protected, protectedNames } from './protected.ts'

export interface Lexicon {
  readonly names: ReadonlySet<string>
  /** Protected names by scope; a scope has one owner, so no name in these can be a stranger's. */
  readonly scopes: ReadonlyMap<string, readonly Protected[]>
  /** In how many protected names a word occurs. */
  readonly counts: ReadonlyMap<string, number>
  readonly surprise: Surprise
  /** How many protected names begin with these words and go on, the words joined by hyphens. */
  readonly families: ReadonlyMap<string, number>
  /** First words of unscoped protected names. */
  readonly firstWords: ReadonlyMap<string, number>
  /** The one scope in which a word occurs, where it occurs in one only (empty: in unscoped names). */
  readonly homeOf: ReadonlyMap<string, string | null>
  readonly byFlat: Groups
  readonly bySkeleton: Groups
  /** Scoped names by base. */
  readonly byBase: Groups
  /** MCP names by their words in alphabetical order, the scope's words included. */
  readonly byWords: Groups
  readonly unscopedByTokens: ReadonlyMap<string, Protected>
  readonly nearFlat: Near
  readonly nearBase: Near
  readonly nearBrand: Near
}

type Groups = ReadonlyMap<string, readonly Protected[]>
/** Protected names of which a text may be a misspelling; a superset. */
type Near = (text: string) => readonly Protected[]

/** Types packages are named after what they describe, whoever wrote that. */
const DESCRIBING_SCOPE = 'types'
const LEAST_POPULAR_BRAND = 3

/** Arranges the protected names and those of the policy; takes about a tenth of a second. */
export function buildLexicon(extra: readonly string[]): Lexicon {
  const all = protectedNames(extra)
  const scoped = all.filter(({ scope }) => scope !== '')
  const imitable = all.filter(({ scope }) => scope !== DESCRIBING_SCOPE)
  const counts = countAll(all, ({ scopeTokens, tokens }) => [...scopeTokens, ...tokens])
  return {
    names: new Set(all.map(({ name }) => name)),
    scopes: groupBy(scoped, ({ scope }) => scope),
    counts,
    surprise: learnLanguage(counts),
    families: countAll(all, beginningsOf),
    firstWords: countAll(
      all.filter(({ scope }) => scope === ''),
      ({ tokens }) => tokens.slice(0, 1),
    ),
    homeOf: homesOf(all),
    byFlat: groupBy(imitable, ({ flat }) => flat),
    bySkeleton: groupBy(imitable, ({ flat }) => skeletonOf(flat)),
    byBase: groupBy(
      scoped.filter(({ scope }) => scope !== DESCRIBING_SCOPE),
      ({ base }) => base,
    ),
    byWords: groupBy(
      all.filter(({ mcp }) => mcp),
      wordsOf,
    ),
    unscopedByTokens: new Map(all.filter(({ scope }) => scope === '').map((item) => [item.tokens.join('-'), item])),
    nearFlat: nearBy(imitable, ({ flat }) => flat),
    nearBase: nearBy(imitable.filter(hasTellingBase), ({ baseFlat }) => baseFlat),
    nearBrand: nearBy(all.filter(isBrand), ({ flat }) => flat),
  }
}

/** The words of a name in alphabetical order. */
export function wordsOf({ scopeTokens, tokens }: Pick<Protected, 'scopeTokens' | 'tokens'>): string {
  return [...scopeTokens, ...tokens].sort().join(' ')
}

function hasTellingBase({ scope, tokens, baseFlat }: Protected): boolean {
  return scope !== '' && baseFlat.length >= 6 && !isGenericBase(tokens)
}

function isBrand({ scope, tokens, flat, band }: Protected): boolean {
  return scope === '' && tokens.length === 1 && flat.length >= 5 && band <= LEAST_POPULAR_BRAND
}

function beginningsOf({ scopeTokens, tokens }: Protected): readonly string[] {
  const beginnings: string[] = []
  let beginning = ''
  for (const word of [...scopeTokens, ...tokens].slice(0, -1)) {
    beginning = beginning === '' ? word : `${beginning}-${word}`
    beginnings.push(beginning)
  }
  return beginnings
}

function homesOf(all: readonly Protected[]): ReadonlyMap<string, string | null> {
  const homes = new Map<string, string | null>()
  for (const { scope, tokens } of all) {
    for (const token of tokens) {
      const before = homes.get(token)
      homes.set(token, before === undefined || before === scope ? scope : null)
    }
  }
  return homes
}

function countAll(all: readonly Protected[], keysOf: (item: Protected) => readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of all) for (const key of keysOf(item)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

function groupBy(all: readonly Protected[], keyOf: (item: Protected) => string): Map<string, Protected[]> {
  const groups = new Map<string, Protected[]>()
  for (const item of all) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

function nearBy(all: readonly Protected[], textOf: (item: Protected) => string): Near {
  const find = buildEditIndex(all.map(textOf))
  return (text) => {
    const near: Protected[] = []
    for (const index of find(text)) {
      const item = all[index]
      if (item !== undefined) near.push(item)
    }
    return near
  }
}
