// Misspellings: protected names within a few edits of a name, and what speaks for and against each.
import { distance, type Edit, editsOf } from './distance.ts'
import { editLimit } from './edit-index.ts'
import type { Lexicon } from './lexicon.ts'
import { looksLike } from './lookalike.ts'
import { isGenericBase, type NameParts } from './parts.ts'
import type { Protected } from './protected.ts'
import type { Features } from './score.ts'

export interface Misspelling {
  readonly target: Protected
  /** Texts without delimiters: what stands there, and what it would be if spelt right. */
  readonly text: string
  readonly wanted: string
  readonly distance: number
  /** `name`: the whole name. `base`: without the original's scope. `word`: one word, beside another that was added. */
  readonly part: 'name' | 'base' | 'word'
  /** Words of the name that the original lacks, and words of the original that the name lacks. */
  readonly added: readonly string[]
  readonly missing: readonly string[]
}

/** Every protected name that this one may be a misspelling of, by edit distance alone. */
export function misspellingsOf(name: NameParts, lexicon: Lexicon): readonly Misspelling[] {
  const found = new Map<string, Misspelling>()
  const consider = (text: string, wanted: string, how: Pick<Misspelling, 'target' | 'part'>) => {
    const limit = how.part === 'word' ? (wanted.length < 9 ? 1 : 2) : editLimit(wanted.length)
    const edits = distance(text, wanted, limit)
    if (edits === 0 || edits > limit || edits >= (found.get(how.target.name)?.distance ?? 9)) return
    const misspelling = { ...how, text, wanted, distance: edits, ...differingWords(name, how, text) }
    if (isPlausible(misspelling)) found.set(how.target.name, misspelling)
  }
  for (const target of lexicon.nearFlat(name.flat)) {
    // Scoped against scoped is a matter of the scopes: who may publish, not how it is spelt.
    if (name.scope === '' || target.scope === '') consider(name.flat, target.flat, { target, part: 'name' })
  }
  if (name.scope !== '') return [...found.values()]
  for (const target of lexicon.nearBase(name.flat)) consider(name.flat, target.baseFlat, { target, part: 'base' })
  for (const word of name.tokens.length === 2 ? name.tokens : []) {
    if (word.length < 5 || isKnown(word, lexicon)) continue
    for (const target of lexicon.nearBrand(word)) consider(word, target.flat, { target, part: 'word' })
  }
  return [...found.values()]
}

/** Numbers that describe a misspelling, for the trained model. */
export function spellingFeatures(name: NameParts, misspelling: Misspelling, lexicon: Lexicon): Features {
  const { target, wanted, part, added, missing } = misspelling
  const edits = editsOf(misspelling.text, wanted)
  const words = added.some((word) => !isNumber(word)) ? added.filter((word) => !isNumber(word)) : added
  const longest = Math.max(0, ...words.map((word) => word.length))
  const unknown = flag(words.length > 0 && words.every((word) => word.length > 1 && !isKnown(word, lexicon)))
  const transposed = flag(edits.some(({ kind }) => kind === 'transpose'))
  return {
    ...editFeatures(misspelling, edits),
    oneEdit: flag(misspelling.distance === 1),
    editsPerLetter: misspelling.distance / Math.max(3, longest),
    length: Math.min(wanted.length, 24) / 10,
    unknownWord: unknown,
    commonWord: Math.log(1 + Math.min(...words.map((word) => lexicon.counts.get(word) ?? 0))) / 5,
    unknownTransposed: unknown * transposed,
    joinedWords: flag(words.length === 1 && isJoined(words[0] ?? '', lexicon)),
    wholeName: flag(name.scopeTokens.length + name.tokens.length === 1 || part === 'word'),
    wordLength: Math.min(longest, 16) / 10,
    surprise: Math.min(surpriseOf(added, lexicon), 60) / 10,
    wordsDiffering: Math.min(added.length, 3),
    wordCountDiffers: flag(part !== 'word' && added.length !== missing.length),
    delimiterEdits: part === 'word' ? 0 : Math.min(3, delimiterEdits(name, misspelling)),
    familySize: part === 'word' ? 0 : Math.log(1 + familySize(name, misspelling, lexicon)) / 3,
    targetUnpopular: target.band / 6,
    targetMcp: flag(target.mcp),
    acrossScope: flag(part !== 'word' && (part === 'base' || (name.scope === '') !== (target.scope === ''))),
    withAffix: flag(part === 'word'),
    affixSurprise:
      part === 'word'
        ? surpriseOf(
            name.tokens.filter((word) => word !== misspelling.text),
            lexicon,
          ) / 10
        : 0,
  }
}

