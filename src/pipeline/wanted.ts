// Which evidence is asked for: all of it for servers, what concerns their process for the closure, nothing for the rest.
import type { Change } from '../model/change.ts'
import type { Component, Tier } from '../model/component.ts'
import type { ObservationName } from '../model/evidence.ts'
import { npmPurl } from '../sources/purl.ts'
import { arrivedBy } from './subjects.ts'

export interface WantedEvidence {
  readonly purl: string
  readonly ecosystem: Component['ecosystem']
  readonly name: string
  readonly version: string | null
  readonly observations: readonly ObservationName[]
}

const EVERYTHING: readonly ObservationName[] = [
  'packument',
  'attestation',
  'registry-signature',
  'tarball',
  'advisories',
  'malware',
]
const OF_TIER: Readonly<Record<Tier, readonly ObservationName[]>> = {
  server: EVERYTHING,
  closure: ['packument', 'registry-signature', 'tarball', 'advisories', 'malware'],
  other: [],
}

/** What is asked before judging: packuments of added direct dependencies too, because they may turn out to be servers. */
export function wantedFor(changes: readonly Change[]): readonly WantedEvidence[] {
  return merged(changes.flatMap(wantedOfChange))
}

/**
 * Tarballs and attestations of the versions that servers replace, to tell what a new version can do that the old one could
 * not, and whether both were built from one repository. Of each version that is one request for its attestations at most.
 */
export function wantedBefore(changes: readonly Change[], replacedBy: ReplacedBy): readonly WantedEvidence[] {
  const replaced = changes
    .filter(({ tier, kind }) => tier === 'server' && kind === 'updated')
    .flatMap((change) => arrivedBy(change).map((component) => replacedBy(component, change)))
    .filter((component) => component !== null)
  return merged(
    replaced
      .filter(isFromRegistry)
      .filter(hasVersion)
      .map((one) => toWanted(one, ['packument', 'attestation', 'tarball'])),
  )
}

/** Packuments of look-alikes and of what they imitate, to tell whether both come from the same hands. */
export function wantedOriginals(changes: readonly Change[], imitates: Imitates): readonly WantedEvidence[] {
  const alike = changes.flatMap((change) =>
    arrivedBy(change)
      .filter(isFromRegistry)
      .flatMap((component) => {
        const original = imitates(component.name)
        return original === null
          ? []
          : [component, { ...component, name: original.name, version: null, purl: npmPurl(original.name, null) }]
      }),
  )
  return merged(alike.map((component) => toWanted(component, ['packument'])))
}

type Imitates = (name: string) => { readonly name: string } | null

type ReplacedBy = (component: Component, change: Change) => Component | null

function hasVersion({ version }: Component): boolean {
  return version !== null
}

/** True where the registry's word on name and version is a word on these bytes: not for git, files, folders or bundled code. */
export function isFromRegistry(component: Component): boolean {
  if (component.ecosystem !== 'npm' || component.bundled) return false
  return component.resolved === null || /^https?:/i.test(component.resolved)
}

function wantedOfChange(change: Change): readonly WantedEvidence[] {
  return arrivedBy(change).flatMap((component) => {
    const observations = observationsFor(component, change)
    return observations.length === 0 ? [] : [toWanted(component, observations)]
  })
}

function observationsFor(component: Component, change: Change): readonly ObservationName[] {
  if (component.ecosystem === 'pypi' || component.ecosystem === 'golang') {
    return change.tier === 'server' && component.version !== null ? ['malware'] : []
  }
  if (!isFromRegistry(component)) return []
  if (change.tier === 'other') return change.kind === 'added' && component.direct ? ['packument'] : []
  if (component.version === null) return ['packument']
  return change.kind === 'present' ? withoutTarball(change.tier) : OF_TIER[change.tier]
}

/** An audit asks what the world says now; the bytes are those that the gate has looked into, by their integrity. */
function withoutTarball(tier: Tier): readonly ObservationName[] {
  return OF_TIER[tier].filter((name) => name !== 'tarball')
}

function toWanted(component: Component, observations: readonly ObservationName[]): WantedEvidence {
  const { purl, ecosystem, name, version } = component
  return { purl, ecosystem, name, version, observations }
}

/** One entry per purl, with the union of what is asked of it, sorted. */
function merged(wanted: readonly WantedEvidence[]): readonly WantedEvidence[] {
  const byPurl = new Map<string, WantedEvidence>()
  for (const one of wanted) {
    const known = byPurl.get(one.purl)
    const observations = [...new Set([...(known?.observations ?? []), ...one.observations])]
    byPurl.set(one.purl, { ...one, observations })
  }
  return [...byPurl.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1))
}
