// Which components a lockfile pins by hash, and all the hashes that a set of sources holds for one version.
import type { Component } from '../../model/component.ts'
import type { Location } from '../../model/location.ts'
import type { Inventory, SourceKind } from '../../model/source.ts'
import { toPin } from './sri.ts'

export interface Hash {
  readonly algorithm: string
  readonly digest: string
  readonly location: Location
}

const LOCKFILES: readonly (SourceKind | undefined)[] = [
  'npm-lockfile',
  'pnpm-lockfile',
  'yarn-lockfile',
  'bun-lockfile',
]
const NOT_A_TARBALL = /^(git[+:@]|ssh:|github:|gitlab:|bitbucket:|file:|link:|workspace:|portal:|patch:|\.{0,2}\/)/

/**
 * True for an entry that ought to have a hash of its own: not for what lies in its parent's tarball, in the repository or
 * in git. Yarn's later formats keep a checksum of their own archive, which is no integrity, and name no address.
 */
export function isLocked(component: Component, kind: SourceKind | undefined): boolean {
  if (!LOCKFILES.includes(kind) || component.ecosystem !== 'npm' || component.bundled) return false
  if (component.resolved !== null && NOT_A_TARBALL.test(component.resolved)) return false
  return kind !== 'yarn-lockfile' || component.integrity !== null || /^https?:/.test(component.resolved ?? '')
}

/**
 * The strong hashes of every `name@version` of these names. A string with two hashes of one algorithm counts as two: an
 * installer takes bytes that fit either.
 */
export function hashesOf(head: Inventory, names: ReadonlySet<string>): ReadonlyMap<string, readonly Hash[]> {
  const found = new Map<string, Hash[]>()
  for (const source of head.sources) {
    for (const component of source.status === 'read' ? source.components : []) {
      if (!names.has(component.name) || component.bundled) continue
      const key = `${component.name}@${component.version}`
      const hashes = found.get(key) ?? []
      found.set(key, hashes)
      hashes.push(...toHashes(component))
    }
  }
  return found
}

function toHashes({ integrity, source, route }: Component): readonly Hash[] {
  const pin = integrity === null ? null : toPin(integrity)
  if (!pin?.strong) return []
  const { algorithm } = pin
  return pin.digests.map((digest) => ({ algorithm, digest, location: { path: source, route } }))
}
