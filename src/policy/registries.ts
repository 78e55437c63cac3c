// Which registries are trusted, and under which names the public one is known.
import type { TrustedRegistry } from '../model/policy.ts'

// The public yarn host serves the public npm registry's own tarballs, and yarn writes it into lockfiles.
const PUBLIC_YARN = `https://${['registry', 'yarnpkg', 'com'].join('.')}/`

/**
 * Trusted registries in the order in which they are asked: those of the policy; the public one where none of them serves
 * every scope; and after the public one its yarn address, with the same scopes.
 */
export function trustedRegistries(
  listed: readonly TrustedRegistry[],
  publicRegistry: string,
): readonly TrustedRegistry[] {
  const everyScope = listed.some(({ scopes }) => scopes.length === 0)
  const all = everyScope ? listed : [...listed, { url: publicRegistry, scopes: [] }]
  return all.flatMap((registry) =>
    registry.url === publicRegistry ? [registry, { url: PUBLIC_YARN, scopes: registry.scopes }] : [registry],
  )
}

/** True where every scope comes from no registry that is not trusted for it in `than`, and they are asked in the same order. */
export function isNarrower(registries: readonly TrustedRegistry[], than: readonly TrustedRegistry[]): boolean {
  const scopes = [null, ...new Set([...registries, ...than].flatMap((registry) => registry.scopes))]
  return scopes.every((scope) => {
    const [mine, theirs] = [urlsFor(registries, scope), urlsFor(than, scope)]
    const isListedThere = listedFor(registries, scope).every((url) => listedFor(than, scope).includes(url))
    const order = mine.map((url) => theirs.indexOf(url))
    return isListedThere && order.every((at, index) => at >= 0 && at > (order[index - 1] ?? -1))
  })
}

function urlsFor(registries: readonly TrustedRegistry[], scope: string | null): readonly string[] {
  const listed = listedFor(registries, scope)
  return listed.length > 0 ? listed : distinctUrls(registries.filter(({ scopes }) => scopes.length === 0))
}

function listedFor(registries: readonly TrustedRegistry[], scope: string | null): readonly string[] {
  return distinctUrls(registries.filter(({ scopes }) => scope !== null && scopes.includes(scope)))
}

function distinctUrls(registries: readonly TrustedRegistry[]): readonly string[] {
  return [...new Set(registries.map(({ url }) => url))]
}
