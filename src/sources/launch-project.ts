// What the project around a config decides: the text of its scripts, and the version its lockfile installs of a package.
import { nearestLockfiles, placeOfConfig } from './classify.ts'
import { isObject } from './json.ts'
import { isPackageName } from './names.ts'
import { folderOf, type SourceContext } from './source.ts'

export interface Locked {
  readonly name: string
  /** Null for a folder of the project that states none. */
  readonly version: string | null
  /** The lockfile's path. */
  readonly path: string
  /** A folder of the project, linked under this name. */
  readonly isFolder: boolean
}

/** Questions a launch line asks of its project. */
export interface Project {
  /** As its own package.json states it; null where it does not. */
  readonly name: string | null
  /** Text of a package.json script; null where it is not known. */
  scriptOf(name: string): string | null
  /** True where the project's own package.json says that it brings a command of this name. */
  hasCommand(command: string): boolean
  /** What an npm lockfile puts at a path such as `node_modules/x`; null where it does not. */
  lockedAt(key: string): Locked | null
  /** Packages at the top of the tree whose entry in an npm lockfile says that they bring a command of this name. */
  lockedBins(command: string): readonly Locked[]
}

export const NO_PROJECT: Project = {
  name: null,
  scriptOf: () => null,
  hasCommand: () => false,
  lockedAt: () => null,
  lockedBins: () => [],
}

/** The project whose manifest and lockfile are nearest to a config; read at the first question. */
export function projectOf(config: string, context: SourceContext): Project {
  const path = placeOfConfig(config)
  const manifest = () => parsedOnce(nearestManifest(path, context), context)
  const lockfile = () => readLockfile(path, context)
  return {
    get name() {
      return ownName(manifest())
    },
    scriptOf(name) {
      const script = member(member(manifest(), 'scripts'), name)
      return typeof script === 'string' ? script : null
    },
    hasCommand: (command) => commandsOf(manifest(), ownName(manifest()) ?? '').includes(command),
    lockedAt(key) {
      const found = lockfile()
      return found === null ? null : lockedIn(found, key)
    },
    lockedBins(command) {
      const found = lockfile()
      return found === null ? [] : (commandsIn(found).get(command) ?? [])
    },
  }
}

function nearestManifest(path: string, context: SourceContext): string | null {
  for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
    if (context.has(`${folder}package.json`)) return `${folder}package.json`
    if (folder === '') return null
  }
}

function ownName(manifest: unknown): string | null {
  const name = member(manifest, 'name')
  return typeof name === 'string' ? name : null
}

interface NpmLockfile {
  readonly path: string
  readonly packages: Readonly<Record<string, unknown>>
}

/** Only npm's own format: it names what stands at each path. */
function readLockfile(path: string, context: SourceContext): NpmLockfile | null {
  const found = nearestLockfiles(path, (candidate) => context.has(candidate))[0]
  if (found === undefined || !/(?:package-lock|npm-shrinkwrap)\.json$/i.test(found)) return null
  const packages = member(parsedOnce(found, context), 'packages')
  return isObject(packages) ? { path: found, packages } : null
}

const commandsByTree = new WeakMap<object, ReadonlyMap<string, readonly Locked[]>>()

/** npm links the commands of what stands at the top of node_modules, and of nothing deeper; of a link those of its folder. */
function commandsIn(lockfile: NpmLockfile): ReadonlyMap<string, readonly Locked[]> {
  const known = commandsByTree.get(lockfile.packages)
  if (known !== undefined) return known
  const commands = new Map<string, Locked[]>()
  for (const key of Object.keys(lockfile.packages)) {
    if (!AT_THE_TOP.test(key)) continue
    const locked = lockedIn(lockfile, key)
    if (locked === null) continue
    for (const command of commandsOf(standingAt(lockfile, key), locked.name)) {
      const others = commands.get(command)
      if (others === undefined) commands.set(command, [locked])
      else others.push(locked)
    }
  }
  commandsByTree.set(lockfile.packages, commands)
  return commands
}

const AT_THE_TOP = /^node_modules\/(?:@[^/]+\/)?[^/]+$/

/** What is installed there; of a link what it leads to. */
function standingAt({ packages }: NpmLockfile, key: string): unknown {
  const entry = member(packages, key)
  const target = member(entry, 'link') === true ? member(entry, 'resolved') : null
  return typeof target === 'string' ? member(packages, target) : entry
}

/** Names of the commands that a manifest or a lockfile's entry brings, as npm writes them below `node_modules/.bin`. */
function commandsOf(entry: unknown, name: string): readonly string[] {
  const bin = member(entry, 'bin')
  if (typeof bin === 'string') return [lastPart(name)]
  if (Array.isArray(bin)) return bin.filter((file) => typeof file === 'string').map(lastPart)
  return isObject(bin) ? Object.keys(bin).map(lastPart) : []
}

function lastPart(text: string): string {
  return text.replace(/[\\:]/g, '/').replace(/\/+$/, '').split('/').at(-1) ?? ''
}

function lockedIn(lockfile: NpmLockfile, key: string): Locked | null {
  const entry = member(lockfile.packages, key)
  const installed = standingAt(lockfile, key)
  const name = member(installed, 'name') ?? key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const version = member(installed, 'version')
  if (typeof name !== 'string' || !isPackageName(name)) return null
  const isFolder = member(entry, 'link') === true
  if (typeof version === 'string') return { name, version, path: lockfile.path, isFolder }
  return isFolder ? { name, version: null, path: lockfile.path, isFolder } : null
}

const parsedBy = new WeakMap<SourceContext, Map<string, unknown>>()

/** Many configs share one project, whose lockfile is large. */
function parsedOnce(path: string | null, context: SourceContext): unknown {
  if (path === null) return undefined
  const known = parsedBy.get(context) ?? new Map<string, unknown>()
  parsedBy.set(context, known)
  if (!known.has(path)) known.set(path, parse(context.textOf(path)))
  return known.get(path)
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
