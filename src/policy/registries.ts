// Which registries are trusted, and under which names the public one is known.
import { InputError } from '../errors.ts'
import type { Policy, TrustedRegistry } from '../model/policy.ts'
import { registryUrl } from './url.ts'

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

/**
 * The policy with a registry given by input or flag, asked first for every scope that has none of its own. Throws InputError
 * `input-invalid` unless it is https, or http on loopback, without user, password, query and fragment.
 */
export function withRegistry(policy: Policy, address: string): Policy {
  const url = registryUrl(address)
  if (url === null) {
    throw new InputError('input-invalid', `${JSON.stringify(address.slice(0, 80))} is no address of a registry`, {
      hint: 'Give an https address without user, password, ?query and #fragment; http is for loopback only.',
    })
  }
  return { ...policy, registries: [{ url, scopes: [] }, ...policy.registries] }
}
