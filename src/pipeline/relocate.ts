// Moves what is said of a direct dependency from the lockfile to the line of the manifest that a person wrote, where that line changed too.
import type { Change } from '../model/change.ts'
import type { RuleFinding } from '../model/finding.ts'
import type { Location } from '../model/location.ts'

/** Rules that speak of the lockfile's own text: their place is the entry. */
const OF_THE_ENTRY = new Set(['integrity', 'origin', 'dependency-confusion', 'source-unread'])

/** The lockfile's line becomes a related place. Findings about anything but a component's own entry stay where they are. */
export function relocate(findings: readonly RuleFinding[], changes: readonly Change[]): readonly RuleFinding[] {
  const written = writtenPlaces(changes)
  return findings.map((finding) => {
    const place = OF_THE_ENTRY.has(finding.rule) ? undefined : written.get(keyOf(finding.source, finding.name ?? ''))
    if (place === undefined || finding.location.path !== finding.source) return finding
    const related = finding.related.filter((other) => JSON.stringify(other) !== JSON.stringify(place))
    return { ...finding, location: place, related: [finding.location, ...related] }
  })
}

/** Changed manifest lines, by the lockfile that decides their versions and the package's name. */
function writtenPlaces(changes: readonly Change[]): ReadonlyMap<string, Location> {
  const places = changes
    .filter(({ kind }) => kind !== 'removed' && kind !== 'present')
    .flatMap(({ after }) => after)
    .flatMap(({ lockedIn, name, source, route, server }) =>
      lockedIn === null || server !== null ? [] : [[keyOf(lockedIn, name), { path: source, route }] as const],
    )
  return new Map(places.toReversed())
}

function keyOf(source: string, name: string): string {
  return `${source}\0${name}`
}
