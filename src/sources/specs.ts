// Maps from package names to specs, as manifests and lockfile entries hold them.
import { isObject } from './json.ts'
import { isPackageName } from './names.ts'
import { quoted } from './text.ts'

/** Read with `specOf` only: a package may be called `valueOf`. */
export type Specs = Readonly<Record<string, string>>

export const NO_SPECS: Specs = {}

/** The value as specs, empty where it is undefined; null where it is none, which `faultOf` explains. */
export function readSpecs(value: unknown): Specs | null {
  if (value === undefined || isEmptyList(value)) return NO_SPECS
  return isSpecs(value) ? value : null
}

/** What keeps a value from being specs, to be said after its field's name, and the name concerned. */
export function faultOf(value: unknown): { readonly reason: string; readonly name: string | null } {
  if (!isObject(value)) return { reason: 'is no object', name: null }
  if (Object.keys(value).length > MAX_SPECS) return { reason: `has more than ${MAX_SPECS} names`, name: null }
  for (const [name, spec] of Object.entries(value)) {
    if (!isPackageName(name)) return { reason: `holds ${quoted(name)}, a name that no package can have`, name }
    if (typeof spec !== 'string') return { reason: `has no text for ${quoted(name)}`, name }
    if (!isPlainText(spec))
      return { reason: `has a control character or too much in the text for ${quoted(name)}`, name }
  }
  return { reason: 'is wrong', name: null }
}

export function specOf(specs: Specs, name: string): string | null {
  return Object.hasOwn(specs, name) ? (specs[name] ?? null) : null
}

/** Peers that npm installs by itself, and those marked as optional. */
export function splitPeers(peers: Specs, meta: unknown): readonly [required: Specs, optional: Specs] {
  if (peers === NO_SPECS || !isObject(meta)) return [peers, NO_SPECS]
  const isOptional = (name: string) =>
    Object.hasOwn(meta, name) && isObject(meta[name]) && meta[name]['optional'] === true
  const parts = Object.groupBy(Object.entries(peers), ([name]) => (isOptional(name) ? 'optional' : 'required'))
  return [Object.fromEntries(parts.required ?? []), Object.fromEntries(parts.optional ?? [])]
}

/** A text on one line, of a length that an address or a range can have. */
export function isPlainText(text: string): boolean {
  return text.length <= MAX_TEXT && !CONTROL.test(text)
}

const MAX_TEXT = 4096
/** The largest known projects name some hundreds. */
const MAX_SPECS = 20_000
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

function isSpecs(value: unknown): value is Specs {
  if (!isObject(value)) return false
  const names = Object.keys(value)
  if (names.length > MAX_SPECS) return false
  for (const name of names) {
    const spec = value[name]
    if (typeof spec !== 'string' || !isPlainText(spec) || !isPackageName(name)) return false
  }
  return true
}

/** Some tools write an empty object as an empty list. */
function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
