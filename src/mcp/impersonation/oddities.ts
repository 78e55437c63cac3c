// Names with characters that npm does not accept in new names: capitals, other scripts, invisible characters.
import type { Impersonation } from '../../model/impersonation.ts'
import { affixedNames } from './affixes.ts'
import type { Lexicon } from './lexicon.ts'
import { toAscii } from './lookalike.ts'
import { partsOf } from './parts.ts'
import { suspicionOf } from './suspicion.ts'

/** Lower-case ASCII as npm accepts it today, with at most one scope. */
const PLAIN = /^(?:@[a-z0-9._~-]+\/)?[a-z0-9._~-]+$/
/** As npm accepted it at first. */
const OLD = /^(?:@[A-Za-z0-9._~-]+\/)?[A-Za-z0-9._~!'()*-]+$/
/** No capital but I, and that among small letters. */
const I_AMONG_SMALL_LETTERS = /^[^A-HJ-Z]*[a-z]I[a-z][^A-HJ-Z]*$/

/** `plain`; `old`: has capitals or marks that the oldest names may have; `foreign`: anything else. */
export function alphabetOf(name: string): 'plain' | 'old' | 'foreign' {
  if (PLAIN.test(name)) return 'plain'
  return OLD.test(name) ? 'old' : 'foreign'
}

/** A capital I read as an l blocks; a name that differs in capitals only may be an old one of its own. */
export function judgeCapitals(name: string, lexicon: Lexicon): Impersonation | null {
  const [lower, disguised] = [name.toLowerCase(), name.replaceAll('I', 'l').toLowerCase()]
  if (lexicon.names.has(lower)) {
    return {
      name: lower,
      kind: 'homoglyph',
      strength: 'look',
      why: 'only capital letters differ',
      marks: marksOf(name, /[A-Z]+/g),
    }
  }
  const isDisguised = lexicon.names.has(disguised) || I_AMONG_SMALL_LETTERS.test(name)
  const target = isDisguised ? meantBy(disguised, lexicon) : null
  if (target === null) return null
  const why = 'a capital I stands where a small letter l should'
  return { name: target, kind: 'homoglyph', strength: 'block', why, marks: marksOf(name, /I+/g) }
}

/** npm accepts no such name, so it can only mislead: as the name it reads like, else as what stands there in plain letters. */
export function judgeForeign(name: string, lexicon: Lexicon): Impersonation {
  const plain = toAscii(name)
  return {
    name: meantBy(plain, lexicon) ?? (plain === '' ? name : plain),
    kind: 'homoglyph',
    strength: 'block',
    why: 'it has characters that npm accepts in no package name and that read like other ones',
    marks: marksOf(name, /[^a-z0-9@/._~-]+/g),
  }
}

/** The protected name that a name in plain letters is, imitates, or begins or ends with. */
function meantBy(plain: string, lexicon: Lexicon): string | null {
  if (lexicon.names.has(plain)) return plain
  const parts = partsOf(plain)
  const suspected = suspicionOf(parts, lexicon)
  if (suspected !== null) return suspected.target.name
  const contained = affixedNames(parts, lexicon).map(({ target }) => target.name)
  return contained.sort((a, b) => b.length - a.length)[0] ?? null
}

function marksOf(name: string, odd: RegExp): readonly (readonly [number, number])[] {
  return [...name.matchAll(odd)].map(({ index, 0: seen }) => [index, index + seen.length] as const)
}
