// A registry over real HTTP on loopback: packuments, tarballs, signatures, attestations, advisories, malware reports, TUF; and every fault.
import { writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { tufHandlers } from '@tufjs/repo-mock/dist/handler.js'
import { initializeTUFRepo } from '@tufjs/repo-mock/dist/repo.js'
import semver from 'semver'
import { type Fault, openFaults } from './faults.ts'
import { endpointKeys, tufKeys, type VouchedKey } from './registry-keys.ts'
import { openShelf, type Publication, type Published, type Shelf } from './shelf.ts'
import { type Sigstore, startSigstore } from './sigstore.ts'

export type { Fault } from './faults.ts'
export type { VouchedKey } from './registry-keys.ts'
export type { Publication, Published } from './shelf.ts'

export interface SeenRequest {
  readonly method: string
  /** Path and query, as sent. */
  readonly path: string
  readonly authorization: string | null
  readonly body: string
}

export interface KnownAdvisory {
  readonly id: number
  readonly ghsa: string
  readonly title: string
  readonly severity: string
  readonly vulnerable_versions: string
}

export interface KnownMalware {
  readonly id: string
  readonly ecosystem?: string
  readonly name: string
  readonly versions: readonly string[]
  readonly summary?: string
  readonly withdrawn?: string
}

export interface RegistryDouble {
  /** Base URL, ending in `/`. */
  readonly url: string
  readonly host: string
  readonly sigstore: Sigstore
  /** Base URL of the malware reports. */
  readonly malwareUrl: string
  /** Base URL of the TUF repository that vouches for this Sigstore and this registry's keys. */
  readonly tufMirror: string
  /** Every request so far, in order; TUF's included. */
  readonly requests: readonly SeenRequest[]
  /** Puts a version on the shelf, its tarball packed, signed and attested as asked. */
  publish(publication: Publication): Promise<Published>
  /** Takes a version, or the whole package, off the shelf and keeps its time. */
  unpublish(name: string, version?: string): void
  /** Moves a dist-tag to a version. */
  tag(name: string, tag: string, version: string): void
  advise(name: string, advisory: KnownAdvisory): void
  reportMalware(report: KnownMalware): void
  /** Withdraws what was reported: an advisory is listed no more, a malware report says so. */
  withdraw(id: KnownAdvisory['id'] | KnownMalware['id']): void
  /** The registry's public keys from now on, in place of the one it signs with; a new TUF root vouches for them. */
  vouchFor(keys: readonly VouchedKey[]): void
  /** Makes every request whose path matches go wrong, until the returned function is called or `times` is used up. */
  fail(path: string | RegExp, fault: Fault): () => void
  /** Writes TUF's first root into a folder and returns the file's path. */
  writeTufRoot(folder: string): Promise<string>
  close(): Promise<void>
}

export interface RegistryOptions {
  readonly packages?: readonly Publication[]
  /** A plain mirror: no signatures, attestations, keys or advisories, and no times where it says so. */
  readonly mirror?: boolean
  /** Shared between several registries of a test; a new one otherwise. */
  readonly sigstore?: Sigstore
}

/** Starts a registry on a free port of loopback. Needs no test framework. Call `close` when done. */
export async function startRegistry(options: RegistryOptions = {}): Promise<RegistryDouble> {
  const sigstore = options.sigstore ?? (await startSigstore())
  const requests: SeenRequest[] = []
  const faults = openFaults()
  const state: State = {
    mirror: options.mirror ?? false,
    sigstore,
    keys: [{ pair: sigstore.registryKey, expires: null }],
    advisories: new Map(),
    malware: [],
    tuf: null,
  }
  const server = createServer(async (request, response) => {
    const body = await readAll(request)
    requests.push(toSeen(request, body))
    if (!(await faults.strike(request.url ?? '/', response)))
      send(response, reply(request, { body, state, shelf, host }))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const shelf = openShelf({ url: `http://${host}/`, sigstore, mirror: state.mirror })
  for (const publication of options.packages ?? []) await shelf.publish(publication)
  return {
    url: `http://${host}/`,
    host,
    sigstore,
    malwareUrl: `http://${host}/osv/`,
    tufMirror: `http://${host}/tuf`,
    requests,
    publish: shelf.publish,
    unpublish: shelf.unpublish,
    tag: shelf.tag,
    advise: (name, advisory) => state.advisories.set(name, [...(state.advisories.get(name) ?? []), advisory]),
    reportMalware: (report) => state.malware.push(report),
    withdraw: (id) => withdraw(id, state),
    vouchFor: (keys) => {
      state.keys = keys
      state.tuf = null
    },
    fail: faults.add,
    writeTufRoot: (folder) => writeTufRoot(folder, tufOf(state, host)),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

interface State {
  readonly mirror: boolean
  readonly sigstore: Sigstore
  readonly advisories: Map<string, KnownAdvisory[]>
  readonly malware: KnownMalware[]
  keys: readonly VouchedKey[]
  tuf: ReturnType<typeof initializeTUFRepo> | null
}

interface Asked {
  readonly body: string
  readonly state: State
  readonly shelf: Shelf
  readonly host: string
}

interface Reply {
  readonly status: number
  readonly body: string | Uint8Array
}

function reply(request: IncomingMessage, { body, state, shelf, host }: Asked): Reply {
  const path = decodeURIComponent(request.url ?? '/').slice(1)
  const posted = request.method === 'POST'
  if (path.startsWith('tuf/')) return tufReply(path.slice('tuf'.length), tufOf(state, host))
  if (path === 'osv/v1/querybatch' && posted) return json(findMalware(state, body))
  if (path.startsWith('osv/v1/vulns/')) return json(malwareById(state, path))
  if (path === '-/npm/v1/security/advisories/bulk')
    return posted && !state.mirror ? json(findAdvisories(state, body)) : { status: 405, body: '' }
  if (path === '-/npm/v1/keys') return json(state.mirror ? null : endpointKeys(state.keys))
  if (path.startsWith('-/npm/v1/attestations/'))
    return json(shelf.attestations(path.slice('-/npm/v1/attestations/'.length)))
  const tarball = shelf.tarball(path)
  return tarball === null ? json(shelf.packument(path)) : { status: 200, body: tarball }
}

function json(value: unknown): Reply {
  return value === null ? { status: 404, body: '{"error":"not found"}' } : { status: 200, body: JSON.stringify(value) }
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

type TufRepo = ReturnType<typeof initializeTUFRepo>

function tufOf(state: State, host: string): TufRepo {
  const keys = { name: `${host}/keys.json`, content: JSON.stringify(tufKeys(state.keys)) }
  const root = { name: 'trusted_root.json', content: state.sigstore.trustedRoot }
  state.tuf ??= initializeTUFRepo(state.mirror ? [root] : [root, keys])
  return state.tuf
}

function tufReply(path: string, repo: TufRepo): Reply {
  const handlers = tufHandlers(repo, { metadataPathPrefix: '', targetPathPrefix: '/targets' })
  const found = handlers.find((handler) => handler.path === path)?.fn()
  return found === undefined ? { status: 404, body: '' } : { status: found.statusCode, body: found.response }
}

async function writeTufRoot(folder: string, repo: TufRepo): Promise<string> {
  const path = join(folder, 'tuf-root.json')
  await writeFile(path, JSON.stringify(repo.rootMeta.toJSON()))
  return path
}

function withdraw(id: number | string, state: State): void {
  for (const [name, known] of state.advisories)
    state.advisories.set(
      name,
      known.filter((advisory) => advisory.id !== id),
    )
  const index = state.malware.findIndex((report) => report.id === id)
  const report = state.malware[index]
  if (report !== undefined) state.malware[index] = { ...report, withdrawn: '2026-08-04T00:00:00Z' }
}

function findAdvisories(state: State, body: string): Record<string, unknown[]> {
  const asked: Record<string, string[]> = JSON.parse(body)
  const found = Object.entries(asked).map(([name, versions]) => [
    name,
    (state.advisories.get(name) ?? [])
      .filter(({ vulnerable_versions: range }) => versions.some((version) => semver.satisfies(version, range)))
      .map(({ ghsa, ...advisory }) => ({ ...advisory, url: `https://advisories.example.test/${ghsa}` })),
  ])
  return Object.fromEntries(found.filter(([, list]) => (list?.length ?? 0) > 0))
}

function findMalware(state: State, body: string) {
  const { queries } = JSON.parse(body) as {
    queries: { package: { name: string; ecosystem: string }; version: string }[]
  }
  return {
    results: queries.map(({ package: { name, ecosystem }, version }) => {
      const vulns = state.malware.filter(
        (report) =>
          report.name === name && (report.ecosystem ?? 'npm') === ecosystem && report.versions.includes(version),
      )
      return vulns.length === 0 ? {} : { vulns: vulns.map(({ id }) => ({ id, modified: '2026-01-01T00:00:00Z' })) }
    }),
  }
}

function malwareById(state: State, path: string) {
  const report = state.malware.find(({ id }) => path.endsWith(`/${id}`))
  return report === undefined ? null : { id: report.id, summary: report.summary, withdrawn: report.withdrawn }
}

function toSeen(request: IncomingMessage, body: string): SeenRequest {
  const { method = 'GET', url = '/', headers } = request
  return { method, path: url, authorization: headers.authorization ?? null, body }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
