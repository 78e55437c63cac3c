// Turns an allow entry of the file into one of the model; what a schema can't express is judged here.

import type { Route } from '../model/location.ts'
import type { AllowEntry, AllowedCommand, AllowedPackage, AllowedRemote, ExpectedSource } from '../model/policy.ts'
import { endOfDay } from './dates.ts'
import { shown } from './faults.ts'
import { identify, type PackageIdentity } from './purl.ts'
import { exactVersion, rangeFault } from './ranges.ts'
import type { AllowInput, PackageInput } from './schema.ts'
import { canonicalUrl } from './url.ts'

/** Notes a fault at a route below the entry. */
export type Complain = (route: Route, message: string) => void

type Common = Pick<AllowEntry, 'place' | 'reviewed' | 'expires'>

const NPM_NAME = /^(@[A-Za-z0-9~_.-]+\/)?[A-Za-z0-9~_.!'()*-]+$/

/** The entry; faulty parts are complained of and left out. */
export function toAllowEntry(input: AllowInput, place: AllowEntry['place'], complain: Complain): AllowEntry {
  const common: Common = { place, reviewed: input.reviewed ?? null, expires: input.expires ?? null }
  if (common.expires !== null && endOfDay(common.expires) === null) complain(['expires'], notADay(common.expires))
  if (common.reviewed && endOfDay(common.reviewed.on) === null)
    complain(['reviewed', 'on'], notADay(common.reviewed.on))
  if ('remote' in input) return toRemote(input.remote, common, complain)
  if ('command' in input) return { kind: 'command', argv: input.command, ...common } satisfies AllowedCommand
  return toPackage(input, common, complain)
}

function toRemote(address: string, common: Common, complain: Complain): AllowedRemote {
  const url = canonicalUrl(address)
  if (url === null)
    complain(['remote'], `${shown(address)} must be an https address without user, password and #fragment`)
  return { kind: 'remote', url: url ?? address, ...common }
}

function toPackage(input: PackageInput, common: Common, complain: Complain): AllowedPackage {
  const identity = toIdentity(input.package, complain)
  const versions = toVersions(input, identity, complain)
  for (const version of Object.keys(input.integrity ?? {})) {
    if (exactVersion(version) === null && identity.ecosystem === 'npm') {
      complain(['integrity', version], `${shown(version)} must be an exact version`)
    }
  }
  if (input.digest !== undefined && identity.ecosystem !== 'oci')
    complain(['digest'], 'digest is only for container images')
  return {
    kind: 'package',
    ecosystem: identity.ecosystem,
    name: identity.name,
    versions,
    expected: toExpected(input, complain),
    integrity: input.integrity ?? {},
    digest: input.digest ?? null,
    publisher: input.publisher ?? null,
    installScripts: input['install-scripts'] ?? null,
    ...common,
  }
}

function toIdentity(text: string, complain: Complain): PackageIdentity {
  const none: PackageIdentity = { ecosystem: 'npm', name: text, version: null }
  const foreign = [...decoded(text)].find((character) => character > '~' || character <= ' ')
  if (foreign !== undefined) {
    const code = `U+${foreign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`
    complain(
      ['package'],
      `${shown(text)} holds the character ${code}, which no package name has but which can look like a letter`,
    )
    return none
  }
  if (text.startsWith('pkg:')) return toPurlIdentity(text, complain) ?? none
  if (NPM_NAME.test(text)) return none
  const versioned = /^(@?[^@]+)@(.+)$/.exec(text)
  const hint = versioned ? `; write package: ${versioned[1]} and versions: "${versioned[2]}"` : ''
  complain(['package'], `${shown(text)} is neither an npm package name nor a purl${hint}`)
  return none
}

function toPurlIdentity(purl: string, complain: Complain): PackageIdentity | null {
  const identity = identify(purl)
  if (identity === null) complain(['package'], `${shown(purl)} is not a purl of npm, pypi, oci, golang or cargo`)
  else if (identity.ecosystem === 'npm' && !NPM_NAME.test(identity.name)) {
    complain(['package'], `${shown(identity.name)} is not an npm package name`)
  }
  return identity
}

function decoded(text: string): string {
  try {
    return text.startsWith('pkg:') ? decodeURIComponent(text) : text
  } catch {
    return text
  }
}

function toVersions(input: PackageInput, identity: PackageIdentity, complain: Complain): readonly string[] {
  const versions = typeof input.versions === 'string' ? [input.versions] : (input.versions ?? [])
  if (identity.version !== null && versions.length > 0) complain(['versions'], 'the purl already names the version')
  versions.forEach((version, index) => {
    const route = typeof input.versions === 'string' ? ['versions'] : ['versions', index]
    const fault = identity.ecosystem === 'npm' ? rangeFault(version) : plainFault(version)
    if (fault !== null) complain(route, `${shown(version)} ${fault}`)
  })
  return identity.version === null ? versions : [identity.version]
}

function plainFault(version: string): string | null {
  return /^[!-~]+$/.test(version) ? null : 'is not a version'
}

function toExpected(input: PackageInput, complain: Complain): ExpectedSource | null {
  const { source, workflow, ref, issuer, runner, trigger } = input
  const ids = { repositoryId: input['repository-id'], ownerId: input['owner-id'] }
  if (source === undefined) {
    const orphan = (['workflow', 'ref', 'issuer', 'runner', 'trigger', 'repository-id', 'owner-id'] as const).find(
      (key) => input[key] !== undefined,
    )
    if (orphan !== undefined) complain([orphan], `${orphan} means nothing without source`)
    return null
  }
  return {
    source,
    workflow: workflow ?? null,
    ref: ref ?? null,
    repositoryId: ids.repositoryId ?? null,
    ownerId: ids.ownerId ?? null,
    issuer: issuer ?? null,
    triggers: typeof trigger === 'string' ? [trigger] : (trigger ?? []),
    runner: runner ?? null,
  }
}

function notADay(day: string): string {
  return `${shown(day)} is not a day of the calendar`
}
