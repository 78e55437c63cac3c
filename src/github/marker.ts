// Hidden words by which the gate finds again what it posted, and the bound on what it posts.
import { sha256 } from '../model/digest.ts'

const PREFIX = 'mcp-gate:v1'
/** GitHub refuses 65,536 characters and more; the rest is room for markers. */
const MAX_BODY = 60_000
const CUT = '\n\n… cut to fit.'

/** What a marker stands on. `''` is the summary comment. */
export type Kind = '' | ':review' | ':comment' | ':audit'

/** Body with its marker on the first line and a value on the second, both invisible. The value is ours: ids, digests, words. */
export function marked(kind: Kind, value: string, body: string): string {
  if (!/^[\w, -]*$/.test(value) || value.includes('--')) throw new Error(`no marker can hold ${value}`)
  return `<!-- ${PREFIX}${kind} -->\n<!-- ${PREFIX}:state ${value} -->\n${bounded(body)}`
}

/** The value of a marked body; null where it is none of this kind. Only the first two lines count: the rest may quote anything. */
export function markedValue(kind: Kind, body: string | null | undefined): string | null {
  const [first, second] = (body ?? '').split(/\r?\n/, 2)
  if (first !== `<!-- ${PREFIX}${kind} -->`) return null
  return new RegExp(`^<!-- ${PREFIX}:state (.*) -->$`).exec(second ?? '')?.[1] ?? ''
}

/** Cut at the end of a line where it is too long. */
export function bounded(body: string): string {
  if (body.length <= MAX_BODY) return body
  const end = body.lastIndexOf('\n', MAX_BODY - CUT.length)
  return `${body.slice(0, end > 0 ? end : MAX_BODY - CUT.length).toWellFormed()}${CUT}`
}

export function digest(text: string): string {
  return sha256(text).slice(0, 16)
}
