// Keys of a `packages` section: which folder a key means, and which keys can mean no folder or another one than they say.
import { isPackageName } from './names.ts'

export type Place =
  | { readonly status: 'ok'; readonly installedAs: string | null }
  | { readonly status: 'bad'; readonly reason: string }

/** Packages within packages. */
const MAX_NESTING = 64
/** Enough for as many names with a scope, and a deep folder around them. */
const MAX_FOLDERS = 256
const MAX_LENGTH = 4096

/** The folder below `node_modules` that a key ends in. `folder` is where the lockfile stands, with its final slash. */
export function placeOf(key: string, folder: string): Place {
  if (key.length > MAX_LENGTH) return bad('is longer than any path')
  const common = COMMON.exec(key)
  if (common?.[1] !== undefined && isPackageName(common[1])) return { status: 'ok', installedAs: common[1] }
  if (key === '') return ELSEWHERE
  if (!SEGMENTS.test(key) || DRIVE.test(key)) return bad('is no relative path with plain segments')
  const inside = key.replace(LEADING_UP, '')
  if (UP_OR_HERE.test(inside) || stepsUp(key) > depthOf(folder)) return bad('leads out of the repository')
  const parts = inside.split(BELOW_MODULES)
  if (parts.length > MAX_NESTING || key.split('/').length > MAX_FOLDERS)
    return bad('is nested deeper than any package manager nests')
  const names = parts.slice(1).map(leadingName)
  if (names.some((name) => !isPackageName(name))) return bad('has a name that no package can have')
  const last = parts.at(-1) ?? ''
  return parts.length > 1 && last === names.at(-1) ? { status: 'ok', installedAs: last } : ELSEWHERE
}

const ELSEWHERE: Place = { status: 'ok', installedAs: null }
const COMMON = /^node_modules\/((?:@[^/\\]+\/)?[^/\\@]+)$/
const SEGMENTS = /^[^/\\\u0000-\u001f\u007f-\u009f]+(?:\/[^/\\\u0000-\u001f\u007f-\u009f]+)*$/
const DRIVE = /^[a-zA-Z]:/
/** A nested project may link a folder beside or above it, as long as that is in the repository. */
const LEADING_UP = /^(?:\.\.(?:\/|$))+/
const UP_OR_HERE = /(?:^|\/)\.\.?(?:\/|$)/
const BELOW_MODULES = /(?:^|\/)node_modules(?:\/|$)/

function bad(reason: string): Place {
  return { status: 'bad', reason }
}

function stepsUp(key: string): number {
  return (LEADING_UP.exec(key)?.[0].split('..').length ?? 1) - 1
}

function depthOf(folder: string): number {
  return folder.split('/').length - 1
}

/** What follows `node_modules/`: the package's name, before any folder inside that package. */
function leadingName(part: string): string {
  const segments = part.split('/')
  return segments.slice(0, part.startsWith('@') ? 2 : 1).join('/')
}
