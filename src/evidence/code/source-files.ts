// Which files of a package hold code that runs, and which only accompany it.
import { posix } from 'node:path'
import { type Fields, own } from '../json.ts'

const CODE = /\.(?:[cm]?[jt]sx?|json)$/i
const DECLARATION = /\.d\.[cm]?ts$/i
const METADATA =
  /(?:^|\/)(?:package|package-lock|npm-shrinkwrap|tsconfig[^/]*|jsconfig|composer|deno|biome|renovate)\.json$/i
const PROSE =
  /^(?:licen[cs]e|readme|changelog|changes|history|authors|contributors|notice|copying|makefile|dockerfile|codeowners)/i

/** A file that Node may run or read as data: JavaScript, TypeScript, JSON, or one without an ending (it may be a command). */
export function isSource(path: string): boolean {
  const name = posix.basename(path)
  if (!name.includes('.')) return !PROSE.test(name)
  return CODE.test(name) && !DECLARATION.test(name) && !METADATA.test(path)
}

const ASIDE_FOLDERS =
  /(?:^|\/)(?:tests?|__tests__|specs?|__mocks__|fixtures?|docs?|examples?|benchmarks?|coverage|\.github)\//i
const ASIDE_NAMES = /\.(?:test|spec|bench|stories)(?:\.[cm]?[jt]sx?)?$/i

/** Tests, documentation and the like: read only where something that runs points at them. */
export function isAside(path: string): boolean {
  return ASIDE_FOLDERS.test(path) || ASIDE_NAMES.test(path)
}

const ENTRIES = ['main', 'module', 'browser', 'bin', 'exports', 'imports']

/** True where an entry of the manifest or an import leads into a file that lies aside. */
export function pointsAside(
  manifest: Fields | null,
  scans: ReadonlyMap<string, { readonly references: readonly string[] }>,
): boolean {
  const entries = ENTRIES.flatMap((name) => textsWithin(own(manifest, name)))
  const named = entries.map((entry) => posix.normalize(entry))
  const imported = [...scans].flatMap(([path, { references }]) =>
    references.map((reference) => posix.join(posix.dirname(path), reference)),
  )
  return [...named, ...imported].some(isAside)
}

function textsWithin(value: unknown, depth = 6): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth === 0) return []
  return Object.values(value).flatMap((inner) => textsWithin(inner, depth - 1))
}
