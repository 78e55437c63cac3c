// `resolutions` of a manifest: packages whose entries in yarn.lock are not what dependents ask for.
import { isObject, readJson } from './json.ts'

/** The packages that the patterns are about in the end, as in `a/@s/b@npm:^1`. Null where there is no manifest that can be read. */
export function resolutionNames(manifest: string | null): ReadonlySet<string> | null {
  const json = manifest === null ? null : readJson(manifest)
  if (json?.status !== 'json' || !isObject(json.value)) return null
  const { resolutions } = json.value
  const patterns = isObject(resolutions) ? Object.keys(resolutions) : []
  return new Set(patterns.flatMap((pattern) => PACKAGE.exec(pattern)?.[1] ?? []))
}

const PACKAGE = /((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?$/
