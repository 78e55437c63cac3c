// Evidence as JSON: every observation with its status, the packument without its hundreds of other releases.
import type { Evidence, PackageFacts, ReleaseFacts, TarballFacts } from '../model/evidence.ts'
import type { Observation } from '../model/observation.ts'
import { maskSecrets } from './escape.ts'

const CAPABILITIES = 200

/** `{ status, value }`, `{ status }` or `{ status, reason, detail }` per observation, in a fixed order. Times are ISO 8601. */
export function evidenceJson(evidence: Evidence) {
  return {
    purl: maskSecrets(evidence.purl),
    packument: observationJson(evidence.packument, packageJson),
    release: observationJson(evidence.release, releaseJson),
    attestation: observationJson(evidence.attestation, (attestations) => attestations),
    'registry-signature': observationJson(evidence['registry-signature'], (signature) => signature),
    tarball: observationJson(evidence.tarball, tarballJson),
    advisories: observationJson(evidence.advisories, (advisories) => advisories),
    malware: observationJson(evidence.malware, (reports) => reports),
  }
}

function observationJson<T>(observation: Observation<T>, valueJson: (value: T) => unknown) {
  if (observation.status === 'absent') return { status: 'absent' }
  if (observation.status === 'observed') return { status: 'observed', value: valueJson(observation.value) }
  return { status: 'unavailable', reason: observation.reason, detail: maskSecrets(observation.detail) }
}

function packageJson(facts: PackageFacts) {
  return {
    name: facts.name,
    created: isoTime(facts.created),
    latest: facts.latest,
    maintainers: facts.maintainers.map(({ name }) => name),
    keywords: facts.keywords,
    repository: facts.repository === null ? null : maskSecrets(facts.repository),
    releases: facts.releases.size,
    unpublished: facts.unpublished,
  }
}

function releaseJson(facts: ReleaseFacts) {
  return {
    version: facts.version,
    published: isoTime(facts.published),
    integrity: facts.integrity,
    deprecated: facts.deprecated,
    hasInstallScript: facts.hasInstallScript,
    installScripts: facts.installScripts,
    dependencies: facts.dependencies,
    bin: facts.bin,
    mcpName: facts.mcpName,
    repository: facts.repository === null ? null : maskSecrets(facts.repository),
    publisher: facts.publisher?.name ?? null,
    trustedPublisher: facts.trustedPublisher,
    staged: facts.staged,
    attested: facts.attested,
    unpackedSize: facts.unpackedSize,
    fileCount: facts.fileCount,
  }
}

function tarballJson(facts: TarballFacts) {
  return {
    integrity: facts.integrity,
    files: facts.files.length,
    unpackedSize: facts.unpackedSize,
    installScripts: facts.installScripts.map(({ event, command, sha256, file }) => ({ event, command, sha256, file })),
    capabilities: facts.capabilities
      .slice(0, CAPABILITIES)
      .map(({ kind, detail, file, line }) => ({ kind, detail, file, line })),
  }
}

function isoTime(ms: number | null): string | null {
  return ms === null || Math.abs(ms) > 8.64e15 ? null : new Date(ms).toISOString()
}
