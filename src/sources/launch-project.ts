// What the project around a config decides: the text of its scripts, and the version its lockfile installs of a package.
import { nearestLockfiles } from './classify.ts'
import { isObject } from './json.ts'
import { isPackageName } from './names.ts'
import { folderOf, type SourceContext } from './source.ts'

export interface Locked {
  readonly name: string
  readonly version: string
  /** The lockfile's path. */
  readonly path: string
}

/** Questions a launch line asks of its project. */
export interface Project {
  /** Text of a package.json script; null where it is not known. */
  scriptOf(name: string): string | null
  /** What an npm lockfile puts at a path such as `node_modules/x`; null where it does not. */
  lockedAt(key: string): Locked | null
  /** Packages at the top of the tree whose entry in an npm lockfile says that they bring a command of this name. */
  lockedBins(command: string): readonly Locked[]
}

export const NO_PROJECT: Project = { scriptOf: () => null, lockedAt: () => null, lockedBins: () => [] }

/** The project whose manifest and lockfile are nearest to a config; read at the first question. */
export function projectOf(path: string, context: SourceContext): Project {
  let manifest: unknown
  let lockfile: NpmLockfile | null | undefined
  return {
    scriptOf(name) {
      manifest ??= parse(context.textOf(nearestManifest(path, context) ?? ''))
      const script = member(member(manifest, 'scripts'), name)
      return typeof script === 'string' ? script : null
    },
    lockedAt(key) {
      lockfile ??= readLockfile(path, context)
      return lockfile === null ? null : lockedIn(lockfile, key)
    },
    lockedBins(command) {
      lockfile ??= readLockfile(path, context)
      return lockfile === null ? [] : binsIn(lockfile, command)
    },
  }
}

function nearestManifest(path: string, context: SourceContext): string | null {
  for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
    if (context.has(`${folder}package.json`)) return `${folder}package.json`
    if (folder === '') return null
  }
}

/** Only npm's own format: it names what stands at each path. */
function readLockfile(path: string, context: SourceContext): NpmLockfile | null {
  const found = nearestLockfiles(path, (candidate) => context.has(candidate))[0]
  if (found === undefined || !/(?:package-lock|npm-shrinkwrap)\.json$/i.test(found)) return null
  return { path: found, packages: member(parse(context.textOf(found)), 'packages') }
}

interface NpmLockfile {
  readonly path: string
  readonly packages: unknown
}

/** npm links the commands of what stands at the top of node_modules, and of nothing deeper. */
function binsIn(lockfile: NpmLockfile, command: string): readonly Locked[] {
  if (!isObject(lockfile.packages)) return []
  return Object.entries(lockfile.packages)
    .filter(
      ([key, entry]) =>
        /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(key) && member(member(entry, 'bin'), command) !== undefined,
    )
    .flatMap(([key]) => lockedIn(lockfile, key) ?? [])
}

function lockedIn({ path, packages }: NpmLockfile, key: string): Locked | null {
  const entry = member(packages, key)
  const name = member(entry, 'name') ?? key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const version = member(entry, 'version')
  if (typeof name !== 'string' || typeof version !== 'string' || !isPackageName(name)) return null
  return { name, version, path }
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    // A broken manifest or lockfile is reported as a source of its own; here it only answers no question.
    return null
  }
}

function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}
