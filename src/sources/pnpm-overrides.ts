// What a pnpm lockfile keeps of overrides and patches.
import type { Route } from '../model/location.ts'
import type { SourceFact } from '../model/source.ts'
import { isObject } from './json.ts'
import { isAddress, nameIn } from './manifest-facts.ts'
import { quoted } from './text.ts'

type Value = Readonly<Record<string, unknown>>

/** Packages whose specs overrides replace, also in the project's own manifest. */
export function overriddenNames(value: Value): ReadonlySet<string> {
  const overrides = value['overrides']
  return new Set(isObject(overrides) ? Object.keys(overrides).map(nameIn) : [])
}

/** A patch is known by its hash, so that an edited patch is another fact: the patch itself is no source. */
export function patchFacts(value: Value, prefix: Route): readonly SourceFact[] {
  const patches = value['patchedDependencies']
  if (!isObject(patches)) return []
  return Object.entries(patches).map(([selector, patch]) => {
    const hash = isObject(patch) ? patch['hash'] : patch
    const spec = quoted(typeof hash === 'string' ? `a patch with hash ${hash}` : 'a patch')
    return {
      kind: 'override',
      key: JSON.stringify(['patchedDependencies', selector, hash ?? null]),
      name: isAddress(selector) ? null : nameIn(selector),
      component: null,
      args: { mechanism: 'patchedDependencies', spec: spec.slice(1, -1) },
      route: [...prefix, 'patchedDependencies', selector],
    }
  })
}
