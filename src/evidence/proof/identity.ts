// What a certificate of Sigstore's authority says of its signer.
import type { SignerIdentity } from '../../model/evidence.ts'
import type { CertificateExtension, VerifiedSigner } from './trust-root.ts'

// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
const ARC = '1.3.6.1.4.1.57264.1.'

/** The identity of a verified certificate; null where a plain key signed. */
export function toIdentity({ identity }: VerifiedSigner): SignerIdentity | null {
  const san = identity?.subjectAlternativeName
  if (identity === undefined || san === undefined) return null
  const field = (number: number, old?: number) => {
    const text = extensionOf(identity.oids ?? [], number, readUtf8String)
    return text ?? (old === undefined ? null : extensionOf(identity.oids ?? [], old, readText))
  }
  const issuer = field(8, 1)
  return {
    san,
    issuer,
    sourceRepository: field(12) ?? oldRepository(issuer, field(5, 5)),
    sourceRepositoryId: field(15),
    sourceOwnerId: field(17),
    sourceRef: field(14, 6),
    sourceCommit: field(13, 3),
    buildConfig: field(18),
    runner: field(11),
    trigger: field(20, 2),
    runUrl: field(21),
  }
}

const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'

// Certificates before 2023 name the repository as `owner/name`, and only GitHub's do.
function oldRepository(issuer: string | null, path: string | null): string | null {
  return issuer === GITHUB_ISSUER && path !== null ? `https://github.com/${path}` : null
}

function extensionOf(
  extensions: readonly CertificateExtension[],
  number: number,
  read: (value: Buffer) => string | null,
): string | null {
  const found = extensions.filter(({ oid }) => oid?.id.join('.') === `${ARC}${number}`)
  const [only] = found
  // Twice the same extension could mean either value.
  return only === undefined || found.length > 1 ? null : read(Buffer.from(only.value))
}

// Since 2023 (numbers from 8): a DER UTF8String, its length in one byte or after a count of bytes.
function readUtf8String(der: Buffer): string | null {
  if (der[0] !== 0x0c) return null
  const first = der[1] ?? 0
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 2) return null
  const length = lengthBytes === 0 ? first : der.readUIntBE(2, lengthBytes)
  const start = 2 + lengthBytes
  return der.length === start + length ? readText(der.subarray(start)) : null
}

function readText(bytes: Buffer): string | null {
  const text = bytes.toString('utf8')
  const printable = !/[\u0000-\u001f\u007f\ufffd]/.test(text)
  return printable && text.length > 0 ? text : null
}
