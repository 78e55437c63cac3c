// What a purl names, without its version: how policy entries and components of any ecosystem are compared.
import type { AllowedPackage } from '../model/policy.ts'

export interface PackageIdentity {
  readonly ecosystem: AllowedPackage['ecosystem']
  /** npm, cargo, golang: the full name; pypi: normalised (PEP 503); oci: the repository's address where the purl gives one. */
  readonly name: string
  readonly version: string | null
}

const PURL = /^pkg:(npm|pypi|oci|golang|cargo)\/([^?#@]+|(?:%40|@)[^?#@]+)(?:@([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/

/** Null where the text is no purl of an ecosystem that is judged. */
export function identify(purl: string): PackageIdentity | null {
  const match = PURL.exec(purl)
  const [, ecosystem, path = '', version, query] = match ?? []
  if (ecosystem === undefined || !isEcosystem(ecosystem)) return null
  try {
    const name = path.split('/').map(decodeURIComponent).join('/')
    return { ecosystem, name: nameOf(ecosystem, name, query), version: version ? decodeURIComponent(version) : null }
  } catch {
    // A malformed percent-encoding: nothing that could be compared.
    return null
  }
}

/** PyPI names are equal where only case and the separators `-`, `_`, `.` differ (PEP 503). */
export function toPypiName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function nameOf(ecosystem: PackageIdentity['ecosystem'], name: string, query: string | undefined): string {
  if (ecosystem === 'pypi') return toPypiName(name)
  if (ecosystem !== 'oci') return name
  return new URLSearchParams(query ?? '').get('repository_url')?.toLowerCase() ?? name
}

function isEcosystem(type: string): type is PackageIdentity['ecosystem'] {
  return ['npm', 'pypi', 'oci', 'golang', 'cargo'].includes(type)
}
