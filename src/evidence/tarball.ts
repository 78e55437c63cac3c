// The tarball of a release, from its own registry, and what is really inside.
import type { ReleaseFacts, TarballFacts } from '../model/evidence.ts'
import { type Observation, observed, unavailable } from '../model/observation.ts'
import type { Bounds } from './bounds.ts'
import { readContents } from './contents.ts'
import type { Http } from './http.ts'
import { integrityOf, keep, readKept } from './tarball-cache.ts'

interface TarballSources {
  readonly http: Http
  readonly run: {
    readonly bounds: Bounds
    readonly deadline: number
    readonly cachePath: string | null
  }
}

/**
 * Fetched from the configured registry alone, whatever the lockfile says; the packument's address counts only where it
 * is on that registry. The integrity is computed from the bytes, and is not compared with anything here.
 */
export async function fetchTarball(
  name: string,
  release: ReleaseFacts,
  { http, run }: TarballSources,
): Promise<Observation<TarballFacts>> {
  const kept = await readKept(run.cachePath, release.integrity)
  const answer = kept === null ? await http.get(pathOf(name, release, http), run.bounds.tarballBytes) : observed(kept)
  if (answer.status === 'absent') return unavailable('bad-answer', 'the registry does not serve the tarball it names')
  if (answer.status !== 'observed') return answer
  const integrity = integrityOf(answer.value)
  if (kept === null && integrity === release.integrity) await keep(run.cachePath, answer.value)
  const deadline = Math.min(run.deadline, performance.now() + run.bounds.unpackMs)
  return await readContents(answer.value, { integrity, bounds: run.bounds, deadline })
}

function pathOf(name: string, { tarballUrl, version }: ReleaseFacts, { endpoint }: Http): string {
  const sameOrigin = tarballUrl !== null && URL.canParse(tarballUrl) && isOn(endpoint.url, tarballUrl)
  if (sameOrigin) return tarballUrl
  const file = `${name.slice(name.indexOf('/') + 1)}-${version}.tgz`
  return [...name.split('/'), '-', file].map((part) => encodeURIComponent(part).replace(/^%40/, '@')).join('/')
}

function isOn(registry: string, url: string): boolean {
  return new URL(registry).origin === new URL(url).origin
}
