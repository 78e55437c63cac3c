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
  for (const [name, spec] of Object.entries(value)) {
    if (!isPackageName(name)) return { reason: `holds ${quoted(name)}, a name that no package can have`, name }
    if (typeof spec !== 'string') return { reason: `has no text for ${quoted(name)}`, name }
    if (CONTROL.test(spec)) return { reason: `has a control character in the text for ${quoted(name)}`, name }
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

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

function isSpecs(value: unknown): value is Specs {
  if (!isObject(value)) return false
  for (const name of Object.keys(value)) {
    const spec = value[name]
    if (typeof spec !== 'string' || CONTROL.test(spec) || !isPackageName(name)) return false
  }
  return true
}

/** Some tools write an empty object as an empty list. */
function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
