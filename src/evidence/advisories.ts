// Known vulnerabilities, by one bulk request to the registry.
import satisfies from 'semver/functions/satisfies.js'
import validRange from 'semver/ranges/valid.js'
import type { Advisory } from '../model/evidence.ts'
import { type Observation, observed, type Unavailable, unavailable } from '../model/observation.ts'
import type { Severity } from '../model/severity.ts'
import type { Http } from './http.ts'
import { countOf, type Fields, itemsOf, parseJson, textOf, toFields } from './json.ts'

/** A package version to look up. */
export interface Release {
  readonly name: string
  readonly version: string
}

export type AdvisoriesOf = (release: Release) => Observation<readonly Advisory[]>

/** Advisories of all these releases; an empty list is an answer, silence is unavailable for each of them. */
export async function fetchAdvisories(
  http: Http,
  releases: readonly Release[],
  maxBytes: number,
): Promise<AdvisoriesOf> {
  const versions = Map.groupBy(releases, ({ name }) => name)
  const body = Object.fromEntries([...versions].map(([name, all]) => [name, all.map(({ version }) => version)]))
  const answer = await http.post('-/npm/v1/security/advisories/bulk', body, maxBytes)
  if (answer.status !== 'observed') {
    const silence = answer.status === 'absent' ? NOT_OFFERED : answer
    return () => silence
  }
  const found = toFields(parseJson(answer.value))
  if (found === null) return () => MALFORMED
  return (release) => toAdvisories(found, release)
}

const NOT_OFFERED = unavailable('not-offered', 'the registry offers no advisories')
const MALFORMED: Unavailable = unavailable('bad-answer', 'the list of advisories is malformed')

// The answer is by name, for any of the versions asked.
function toAdvisories(found: Fields, { name, version }: Release): Observation<readonly Advisory[]> {
  if (Object.hasOwn(found, name) && !Array.isArray(found[name])) return MALFORMED
  const advisories = itemsOf(found, name).map((item) => toFields(item))
  if (advisories.includes(null)) return MALFORMED
  return observed(advisories.filter((advisory) => touches(advisory, version)).map(toAdvisory))
}

// A range that cannot be read is taken to touch the version: the registry named it for this package.
function touches(advisory: Fields | null, version: string): boolean {
  const range = textOf(advisory, 'vulnerable_versions')
  if (range === null || validRange(range) === null) return true
  return satisfies(version, range, { includePrerelease: true })
}

function toAdvisory(fields: Fields | null): Advisory {
  const url = textOf(fields, 'url')
  const id = /GHSA(-[0-9a-z]{4}){3}/.exec(url ?? '')?.[0] ?? String(countOf(fields, 'id') ?? 'unnamed')
  return {
    id,
    title: textOf(fields, 'title') ?? 'no title',
    severity: toSeverity(textOf(fields, 'severity')),
    url: url?.startsWith('https://') ? url : null,
  }
}

const SEVERITIES: Readonly<Record<string, Severity>> = {
  info: 'low',
  low: 'low',
  moderate: 'moderate',
  high: 'high',
  critical: 'critical',
}

function toSeverity(text: string | null): Severity {
  return SEVERITIES[text ?? ''] ?? 'high'
}
