// Package URLs of what launch lines name, by each ecosystem's own rules.
import type { Target } from './launch-reading.ts'
import { npmPurl, originQualifier } from './purl.ts'

/** The purl of a target with a name; remote, local and unknown ones are of type `generic` unless their registry has a type. */
export function targetPurl(target: Target & { readonly name: string }): string {
  const { ecosystem, name, version, resolved, purlType } = target
  if (ecosystem === 'npm') return npmPurl(name, version, originQualifier(resolved))
  if (ecosystem === 'pypi') return pypiPurl(target)
  if (ecosystem === 'oci') return imagePurl(target)
  if (ecosystem === 'golang' || ecosystem === 'cargo') return `pkg:${ecosystem}/${path(name)}${at(version)}`
  return `pkg:${purlType ?? 'generic'}/${purlType === null ? encodeURIComponent(name) : path(name)}${at(version)}`
}

function pypiPurl({ name, version, resolved }: Target & { readonly name: string }): string {
  const normal = name.toLowerCase().replace(/[-_.]+/g, '-')
  const shown = resolved === null ? normal : name
  return `pkg:pypi/${encodeURIComponent(shown)}${at(version)}${resolved === null ? '' : `?vcs_url=${encodeURIComponent(resolved)}`}`
}

/** The last part is the name, the whole is the repository; the version is the digest, a tag a qualifier. */
function imagePurl({ name, version, spec }: Target & { readonly name: string }): string {
  const tag = spec?.split('@')[0] ?? ''
  const short = name.slice(name.lastIndexOf('/') + 1).toLowerCase()
  const isTag = tag !== '' && !tag.startsWith('sha256:')
  return `pkg:oci/${encodeURIComponent(short)}${at(version)}?repository_url=${path(name)}${isTag ? `&tag=${encodeURIComponent(tag)}` : ''}`
}

function at(version: string | null): string {
  return version === null ? '' : `@${encodeURIComponent(version)}`
}

function path(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':')
}
