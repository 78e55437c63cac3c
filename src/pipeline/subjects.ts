// Joins each changed component with all that is known of it: what it replaces, its evidence, what the policy says, whom it imitates.
import { compareLoose, valid } from 'semver'
import { aliasImpersonation } from '../mcp/alias.ts'
import type { Change } from '../model/change.ts'
import type { Component } from '../model/component.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Impersonation } from '../model/impersonation.ts'
import { unavailable } from '../model/observation.ts'
import type { AllowMatch } from '../model/policy.ts'
import type { Subject } from '../model/rule.ts'
import { npmPurl } from '../sources/purl.ts'

export interface SubjectSources {
  readonly changes: readonly Change[]
  /** By purl. What is not in it was not gathered. */
  readonly evidence: ReadonlyMap<string, Evidence>
  match(component: Component): AllowMatch
  /** By its own name; installed under another's name is told apart here. */
  impersonates(name: string): Impersonation | null
}

/** One for each component that is new, other or newly important after a change; what stays as it was is nobody's subject. */
export function toSubjects({ changes, evidence, match, impersonates }: SubjectSources): readonly Subject[] {
  const evidenceOf = (component: Component) => evidence.get(component.purl) ?? nothingGathered(component.purl)
  return changes.flatMap((change) =>
    arrivedBy(change).map((component) => {
      const replaces = replacedBy(component, change)
      const likeness = aliasImpersonation(component) ?? impersonates(component.name)
      return {
        change,
        component,
        replaces,
        evidence: evidenceOf(component),
        evidenceBefore: replaces && evidenceOf(replaces),
        allow: match(component),
        impersonates: likeness,
        original: likeness && (evidence.get(npmPurl(likeness.name, null)) ?? null),
      }
    }),
  )
}

/** What is new, other or newly important after a change, without what stayed as it was. */
export function arrivedBy({ kind, before, after }: Change): readonly Component[] {
  if (kind === 'removed') return []
  if (kind !== 'updated' && kind !== 'replaced') return after
  const known = new Set(before.map(identityOf))
  return after.filter((component) => !known.has(identityOf(component)))
}

/** The same version as it was, else the nearest older version that is gone, else the highest that is gone. */
export function replacedBy(component: Component, change: Change): Component | null {
  if (change.before.length === 0) return null
  const { byVersion: gone, older } = goneBy(change)
  const same = gone.get(component.version)
  if (same) return same
  return older[countBelow(component, older) - 1] ?? older.at(-1) ?? null
}

interface Gone {
  /** The first of each version. */
  readonly byVersion: ReadonlyMap<string | null, Component>
  /** Those whose version is gone altogether, the lowest first. */
  readonly older: readonly Component[]
}

/** The same for all of a change's components, of which there may be thousands. */
const goneByChange = new WeakMap<Change, Gone>()

function goneBy(change: Change): Gone {
  const known = goneByChange.get(change)
  if (known !== undefined) return known
  const { before, after } = change
  const kept = new Set(after.map(identityOf))
  const versions = new Set(after.map(({ version }) => version))
  const gone = before.filter((other) => !kept.has(identityOf(other)))
  const found = {
    byVersion: new Map(gone.toReversed().map((other) => [other.version, other])),
    older: gone.filter(({ version }) => !versions.has(version)).sort(byVersion),
  }
  goneByChange.set(change, found)
  return found
}

/** How many of a sorted list are of a lower version. */
function countBelow(component: Component, sorted: readonly Component[]): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const other = sorted[middle]
    if (other !== undefined && byVersion(other, component) < 0) low = middle + 1
    else high = middle
  }
  return low
}

// Everything that makes the same version another thing to install or launch.
function identityOf(component: Component): string {
  const { version, spec, integrity, resolved, archive, scope, installScript, alias, bundled, url, launch, lockedIn } =
    component
  const digest = launch?.digest ?? null
  return JSON.stringify([
    version,
    spec,
    integrity,
    resolved,
    archive,
    scope,
    installScript,
    alias,
    bundled,
    url,
    digest,
    lockedIn,
  ])
}

function byVersion(a: Component, b: Component): number {
  const [one, other] = [a.version ?? '', b.version ?? '']
  if (valid(one) !== null && valid(other) !== null) return compareLoose(one, other)
  return one < other ? -1 : Number(one > other)
}

function nothingGathered(purl: string): Evidence {
  const nothing = unavailable('not-gathered', 'nobody asked for it')
  return {
    purl,
    packument: nothing,
    release: nothing,
    attestation: nothing,
    'registry-signature': nothing,
    tarball: nothing,
    advisories: nothing,
    malware: nothing,
  }
}
