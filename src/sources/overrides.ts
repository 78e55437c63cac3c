// npm's `overrides`: which packages they name anywhere, and what they ask for instead.
import semver from 'semver'
import { isObject } from './json.ts'
import { aliasTarget } from './names.ts'
import type { LockEntry } from './npm-entries.ts'

/** True where some override in the manifest names the entry and asks for what it is, whatever parents it is limited to. */
export function isOverriddenTo(manifest: unknown, { installedAs, version, resolved }: LockEntry): boolean {
  if (!isObject(manifest) || installedAs === null) return false
  return specsFor(manifest['overrides'], installedAs).some((spec) => {
    const range = spec.startsWith('$') ? referenced(manifest, spec.slice(1)) : (aliasTarget(spec)?.range ?? spec)
    if (range === null) return false
    return range === resolved || (version !== null && semver.satisfies(version, range))
  })
}

function specsFor(overrides: unknown, name: string): readonly string[] {
  if (!isObject(overrides)) return []
  return Object.entries(overrides).flatMap(([key, value]) => {
    const own = nameOf(key) === name ? (isObject(value) ? value['.'] : value) : undefined
    return [...(typeof own === 'string' ? [own] : []), ...specsFor(value, name)]
  })
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
