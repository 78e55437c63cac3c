// What the policy says of one component: entries that name it, and those of them that fit it.
import { addressDigest } from '../model/address.ts'
import type { Component } from '../model/component.ts'
import { sha256 } from '../model/digest.ts'
import type { AllowEntry, AllowedPackage, AllowMatch, Policy } from '../model/policy.ts'
import { identify, toPypiName } from './purl.ts'
import { versionFits } from './ranges.ts'
import { canonicalUrl } from './url.ts'

const NOTHING: AllowMatch = { named: [], fitting: [] }

/**
 * A matcher of one policy, whose entries are indexed once. `named`: entries of exactly this name and ecosystem, address or
 * command line. `fitting`: those of them whose version or digest fits; an entry that states neither names and never fits.
 * Expiry and integrity are left to the rules.
 */
export function allowMatcher(policy: Policy): (component: Component) => AllowMatch {
  const index = Map.groupBy(policy.allow, keyOfEntry)
  return (component) => {
    const key = keyOfComponent(component)
    const named = (key === null ? undefined : index.get(key)) ?? []
    return named.length === 0 ? NOTHING : { named, fitting: named.filter((entry) => fits(entry, component)) }
  }
}

function keyOfEntry(entry: AllowEntry): string {
  if (entry.kind === 'remote') return keyOf('remote', addressDigest(entry.url))
  if (entry.kind === 'command') return keyOf('command', sha256(JSON.stringify(entry.argv)))
  return keyOf(entry.ecosystem, entry.name)
}

function keyOfComponent(component: Component): string | null {
  switch (component.ecosystem) {
    case 'npm':
      return keyOf('npm', component.name)
    case 'pypi':
      return keyOf('pypi', toPypiName(component.name))
    case 'remote': {
      // What is shown may lack a part that tells one tenant from another: only the whole address counts.
      const { url, urlDigest } = component
      return urlDigest === null || canonicalUrl(url ?? '') === null ? null : keyOf('remote', urlDigest)
    }
    // What launches a file of the repository, or can't be told, is known by its whole command line only.
    case 'local':
    case 'unknown':
      return component.launch === null ? null : keyOf('command', component.launch.commandDigest)
    default: {
      const identity = identify(component.purl)
      return identity === null ? null : keyOf(identity.ecosystem, identity.name)
    }
  }
}

function keyOf(kind: string, name: string): string {
  return `${kind}\0${name}`
}

function fits(entry: AllowEntry, component: Component): boolean {
  if (entry.kind !== 'package') return true
  return entry.ecosystem === 'oci' ? imageFits(entry, component) : packageFits(entry, component)
}

function packageFits(entry: AllowedPackage, { version }: Component): boolean {
  if (version === null) return false
  return entry.versions.some((text) => (entry.ecosystem === 'npm' ? versionFits(version, text) : version === text))
}

// A tag can be moved, so where the entry has a digest the digest alone counts.
function imageFits(entry: AllowedPackage, component: Component): boolean {
  const tag = component.spec?.split('@')[0] ?? null
  const named = [component.integrity, component.version, identify(component.purl)?.version ?? null, tag]
  if (entry.digest !== null) return named.includes(entry.digest)
  return entry.versions.some((version) => named.includes(version))
}
