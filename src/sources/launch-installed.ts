// Commands that a project has at hand, which npx and its kin run instead of fetching a package.
import type { Locked } from './launch-project.ts'
import { combine, type Line, local, NOTHING, type Reading, unreadableLine } from './launch-reading.ts'
import { readNpmSpec } from './launch-spec.ts'
import type { Word } from './launch-words.ts'

/** True where a project launches itself by its name. */
export function isOwnCommand(word: Word, { project }: Line): boolean {
  return project.name === bareName(word.text) && project.hasCommand(word.text)
}

/**
 * npx runs what the project has installed, if the line asks for no version: a command of that name, else the package.
 * Null where the line is a package's to fetch.
 */
export function installedBy(word: Word, line: Line, isOnlyInstalled: boolean): Reading | null {
  if (word.text.lastIndexOf('@') > 0) return null
  const own = line.project.lockedAt(`node_modules/${word.text}`)
  const others = line.project.lockedBins(word.text).filter(({ path, name }) => path !== own?.path || name !== own.name)
  if (others.length === 0) {
    if (own === null) return nothingInstalled(line, isOnlyInstalled)
    return own.version === null ? local(line) : lockedReading(own, word, line)
  }
  const readings = [...(own === null ? [] : [own]), ...others].map(
    (found) => lockedReading(found, word, line) ?? NOTHING,
  )
  const [only] = readings
  if (isOnlyInstalled && readings.length === 1 && only !== undefined) return only
  // A lockfile may lie about commands: where the command is missing, npx fetches whoever has that name as a package.
  const detail = isOnlyInstalled
    ? 'several installed packages have a command of that name'
    : 'without --no, npx fetches a package of that name where the command is not installed'
  return combine(...readings, unreadableLine(line, detail))
}

/**
 * Commands that npx and bunx run in place of the package that the line names, because they are called just so: `x@1.0.0`
 * can be the name of one.
 */
export function shadowedBy(word: Word, line: Line, isFetched: boolean): Reading {
  const { project } = line
  if (project.hasCommand(word.text))
    return unreadableLine(line, 'the project itself has a command of that name, which runs in place of the package')
  if (!isFetched) return NOTHING
  const own = bareName(word.text)
  if (project.lockedAt(`node_modules/${own}`)?.isFolder === true)
    return unreadableLine(line, 'a folder of the project has that name, and runs in place of the package')
  // What is installed in just that version is not fetched: then the command counts that the package's own is called.
  const commands = [word.text, own.slice(own.lastIndexOf('/') + 1)]
  const others = commands.flatMap((command) => project.lockedBins(command)).filter(({ name }) => name !== own)
  if (others.length === 0) return NOTHING
  return combine(
    ...others.map((found) => lockedReading(found, word, line) ?? NOTHING),
    unreadableLine(line, 'another installed package has a command of that name, which runs in place of this one'),
  )
}

function nothingInstalled(line: Line, isOnlyInstalled: boolean): Reading | null {
  return isOnlyInstalled
    ? unreadableLine(line, 'with --no only an installed command runs, and no lockfile here installs one of that name')
    : null
}

function lockedReading(found: Locked, word: Word, line: Line): Reading | null {
  if (found.version === null) return null
  const spec = readNpmSpec({ ...word, text: `${found.name}@${found.version}` }, line)
  const [target] = spec.targets
  if (target?.pinned !== true) return null
  const isAlias = found.name !== word.text && line.project.lockedAt(`node_modules/${word.text}`)?.name === found.name
  return { ...spec, targets: [{ ...target, spec: null, alias: isAlias ? word.text : null, lockedIn: found.path }] }
}

/** A package's name as its command is usually called: without its version. */
export function bareName(spec: string): string {
  return spec.replace(/(?<=.)@[^/]*$/, '')
}
