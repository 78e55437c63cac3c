// The registry's signature over name, version and integrity of a release.
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { ReleaseFacts, SignatureFacts } from '../model/evidence.ts'
import { absent, type Observation, observed, unavailable } from '../model/observation.ts'
import type { RegistryKey, RegistryKeys } from './proof/keys.ts'

interface SignatureSources {
  /** The registry's keys, proved where the trust root knows them. */
  readonly provedKeys: () => Promise<Observation<RegistryKeys>>
  /** The registry's own list, enough to tell whether it signs at all. */
  readonly offeredKeys: () => Promise<Observation<RegistryKeys>>
}

/** Absent: a registry with keys did not sign this release. A registry without keys does not offer signatures. */
export async function fetchSignature(
  name: string,
  release: ReleaseFacts,
  sources: SignatureSources,
): Promise<Observation<SignatureFacts>> {
  const unsigned = release.signatures.length === 0
  const keys = await (unsigned ? sources.offeredKeys() : sources.provedKeys())
  if (keys.status === 'unavailable') return keys
  if (keys.status === 'absent') return unavailable('not-offered', 'the registry has no keys to sign with')
  if (unsigned) return absent
  if (release.integrity === null) return unavailable('bad-answer', 'the release is signed, but has no integrity')
  const facts = judgeSignatures(name, release, keys.value.keys)
  const relayed = !facts.verified && facts.code === 'unknown-key' && !keys.value.own
  return relayed ? unavailable('not-offered', 'the registry hands out no key for its signatures') : observed(facts)
}

/** One bad signature spoils all; else one good one is enough; else the reason why none counts. */
function judgeSignatures(name: string, release: ReleaseFacts, keys: readonly RegistryKey[]): SignatureFacts {
  const message = Buffer.from(`${name}@${release.version}:${release.integrity}`)
  const facts = release.signatures.map(({ keyid, sig }) => {
    const key = keys.find((candidate) => candidate.keyid === keyid && candidate.usage !== 'npm:attestations')
    return toFacts(keyid, key, { message, sig, published: release.published })
  })
  const order = ['invalid', 'verified', 'key-expired', 'unknown-key']
  const rank = (one: SignatureFacts) => order.indexOf(one.verified ? 'verified' : one.code)
  const [first] = facts.sort((a, b) => rank(a) - rank(b))
  return first ?? { verified: false, code: 'unknown-key', keyid: '' }
}

interface Signed {
  readonly message: Buffer
  readonly sig: string
  readonly published: number | null
}

function toFacts(keyid: string, key: RegistryKey | undefined, signed: Signed): SignatureFacts {
  if (key === undefined) return { verified: false, code: 'unknown-key', keyid }
  if (!proves(key, signed)) return { verified: false, code: 'invalid', keyid }
  // Without a publish time nothing shows that the key was still good.
  const inTime = key.expires === null || (signed.published !== null && signed.published < key.expires)
  return inTime ? { verified: true, keyid } : { verified: false, code: 'key-expired', keyid }
}

function proves({ pem }: RegistryKey, { message, sig }: Signed): boolean {
  const key = readKey(pem)
  return key?.asymmetricKeyType === 'ec' && verify('sha256', message, key, Buffer.from(sig, 'base64'))
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem)
  } catch {
    return null
  }
}
