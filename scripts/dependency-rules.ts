// What must hold of the packages this project stands on: each has its reason, a licence that is taken, and runs nothing unasked.

/** One entry of package-lock.json, as far as it is looked at. */
export interface LockEntry {
  readonly version?: string
  readonly license?: string
  readonly integrity?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly link?: boolean
  readonly inBundle?: boolean
  readonly hasInstallScript?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>
}

export interface Project {
  readonly manifest: { readonly dependencies: Readonly<Record<string, string>> }
  readonly lock: Lock
  /** Packages that the page gives a reason for. */
  readonly rows: readonly string[]
  /** Packages whose code is in dist/. */
  readonly bundled: readonly string[]
}

export const LICENCES: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  'BlueOak-1.0.0',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
])

/** Licences of single packages that are installed and never bundled. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  argparse: 'PSF-2.0',
  'caniuse-lite': 'CC-BY-4.0',
  'spdx-exceptions': 'CC-BY-3.0',
  'spdx-license-ids': 'CC0-1.0',
}

/** Packages that run code when they are installed: none of them is bundled. */
export const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  node: 'fetches the Node that runs everything here',
  '@swc/core': 'looks whether its own binary loads',
  '@parcel/watcher': 'for jest’s watch mode: builds itself where no binary fits',
}

interface Entry extends LockEntry {
  readonly path: string
  readonly name: string
}

/** Everything that is wrong, one sentence each. */
export function faultsOf({ manifest, lock, rows, bundled }: Project): readonly string[] {
  const entries = entriesOf(lock)
  return [
    ...rowFaults(Object.keys(manifest.dependencies), rows),
    ...entries.flatMap((entry) => [...licenceFaults(entry, bundled), ...scriptFaults(entry, bundled)]),
    ...entries
      .filter((entry) => !hasIntegrity(entry) && !isOfOnePlatform(entry))
      .map(({ path }) => `${path} has no SHA-512 and is no optional development package of one platform`),
    ...bundled
      .filter((name) => !entries.some((entry) => entry.name === name && entry.dev !== true))
      .map((name) => `${name} is bundled and is no dependency`),
  ]
}

/** Paths of entries whose integrity no registry has told: optional packages of other platforms. */
export function placeholdersOf(lock: Lock): readonly string[] {
  return entriesOf(lock)
    .filter((entry) => !hasIntegrity(entry))
    .map(({ path }) => path)
}

/** The package that stands at a path of node_modules. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

function entriesOf({ packages }: Lock): readonly Entry[] {
  return Object.entries(packages)
    .filter(([path, { link }]) => path !== '' && link !== true)
    .map(([path, entry]) => ({ ...entry, path, name: nameOf(path) }))
}

function rowFaults(dependencies: readonly string[], rows: readonly string[]): readonly string[] {
  const missing = dependencies.filter((name) => !rows.includes(name))
  const gone = rows.filter((name) => !dependencies.includes(name))
  return [
    ...missing.map((name) => `${name} has no reason in scripts/dependencies.mjs`),
    ...gone.map((name) => `${name} is no dependency any more`),
  ]
}

function licenceFaults(entry: Entry, bundled: readonly string[]): readonly string[] {
  const { path, name, license } = entry
  // A placeholder says as little of its licence as of its bytes.
  if (license === undefined && isOfOnePlatform(entry)) return []
  if (license !== undefined && Object.hasOwn(EXCEPTIONS, name) && EXCEPTIONS[name] === license)
    return bundled.includes(name) ? [`${path} is bundled, and its licence is ${license}`] : []
  return isTaken(license ?? '') ? [] : [`${path} has the licence ${license ?? 'of nobody'}, which is not on the list`]
}

/** `A OR B`: one of them; `A AND B`: both. */
function isTaken(licence: string): boolean {
  const text = licence.replace(/^\((.*)\)$/, '$1')
  if (text.includes(' OR ')) return text.split(' OR ').some(isTaken)
  return text.split(' AND ').every((part) => LICENCES.has(part))
}

function scriptFaults({ path, name, dev, hasInstallScript }: Entry, bundled: readonly string[]): readonly string[] {
  if (hasInstallScript !== true) return []
  if (!Object.hasOwn(INSTALL_SCRIPTS, name)) return [`${path} runs a script when it is installed`]
  const isOutside = dev === true && !bundled.includes(name)
  return isOutside ? [] : [`${path} runs a script when it is installed, and is no development dependency`]
}

function hasIntegrity({ integrity, inBundle }: LockEntry): boolean {
  return inBundle === true || /^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')
}

function isOfOnePlatform({ dev, optional, os, cpu }: LockEntry): boolean {
  return dev === true && optional === true && (os ?? cpu) !== undefined
}
