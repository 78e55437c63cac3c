// Compares each changed server with the version it replaces, from what was gathered of both.
import type { Capability, Evidence, ReleaseFacts, TarballFacts, TarballFile } from '../model/evidence.ts'
import { absent, type Observation, observed, observedValue, unavailable } from '../model/observation.ts'
import type {
  Compared,
  ContentDiff,
  DependencyDiff,
  FileDiff,
  PackageDiff,
  ProvedSource,
  Publishing,
  ScriptDiff,
} from '../model/package-diff.ts'
import type { Subject } from '../model/rule.ts'
import { type Proof, proofBefore, proofOf } from '../rules/shared/proof.ts'

/**
 * One for each new or updated version of a server of which the registry told anything, by name and version; a package that
 * several sources bring is told once. Pure.
 */
export function toPackageDiffs(subjects: readonly Subject[]): readonly PackageDiff[] {
  const told = subjects.filter(isTold).toSorted((a, b) => Number(a.replaces === null) - Number(b.replaces === null))
  const byVersions = new Map<string, PackageDiff>()
  for (const subject of told) {
    const replaced = versionBefore(subject)
    const key = JSON.stringify([subject.component.purl, replaced])
    const isKnown = replaced === null && [...byVersions.values()].some(({ purl }) => purl === subject.component.purl)
    if (!isKnown && !byVersions.has(key)) byVersions.set(key, toPackageDiff(subject, replaced))
  }
  return [...byVersions.values()].sort((a, b) => byText(a.purl, b.purl) || byText(a.before ?? '', b.before ?? ''))
}

function isTold({ change, component, evidence }: Subject): boolean {
  if (change.tier !== 'server' || component.version === null) return false
  if (change.kind !== 'added' && change.kind !== 'updated') return false
  return evidence.tarball.status === 'observed' || evidence.release.status === 'observed'
}

/** The same version with other bytes is not another version: the registry has one of it. */
function versionBefore({ component, replaces }: Subject): string | null {
  const version = replaces?.version ?? null
  return version === component.version ? null : version
}

function toPackageDiff(subject: Subject, before: string | null): PackageDiff {
  const { component, evidence } = subject
  const former = before === null ? null : subject.evidenceBefore
  return {
    name: component.name,
    purl: component.purl,
    before,
    after: component.version ?? '',
    contents: compare(former?.tarball ?? null, evidence.tarball, toContents),
    dependencies: compare(former && dependenciesOf(former), dependenciesOf(evidence), toDependencies),
    publishing: { before: former && publishingOf(former), after: publishingOf(evidence) },
    source: {
      before: former && sourceOf(former, proofBefore(subject)),
      after: sourceOf(evidence, proofOf(subject)),
    },
  }
}

/** `before` is null where nothing is replaced; what was not seen on either side makes the comparison unavailable. */
function compare<T, D>(
  before: Observation<T> | null,
  after: Observation<T>,
  toDiff: (before: T | null, after: T) => D,
): Compared<D> {
  const unseen = [after, before].find((side) => side !== null && side.status !== 'observed')
  if (unseen?.status === 'unavailable') return unseen
  if (after.status !== 'observed' || unseen?.status === 'absent')
    return unavailable('not-gathered', 'the registry no longer has one of the two versions')
  return observed(toDiff(before && observedValue(before), after.value))
}

function toContents(before: TarballFacts | null, after: TarballFacts): ContentDiff {
  const known = new Set(before?.capabilities.map(keyOf))
  return {
    files: toFiles(before?.files ?? [], after.files),
    sizeBefore: before?.unpackedSize ?? null,
    sizeAfter: after.unpackedSize,
    capabilities: after.capabilities
      .filter((capability) => !known.has(keyOf(capability)))
      .toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)),
    scripts: toScripts(before?.installScripts ?? [], after.installScripts),
  }
}

type Scripts = TarballFacts['installScripts']

function toScripts(before: Scripts, after: Scripts): readonly ScriptDiff[] {
  return after.flatMap(({ event, command, sha256, file }) => {
    const old = before.filter((script) => script.event === event)
    if (old.some((script) => script.sha256 === sha256)) return []
    return [{ kind: old.length > 0 ? 'changed' : 'added', event, command, sha256, file }]
  })
}

const KINDS: readonly Capability['kind'][] = [
  'obfuscated',
  'client-config',
  'address',
  'dynamic-code',
  'process',
  'network',
  'environment',
]

function keyOf({ kind, detail }: Capability): string {
  return `${kind} ${detail}`
}

function toFiles(before: readonly TarballFile[], after: readonly TarballFile[]): readonly FileDiff[] {
  const [old, now] = [byPath(before), byPath(after)]
  const paths = [...new Set([...old.keys(), ...now.keys()])]
  const files = paths.flatMap((path) => toFile(path, old.get(path), now.get(path)))
  return files.sort((a, b) => sizeOf(b) - sizeOf(a) || byText(a.path, b.path))
}

function toFile(path: string, old: TarballFile | undefined, now: TarballFile | undefined): readonly FileDiff[] {
  if (old !== undefined && old.sha256 === now?.sha256) return []
  const kind = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed'
  return [{ path, kind, before: old?.size ?? null, after: now?.size ?? null }]
}

function byPath(files: readonly TarballFile[]): ReadonlyMap<string, TarballFile> {
  return new Map(files.map((file) => [file.path, file]))
}

function sizeOf({ before, after }: FileDiff): number {
  return Math.max(before ?? 0, after ?? 0)
}

type Dependencies = Readonly<Record<string, string>>

/** As shipped; where the tarball was not read, as the registry shows them. Optional ones are installed too. */
function dependenciesOf({ tarball, release }: Evidence): Observation<Dependencies> {
  const manifest = observedValue(tarball)?.manifest ?? observedValue(release)
  if (manifest !== null) return observed({ ...manifest.dependencies, ...manifest.optionalDependencies })
  return release.status === 'unavailable' ? release : tarball.status === 'unavailable' ? tarball : absent
}

function toDependencies(before: Dependencies | null, after: Dependencies): readonly DependencyDiff[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])].sort()
  return names
    .map((name) => ({ name, before: rangeOf(before ?? {}, name), after: rangeOf(after, name) }))
    .filter((dependency) => dependency.before !== dependency.after)
}

function rangeOf(dependencies: Dependencies, name: string): string | null {
  return Object.hasOwn(dependencies, name) ? (dependencies[name] ?? null) : null
}

function publishingOf({ release }: Evidence): Publishing | null {
  const facts: ReleaseFacts | null = observedValue(release)
  if (facts === null) return null
  const { publisher, trustedPublisher, staged } = facts
  return { publisher: publisher?.name ?? null, trustedPublisher, staged }
}

function sourceOf({ attestation }: Evidence, proof: Proof | null): Observation<ProvedSource> {
  if (attestation.status === 'unavailable') return attestation
  const { sourceRepository: repository = null, sourceCommit: commit = null, issuer = null } = proof?.signer ?? {}
  return repository === null || commit === null ? absent : observed({ repository, commit, issuer })
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
