// A registry's public keys, in both forms in which they are published.
import type { RegistryKeyPair } from './sigstore.ts'

export interface VouchedKey {
  readonly pair: RegistryKeyPair
  /** Milliseconds since 1970; null: never. */
  readonly expires: number | null
}

/** As the registry hands them out itself. */
export function endpointKeys(keys: readonly VouchedKey[]) {
  const scheme = 'ecdsa-sha2-nistp256'
  return {
    keys: keys.map(({ pair, expires }) => {
      const key = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
      const until = expires === null ? null : new Date(expires).toISOString()
      return { expires: until, keyid: pair.keyid, keytype: scheme, scheme, key }
    }),
  }
}

/** As the trust root vouches for them. */
export function tufKeys(keys: readonly VouchedKey[]) {
  const usages = ['npm:signatures', 'npm:attestations']
  return { keys: keys.flatMap((key) => usages.map((keyUsage) => toTufKey(key, keyUsage))) }
}

function toTufKey({ pair, expires }: VouchedKey, keyUsage: string) {
  const rawBytes = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const end = expires === null ? {} : { end: new Date(expires).toISOString() }
  const validFor = { start: '2020-01-01T00:00:00.000Z', ...end }
  return { keyId: pair.keyid, keyUsage, publicKey: { rawBytes, keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor } }
}
