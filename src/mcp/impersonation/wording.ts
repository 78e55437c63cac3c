// Says in plain words how a name imitates another, and which of its characters do.
import { type Edit, editsOf } from './distance.ts'
import { looksLike } from './lookalike.ts'
import type { Suspicion } from './suspicion.ts'

type Mark = readonly [number, number]

/** A clause to stand behind the two names and a colon: small first letter, no full stop. */
export function whyOf(name: string, { target, relation }: Suspicion): string {
  const [scope, known] = [scopeOf(name), scopeOf(target.name)]
  switch (relation.how) {
    case 'lookalike':
      return `${editWords(name, target.name)}, so both read alike`
    case 'delimiters':
      return 'only the delimiters differ'
    case 'word-order':
      return 'the same words in another order'
    case 'scope-lookalike':
    case 'scope-near':
      return `the scope ${scope} is not ${known}: ${editWords(scope, known)}`
    case 'scope-edition':
      return `the scope ${scope} is not ${known}, and anyone can register it`
    case 'scope-dropped':
      return `the original is published under the scope ${known}; without a scope the name can be anyone's`
    case 'scope-in-name':
      return `the original is published under the scope ${known}; here the scope is part of the name, which can be anyone's`
    case 'scope-swapped':
      return `the original is published under the scope ${known}, this one under ${scope}`
    case 'affixed':
      return `${quoted([...relation.affixed.before, ...relation.affixed.behind].join('-'))} is added`
    case 'misspelt':
      return misspeltWords(name, target.name, relation.misspelling)
  }
}

/** Character ranges of the name that differ from the original, in order, without overlap. */
export function marksOf(name: string, { target, relation }: Suspicion): readonly Mark[] {
  if (relation.how === 'affixed') return complement(name, target.name.toLowerCase())
  if (relation.how === 'scope-dropped' || relation.how === 'word-order') return [[0, name.length]]
  if (relation.how === 'scope-swapped' || relation.how === 'scope-edition') return [[0, scopeOf(name).length]]
  if (relation.how === 'scope-in-name') return [[0, Math.min(name.length, target.scope.length)]]
  if (relation.how === 'scope-lookalike' || relation.how === 'scope-near') {
    return editMarks(scopeOf(name), scopeOf(target.name), 0)
  }
  if (relation.how !== 'misspelt' || relation.misspelling.part === 'name') return editMarks(name, target.name, 0)
  const { part, text } = relation.misspelling
  return part === 'base'
    ? editMarks(name, target.name.slice(target.name.indexOf('/') + 1), 0)
    : editMarks(text, target.name, Math.max(0, name.toLowerCase().indexOf(text)))
}

function misspeltWords(
  name: string,
  original: string,
  { part, text, target }: { part: string; text: string; target: { base: string } },
): string {
  if (part === 'name') return editWords(name, original)
  if (part === 'base') return `${editWords(name, target.base)}, and the scope ${scopeOf(original)} is left out`
  return `${quoted(text)} is a misspelling (${editWords(text, original)}), and a word is added`
}

const MOST_EDITS_TOLD = 3

function editWords(text: string, original: string): string {
  const edits = editsOf(text.toLowerCase(), original.toLowerCase())
  if (edits.length > MOST_EDITS_TOLD) return `${edits.length} characters differ`
  if (edits.length === 0) return 'only capital letters differ'
  return edits.map((edit) => oneEdit(edit, text, original)).join(', ')
}

function oneEdit({ kind, at, targetAt }: Edit, text: string, original: string): string {
  const [is, was] = [text[at] ?? '', original[targetAt] ?? '']
  if (kind === 'transpose') return `${quoted(is)} and ${quoted(text[at + 1] ?? '')} are swapped`
  if (kind === 'delete') return `${named(was)} is left out`
  if (kind === 'insert')
    return text[at - 1] === is || text[at + 1] === is ? `${named(is)} is doubled` : `${named(is)} is added`
  return looksLike(is.toLowerCase(), was.toLowerCase())
    ? `${named(is)} stands for ${named(was)}`
    : `${named(is)} stands where ${named(was)} should`
}

function named(character: string): string {
  if (/[0-9]/.test(character)) return `the digit ${character}`
  return /[a-z]/i.test(character) ? `the letter ${character}` : `the character ${quoted(character)}`
}

function quoted(text: string): string {
  return `"${text}"`
}

function scopeOf(name: string): string {
  return name.startsWith('@') ? name.slice(0, name.indexOf('/')) : ''
}

/** A character left out is marked by its neighbours: what is not there cannot be shown. */
function editMarks(text: string, original: string, offset: number): readonly Mark[] {
  const ranges = editsOf(text.toLowerCase(), original.toLowerCase()).map(({ kind, at }): Mark => {
    if (kind === 'delete') return [Math.max(0, at - 1), Math.min(text.length, at + 1)]
    return [at, at + (kind === 'transpose' ? 2 : 1)]
  })
  return merged(ranges).map(([from, to]) => [from + offset, to + offset])
}

function merged(ranges: readonly Mark[]): readonly Mark[] {
  const result: Mark[] = []
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    const last = result.at(-1)
    if (last !== undefined && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)]
    else result.push([from, to])
  }
  return result
}

/** Everything but the original; the whole name where delimiters hide it. */
function complement(name: string, original: string): readonly Mark[] {
  const from = name.toLowerCase().indexOf(original)
  if (from < 0) return [[0, name.length]]
  const sides: readonly Mark[] = [
    [0, from],
    [from + original.length, name.length],
  ]
  return sides.filter(([start, end]) => end > start)
}
