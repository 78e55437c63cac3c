// The registry's signature: proved, absent, wrong, out of date, or by a key nobody knows.
import { expect, test } from '@jest/globals'
import type { RegistryKey, RegistryKeys } from '../../src/evidence/proof/keys.ts'
import { fetchSignature } from '../../src/evidence/signature.ts'
import type { ReleaseFacts } from '../../src/model/evidence.ts'
import { absent, type Observation, observed, unavailable } from '../../src/model/observation.ts'
import { aRelease, DAY, NOW, OTHER_SHA512, SHA512 } from '../support/builders.ts'
import { mintRegistryKey, type RegistryKeyPair, signRelease } from '../support/sigstore.ts'

const NAME = 'sample-mcp'
const [key, stranger] = [mintRegistryKey(), mintRegistryKey()]

function toKey({ keyid, publicKey }: RegistryKeyPair, overrides: Partial<RegistryKey> = {}): RegistryKey {
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  return { keyid, pem, usage: 'npm:signatures', expires: null, ...overrides }
}

function signed(overrides: Partial<ReleaseFacts> = {}, by = key, version = '1.0.0'): ReleaseFacts {
  const sig = signRelease(by, { name: NAME, version, integrity: SHA512 })
  return aRelease({ integrity: SHA512, signatures: [{ keyid: by.keyid, sig }], ...overrides })
}

function ask(release: ReleaseFacts, keys: Observation<RegistryKeys> = observed({ keys: [toKey(key)], own: true })) {
  return fetchSignature(NAME, release, { provedKeys: async () => keys, offeredKeys: async () => keys })
}

const keysOf = (...keys: readonly RegistryKey[]) => observed({ keys, own: true })

test('a good signature is verified', async () => {
  expect(await ask(signed())).toEqual(observed({ verified: true, keyid: key.keyid }))
})

const [good] = signed().signatures

test.each<[string, ReleaseFacts, Observation<RegistryKeys>, string]>([
  ['other bytes', signed({ integrity: OTHER_SHA512 }), keysOf(toKey(key)), 'invalid'],
  ['another version', signed({}, key, '1.0.1'), keysOf(toKey(key)), 'invalid'],
  ['no base64', signed({ signatures: [{ keyid: key.keyid, sig: '***' }] }), keysOf(toKey(key)), 'invalid'],
  ['a key that is none', signed(), keysOf(toKey(key, { pem: 'no key' })), 'invalid'],
  [
    'a bad one beside a good one',
    signed({ signatures: [...(good ? [good] : []), { keyid: key.keyid, sig: 'AAAA' }] }),
    keysOf(toKey(key)),
    'invalid',
  ],
  ['an unknown key', signed({}, stranger), keysOf(toKey(key)), 'unknown-key'],
  ['a key for attestations', signed(), keysOf(toKey(key, { usage: 'npm:attestations' })), 'unknown-key'],
  ['a key that had expired', signed(), keysOf(toKey(key, { expires: NOW - 200 * DAY })), 'key-expired'],
  ['an expiring key and no time', signed({ published: null }), keysOf(toKey(key, { expires: NOW })), 'key-expired'],
])('is not verified: %s', async (_, release, keys, code) => {
  expect(await ask(release, keys)).toMatchObject({ status: 'observed', value: { verified: false, code } })
})

test('a key that expired after the release still proves it', async () => {
  expect(await ask(signed(), keysOf(toKey(key, { expires: NOW })))).toMatchObject({ value: { verified: true } })
})

test('an unsigned release of a registry with keys is absent', async () => {
  expect(await ask(aRelease({ signatures: [] }))).toEqual(absent)
})

test('an unsigned release of a registry without keys is not offered', async () => {
  expect(await ask(aRelease({ signatures: [] }), absent)).toMatchObject({
    status: 'unavailable',
    reason: 'not-offered',
  })
})

test('a signature by an unknown key of another registry says nothing', async () => {
  const relayed = observed({ keys: [toKey(key)], own: false })
  expect(await ask(signed({}, stranger), relayed)).toMatchObject({ status: 'unavailable', reason: 'not-offered' })
  expect(await ask(signed(), relayed)).toMatchObject({ value: { verified: true } })
})

test.each([[signed()], [aRelease({ signatures: [] })]])(
  'silence about keys is silence about the signature',
  async (release) => {
    const silent = unavailable('timeout', 'no answer')
    expect(await ask(release, silent)).toEqual(silent)
  },
)

test('a signed release without integrity is a bad answer', async () => {
  expect(await ask(signed({ integrity: null }))).toMatchObject({ reason: 'bad-answer' })
})
