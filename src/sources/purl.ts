// Package URLs as components carry them. Own code because packageurl-js costs microseconds that 20,000 lockfile entries add up.

/** `pkg:npm/…`; qualifiers tell apart what the registry did not publish. Values are percent-encoded, names stay as written. */
export function npmPurl(name: string, version: string | null, qualifier: string | null = null): string {
  const path = name.startsWith('@') ? `%40${encodePath(name.slice(1))}` : encodePath(name)
  return `pkg:npm/${path}${version === null ? '' : `@${encode(version)}`}${qualifier === null ? '' : `?${qualifier}`}`
}

/** A folder of the repository, known by its name alone. */
export function localPurl(name: string, version: string | null): string {
  return `pkg:generic/${encode(name)}${version === null ? '' : `@${encode(version)}`}`
}

/** Tells an origin that is no registry: `vcs_url` for git, `download_url` for other tarballs, null for a registry's address. */
export function originQualifier(resolved: string | null): string | null {
  if (resolved === null || isRegistryTarball(resolved)) return null
  return `${GIT.test(resolved) ? 'vcs_url' : 'download_url'}=${encode(resolved)}`
}

/** True for what npm would fetch with git. */
export function isGit(resolved: string): boolean {
  return GIT.test(resolved)
}

/** An address of the form that registries give their tarballs; says nothing of whose registry it is. */
export function isRegistryTarball(resolved: string): boolean {
  if (!SCHEME.test(resolved)) return false
  const end = Math.min(endAt(resolved, '?'), endAt(resolved, '#'))
  // One expression for all of it would try every `/-/` of a long address.
  const folder = resolved.indexOf('/-/', resolved.indexOf('//') + 3)
  return folder > 0 && folder + '/-/x.tgz'.length <= end && resolved.slice(end - 4, end).toLowerCase() === '.tgz'
}

function endAt(text: string, sign: string): number {
  const at = text.indexOf(sign)
  return at < 0 ? text.length : at
}

const GIT = /^(?:git[+:]|git@|ssh:|github:|gitlab:|bitbucket:|gist:)/i
const SCHEME = /^https?:\/\//i

const PLAIN = /^[\w.~-]*$/
const PLAIN_PATH = /^[\w.~/-]*$/

function encode(text: string): string {
  return PLAIN.test(text) ? text : encodeURIComponent(text.toWellFormed())
}

function encodePath(name: string): string {
  return PLAIN_PATH.test(name) ? name : name.split('/').map(encode).join('/')
}
