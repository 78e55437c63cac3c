// What an integrity string really pins: the hashes of the algorithm that an installer would compare.
import { parse } from 'ssri'

/** The hashes an installer compares: all of one algorithm, as any one of them lets bytes pass. */
export interface Pin {
  readonly algorithm: string
  readonly digests: readonly string[]
  /** True for the three hashes of the SRI specification; with md5 or sha1, two files can be made to have one digest. */
  readonly strong: boolean
}

const STRONG = ['sha256', 'sha384', 'sha512']

/** Null where nothing in the string can be compared (unknown algorithm, no digest). */
export function toPin(integrity: string): Pin | null {
  const parsed = parse(integrity)
  const algorithm = parsed?.pickAlgorithm()
  if (!parsed || !algorithm) return null
  const digests = [...new Set((parsed[algorithm] ?? []).map(({ digest }) => digest))].sort()
  return { algorithm, digests, strong: STRONG.includes(algorithm) }
}

/** `incomparable`: of two algorithms, or nothing to compare. */
export function compare(a: string | null, b: string | null): 'same' | 'different' | 'incomparable' {
  const [one, other] = [toPin(a ?? ''), toPin(b ?? '')]
  if (!one || !other || one.algorithm !== other.algorithm) return 'incomparable'
  return one.digests.join(' ') === other.digests.join(' ') ? 'same' : 'different'
}

/** Lower-case hexadecimal sha512 digests of a string whose strongest hash is sha512; empty otherwise. */
export function sha512sOf(integrity: string | null): readonly string[] {
  const pin = integrity === null ? null : toPin(integrity)
  if (pin?.algorithm !== 'sha512') return []
  return pin.digests.map((digest) => Buffer.from(digest, 'base64').toString('hex'))
}
