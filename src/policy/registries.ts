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
