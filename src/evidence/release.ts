// One version's entry in a packument.
import type { Person, ReleaseFacts } from '../model/evidence.ts'
import { countOf, type Fields, fieldsOf, itemsOf, own, textOf, textRecordOf, textsOf, toFields } from './json.ts'

/** Scripts npm runs when a package is installed from a registry. */
const INSTALL_EVENTS = ['preinstall', 'install', 'postinstall'] as const

/** Facts of one version. Unsigned, all of it; wrongly typed fields are null or empty. */
export function readRelease(version: string, manifest: Fields | null, published: number | null): ReleaseFacts {
  const dist = fieldsOf(manifest, 'dist')
  const user = fieldsOf(manifest, '_npmUser')
  return {
    version,
    published,
    integrity: textOf(dist, 'integrity'),
    tarballUrl: textOf(dist, 'tarball'),
    deprecated: deprecationOf(manifest),
    hasInstallScript: installFlag(manifest),
    installScripts: installScriptsOf(manifest),
    dependencies: textRecordOf(manifest, 'dependencies'),
    optionalDependencies: textRecordOf(manifest, 'optionalDependencies'),
    peerDependencies: textRecordOf(manifest, 'peerDependencies'),
    bin: binsOf(manifest),
    mcpName: textOf(manifest, 'mcpName'),
    keywords: textsOf(manifest, 'keywords'),
    repository: repositoryOf(manifest),
    publisher: publisherOf(user),
    maintainers: Array.isArray(own(manifest, 'maintainers'))
      ? itemsOf(manifest, 'maintainers').flatMap(toPerson)
      : null,
    trustedPublisher: textOf(fieldsOf(user, 'trustedPublisher'), 'id'),
    staged: fieldsOf(user, 'approver') !== null || textOf(user, 'approver') !== null,
    attested: own(dist, 'attestations') !== undefined && own(dist, 'attestations') !== null,
    signatures: itemsOf(dist, 'signatures').flatMap(toSignature),
    unpackedSize: countOf(dist, 'unpackedSize'),
    fileCount: countOf(dist, 'fileCount'),
  }
}

/** Preinstall, install and postinstall, by name, in the order they run. */
export function installScriptsOf(manifest: Fields | null): Readonly<Record<string, string>> {
  const scripts = textRecordOf(manifest, 'scripts')
  return Object.fromEntries(
    INSTALL_EVENTS.flatMap((event) => {
      const command = textOf(scripts, event)
      return command === null || command === '' ? [] : [[event, command]]
    }),
  )
}

/** Names of the commands a manifest puts on the path. */
export function binsOf(manifest: Fields | null): readonly string[] {
  const bin = own(manifest, 'bin')
  if (typeof bin === 'string') {
    const name = textOf(manifest, 'name') ?? ''
    return [name.slice(name.indexOf('/') + 1)]
  }
  return Object.keys(textRecordOf(manifest, 'bin'))
}

/** The repository's address as written, in its short or its long form. */
export function repositoryOf(manifest: Fields | null): string | null {
  return textOf(manifest, 'repository') ?? textOf(fieldsOf(manifest, 'repository'), 'url')
}

// The registry sets `hasInstallScript` only in its short form; a `binding.gyp` counts as a script (`gypfile`).
function installFlag(manifest: Fields | null): boolean | null {
  const flag = own(manifest, 'hasInstallScript')
  if (flag === true || own(manifest, 'gypfile') === true) return true
  if (fieldsOf(manifest, 'scripts') !== null) return Object.keys(installScriptsOf(manifest)).length > 0
  return flag === false ? false : null
}

// An empty text, or false, takes a deprecation back.
function deprecationOf(manifest: Fields | null): string | null {
  const value = own(manifest, 'deprecated')
  if (value === true) return 'deprecated'
  return typeof value === 'string' && value !== '' ? value.slice(0, 1000) : null
}

/** A person as registries write one; none where there is no name. */
export function toPerson(value: unknown): readonly Person[] {
  const fields = toFields(value)
  const name = textOf(fields, 'name')
  return name === null ? [] : [{ name, email: textOf(fields, 'email') }]
}

function publisherOf(user: Fields | null): Person | null {
  const name = textOf(user, 'name')
  return name === null ? null : { name, email: textOf(user, 'email') }
}

function toSignature(value: unknown): readonly { readonly keyid: string; readonly sig: string }[] {
  const fields = toFields(value)
  const keyid = textOf(fields, 'keyid')
  const sig = textOf(fields, 'sig')
  return keyid === null || sig === null ? [] : [{ keyid, sig }]
}
