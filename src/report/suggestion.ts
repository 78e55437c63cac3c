// The `suggestion` block of a review comment: exactly one line of a file that a person writes, with one value replaced.
import type { Finding } from '../model/finding.ts'
import { maskText, maskWords } from '../model/masking.ts'
import type { SourceKind } from '../model/source.ts'
import { visible } from './escape.ts'
import { longestRun } from './markdown.ts'

const WRITTEN_BY_PEOPLE: readonly SourceKind[] = ['manifest', 'client-config']
const LINE_LENGTH = 500
/** What needs no escape in JSON, YAML or TOML between quotes. */
const QUOTABLE = /^[\w@./:^~+=<>|* -]+$/
/** What YAML takes for itself without quotes. */
const YAML_PLAIN = /^\w[\w@./+-]*$/

interface Target {
  readonly finding: Finding
  readonly kind: SourceKind | undefined
  /** The head's text of the file; undefined where it is not at hand. */
  readonly text: string | undefined
}

/**
 * Markdown of the block, for a comment on the finding's own line; null where the line does not hold the value to replace
 * exactly once under the right key, or anything else is in doubt. Never for lockfiles.
 */
export function suggestionBlock({ finding, kind, text }: Target): string | null {
  const { suggestion, route, location } = finding
  if (suggestion === null || text === undefined || kind === undefined || !WRITTEN_BY_PEOPLE.includes(kind)) return null
  if (suggestion.location.path !== route.path || !sameRoute(suggestion.location.route, route.route)) return null
  const line = text.split('\n')[location.line - 1]?.replace(/\r$/, '')
  if (line === undefined || line.length > LINE_LENGTH || line.split('\t').some((part) => part !== visible(part)))
    return null
  const replaced = replaceValue(line, suggestion, route)
  // A suggestion says the rest of the line again, and what is said on GitHub stays.
  if (replaced === null || holdsSecret(replaced.replace(suggestion.to, () => ''))) return null
  const fence = '`'.repeat(Math.max(3, longestRun(replaced) + 1))
  return `${fence}suggestion\n${replaced}\n${fence}`
}

/** Of arguments, each says what the next one is. */
function holdsSecret(text: string): boolean {
  return maskText(text).hasSecret || maskWords(text.split(/["',\s]+/)).secretAt.length > 0
}

function replaceValue(
  line: string,
  { from, to }: { readonly from: string; readonly to: string },
  { path, route }: Finding['route'],
): string | null {
  if (from === to || from === '' || !QUOTABLE.test(from) || !QUOTABLE.test(to) || !hasKey(line, route, from))
    return null
  const quoted = ['"', "'"].filter((quote) => line.includes(quote + from + quote))
  const [quote] = quoted
  if (quote !== undefined)
    return quoted.length === 1 ? replaceOnce(line, quote + from + quote, quote + to + quote) : null
  if (!/\.ya?ml$/i.test(path) || !YAML_PLAIN.test(to)) return null
  return /^\s*(?:- +|[\w-]+: +)(\S.*?)\s*$/.exec(line)?.[1] === from ? replaceOnce(line, from, to) : null
}

/** The nearest key stands in the line: the value itself where a key is renamed; nothing to look for in a list over several lines. */
function hasKey(line: string, route: Finding['route']['route'], from: string): boolean {
  const key = route.at(-1)
  if (typeof key !== 'string' || key === from) return true
  return [`"${key}"`, `'${key}'`, `${key}:`, `${key} =`].some((form) => line.includes(form))
}

function replaceOnce(line: string, part: string, by: string): string | null {
  const [before, after, ...more] = line.split(part)
  return before === undefined || after === undefined || more.length > 0 ? null : before + by + after
}

function sameRoute(a: Finding['route']['route'], b: Finding['route']['route']): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index])
}
