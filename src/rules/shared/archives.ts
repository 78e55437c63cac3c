// What became of the digests that yarn keeps of its own archives, in place of the registry's.
import { type Archive, type Component, compareArchives } from '../../model/component.ts'
import type { Subject } from '../../model/rule.ts'
import type { Source, SourcePair } from '../../model/source.ts'

/** The archive of the same release before, where it had another digest or has none any more; null where nothing is wrong. */
export function formerArchive({ component, change }: Pick<Subject, 'component' | 'change'>): Archive | null {
  const former = change.before.find((other) => isSameRelease(other, component))
  return former !== undefined && compareArchives(former.archive, component.archive) === 'changed'
    ? former.archive
    : null
}

/** Releases of one lockfile that are there before and after, with digests of which nobody can tell whether they are of the same bytes. */
export function incomparableReleases({ base, head }: SourcePair): readonly Component[] {
  const before = new Map(
    releasesIn(base)
      .toReversed()
      .map((component) => [keyOf(component), component]),
  )
  return releasesIn(head).filter((component) => {
    const former = before.get(keyOf(component))
    if (former === undefined || (former.archive !== null && !isSameRelease(former, component))) return false
    return compareArchives(former.archive, component.archive) === 'incomparable'
  })
}

/** True for a release of the registry of which yarn takes any archive. What is for some systems only need not have a checksum. */
export function lacksChecksum(component: Component): boolean {
  const { archive, ecosystem, integrity } = component
  if (archive === null || archive.digest !== null || archive.conditions !== null) return false
  return ecosystem === 'npm' && integrity === null && component.resolved === null
}

function releasesIn(source: Source | null): readonly Component[] {
  if (source?.status !== 'read' || source.kind !== 'yarn-lockfile') return []
  return source.components.filter(({ ecosystem }) => ecosystem === 'npm')
}

function keyOf({ name, version }: Component): string {
  return `${name}@${version}`
}

/** Under another address the registry serves the same bytes; another patch or commit is other code, and told as such. */
function isSameRelease(one: Component, other: Component): boolean {
  if (one.version !== other.version) return false
  return one.resolved === other.resolved || (isServed(one) && isServed(other))
}

function isServed({ resolved }: Component): boolean {
  return resolved === null || /^https?:/.test(resolved)
}
