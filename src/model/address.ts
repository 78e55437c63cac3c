// An address that is known without being shown.
import { sha256 } from './digest.ts'

/** SHA-256 of the address in WHATWG's form, lower-case hexadecimal; of the text itself where it is none. */
export function addressDigest(text: string): string {
  const canonical = URL.canParse(text) ? new URL(text).href : text
  return sha256(canonical)
}
