// The whole stage against a registry on loopback: what is asked, what is not, and what it costs.

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { gather, openGathering } from '../../src/evidence/gather.ts'
import { OBSERVATION_NAMES } from '../../src/model/evidence.ts'
import { aRequest, wantedOf } from '../support/gathering.ts'
import { type RegistryDouble, startRegistry } from '../support/registry.ts'

let registry: RegistryDouble
let folder: string
let seen = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gather-'))
  registry = await startRegistry({
    packages: [
      { name: '@acme/sample-mcp', version: '1.0.0', provenance: true },
      { name: '@acme/sample-mcp', version: '1.1.0', provenance: true },
      { name: 'plain-mcp', version: '1.0.0', files: { 'index.js': 'fetch("https://api.acme.example")\n' } },
    ],
  })
})
beforeEach(() => {
  seen = registry.requests.length
})
afterAll(async () => {
  await registry.close()
  await rm(folder, { recursive: true })
})

const sample = wantedOf('@acme/sample-mcp', '1.1.0')
const paths = () => registry.requests.slice(seen).map(({ method, path }) => `${method} ${path}`)

test('everything of an honest release is observed', async () => {
  const { of, requests, trustRoot } = await gather(await aRequest(registry, { wanted: [sample], folder }))
  const evidence = of(sample.purl)
  for (const name of [...OBSERVATION_NAMES, 'release'] as const)
    expect([name, evidence[name].status]).toEqual([name, 'observed'])
  expect(evidence).toMatchObject({
    purl: sample.purl,
    'registry-signature': { value: { verified: true } },
    attestation: { value: [{ verified: true }, { verified: true }] },
    advisories: { value: [] },
    malware: { value: [] },
  })
  const release = evidence.release.status === 'observed' ? evidence.release.value : null
  expect(evidence.tarball).toMatchObject({ value: { integrity: release?.integrity, manifest: { version: '1.1.0' } } })
  expect(trustRoot).toBe('tuf')
  const asked = paths().filter((path) => !path.includes('/tuf/'))
  expect(requests).toBe(asked.length)
  expect(asked.sort()).toEqual([
    'GET /-/npm/v1/attestations/@acme%2fsample-mcp@1.1.0',
    'GET /@acme%2fsample-mcp',
    'GET /@acme/sample-mcp/-/sample-mcp-1.1.0.tgz',
    'POST /-/npm/v1/security/advisories/bulk',
    'POST /osv/v1/querybatch',
  ])
})

test('two versions of a package take one packument, and what is wanted twice is asked once', async () => {
  const older = wantedOf('@acme/sample-mcp', '1.0.0', ['packument'])
  const wanted = [older, wantedOf('@acme/sample-mcp', '1.1.0', ['packument']), older]
  const { of, requests } = await gather(await aRequest(registry, { wanted, folder }))
  expect(requests).toBe(1)
  expect(of(older.purl).release).toMatchObject({ value: { version: '1.0.0' } })
})

test('a name that was asked for in one round is not asked for again in the next', async () => {
  const { wanted: _, ...options } = await aRequest(registry, { folder })
  const gathering = openGathering(options)
  await gathering([wantedOf('@acme/sample-mcp', '1.1.0', ['packument'])])
  const { of, requests } = await gathering([wantedOf('@acme/sample-mcp', '1.1.0', ['registry-signature'])])
  expect(of(sample.purl)['registry-signature'].status).toBe('observed')
  expect(requests).toBe(1)
  expect(paths().filter((path) => !path.includes('/tuf/'))).toEqual(['GET /@acme%2fsample-mcp'])
})

test('what nobody asked is not gathered, and not asked', async () => {
  const wanted = [wantedOf('plain-mcp', '1.0.0', ['malware'])]
  const { of, trustRoot } = await gather(await aRequest(registry, { wanted, folder }))
  const { purl, malware, ...rest } = of('pkg:npm/plain-mcp@1.0.0')
  expect([purl, malware.status]).toEqual(['pkg:npm/plain-mcp@1.0.0', 'observed'])
  for (const one of Object.values(rest)) expect(one).toMatchObject({ status: 'unavailable', reason: 'not-gathered' })
  expect(of('pkg:npm/nobody@1.0.0').packument).toMatchObject({ reason: 'not-gathered' })
  expect(paths()).toEqual(['POST /osv/v1/querybatch'])
  expect(trustRoot).toBeNull()
})

