// What a person may ask to allow: name@version, a purl, an address, or a launch line as client configs have it.
import { InputError } from '../errors.ts'
import { addressDigest } from '../model/address.ts'
import { renderAllowEntry, renderCommandEntry, renderRemoteEntry } from '../model/entry.ts'
import { maskText, maskUrl, maskWords } from '../model/masking.ts'
import { identify } from '../policy/purl.ts'
import { exactVersion } from '../policy/ranges.ts'
import { canonicalUrl } from '../policy/url.ts'
import { readLaunch, wordsOfCommand } from '../sources/launch.ts'
import { NO_PROJECT } from '../sources/launch-project.ts'
import { targetPurl } from '../sources/launch-purl.ts'
import type { Target } from '../sources/launch-reading.ts'
import { splitLine } from '../sources/launch-words.ts'
import type { PackageSpec } from './inspect.ts'

/** `package`: an npm release, of which there is evidence. `entry`: anything else, as an allow entry. */
export type Allowable =
  | { readonly kind: 'package'; readonly spec: PackageSpec }
  | { readonly kind: 'entry'; readonly text: string; readonly ecosystem: string }

/** Everything that the text names: a launch line may fetch several packages. Errors: InputError `usage`. */
export function readAllowable(text: string): readonly Allowable[] {
  if (/\s/.test(text.trim())) return readLine(text.trim())
  if (/^https?:/i.test(text)) return [remoteEntry(text)]
  return text.startsWith('pkg:') && !text.startsWith('pkg:npm/')
    ? [purlEntry(text)]
    : [{ kind: 'package', spec: toSpec(text) }]
}

/** `name`, `name@version`, `@scope/name@version` or a purl of npm. Errors: InputError `usage`. */
export function toSpec(text: string): PackageSpec {
  if (text.startsWith('pkg:')) return purlSpec(text)
  const [, name, version] = /^(@[^/@\s]+\/[^/@\s]+|[^/@\s]+)(?:@([^@\s]+))?$/.exec(text) ?? []
  if (name === undefined) throw refuse(text, 'is no package name', 'Write name, name@version, or a purl.')
  return { name, version: version === undefined || version === 'latest' ? null : version }
}

function purlSpec(purl: string): PackageSpec {
  const identity = identify(purl)
  if (identity?.ecosystem === 'npm') return { name: identity.name, version: identity.version }
  throw refuse(purl, 'is no purl of npm', 'Evidence is gathered of npm packages, such as pkg:npm/%40scope/name@1.2.3.')
}

function purlEntry(purl: string): Allowable {
  const identity = identify(purl)
  if (identity === null) throw refuse(purl, 'is no purl of npm, pypi, oci, golang or cargo', 'Mend the purl.')
  const { ecosystem, version } = identity
  const bare = withoutVersion(purl)
  if (version === null)
    throw refuse(purl, 'names no version', 'Write the version, or the digest of an image, after an @.')
  if (ecosystem !== 'oci') return entry(ecosystem, renderAllowEntry({ package: bare, version, integrity: null }))
  if (/^sha256:[0-9a-f]{64}$/.test(version)) {
    return entry(ecosystem, renderAllowEntry({ package: bare, version: null, integrity: null, digest: version }))
  }
  throw refuse(purl, 'names an image by a tag', 'Name it by its digest: a tag can be moved.')
}

function readLine(line: string): readonly Allowable[] {
  const words = splitLine(line).map((text) => ({ text, route: [] }))
  const [command, ...rest] = words
  if (command === undefined) throw refuse(line, 'holds no command', 'Write the line as the client config has it.')
  const reading = readLaunch([...wordsOfCommand(command), ...rest], NO_PROJECT)
  const [fault] = reading.unreadable
  if (fault !== undefined) throw refuse(line, `cannot be read: ${fault}`, 'Write the package in one exact version.')
  const argv = words.map(({ text }) => text)
  return reading.targets.map((target) => toAllowable(target, { line, argv }))
}

interface Written {
  readonly line: string
  readonly argv: readonly string[]
}

function toAllowable(target: Target, { line, argv }: Written): Allowable {
  const { ecosystem, name, version } = target
  if (ecosystem === 'remote') return reachedEntry(target)
  if (ecosystem === 'local' || ecosystem === 'unknown') return commandEntry(argv)
  if (name === null || version === null) {
    const what = ecosystem === 'oci' ? 'digest' : 'version'
    throw refuse(line, `names no exact ${what}`, `Write the ${what} after the name, as the config should have it.`)
  }
  if (ecosystem !== 'npm') return purlEntry(targetPurl({ ...target, name }))
  if (exactVersion(version) === null) throw refuse(line, 'names no exact version', 'Write name@version in the line.')
  return { kind: 'package', spec: { name, version } }
}

/** A target is masked: what it hides is only known where the address itself is given. */
function reachedEntry({ url, urlDigest }: Target): Allowable {
  if (url !== null && addressDigest(url) === urlDigest) return remoteEntry(url)
  throw new InputError('usage', 'the line holds an address of which a part is private', {
    hint: 'Give the address alone: mcp-gate allow https://…',
  })
}

function remoteEntry(address: string): Allowable {
  if (maskUrl(address).hasSecret) throw withSecret('address')
  const url = canonicalUrl(address)
  if (url !== null) return entry('remote', renderRemoteEntry(url))
  throw refuse(
    address,
    'is no address that can be allowed',
    'Write an https address without user, password and #fragment.',
  )
}

/** A policy is no place for a secret, and what is masked would never fit. */
function commandEntry(argv: readonly string[]): Allowable {
  if (maskWords(argv).secretAt.length === 0) return entry('local', renderCommandEntry(argv))
  throw withSecret('command line')
}

function withSecret(what: string): InputError {
  return new InputError('usage', `the ${what} holds what looks like a secret`, {
    hint: `Give the secret to the server by an environment variable, and allow the ${what} without it.`,
  })
}

function entry(ecosystem: string, text: string): Allowable {
  return { kind: 'entry', text, ecosystem }
}

function withoutVersion(purl: string): string {
  return purl
    .replace(/@[^@?#/]*(?=[?#]|$)/, '')
    .replace(/([?&])tag=[^&#]*&?/, '$1')
    .replace(/[?&]$/, '')
}

function refuse(text: string, what: string, hint: string): InputError {
  const shown = maskWords(maskText(text).text.split(' ')).shown.join(' ')
  return new InputError('usage', `${JSON.stringify(shown.slice(0, 200))} ${what}`, { hint })
}
