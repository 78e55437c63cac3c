// What a registry double holds: each published version with its tarball, signature and attestations.
import {
  type MintedBundle,
  type Minting,
  PROVENANCE,
  PUBLISH,
  type Sigstore,
  type Source,
  signRelease,
} from './sigstore.ts'
import { type Files, integrityOf, packTarball } from './tarball.ts'

type Json = Readonly<Record<string, unknown>>

export interface Attestation {
  predicateType: string
  bundle: MintedBundle
}

/** One `npm publish`. Only name and version are needed; the rest is an honest, signed release without provenance. */
export interface Publication {
  readonly name: string
  readonly version: string
  /** Files beside package.json. */
  readonly files?: Files
  /** More fields of package.json: dependencies, scripts, bin, mcpName… */
  readonly manifest?: Json
  /** Milliseconds since 1970; 1 January 2026 if not given. */
  readonly published?: number
  readonly publisher?: Json
  readonly maintainers?: readonly Json[]
  readonly deprecated?: string
  /** True, or where the build came from: adds a provenance and a publish attestation. */
  readonly provenance?: boolean | Partial<Source>
  /** Changes what is minted, before it is signed. */
  readonly mint?: Partial<Minting>
  /** Changes the attestations after they were signed. */
  readonly tamper?: (attestations: Attestation[]) => Attestation[]
  readonly signed?: boolean
  /** In place of the packed files. */
  readonly tarball?: Uint8Array
  /** Fields of the version's entry in the packument that differ from package.json. */
  readonly entry?: Json
  /** Fields of `dist` that are a lie. */
  readonly dist?: Json
  /** Dist-tag that moves to this version; `latest` if not given, null: none. */
  readonly tag?: string | null
}

export interface Published {
  readonly integrity: string
  readonly tarball: Uint8Array
  readonly tarballUrl: string
}

export interface Shelf {
  publish(publication: Publication): Promise<Published>
  unpublish(name: string, version?: string): void
  /** Moves a dist-tag to a version. */
  tag(name: string, tag: string, version: string): void
  /** JSON of a packument; null where there is none. */
  packument(name: string): unknown
  tarball(path: string): Uint8Array | null
  /** Attestations by `name@version`; null where there are none. */
  attestations(id: string): unknown
}

interface Holder {
  readonly url: string
  readonly sigstore: Sigstore
  readonly mirror: boolean
}

interface Stored {
  readonly versions: Map<string, Json>
  readonly time: Map<string, string>
  readonly tags: Map<string, string>
  maintainers: readonly Json[]
  unpublished: boolean
}

const NEW_YEAR = Date.UTC(2026, 0, 1)
const DEFAULT_PUBLISHER = { name: 'acme-bot', email: 'bot@acme.example' }

export function openShelf(holder: Holder): Shelf {
  const packages = new Map<string, Stored>()
  const tarballs = new Map<string, Uint8Array>()
  const attested = new Map<string, readonly Attestation[]>()
  return {
    publish: async (publication) => {
      const { name, version, tag = 'latest' } = publication
      const { path, tarball, entry, attestations } = await toRelease(publication, holder)
      const stored = packages.get(name) ?? newStored()
      packages.set(name, stored)
      tarballs.set(path, tarball)
      if (attestations.length > 0) attested.set(`${name}@${version}`, attestations)
      stored.versions.set(version, entry)
      stored.time.set(version, new Date(publication.published ?? NEW_YEAR).toISOString())
      stored.maintainers = publication.maintainers ?? stored.maintainers
      if (tag !== null) stored.tags.set(tag, version)
      return { integrity: integrityOf(tarball), tarball, tarballUrl: `${holder.url}${path}` }
    },
    unpublish: (name, version) => {
      const stored = packages.get(name)
      if (stored === undefined) return
      stored.unpublished = version === undefined
      for (const gone of version === undefined ? [...stored.versions.keys()] : [version]) stored.versions.delete(gone)
    },
    tag: (name, tag, version) => packages.get(name)?.tags.set(tag, version),
    packument: (name) => {
      const stored = packages.get(name)
      return stored === undefined ? null : toPackument(name, stored)
    },
    tarball: (path) => tarballs.get(path) ?? null,
    attestations: (id) => {
      const attestations = attested.get(id)
      return attestations === undefined ? null : { attestations }
    },
  }
}

function newStored(): Stored {
  return {
    versions: new Map(),
    time: new Map(),
    tags: new Map(),
    maintainers: [DEFAULT_PUBLISHER],
    unpublished: false,
  }
}

async function toRelease(publication: Publication, holder: Holder) {
  const { name, version, files = { 'index.js': 'export {}\n' } } = publication
  const manifest = { name, version, ...publication.manifest }
  const packed = publication.tarball ?? packTarball({ 'package.json': JSON.stringify(manifest, null, 2), ...files })
  const integrity = integrityOf(packed)
  const attestations = await toAttestations(publication, { integrity, holder })
  const path = `${name}/-/${name.slice(name.indexOf('/') + 1)}-${version}.tgz`
  const types = attestations.map(({ predicateType }) => predicateType)
  const dist = {
    integrity,
    tarball: `${holder.url}${path}`,
    ...(holder.mirror ? {} : toProofs(publication, { integrity, holder, attested: types.length > 0 })),
    ...publication.dist,
  }
  const entry = {
    ...manifest,
    _npmUser: publication.publisher ?? DEFAULT_PUBLISHER,
    maintainers: publication.maintainers ?? [DEFAULT_PUBLISHER],
    ...(publication.deprecated === undefined ? {} : { deprecated: publication.deprecated }),
    ...publication.entry,
    dist,
  }
  return { path, tarball: packed, entry, attestations }
}

interface Proving {
  readonly integrity: string
  readonly holder: Holder
}

function toProofs(
  { name, version, signed = true }: Publication,
  { integrity, holder, attested }: Proving & { attested: boolean },
) {
  const { registryKey } = holder.sigstore
  const sig = signRelease(registryKey, { name, version, integrity })
  const url = `${holder.url}-/npm/v1/attestations/${name.replace('/', '%2f')}@${version}`
  return {
    ...(signed ? { signatures: [{ keyid: registryKey.keyid, sig }] } : {}),
    ...(attested ? { attestations: { url, provenance: { predicateType: PROVENANCE } } } : {}),
  }
}

async function toAttestations(publication: Publication, { integrity, holder }: Proving): Promise<Attestation[]> {
  const { name, version, provenance = false, mint, tamper = (all) => all } = publication
  if (provenance === false || holder.mirror) return []
  const minting = { name, version, integrity, ...(provenance === true ? {} : { source: provenance }), ...mint }
  const { predicateType, ...publishing } = minting
  return tamper([
    { predicateType: PUBLISH, bundle: await holder.sigstore.mintPublish(publishing) },
    { predicateType: predicateType ?? PROVENANCE, bundle: await holder.sigstore.mintProvenance(minting) },
  ])
}

function toPackument(name: string, stored: Stored) {
  const times = Object.fromEntries(stored.time)
  const [created] = Object.values(times).sort()
  const time = { created, modified: created, ...times }
  if (stored.unpublished)
    return { name, time: { ...time, unpublished: { time: created, versions: Object.keys(times) } } }
  return {
    name,
    'dist-tags': Object.fromEntries(stored.tags),
    maintainers: stored.maintainers,
    time,
    versions: Object.fromEntries(stored.versions),
  }
}
