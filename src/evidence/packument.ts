// One packument per name: what the registry says of a package and of each of its releases.
import type { PackageFacts, ReleaseFacts } from '../model/evidence.ts'
import { type Observation, observed, unavailable } from '../model/observation.ts'
import type { Http } from './http.ts'
import {
  type Fields,
  fieldsOf,
  itemsOf,
  own,
  parseJson,
  textOf,
  textRecordOf,
  textsOf,
  timeOf,
  toFields,
} from './json.ts'
import { readRelease, repositoryOf, toPerson } from './release.ts'

/**
 * The full packument (publish times are only in this form). Absent: the registry knows no package of that name.
 * `name` must be a valid package name.
 */
export async function fetchPackument(http: Http, name: string, maxBytes: number): Promise<Observation<PackageFacts>> {
  const answer = await http.get(toPath(name), maxBytes)
  if (answer.status !== 'observed') return answer
  const facts = toPackageFacts(parseJson(answer.value), name)
  return facts === null ? unavailable('bad-answer', `the packument of ${name} is malformed`) : observed(facts)
}

/** A package name as a path on a registry: one segment, with the scope's slash escaped. */
export function toPath(name: string): string {
  return encodeURIComponent(name).replace(/^%40/, '@').replace('%2F', '%2f')
}

/** Facts of a packument; null where it is not one, or one of another package. Unknown or wrongly typed fields are null. */
export function toPackageFacts(json: unknown, name: string): PackageFacts | null {
  const packument = toFields(json)
  if (packument === null || own(packument, 'name') !== name) return null
  const time = fieldsOf(packument, 'time')
  const unpublished = fieldsOf(time, 'unpublished') !== null
  const versions = fieldsOf(packument, 'versions')
  if (versions === null && !unpublished) return null
  const times = toTimes(time)
  const distTags = textRecordOf(packument, 'dist-tags')
  return {
    name,
    created: timeOf(own(time, 'created')) ?? earliest(times),
    latest: textOf(distTags, 'latest'),
    distTags,
    maintainers: itemsOf(packument, 'maintainers').flatMap(toPerson),
    keywords: textsOf(packument, 'keywords'),
    repository: repositoryOf(packument),
    releases: toReleases(versions, times),
    times,
    unpublished,
  }
}

function toReleases(versions: Fields | null, times: ReadonlyMap<string, number>): ReadonlyMap<string, ReleaseFacts> {
  const releases = Object.entries(versions ?? {}).map(([version, value]): [string, ReleaseFacts] => [
    version,
    readRelease(version, toFields(value), times.get(version) ?? null),
  ])
  return new Map(releases)
}

// Some registries leave `created` out.
function earliest(times: ReadonlyMap<string, number>): number | null {
  const [first] = [...times.values()].sort((a, b) => a - b)
  return first ?? null
}

const NOT_VERSIONS = ['created', 'modified', 'unpublished']

function toTimes(time: Fields | null): ReadonlyMap<string, number> {
  const times = Object.entries(time ?? {}).flatMap(([version, value]): [string, number][] => {
    const published = NOT_VERSIONS.includes(version) ? null : timeOf(value)
    return published === null ? [] : [[version, published]]
  })
  return new Map(times)
}
