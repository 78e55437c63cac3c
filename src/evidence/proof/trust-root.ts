// Whom Sigstore's signatures must come from, as values: where the trust root is had, and what it proves.
import type { Observation } from '../../model/observation.ts'

/** `tuf`: fetched and checked for freshness. `frozen`: as shipped with the Sigstore client, without revocation. */
export type TrustSource =
  | {
      readonly kind: 'tuf'
      /** Another TUF repository than the public one; it then needs `rootPath`. */
      readonly mirror: string | null
      /** File with the first root of trust; null: the one shipped with the Sigstore client. */
      readonly rootPath: string | null
      /** Folder for TUF's metadata. */
      readonly cachePath: string
    }
  | { readonly kind: 'frozen' }

/** Finds the PEM of a registry's key by its hint; undefined where it has none. */
export type KeySelector = (hint: string) => string | undefined

/** What a good signature proves: the key or the certificate that made it. */
export interface VerifiedSigner {
  /** Undefined where a plain key signed. */
  readonly identity?:
    | {
        readonly subjectAlternativeName?: string | undefined
        readonly oids?: readonly CertificateExtension[] | undefined
      }
    | undefined
}

export interface CertificateExtension {
  readonly oid?: { readonly id: readonly number[] } | undefined
  readonly value: Buffer
}

/** Throws where the bundle proves nothing. */
export type BundleVerifier = (bundle: unknown) => VerifiedSigner

export interface TrustRoot {
  readonly kind: TrustSource['kind']
  /** A target file's JSON; absent where the repository lists none of that name. */
  target(name: string): Promise<Observation<unknown>>
  /** A verifier that finds plain keys by `selectKey`. */
  verifier(selectKey: KeySelector): Promise<Observation<BundleVerifier>>
}
