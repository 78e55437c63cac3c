// Hashes of one version that cannot all be right, and where each stands.
import type { Location } from '../../model/location.ts'
import type { Hash } from './locked.ts'

/** Places by digest, the digests sorted: at least two that cannot both be right. */
export type Rivals = ReadonlyMap<string, readonly Location[]>

/** By version and algorithm. A lockfile may hold one version a thousand times: this is told once for all of them. */
export function rivalsIn(hashes: ReadonlyMap<string, readonly Hash[]>): ReadonlyMap<string, Rivals> {
  const found = [...hashes].flatMap(([version, all]) =>
    [...Map.groupBy(all, ({ algorithm }) => algorithm)].map(([algorithm, same]) => {
      const places = Map.groupBy(same, ({ digest }) => digest)
      const sorted = [...places].sort(([a], [b]) => (a < b ? -1 : 1))
      return [`${version} ${algorithm}`, new Map(sorted.map(([digest, own]) => [digest, own.map(locationOf)]))] as const
    }),
  )
  return new Map(found.filter(([, places]) => places.size > 1))
}

function locationOf({ location }: Hash): Location {
  return location
}

const SHOWN_PLACES = 20

/** The first digests. */
export function firstOf(places: Rivals, count: number): readonly string[] {
  const found: string[] = []
  for (const digest of places.keys()) if (found.push(digest) >= count) break
  return found
}

/** The first places that have another digest. */
export function placesBeside(places: Rivals, own: readonly string[]): readonly Location[] {
  const found: Location[] = []
  for (const [digest, locations] of places) {
    if (!own.includes(digest)) found.push(...locations.slice(0, SHOWN_PLACES - found.length))
    if (found.length >= SHOWN_PLACES) break
  }
  return found
}