test('offline nothing is asked of anyone', async () => {
  const { of, requests } = await gather(await aRequest(registry, { wanted: [sample], folder, offline: true }))
  for (const name of OBSERVATION_NAMES) expect(of(sample.purl)[name]).toMatchObject({ reason: 'offline' })
  expect([requests, paths()]).toEqual([0, []])
})

test('nothing wanted costs nothing', async () => {
  expect(await gather(await aRequest(registry, { folder }))).toMatchObject({ requests: 0, trustRoot: null })
})

describe('a release that is not there', () => {
  test.each([
    ['no such package', '@acme/no-such-mcp', '1.0.0', 'absent', 'absent'],
    ['a name no package can have', '../../etc', '1.0.0', 'absent', 'absent'],
    ['no such version', 'plain-mcp', '9.9.9', 'observed', 'absent'],
    ['a version that is a word of the language', 'plain-mcp', 'constructor', 'observed', 'absent'],
    ['no version named', 'plain-mcp', null, 'observed', 'unavailable'],
  ])('%s', async (_, name, version, packument, release) => {
    const wanted = wantedOf(name, version, ['packument', 'attestation', 'registry-signature', 'tarball'])
    const evidence = (await gather(await aRequest(registry, { wanted: [wanted], folder }))).of(wanted.purl)
    expect([evidence.packument.status, evidence.release.status]).toEqual([packument, release])
    for (const name of ['attestation', 'registry-signature', 'tarball'] as const)
      expect(evidence[name]).toMatchObject({ status: 'unavailable', reason: 'not-gathered' })
  })
})

test('a silent registry is silent about everything, and never absent', async () => {
  const mend = registry.fail(/^\/(@acme|-)/, { kind: 'status', status: 503 })
  const evidence = (await gather(await aRequest(registry, { wanted: [sample], folder }))).of(sample.purl)
  mend()
  for (const name of OBSERVATION_NAMES.filter((name) => name !== 'malware'))
    expect([name, evidence[name]]).toMatchObject([name, { status: 'unavailable', reason: 'server-error' }])
})

test('the stage ends in time, whatever the sources do', async () => {
  const mend = registry.fail(/./, { kind: 'silence' })
  const started = performance.now()
  const request = await aRequest(registry, { wanted: [sample], folder, bounds: { stageMs: 600 } })
  const evidence = (await gather(request)).of(sample.purl)
  mend()
  for (const name of OBSERVATION_NAMES) expect(evidence[name]).toMatchObject({ reason: 'timeout' })
  expect(performance.now() - started).toBeLessThan(4000)
})

test('progress is told for each purl', async () => {
  const told: unknown[] = []
  const wanted = [wantedOf('plain-mcp', '1.0.0', ['packument']), wantedOf('@acme/sample-mcp', '1.0.0', ['packument'])]
  await gather(await aRequest(registry, { wanted, folder, onProgress: (progress) => told.push(progress) }))
  expect(told).toEqual([
    { done: 1, total: 2 },
    { done: 2, total: 2 },
  ])
})

