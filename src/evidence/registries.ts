// Which registry serves which package: the policy says so, never the pull request.
import npmDefaults from 'npm-registry-fetch/lib/default-opts.js'
import { type Unavailable, unavailable } from '../model/observation.ts'
import type { TrustedRegistry } from '../model/policy.ts'
import type { Endpoint } from './http.ts'

/** The registry chosen for a package. `scoped`: it serves only named scopes, so its packages are private to their owner. */
export interface Choice {
  readonly endpoint: Endpoint
  readonly scoped: boolean
}

/** The public npm registry's base URL, ending in `/`, as npm's own client has it. */
export function defaultRegistry(): string {
  return withSlash(npmDefaults.registry)
}

/**
 * The registry for a package name: the one that lists its scope, else the first that lists none, else `fallback`.
 * Plain http is for loopback only, credentials in an address are refused, and a token goes to its own host alone.
 */
export function chooseRegistry(name: string, { registries, auth, fallback }: Choosing): Choice | Unavailable {
  const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : null
  const scoped = registries.find(({ scopes }) => scope !== null && scopes.includes(scope))
  const chosen = scoped ?? registries.find(({ scopes }) => scopes.length === 0) ?? { url: fallback, scopes: [] }
  const url = usableUrl(chosen.url)
  if (url === null) return unavailable('refused', 'the registry is not an https address')
  return { endpoint: { url: url.href, token: auth.get(url.host) ?? null }, scoped: chosen.scopes.length > 0 }
}

export interface Choosing {
  readonly registries: readonly TrustedRegistry[]
  /** Token by host, port included where the address has one. */
  readonly auth: ReadonlyMap<string, string>
  readonly fallback: string
}

/** The URL where it is https, or http on loopback, and holds no credentials; null otherwise. */
export function usableUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(withSlash(text))
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  return safe && url.username === '' && url.password === '' && url.search === '' && url.hash === '' ? url : null
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
