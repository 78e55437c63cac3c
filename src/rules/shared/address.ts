// What the address of a tarball says: whose registry it is, and which package and version its path names.
import type { TrustedRegistry } from '../../model/policy.ts'

/** Name and version as a registry's path has them; null where the path has not the form of a registry's tarball. */
export interface NamedTarball {
  readonly name: string
  readonly version: string
}

/** The registries that may serve a name: those that list its scope, else those that list none. */
export function registriesFor(name: string, registries: readonly TrustedRegistry[]): readonly TrustedRegistry[] {
  const scope = scopeOf(name)
  const own = registries.filter(({ scopes }) => scope !== null && scopes.includes(scope))
  return own.length > 0 ? own : registries.filter(({ scopes }) => scopes.length === 0)
}

/** `@scope` of a package name; null where it has none. */
export function scopeOf(name: string): string | null {
  return /^(@[^/]+)\//.exec(name)?.[1] ?? null
}

/** True where the address lies below the registry's own: same host, port and folder. `scheme` ignores http in place of https. */
export function liesBelow(url: URL, registry: string, options: { readonly ignoreScheme: boolean }): boolean {
  if (!URL.canParse(registry) || url.username !== '' || url.password !== '') return false
  const own = new URL(registry)
  const sameOrigin = options.ignoreScheme ? url.host === own.host : url.origin === own.origin
  return sameOrigin && url.pathname.startsWith(own.pathname.endsWith('/') ? own.pathname : `${own.pathname}/`)
}

/**
 * Reads `…/name/-/name-version.tgz` and GitHub's `…/download/@scope/name/version/hash`. Of percent-encodings only the slash
 * and the at sign of a scope are known; any other, and any `..`, could mean one thing here and another to a server.
 */
export function namedTarball(url: URL): NamedTarball | null {
  const path = url.pathname.replace(/%2f/gi, '/').replace(/%40/g, '@').replace(/%2b/gi, '+')
  if (path.includes('%') || path.split('/').some((part) => part === '.' || part === '..')) return null
  return fromTarball(path) ?? fromDownload(path)
}

function fromTarball(path: string): NamedTarball | null {
  const at = path.lastIndexOf('/-/')
  if (at < 0) return null
  const name = NAME_AT_END.exec(path.slice(0, at))?.[1]
  if (name === undefined) return null
  // Some registries repeat the scope before the file's name.
  const file = path.slice(at + 3).replace(/^@[^/]+\//, '')
  const start = `${name.replace(/^@[^/]+\//, '')}-`
  if (!file.endsWith('.tgz') || file.includes('/') || !file.startsWith(start)) return null
  return { name, version: file.slice(start.length, -'.tgz'.length) }
}

function fromDownload(path: string): NamedTarball | null {
  const match = /\/download\/(@[^/]+\/[^/]+)\/([^/]+)\/[0-9a-f]{40,}$/.exec(path)
  const [, name, version] = match ?? []
  return name === undefined || version === undefined ? null : { name, version }
}

const NAME_AT_END = /\/((?:@[^/@]+\/)?[^/@]+)$/
