// Which files are sources, by path alone, and which other files are needed to read them.
import type { SourceKind } from '../model/source.ts'
import { clientOf, foldPath, isClientFolder } from './client-table.ts'
import { folderOf } from './source.ts'
import { MAX_FILE_BYTES, MAX_LOCKFILE_BYTES } from './text.ts'

// Case is ignored because macOS and Windows do: `Package-Lock.json` would be obeyed there.
const BY_NAME: readonly (readonly [RegExp, SourceKind])[] = [
  [/^(?:package-lock|npm-shrinkwrap)\.json$/, 'npm-lockfile'],
  // With git-branch-lockfile pnpm writes one file for each branch.
  [/^pnpm-lock(?:\..+)?\.yaml$/, 'pnpm-lockfile'],
  [/^yarn\.lock$/, 'yarn-lockfile'],
  [/^bun\.lockb?$/, 'bun-lockfile'],
  // pnpm also reads a manifest written in JSON5 or YAML.
  [/^package\.(?:json|json5|yaml)$/, 'manifest'],
  [/^(?:\.npmrc|\.yarnrc|\.yarnrc\.yml|pnpm-workspace\.yaml|\.?bunfig\.toml)$/, 'manager-config'],
  [/^\.gitattributes$/, 'manager-config'],
  [/^(?:\.npm-extension\.[cm]?js|\.?pnpmfile\.[cm]?js|yarn\.config\.[cm]?js)$/, 'manager-config'],
  // Windows looks for a command in the folder it is started in before all others.
  [
    /^(?:node|np[mx]|corepack|pnpm|pnpx|yarn|bunx?|deno|uvx?|pipx|python3?|py|docker|podman)\.(?:cmd|bat|exe|com)$/,
    'manager-config',
  ],
]

const BY_PATH: readonly (readonly [RegExp, SourceKind])[] = [
  [/^\.github\/mcp-gate\.yml$/, 'policy'],
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, 'workflow'],
  // What steps of several workflows share.
  [/^\.github\/actions\/(?:.+\/)?action\.ya?ml$/, 'workflow'],
  [/(?:^|\/)\.yarn\/(?:releases|plugins)\//, 'manager-config'],
  // Clients load what lies there as code, without a word in any setting.
  [/(?:^|\/)\.(?:opencode|kilo|kilocode)\/(?:plugins?|tools?)\/.+\.[cm]?[jt]s$/, 'manager-config'],
  [/(?:^|\/)\.(?:pi|github)\/extensions\/.+\.[cm]?[jt]s$/, 'manager-config'],
]

/** Lockfiles in the order in which one of several is taken to govern a folder. */
const LOCKFILES = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
] as const

/** What a path is to the gate; null where it says nothing of what is installed or launched. */
export function classify(path: string): SourceKind | null {
  const folded = foldPath(path)
  const name = folded.slice(folded.lastIndexOf('/') + 1)
  return kindIn(BY_NAME, name) ?? kindIn(BY_PATH, folded) ?? (clientOf(path) === null ? null : 'client-config')
}

/** True for files of which only the content can tell whether they are client configs. */
export function mayBeClientConfig(path: string): boolean {
  return /\.json[c5]?$/.test(foldPath(path)) && classify(path) === null
}

/** True for a link or a submodule in place of a folder in which clients look for configs: what they find there is not read. */
export function veilsClientConfigs({ path, kind }: { readonly path: string; readonly kind: string }): boolean {
  return kind !== 'file' && classify(path) === null && isClientFolder(path)
}

/** What is kept in the repository to be installed from, or to run as if it were installed. */
export type Committed = 'archives' | 'modules'

/**
 * `archives` for what yarn installs from without asking a registry: archives in its cache, what it has unpacked, its table
 * of where packages are; also for a link or a submodule in place of its folder, wherever that leads. `modules` for what
 * stands below node_modules. Null for everything else, and for what is read.
 */
export function committedAs({ path, kind }: { readonly path: string; readonly kind: string }): Committed | null {
  const isArchive = INSTALLED.test(path) || ARCHIVE.test(path) || (kind !== 'file' && YARN_FOLDER.test(path))
  if (!isArchive && !MODULES.test(path)) return null
  if (classify(path) !== null) return null
  return isArchive ? 'archives' : 'modules'
}

const INSTALLED = /(?:^|\/)(?:\.yarn\/(?:cache|unplugged)(?:\/.+)?|\.pnp\.(?:c?js|loader\.mjs|data\.json))$/i
/** As yarn names them in whatever folder: the package, a hash of where it is from, and a checksum or the format. */
const ARCHIVE = /-[0-9a-f]{10}-(?:[0-9a-f]{10}|\d{1,3}(?:c\d)?)\.zip$/i
const YARN_FOLDER = /(?:^|\/)\.yarn$/i
const MODULES = /(?:^|\/)node_modules(?:\/.+)?$/i

/** Files needed beside this one, of those that exist: a lockfile's manifest, everything else's nearest lockfiles. */
export function contextOf(path: string, kind: SourceKind, exists: (path: string) => boolean): readonly string[] {
  if (kind.endsWith('-lockfile')) return [`${folderOf(path)}package.json`].filter(exists)
  if (kind === 'manifest') return nearestLockfiles(path, exists)
  if (kind !== 'client-config' && kind !== 'workflow') return []
  const place = placeOfConfig(path)
  return [...nearest(place, exists, ['package.json']), ...nearestLockfiles(place, exists)]
}

/** Beside the folder that is made for configs, such as `.vscode`: clients start servers there, not within. */
export function placeOfConfig(path: string): string {
  const parts = path.split('/')
  const hidden = parts.findIndex((part, at) => at < parts.length - 1 && part.startsWith('.'))
  return hidden < 0 ? path : [...parts.slice(0, hidden), parts.at(-1)].join('/')
}

/** The most that is read of a file. */
export function maxBytesOf(path: string): number {
  return classify(path)?.endsWith('-lockfile') ? MAX_LOCKFILE_BYTES : MAX_FILE_BYTES
}

/** Lockfiles of the nearest folder upward that has one, the governing one first. */
export function nearestLockfiles(path: string, exists: (path: string) => boolean): readonly string[] {
  return nearest(path, exists, LOCKFILES)
}

function nearest(path: string, exists: (path: string) => boolean, names: readonly string[]): readonly string[] {
  for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
    const found = names.map((name) => folder + name).filter(exists)
    if (found.length > 0 || folder === '') return found
  }
}

function kindIn(table: readonly (readonly [RegExp, SourceKind])[], text: string): SourceKind | null {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null
}