describe('private packages', () => {
  test('are asked of their own registry, with its token, and of nobody else', async () => {
    const own = await startRegistry({
      sigstore: registry.sigstore,
      packages: [{ name: '@inside/secret-mcp', version: '1.0.0' }],
    })
    const wanted = [wantedOf('@inside/secret-mcp', '1.0.0', ['packument', 'tarball', 'advisories', 'malware']), sample]
    const registries = [
      { url: own.url, scopes: ['@inside'] },
      { url: registry.url, scopes: [] },
    ]
    const request = await aRequest(registry, {
      wanted,
      folder,
      registries,
      auth: new Map([[own.host, 'inside-token']]),
    })
    const evidence = (await gather(request)).of('pkg:npm/%40inside/secret-mcp@1.0.0')
    const elsewhere = JSON.stringify(registry.requests.slice(seen))
    await own.close()
    expect(evidence.tarball.status).toBe('observed')
    expect(evidence.malware).toMatchObject({ reason: 'not-gathered' })
    expect(new Set(own.requests.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer inside-token']))
    expect(elsewhere).not.toContain('inside')
  })
})

describe('tarballs', () => {
  test('are never fetched from where the packument points outside', async () => {
    const elsewhere = await startRegistry({ sigstore: registry.sigstore })
    await registry.publish({ name: 'lured-mcp', version: '1.0.0', dist: { tarball: `${elsewhere.url}lured.tgz` } })
    const wanted = wantedOf('lured-mcp', '1.0.0', ['tarball'])
    const evidence = (await gather(await aRequest(registry, { wanted: [wanted], folder }))).of(wanted.purl)
    await elsewhere.close()
    expect(evidence.tarball.status).toBe('observed')
    expect(elsewhere.requests).toEqual([])
  })

  test('tell the integrity of their bytes, whatever is claimed', async () => {
    await registry.publish({ name: 'lying-mcp', version: '1.0.0', dist: { integrity: 'sha512-AAAA' } })
    const wanted = wantedOf('lying-mcp', '1.0.0', ['tarball'])
    const evidence = (await gather(await aRequest(registry, { wanted: [wanted], folder }))).of(wanted.purl)
    expect(evidence.tarball).toMatchObject({ value: { integrity: expect.stringMatching(/^sha512-.{88}$/) } })
  })

  test.each([
    ['one that is gone', { kind: 'status', status: 404 }, 'bad-answer'],
    ['one that is no tarball', { kind: 'body', body: '<html>' }, 'bad-answer'],
    ['one without end', { kind: 'endless' }, 'over-limit'],
  ] as const)('%s is unavailable', async (_, fault, reason) => {
    const mend = registry.fail('.tgz', fault)
    const wanted = wantedOf('plain-mcp', '1.0.0', ['tarball'])
    const request = await aRequest(registry, { wanted: [wanted], folder, bounds: { tarballBytes: 1_000_000 } })
    const evidence = (await gather(request)).of(wanted.purl)
    mend()
    expect(evidence.tarball).toMatchObject({ status: 'unavailable', reason })
  })

  test('are kept between runs, and a kept one that was changed is fetched anew', async () => {
    const cachePath = await mkdtemp(join(folder, 'kept-'))
    const wanted = [wantedOf('plain-mcp', '1.0.0', ['tarball'])]
    const run = async () => {
      const from = registry.requests.length
      const { of } = await gather(await aRequest(registry, { wanted, folder, cachePath }))
      expect(of('pkg:npm/plain-mcp@1.0.0').tarball.status).toBe('observed')
      return registry.requests.slice(from).filter(({ path }) => path.endsWith('.tgz')).length
    }
    expect([await run(), await run()]).toEqual([1, 0])
    const [name] = await readdir(cachePath)
    await writeFile(join(cachePath, name ?? ''), 'changed')
    expect([await run(), await run()]).toEqual([1, 0])
  })
})

test('another ecosystem has malware reports and nothing else', async () => {
  registry.reportMalware({ id: 'MAL-2026-2', ecosystem: 'Go', name: 'example.test/mcp', versions: ['1.0.0'] })
  const wanted = {
    ...wantedOf('example.test/mcp', 'v1.0.0'),
    purl: 'pkg:golang/example.test/mcp@v1.0.0',
    ecosystem: 'golang' as const,
  }
  const evidence = (await gather(await aRequest(registry, { wanted: [wanted], folder }))).of(wanted.purl)
  expect(evidence.malware).toMatchObject({ value: [{ id: 'MAL-2026-2' }] })
  expect(evidence).toMatchObject({ packument: { reason: 'not-gathered' }, advisories: { reason: 'not-gathered' } })
})
