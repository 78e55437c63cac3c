// A registry's public keys: by the trust root where it vouches for that host, else as the registry itself hands them out.
import { absent, type Observation, observed, unavailable } from '../../model/observation.ts'
import type { Http } from '../http.ts'
import { type Fields, fieldsOf, itemsOf, own, parseJson, textOf, timeOf, toFields } from '../json.ts'
import type { TrustRoot } from './trust-root.ts'

export interface RegistryKey {
  readonly keyid: string
  readonly pem: string
  /** What it may sign; null: both. */
  readonly usage: 'npm:signatures' | 'npm:attestations' | null
  /** Milliseconds since 1970; null: never. */
  readonly expires: number | null
}

export interface RegistryKeys {
  readonly keys: readonly RegistryKey[]
  /** False where the registry has none and relays what another one signed; a key that is missing then proves nothing. */
  readonly own: boolean
}

interface KeySources {
  readonly http: Http
  readonly trust: TrustRoot
  /** Host of the registry whose signatures mirrors relay: the public one. */
  readonly relayedHost: string
}

/** Absent: neither the registry nor the one it may relay has keys. */
export async function fetchKeys({ http, trust, relayedHost }: KeySources): Promise<Observation<RegistryKeys>> {
  const { host } = new URL(http.endpoint.url)
  const vouched = await vouchedKeys(trust, host)
  if (vouched.status !== 'absent') return vouched
  const offered = await offeredKeys(http)
  if (offered.status !== 'absent') return offered
  const relayed = await vouchedKeys(trust, relayedHost)
  return relayed.status === 'observed' ? observed({ ...relayed.value, own: false }) : relayed
}

/** The keys the registry hands out itself, without the trust root. Absent: it has none. */
export async function offeredKeys(http: Http): Promise<Observation<RegistryKeys>> {
  const answer = await http.get('-/npm/v1/keys', MAX_BYTES)
  if (answer.status === 'unavailable' && answer.reason === 'not-offered') return absent
  if (answer.status !== 'observed') return answer
  return toKeys(parseJson(answer.value), toOfferedKey)
}

const MAX_BYTES = 1_000_000

async function vouchedKeys(trust: TrustRoot, host: string): Promise<Observation<RegistryKeys>> {
  const target = await trust.target(`${host}/keys.json`)
  return target.status === 'observed' ? toKeys(target.value, toVouchedKey) : target
}

function toKeys(json: unknown, toKey: (fields: Fields | null) => RegistryKey | null): Observation<RegistryKeys> {
  const fields = toFields(json)
  if (!Array.isArray(own(fields, 'keys'))) return unavailable('bad-answer', "the registry's list of keys is malformed")
  const keys = itemsOf(fields, 'keys').map((item) => toKey(toFields(item)))
  return observed({ keys: keys.filter((key) => key !== null), own: true })
}

// https://github.com/sigstore/protobuf-specs: a key with its usage and validity.
function toVouchedKey(fields: Fields | null): RegistryKey | null {
  const publicKey = fieldsOf(fields, 'publicKey')
  const usage = textOf(fields, 'keyUsage')
  if (usage !== 'npm:signatures' && usage !== 'npm:attestations') return null
  return keyOf({
    keyid: textOf(fields, 'keyId'),
    base64: textOf(publicKey, 'rawBytes'),
    usage,
    expires: own(fieldsOf(publicKey, 'validFor'), 'end'),
  })
}

function toOfferedKey(fields: Fields | null): RegistryKey | null {
  return keyOf({
    keyid: textOf(fields, 'keyid'),
    base64: textOf(fields, 'key'),
    usage: null,
    expires: own(fields, 'expires'),
  })
}

interface RawKey {
  readonly keyid: string | null
  readonly base64: string | null
  readonly usage: RegistryKey['usage']
  readonly expires: unknown
}

// An expiry that cannot be read must not make the key eternal, so such a key is left out.
function keyOf({ keyid, base64, usage, expires }: RawKey): RegistryKey | null {
  const until = timeOf(expires)
  const eternal = expires === null || expires === undefined
  if (keyid === null || base64 === null || !/^[\w+/=]+$/.test(base64) || (until === null && !eternal)) return null
  return { keyid, pem: `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`, usage, expires: until }
}
