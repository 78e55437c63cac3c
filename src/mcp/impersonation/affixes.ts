// Combosquats: the name of a popular package with a word put before or behind it.
import type { Lexicon } from './lexicon.ts'
import { isMcpWord, type NameParts } from './parts.ts'
import type { Protected } from './protected.ts'
import type { Features } from './score.ts'

export interface Affixed {
  readonly target: Protected
  readonly before: readonly string[]
  readonly behind: readonly string[]
  /** No delimiter stands between the name and what was added. */
  readonly joined: boolean
}

/** Words that promise another edition of the same package and say nothing of what it does. */
const EDITIONS = new Set(
  (
    'js ts es esm cjs node deno bun web cli bin core base sdk api lib libs util utils helper helpers tool tools kit ' +
    'client server app http https lint linter logger log logs type types test tests testing config plugin addon ' +
    'extension wrapper module package pkg lite mini pro plus next new latest official secure safe fast simple easy dev beta'
  ).split(' '),
)

/** Every protected unscoped name that stands whole in this unscoped name, beside something else. */
export function affixedNames(name: NameParts, lexicon: Lexicon): readonly Affixed[] {
  if (name.scope !== '') return []
  const separate = runsOf(name, lexicon)
  if (name.tokens.length > 2) return separate
  const seen = new Set(separate.map(({ target }) => target.name))
  return [...separate, ...joinedTo(name.flat, lexicon).filter(({ target }) => !seen.has(target.name))]
}

/** Numbers that describe what was added to which name, for the trained model. */
export function affixFeatures({ target, before, behind, joined }: Affixed, lexicon: Lexicon): Features {
  const added = [...before, ...behind]
  const surprise =
    Math.min(
      40,
      added.reduce((sum, word) => sum + lexicon.surprise(word), 0),
    ) / 10
  return {
    edition: added.every((word) => EDITIONS.has(word)) ? 1 : 0,
    targetUnpopular: target.band / 6,
    targetMcp: target.mcp ? 1 : 0,
    addedLength: Math.min(added.join('').length, 16) / 10,
    surprise,
    inFront: before.length > 0 ? 1 : 0,
    joined: joined ? 1 : 0,
    joinedToShort: joined && target.flat.length < 7 ? 1 : 0,
    joinedSurprise: joined ? surprise : 0,
    familySize: Math.log(1 + (lexicon.families.get(target.tokens.join('-')) ?? 0)),
  }
}

function runsOf({ tokens }: NameParts, lexicon: Lexicon): readonly Affixed[] {
  const found: Affixed[] = []
  for (let from = 0; from < Math.min(tokens.length, 12); from++) {
    for (let to = from + 1; to <= Math.min(tokens.length, from + 5); to++) {
      const target =
        to - from < tokens.length ? lexicon.unscopedByTokens.get(tokens.slice(from, to).join('-')) : undefined
      if (target === undefined || target.flat.length < 3) continue
      const [before, behind] = [tokens.slice(0, from), tokens.slice(to)]
      // `x-mcp` and `x-mcp-server` are two names for the same idea, and often two honest packages.
      if (target.mcp && [...before, ...behind].every(isMcpWord)) continue
      found.push({ target, before, behind, joined: false })
    }
  }
  return found
}

function joinedTo(flat: string, lexicon: Lexicon): readonly Affixed[] {
  const found: Affixed[] = []
  for (let at = 1; at < flat.length; at++) {
    const [head, tail] = [flat.slice(0, at), flat.slice(at)]
    const first = at >= 4 ? unscoped(lexicon.byFlat.get(head)) : undefined
    const second = flat.length - at >= 4 ? unscoped(lexicon.byFlat.get(tail)) : undefined
    if (first !== undefined) found.push({ target: first, before: [], behind: [tail], joined: true })
    if (second !== undefined) found.push({ target: second, before: [head], behind: [], joined: true })
  }
  return found
}

function unscoped(group: readonly Protected[] | undefined): Protected | undefined {
  return group?.find(({ scope }) => scope === '')
}
