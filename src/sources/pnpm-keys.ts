// pnpm's keys and references: `name@version(peers)` since 9, `/name@version(peers)` in 6, `/name/version_peers` in 5.
import { isPackageName } from './names.ts'

/** The three ways of writing that pnpm has had. */
export type PnpmStyle = 5 | 6 | 9

export interface PnpmKey {
  readonly name: string
  /** A version, or the address where it is no registry's. */
  readonly reference: string
}

/** Name and version of a key of `packages`; null where it has none, as an address on its own. */
export function parsePnpmKey(key: string, style: PnpmStyle): PnpmKey | null {
  if (style === 9) return splitAt(withoutPeers(key))
  if (!key.startsWith('/')) return null
  return style === 6 ? splitAt(withoutPeers(key.slice(1))) : splitSlash(key.slice(1))
}

/** The key of `packages` that a reference under `name` means; null for folders of the repository. */
export function keyOfReference(name: string, reference: string, style: PnpmStyle): string | null {
  if (/^(?:link|workspace):/.test(reference)) return null
  if (style === 5) return isAddress(reference) ? reference : `/${name}/${reference}`
  const plain = withoutPeers(reference)
  if (style === 6) return isAddress(plain) ? plain : `/${name}@${plain}`
  // An alias says the whole key of another package, which may stand at an address as well.
  const other = splitAt(plain)
  const isKey = other !== null && isPackageName(other.name) && !/^[a-z+]+:/i.test(plain)
  return isKey ? plain : `${name}@${plain}`
}

/** The same key without the peers it was resolved with: `a@1.0.0(b@2.0.0)` is `a@1.0.0`. */
export function withoutPeers(key: string): string {
  const open = key.indexOf('(')
  return open < 0 ? key : key.slice(0, open)
}

function isAddress(reference: string): boolean {
  return /[/:]/.test(reference)
}

function splitAt(text: string): PnpmKey | null {
  const at = text.indexOf('@', 1)
  if (at < 0) return null
  return { name: text.slice(0, at), reference: text.slice(at + 1) }
}

function splitSlash(text: string): PnpmKey | null {
  const end = text.indexOf('/', text.startsWith('@') ? text.indexOf('/') + 1 : 0)
  if (end <= 0) return null
  const version = text.slice(end + 1)
  const peers = version.search(/[_(]/)
  const reference = peers < 0 ? version : version.slice(0, peers)
  return { name: text.slice(0, end), reference }
}
