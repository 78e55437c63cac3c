// Judges whether a package name imitates a known one: offline, from the names alone.
import type { Impersonation } from '../model/impersonation.ts'
import { buildLexicon, type Lexicon } from './impersonation/lexicon.ts'
import { alphabetOf, judgeCapitals, judgeForeign } from './impersonation/oddities.ts'
import { partsOf } from './impersonation/parts.ts'
import { protectedNames } from './impersonation/protected.ts'
import { suspicionOf } from './impersonation/suspicion.ts'
import { marksOf, whyOf } from './impersonation/wording.ts'

/** npm's limit; a longer name can't be published, and comparing it would only cost time. */
const LONGEST_NAME = 214

/**
 * A judge of npm package names. `extraProtected` are further names that may not be imitated, as those that a policy
 * allows. The lists are unpacked when the first name is judged, about a tenth of a second, after which a name takes well
 * under a millisecond. Protected names, and all names in a scope that holds one, are never imitations: a scope has one
 * owner.
 */
export function loadImpersonation(extraProtected: readonly string[]): (name: string) => Impersonation | null {
  let lexicon: Lexicon | null = null
  return (name) => {
    lexicon ??= lexiconOf(extraProtected)
    return judge(name, lexicon)
  }
}

let latest: { readonly key: string; readonly lexicon: Lexicon } | null = null

/** Built once for the same names: equal lists give equal lexicons, and several runs of one process ask for the same. */
function lexiconOf(extraProtected: readonly string[]): Lexicon {
  const key = JSON.stringify(extraProtected)
  if (latest?.key !== key) latest = { key, lexicon: buildLexicon(extraProtected) }
  return latest.lexicon
}

/** The protected names, sorted: what evidence of an audit tells one list from another by. */
export function protectedList(extraProtected: readonly string[]): readonly string[] {
  return protectedNames(extraProtected)
    .map(({ name }) => name)
    .sort()
}

function judge(name: string, lexicon: Lexicon): Impersonation | null {
  if (name === '' || name.length > LONGEST_NAME || lexicon.names.has(name)) return null
  const alphabet = alphabetOf(name)
  if (alphabet === 'foreign') return judgeForeign(name, lexicon)
  return (alphabet === 'old' ? judgeCapitals(name, lexicon) : null) ?? judgePlain(name, lexicon)
}

function judgePlain(name: string, lexicon: Lexicon): Impersonation | null {
  const parts = partsOf(name)
  if (lexicon.scopes.has(parts.scope)) return null
  const suspicion = suspicionOf(parts, lexicon)
  if (suspicion === null) return null
  const { target, kind, strength } = suspicion
  return { name: target.name, kind, strength, why: whyOf(name, suspicion), marks: marksOf(name, suspicion) }
}
