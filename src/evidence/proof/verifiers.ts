// Sigstore's verifier over each of the two trust roots.
import { createPublicKey } from 'node:crypto'
import type { BundleVerifier, KeySelector, TrustSource } from './trust-root.ts'

/** Over the trust root that TUF has just refreshed in its folder: it is read from there, without a request. */
export async function tufVerifier(
  { mirror, cachePath }: TrustSource & { kind: 'tuf' },
  keySelector: KeySelector,
): Promise<BundleVerifier> {
  const { createVerifier } = await import('sigstore')
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
export async function frozenVerifier(trustedRoot: unknown, selectKey: KeySelector): Promise<BundleVerifier> {
  const [{ TrustedRoot }, { toSignedEntity, toTrustMaterial, VerificationError, Verifier }, { bundleFromJSON }] =
    await Promise.all([import('@sigstore/protobuf-specs'), import('@sigstore/verify'), import('@sigstore/bundle')])
  const material = toTrustMaterial(TrustedRoot.fromJSON(trustedRoot), (hint) => {
    const pem = selectKey(hint)
    if (pem === undefined) throw new VerificationError({ code: 'PUBLIC_KEY_ERROR', message: `key not found: ${hint}` })
    return { publicKey: createPublicKey(pem), validFor: () => true }
  })
  const verifier = new Verifier(material)
  return (bundle) => verifier.verify(toSignedEntity(bundleFromJSON(bundle)))
}
