// npm's `overrides`: which packages they name anywhere, and what they ask for instead.
import satisfies from 'semver/functions/satisfies.js'
import validRange from 'semver/ranges/valid.js'
import { isObject } from './json.ts'
import { aliasTarget } from './names.ts'
import type { LockEntry } from './npm-entries.ts'

export interface Overrides {
  /** How many there are, at all levels. */
  readonly count: number
  /** Characters of all of them as JSON. */
  readonly length: number
  /** Each is soon compared with any other range. */
  readonly isSimple: boolean
  /** Specs by the package's name, whatever parents each is limited to. */
  readonly specs: ReadonlyMap<string, readonly string[]>
  /** Names that they mention: overridden ones, parents, and those whose own spec is referred to. */
  readonly names: ReadonlySet<string>
  /** Names for which some override asks for something else than a range of versions. */
  readonly unclear: ReadonlySet<string>
}

/** What a manifest overrides, which may be none. Asked again for the same value it costs nothing. */
export function readOverrides(manifest: unknown): Overrides {
  if (!isObject(manifest) || manifest['overrides'] === undefined) return NONE
  const known = read.get(manifest)
  if (known !== undefined) return known
  const length = JSON.stringify(manifest['overrides']).length
  const found = { ...toOverrides(collect(manifest['overrides'])), length }
  read.set(manifest, found)
  return found
}

/** True for a spec of a few comparators at most: comparing two takes as long as the product of theirs. */
export function isSimpleSpec(spec: string): boolean {
  return spec.length <= 200 && spec.split(/[\s|]+/).length <= 12
}

const NONE: Overrides = {
  count: 0,
  length: 0,
  isSimple: true,
  specs: new Map(),
  names: new Set(),
  unclear: new Set(),
}
const read = new WeakMap<object, Overrides>()

/** True where some override in the manifest names the entry and asks for what it is, whatever parents it is limited to. */
export function isOverriddenTo(manifest: unknown, { installedAs, version, resolved }: LockEntry): boolean {
  if (!isObject(manifest) || installedAs === null) return false
  return (readOverrides(manifest).specs.get(installedAs) ?? []).some((spec) => {
    const range = spec.startsWith('$') ? referenced(manifest, spec.slice(1)) : (aliasTarget(spec)?.range ?? spec)
    if (range === null) return false
    return range === resolved || (version !== null && isSimpleSpec(range) && satisfies(version, range))
  })
}

interface Override {
  readonly key: string
  readonly name: string
  /** Null where it only limits others to a parent. */
  readonly spec: unknown
}

function collect(overrides: unknown): readonly Override[] {
  const found: Override[] = []
  const levels = [overrides]
  for (let level = levels.pop(); level !== undefined; level = levels.pop()) {
    if (!isObject(level)) continue
    for (const [key, value] of Object.entries(level)) {
      if (key === '.') continue
      found.push({ key, name: nameOf(key), spec: isObject(value) ? (value['.'] ?? null) : value })
      levels.push(value)
    }
  }
  return found
}

function toOverrides(found: readonly Override[]): Omit<Overrides, 'length'> {
  const specs = new Map<string, string[]>()
  const names = new Set<string>()
  const unclear = new Set<string>()
  for (const { name, spec } of found) {
    names.add(name)
    if (spec === null) continue
    if (typeof spec !== 'string' || !isSimpleSpec(spec) || validRange(spec) === null) unclear.add(name)
    if (typeof spec !== 'string') continue
    if (spec.startsWith('$')) names.add(spec.slice(1))
    const known = specs.get(name)
    if (known === undefined) specs.set(name, [spec])
    else known.push(spec)
  }
  const isSimple = found.every(({ key, spec }) => [key, spec].every((each) => isSimpleSpec(String(each))))
  return { count: found.length, isSimple, specs, names, unclear }
}

function nameOf(key: string): string {
  const at = key.indexOf('@', 1)
  return at < 0 ? key : key.slice(0, at)
}

/** `$name` means the spec that the project itself has for that name; null where it has none. */
function referenced(manifest: Readonly<Record<string, unknown>>, name: string): string | null {
  const specs = ['devDependencies', 'optionalDependencies', 'dependencies', 'peerDependencies'].map(
    (field) => manifest[field],
  )
  const found = specs.find((each) => isObject(each) && Object.hasOwn(each, name))
  const spec = isObject(found) ? found[name] : null
  return typeof spec === 'string' ? spec : null
}
