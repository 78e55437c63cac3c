// Links of an npm lockfile that nobody asks for: npm follows them all the same, so any folder could stand in for a registry's package.
import { minimatch } from 'minimatch'
import type { SourceFact } from '../model/source.ts'
import { isObject } from './json.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { resolveFrom } from './npm-graph.ts'
import { outOfSync } from './npm-sync.ts'

/**
 * One fact for each link that is neither a workspace nor what a `file:` or `link:` spec asks for, and for each that leads
 * into installed packages. `workspaces` is the project's field of that name, unread.
 */
export function linkFacts(entries: LockEntries, workspaces: unknown): readonly SourceFact[] {
  const links = [...entries.values()].filter(isInstalledLink)
  if (links.length === 0) return []
  const isWorkspace = workspaceTest(workspaces)
  const asked = askedAsFolders(entries)
  return links
    .filter(({ key, linkTo }) => BELOW_MODULES.test(linkTo) || !(asked.has(key) || isWorkspace(linkTo)))
    .map(({ key, installedAs, linkTo, route }) => {
      const detail = `a link to the folder ${linkTo} stands for ${installedAs}, and nothing asks for that folder`
      return outOfSync(`link:${key}`, installedAs, { component: key, detail, route })
    })
}

const BELOW_MODULES = /(?:^|\/)node_modules(?:\/|$)/
const FOLDER_SPEC = /^(?:file:|link:|workspace:|\.{0,2}\/|~\/)/

type InstalledLink = LockEntry & { readonly linkTo: string; readonly installedAs: string }

function isInstalledLink(entry: LockEntry): entry is InstalledLink {
  return entry.linkTo !== null && entry.installedAs !== null
}

/** Keys of what is asked for as a folder, by anyone. */
function askedAsFolders(entries: LockEntries): ReadonlySet<string> {
  const keys = [...entries.values()].flatMap((entry) =>
    [entry.dependencies, entry.devDependencies, entry.optionalDependencies, entry.peerDependencies]
      .flatMap((specs) => Object.entries(specs))
      .filter(([, spec]) => FOLDER_SPEC.test(spec))
      .flatMap(([name]) => resolveFrom(entries, entry.key, name)?.key ?? []),
  )
  return new Set(keys)
}

/** A list of globs, or an object that holds one. What is neither makes nothing a workspace. */
function workspaceTest(workspaces: unknown): (folder: string) => boolean {
  const list = isObject(workspaces) ? workspaces['packages'] : workspaces
  const globs = Array.isArray(list) ? list.filter((glob) => typeof glob === 'string') : []
  const wanted = globs
    .slice(0, MAX_GLOBS)
    .map((glob) => glob.replace(/^\.?\//, '').replace(/\/+$/, ''))
    .filter(isOrdinary)
  return (folder) => wanted.some((glob) => minimatch(folder, glob, { noext: true, nonegate: true, nocomment: true }))
}

/** Globs are a stranger's: what could take a matcher long names no workspace. */
function isOrdinary(glob: string): boolean {
  const count = (text: string, part: string) => text.split(part).length - 1
  const isShort = glob.length <= 200 && count(glob, '**') <= 2 && count(glob, '{') <= 1 && !glob.includes('..')
  return isShort && glob.split('/').every((segment) => count(segment, '*') <= 2)
}

const MAX_GLOBS = 1000
