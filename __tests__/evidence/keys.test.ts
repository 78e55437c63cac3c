// A registry's keys: vouched for by the trust root, handed out by itself, relayed, or none.
import { describe, expect, test } from '@jest/globals'
import type { Http } from '../../src/evidence/http.ts'
import { fetchKeys } from '../../src/evidence/proof/keys.ts'
import type { TrustRoot } from '../../src/evidence/proof/trust-root.ts'
import { absent, type Observation, observed, unavailable } from '../../src/model/observation.ts'

const silent = unavailable('timeout', 'no answer')
const vouched = {
  keys: [
    {
      keyId: 'v',
      keyUsage: 'npm:signatures',
      publicKey: { rawBytes: 'AAAA', validFor: { end: '2025-01-29T00:00:00.000Z' } },
    },
  ],
}
const offered = { keys: [{ keyid: 'o', key: 'AAAA', expires: null }] }

interface World {
  /** Target by name. */
  readonly targets?: Readonly<Record<string, Observation<unknown>>>
  readonly endpoint?: Observation<unknown>
}

async function ask({ targets = {}, endpoint = absent }: World) {
  const asked: string[] = []
  const body = endpoint.status === 'observed' ? observed(Buffer.from(JSON.stringify(endpoint.value))) : endpoint
  const http: Http = {
    endpoint: { url: 'https://npm.acme.example/', token: null },
    get: async (path) => {
      asked.push(path)
      return body
    },
    post: async () => silent,
  }
  const trust: TrustRoot = {
    kind: 'tuf',
    target: async (name) => targets[name] ?? absent,
    verifier: async () => silent,
  }
  return { keys: await fetchKeys({ http, trust, relayedHost: 'public.example.test' }), asked }
}

const OWN = 'npm.acme.example/keys.json'
const PUBLIC = 'public.example.test/keys.json'
const only = (keys: Observation<unknown>) => keys

test('the trust root comes first, and the registry is then not asked', async () => {
  const { keys, asked } = await ask({ targets: { [OWN]: observed(vouched) }, endpoint: observed(offered) })
  expect(only(keys)).toMatchObject({
    value: { own: true, keys: [{ keyid: 'v', usage: 'npm:signatures', expires: Date.UTC(2025, 0, 29) }] },
  })
  expect(asked).toEqual([])
})

test('a registry the trust root does not know hands out its own', async () => {
  const { keys } = await ask({ targets: { [PUBLIC]: observed(vouched) }, endpoint: observed(offered) })
  expect(keys).toMatchObject({ value: { own: true, keys: [{ keyid: 'o', usage: null, expires: null }] } })
})

test('a mirror without keys relays what the public registry signed', async () => {
  const endpoint = unavailable('not-offered', 'status 405')
  expect((await ask({ targets: { [PUBLIC]: observed(vouched) }, endpoint })).keys).toMatchObject({
    value: { own: false, keys: [{ keyid: 'v' }] },
  })
})

test('nobody has keys', async () => {
  expect((await ask({})).keys).toEqual(absent)
})

describe('silence is not absence', () => {
  test.each<[string, World]>([
    ['of the trust root', { targets: { [OWN]: silent }, endpoint: observed(offered) }],
    ['of the registry', { targets: { [PUBLIC]: observed(vouched) }, endpoint: silent }],
    ['of the trust root about the public registry', { targets: { [PUBLIC]: silent } }],
  ])('%s', async (_, world) => {
    expect((await ask(world)).keys).toEqual(silent)
  })

  test.each([[[]], [{}], [{ keys: {} }], ['x']])('nor is the malformed list %j', async (list) => {
    expect((await ask({ endpoint: observed(list) })).keys).toMatchObject({ reason: 'bad-answer' })
    expect((await ask({ targets: { [OWN]: observed(list) } })).keys).toMatchObject({ reason: 'bad-answer' })
  })
})

test.each([
  { keyid: 'o', key: 'AAAA', expires: 'some day' },
  { keyid: 'o', key: '-----BEGIN', expires: null },
  { key: 'AAAA', expires: null },
  null,
])('the key %j is left out', async (key) => {
  expect((await ask({ endpoint: observed({ keys: [key] }) })).keys).toMatchObject({ value: { keys: [] } })
})
