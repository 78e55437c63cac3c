// What one run of the stage shares: connections, packuments by name, keys by registry, the trust root.

import validateName from 'validate-npm-package-name'
import type { PackageFacts } from '../model/evidence.ts'
import { absent, type Observation, observed, type Unavailable, unavailable } from '../model/observation.ts'
import { openPool, type Pool } from '../model/pool.ts'
import { BOUNDS, type Bounds } from './bounds.ts'
import { type Http, openHttp, type Traffic } from './http.ts'
import { fetchPackument } from './packument.ts'
import { attestationKey, type Proof } from './proof/bundle.ts'
import { fetchKeys, offeredKeys, type RegistryKeys } from './proof/keys.ts'
import { openTrust } from './proof/trust.ts'
import type { TrustRoot } from './proof/trust-root.ts'
import { type Choice, chooseRegistry, defaultRegistry } from './registries.ts'
import type { GatherRequest } from './request.ts'

/** One registry, asked each thing once. */
export interface RegistrySource {
  readonly http: Http
  /** It serves named scopes only, so its packages' names are nobody else's business. */
  readonly scoped: boolean
  packument(name: string): Promise<Observation<PackageFacts>>
  offeredKeys(): Promise<Observation<RegistryKeys>>
  provedKeys(): Promise<Observation<RegistryKeys>>
  proof(): Promise<Observation<Proof>>
}

export interface Run {
  readonly bounds: Bounds
  /** On the clock of `performance.now()`. */
  readonly deadline: number
  readonly cachePath: string | null
  /** Tarballs are large, so few are held at once. */
  readonly tarballs: Pool
  sourceFor(name: string): RegistrySource | Unavailable
  /** A source that needs no token, such as a database of advisories. */
  openSource(url: string): Http
  requests(): number
  /** The trust root that verified something; null where none was needed. */
  trustRoot(): TrustRoot['kind'] | null
}

/** Opens no connection yet; the stage's time begins to run. */
export function openRun(request: Omit<GatherRequest, 'wanted'>): Run {
  const bounds = { ...BOUNDS, ...request.bounds }
  let requests = 0
  let used: TrustRoot['kind'] | null = null
  const traffic: Traffic = {
    bounds,
    deadline: performance.now() + bounds.stageMs,
    pool: openPool(bounds.parallel),
    onRequest: () => {
      requests += 1
    },
  }
  const fallback = defaultRegistry()
  const trust = once(async () => {
    const root = await before(traffic.deadline, openTrust(request.trust))
    if ('kind' in root) used = root.kind
    return root
  })
  const sources = new Map<string, RegistrySource>()
  const relayedHost = new URL(fallback).host
  return {
    bounds,
    deadline: traffic.deadline,
    cachePath: request.cachePath,
    tarballs: openPool(2),
    sourceFor: (name) => {
      const choice = chooseRegistry(name, { registries: request.registries, auth: request.auth, fallback })
      if ('status' in choice) return choice
      const key = `${choice.endpoint.url} ${choice.scoped}`
      const source = sources.get(key) ?? openSource(choice, { traffic, trust, relayedHost })
      sources.set(key, source)
      return source
    },
    openSource: (url) => openHttp({ url, token: null }, traffic),
    requests: () => requests,
    trustRoot: () => used,
  }
}

interface Shared {
  readonly traffic: Traffic
  readonly trust: () => Promise<TrustRoot | Unavailable>
  readonly relayedHost: string
}

function openSource({ endpoint, scoped }: Choice, { traffic, trust, relayedHost }: Shared): RegistrySource {
  const http = openHttp(endpoint, traffic)
  const packuments = new Map<string, Promise<Observation<PackageFacts>>>()
  const provedKeys = once(async () => {
    const root = await trust()
    if ('status' in root) return root
    return await before(traffic.deadline, fetchKeys({ http, trust: root, relayedHost }))
  })
  return {
    http,
    scoped,
    packument: (name) => {
      const known = packuments.get(name) ?? packumentOf(http, name, traffic.bounds.packumentBytes)
      packuments.set(name, known)
      return known
    },
    offeredKeys: once(() => offeredKeys(http)),
    provedKeys,
    proof: once(async () => {
      const [root, keys] = await Promise.all([trust(), provedKeys()])
      if ('status' in root) return root
      return keys.status === 'unavailable' ? keys : await before(traffic.deadline, proofOf(root, keys))
    }),
  }
}

// No registry can have a package of such a name, and it must not shape a path.
async function packumentOf(http: Http, name: string, maxBytes: number): Promise<Observation<PackageFacts>> {
  return validateName(name).validForOldPackages ? await fetchPackument(http, name, maxBytes) : absent
}

async function proofOf(root: TrustRoot, keys: Observation<RegistryKeys>): Promise<Observation<Proof>> {
  const known = keys.status === 'observed' ? keys.value : { keys: [], own: false }
  const verifier = await root.verifier((hint) => attestationKey(known.keys, hint)?.pem)
  if (verifier.status !== 'observed') return verifier
  return observed({ verify: verifier.value, keys: known.keys, ownKeys: known.own, trustRoot: root.kind })
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null
  return () => {
    answer ??= read()
    return answer
  }
}

/** The promise's value, or `timeout` where the stage's time runs out first. */
export async function before<T>(deadline: number, promise: Promise<T>): Promise<T | Unavailable> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Unavailable>((resolve) => {
    const ms = Math.max(0, deadline - performance.now())
    timer = setTimeout(() => resolve(unavailable('timeout', 'the time for gathering evidence ran out')), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
