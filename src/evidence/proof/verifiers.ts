// Sigstore's verifier over each of the two trust roots. Imported when first needed: Sigstore takes a while to load.
import { createPublicKey } from 'node:crypto'
import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify'
import { createVerifier } from 'sigstore'
import type { BundleVerifier, KeySelector, TrustSource } from './trust-root.ts'

export { DEFAULT_MIRROR_URL, initTUF } from '@sigstore/tuf'

/** Over the trust root that TUF has just refreshed in its folder: it is read from there, without a request. */
export async function tufVerifier(
  { mirror, cachePath }: TrustSource & { kind: 'tuf' },
  keySelector: KeySelector,
): Promise<BundleVerifier> {
  const verifier = await createVerifier({
    ...(mirror === null ? {} : { tufMirrorURL: mirror }),
    tufCachePath: cachePath,
    tufForceCache: true,
    keySelector,
  })
  // The client checks the form of what it is given.
  return (bundle) => verifier.verify(bundle as Parameters<typeof verifier.verify>[0])
}

/** Over a trust root given as JSON. */
export function frozenVerifier(trustedRoot: unknown, selectKey: KeySelector): BundleVerifier {
  const material = toTrustMaterial(TrustedRoot.fromJSON(trustedRoot), (hint) => {
    const pem = selectKey(hint)
    if (pem === undefined) throw new VerificationError({ code: 'PUBLIC_KEY_ERROR', message: `key not found: ${hint}` })
    return { publicKey: createPublicKey(pem), validFor: () => true }
  })
  const verifier = new Verifier(material)
  return (bundle) => verifier.verify(toSignedEntity(bundleFromJSON(bundle)))
}
