// A gather request against a registry double: its own registry, trust root and malware reports, and short patience.
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { GatherRequest, Wanted } from '../../src/evidence/gather.ts'
import { OBSERVATION_NAMES, type ObservationName } from '../../src/model/evidence.ts'
import type { RegistryDouble } from './registry.ts'
import { purlOf } from './sigstore.ts'

export function wantedOf(
  name: string,
  version: string | null,
  observations: readonly ObservationName[] = OBSERVATION_NAMES,
): Wanted {
  return { purl: purlOf(name, version ?? '*'), ecosystem: 'npm', name, version, observations }
}

interface Overrides extends Partial<GatherRequest> {
  /** Where the trust root's metadata may be written; a folder of its own is made in it. */
  readonly folder: string
}

export async function aRequest(registry: RegistryDouble, { folder, ...overrides }: Overrides): Promise<GatherRequest> {
  const cachePath = await mkdtemp(join(folder, 'tuf-'))
  const rootPath = await registry.writeTufRoot(cachePath)
  return {
    wanted: [],
    registries: [{ url: registry.url, scopes: [] }],
    auth: new Map(),
    offline: false,
    trust: { kind: 'tuf', mirror: registry.tufMirror, rootPath, cachePath },
    malwareUrl: registry.malwareUrl,
    cachePath: null,
    ...overrides,
    bounds: { backoffMs: 5, attemptMs: 1000, requestMs: 4000, ...overrides.bounds },
  }
}