function editFeatures({ text, wanted }: Misspelling, edits: readonly Edit[]): Features {
  const isDoubled = ({ kind, at }: Edit) =>
    kind === 'insert' && (text[at] === text[at - 1] || text[at] === text[at + 1])
  const isReplaced = ({ kind, at, targetAt }: Edit) =>
    kind === 'substitute' && !looksLike(text[at] ?? '', wanted[targetAt] ?? '')
  const touchesDigit = ({ kind, at, targetAt }: Edit) =>
    (kind !== 'delete' && isNumber(text[at] ?? '')) || (kind !== 'insert' && isNumber(wanted[targetAt] ?? ''))
  return {
    transposed: flag(edits.some(({ kind }) => kind === 'transpose')),
    lost: flag(edits.some(({ kind }) => kind === 'delete')),
    doubled: flag(edits.some(isDoubled)),
    inserted: flag(edits.some((edit) => edit.kind === 'insert' && !isDoubled(edit))),
    replaced: flag(edits.some(isReplaced)),
    digit: flag(edits.some(touchesDigit)),
    versionAdded: flag(
      edits.length === 1 && edits[0]?.kind === 'insert' && /\d$/.test(text) && edits[0].at === text.length - 1,
    ),
    oneBlock: flag(edits.length > 1 && isOneBlock(edits)),
    atStart: flag(edits.some(({ targetAt }) => targetAt === 0)),
    atEnd: flag(edits.some(({ kind, targetAt }) => kind !== 'transpose' && targetAt >= wanted.length - 1)),
  }
}

/** Whether all edits add, or all remove, one run of letters: more likely a word than a slip. */
function isOneBlock(edits: readonly Edit[]): boolean {
  const [first] = edits
  if (first === undefined || (first.kind !== 'insert' && first.kind !== 'delete')) return false
  return edits.every(
    ({ kind, at, targetAt }, index) =>
      kind === first.kind &&
      (kind === 'insert'
        ? at === first.at + index && targetAt === first.targetAt
        : targetAt === first.targetAt + index && at === first.at),
  )
}

/** Words that only one of the two has; what both share does not tell them apart. */
function differingWords(name: NameParts, { target, part }: Pick<Misspelling, 'target' | 'part'>, text: string) {
  const missing = part === 'name' ? [...target.scopeTokens, ...target.tokens] : [...target.tokens]
  const added: string[] = []
  for (const word of part === 'word' ? [text] : [...name.scopeTokens, ...name.tokens]) {
    const at = missing.indexOf(word)
    if (at < 0) added.push(word)
    else missing.splice(at, 1)
  }
  return { added, missing }
}

/** The words that differ must themselves be near: `api` and `gov` are not, however long the rest of the name is. */
function isPlausible({ target, added, missing, distance: edits }: Misspelling): boolean {
  if (added.length === 0 || missing.length === 0) return false
  const [is, was] = [added.join(''), missing.join('')]
  // Short names of services are all near each other: `exa` and `esa`, `adb` and `add` are different ones.
  const isReplaced = is.length === was.length && lettersOf(is) !== lettersOf(was)
  if (target.mcp && was.length <= 3 && isReplaced && !isGenericBase(missing)) return false
  return edits <= Math.max(1, editLimit(was.length))
}

function lettersOf(word: string): string {
  return [...word].sort().join('')
}

function delimiterEdits(name: NameParts, { target, part, distance: edits }: Misspelling): number {
  const [text, wanted] = part === 'base' ? [name.base, target.base] : [name.name, target.name]
  return Math.max(0, distance(text.toLowerCase(), wanted.toLowerCase(), edits + 3) - edits)
}

function familySize(name: NameParts, { target, part }: Misspelling, lexicon: Lexicon): number {
  const words = [...name.scopeTokens, ...name.tokens]
  const wanted = part === 'base' ? target.tokens : [...target.scopeTokens, ...target.tokens]
  const differs = words.findIndex((word, at) => word !== wanted[at])
  return lexicon.families.get(words.slice(0, Math.max(0, differs)).join('-')) ?? 0
}

function surpriseOf(words: readonly string[], lexicon: Lexicon): number {
  return words.reduce((sum, word) => sum + lexicon.surprise(word), 0)
}

/** Whether a word, itself unknown, is two known ones joined. */
function isJoined(word: string, lexicon: Lexicon): boolean {
  if (word.length < 6 || lexicon.counts.has(word)) return false
  for (let at = 3; at <= word.length - 2; at++) {
    if (lexicon.counts.has(word.slice(0, at)) && lexicon.counts.has(word.slice(at))) return true
  }
  return false
}

function isKnown(word: string, lexicon: Lexicon): boolean {
  return lexicon.counts.has(word) || isNumber(word)
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word)
}

function flag(value: boolean): number {
  return value ? 1 : 0
}
