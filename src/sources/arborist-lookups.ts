// Which dependents' look-ups end at changed entries, and which of them are so plain that npm's Arborist need not be asked
// where there are very many.
import satisfies from 'semver/functions/satisfies.js'
import { aliasTarget } from './names.ts'
import type { LockEntries, LockEntry } from './npm-entries.ts'
import { projectEntries, resolveFrom } from './npm-graph.ts'
import type { Overrides } from './overrides.ts'
import { isGit } from './purl.ts'
import { NO_SPECS, type Specs } from './specs.ts'

/** Something amiss with one changed entry; `by` is the key of the dependent concerned. */
export type TreeFinding =
  | { readonly kind: 'unneeded'; readonly key: string }
  | { readonly kind: 'out-of-range'; readonly key: string; readonly by: string; readonly spec: string }
  | { readonly kind: 'other-package'; readonly key: string; readonly by: string; readonly spec: string }
  | { readonly kind: 'undeclared-alias'; readonly key: string }
  /** Arborist gave up on the tree: `detail` is its reason. */
  | { readonly kind: 'refused'; readonly key: string; readonly detail: string }

export interface LookUps {
  /** What is amiss with changed entries and needs no tree to be seen. */
  readonly findings: readonly TreeFinding[]
  /** What only Arborist can answer, in the order of the lockfile. */
  readonly questions: readonly Question[]
  /** The same with what is plain as well, for a second opinion; null where that would be too much of it. */
  readonly whole: readonly Question[] | null
}

/** Plain look-ups of one lockfile that Arborist is asked for all the same: more than nearly any pull request changes. */
const MAX_PLAIN = 1000

/** A changed entry, and dependents of it. */
export interface Question {
  readonly key: string
  /** Keys of the dependents whose look-up really ends there: what a small tree lacks may make others end there. */
  readonly dependents: readonly string[]
  /** It stands under another name than its own, which at most an override has asked for. */
  readonly isAlias: boolean
}

/** Every look-up of a changed entry is settled, a finding, or part of a question. One walk over all entries. */
export function lookUpsOf(entries: LockEntries, changed: ReadonlySet<string>, overrides: Overrides): LookUps {
  const targets = targetsOf(entries, changed)
  const names = new Set([...targets.values()].flatMap(({ entry }) => entry.installedAs ?? []))
  const projects = new Set(projectEntries(entries))
  const view = { overrides, ranges: new Map(), plain: 0 }
  for (const dependent of entries.values()) {
    if (dependent.extraneous) continue
    const isPlain = isReachable(dependent.key, entries)
    for (const [name, wishes] of wishesOf(dependent, { isProject: projects.has(dependent), names })) {
      const target = targets.get(resolveFrom(entries, dependent.key, name)?.key ?? '')
      // That it needs itself does not make anybody need it.
      if (target !== undefined && target.entry !== dependent) note(target, { dependent, isPlain, wishes }, view)
    }
  }
  const all = [...targets.values()]
  return {
    findings: all.flatMap((target) => findingsOf(target, overrides)),
    questions: all.flatMap((target) => questionsOf(target, target.open, overrides)),
    whole:
      view.plain > MAX_PLAIN
        ? null
        : all.flatMap((target) => questionsOf(target, [...target.open, ...target.plain], overrides)),
  }
}

interface Target {
  readonly entry: LockEntry
  /** From a registry, and all folders around it are entries too, so that nobody looks it up otherwise. */
  readonly isPlain: boolean
  readonly open: string[]
  readonly plain: string[]
  isNeeded: boolean
  /** Some dependent says that it wants this other package. */
  isDeclared: boolean
}

/** What is inside a parent's tarball is the parent's business, and a link is no package. */
function targetsOf(entries: LockEntries, changed: ReadonlySet<string>): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>()
  for (const [key, entry] of entries) {
    if (!changed.has(key) || entry.installedAs === null || entry.linkTo !== null || isInside(entry)) continue
    const isPlain = (entry.resolved === null || /^https?:/i.test(entry.resolved)) && isReachable(key, entries)
    targets.set(key, { entry, isPlain, open: [], plain: [], isNeeded: false, isDeclared: false })
  }
  return targets
}

function isInside({ inBundle, resolved, integrity }: LockEntry): boolean {
  return inBundle && resolved === null && integrity === null
}

function isReachable(key: string, entries: LockEntries): boolean {
  for (let end = key.lastIndexOf(MODULES); end > 0; end = key.lastIndexOf(MODULES, end - 1))
    if (entries.get(key.slice(0, end))?.linkTo !== null) return false
  return true
}

const MODULES = '/node_modules/'

interface Wish {
  readonly spec: string
  readonly isPeer: boolean
}

/** What an entry asks for, of the names that matter: one wish for each of its fields that has the name. */
function wishesOf(
  { dependencies, optionalDependencies, devDependencies, peerDependencies, optionalPeers }: LockEntry,
  { isProject, names }: { readonly isProject: boolean; readonly names: ReadonlySet<string> },
): ReadonlyMap<string, readonly Wish[]> {
  const found = new Map<string, Wish[]>()
  const read = (specs: Specs, isPeer: boolean) => {
    if (specs === NO_SPECS) return
    for (const [name, spec] of Object.entries(specs)) {
      if (!names.has(name)) continue
      const wishes = found.get(name)
      if (wishes === undefined) found.set(name, [{ spec, isPeer }])
      else wishes.push({ spec, isPeer })
    }
  }
  for (const specs of [dependencies, optionalDependencies, isProject ? devDependencies : NO_SPECS]) read(specs, false)
  for (const specs of [peerDependencies, optionalPeers]) read(specs, true)
  return found
}

interface LookUp {
  readonly dependent: LockEntry
  /** It stands where Arborist sees it, too. */
  readonly isPlain: boolean
  readonly wishes: readonly Wish[]
}

interface View {
  readonly overrides: Overrides
  readonly ranges: Ranges
  /** Look-ups so far that are settled without Arborist. */
  plain: number
}

function note(target: Target, { dependent, isPlain, wishes }: LookUp, view: View): void {
  const { entry, open } = target
  target.isNeeded = true
  target.isDeclared ||= isAlias(entry) && wishes.some(({ spec }) => declares(spec, entry.statedName))
  const isSettled =
    isPlain && target.isPlain && !isUnclear(entry, view.overrides) && wishes.every((wish) => isMet(wish, entry, view))
  if (!isSettled) open.push(dependent.key)
  else if (view.plain++ < MAX_PLAIN) target.plain.push(dependent.key)
}

function findingsOf(target: Target, overrides: Overrides): readonly TreeFinding[] {
  const { key } = target.entry
  if (!target.isNeeded) return [{ kind: 'unneeded', key }]
  return isUndeclared(target) && !isUnclear(target.entry, overrides) ? [{ kind: 'undeclared-alias', key }] : []
}

function questionsOf(target: Target, dependents: readonly string[], overrides: Overrides): readonly Question[] {
  const { entry } = target
  if (dependents.length === 0) return []
  return [{ key: entry.key, dependents, isAlias: isUndeclared(target) && isUnclear(entry, overrides) }]
}

function isUndeclared({ entry, isDeclared }: Target): boolean {
  return isAlias(entry) && !isDeclared
}

/** Only Arborist knows what an override of it comes to mean. */
export function isUnclear(entry: LockEntry | undefined, { unclear }: Overrides): boolean {
  return entry !== undefined && entry.installedAs !== null && unclear.has(entry.installedAs)
}

function isAlias({ statedName, installedAs }: LockEntry): boolean {
  return statedName !== null && statedName !== installedAs
}

/** True where a spec asks for that package under whatever name. A git or archive address does not say what it holds. */
export function declares(spec: string, name: string | null): boolean {
  return aliasTarget(spec)?.name === name || isGit(spec) || (spec.includes('/') && !spec.startsWith('npm:'))
}

/** Whether versions are in ranges, as far as known. */
type Ranges = Map<string, Map<string, boolean>>

/** As Arborist would find, where that is plain; false where it has to be asked. */
function isMet({ spec, isPeer }: Wish, entry: LockEntry, { overrides, ranges }: View): boolean {
  const { statedName, installedAs, version, resolved } = entry
  const alias = aliasTarget(spec)
  if (alias !== null && alias.name !== (statedName ?? installedAs)) return false
  // People install with --force and --legacy-peer-deps: peers out of range are everywhere.
  if (isPeer) return true
  if (resolved === null && isTag(spec)) return !overrides.specs.has(installedAs ?? '')
  const range = (alias?.range ?? spec).trim()
  if (range === '' || range === '*') return true
  return version !== null && PLAIN.test(range) && !ARCHIVE.test(range) && isWithin(version, range, ranges)
}

/** A tag can only be held against an address, which honest lockfiles often lack. */
export function isTag(spec: string): boolean {
  return TAG.test(spec)
}

const TAG = /^[a-z][\w.-]*$/i
const PLAIN = /^[\dvx*^~<>=][\w .*^~<>=|+-]{0,250}$/i
const ARCHIVE = /\.(?:tgz|tar|tar\.gz)$/i

function isWithin(version: string, range: string, ranges: Ranges): boolean {
  const versions = ranges.get(range) ?? new Map<string, boolean>()
  const known = versions.get(version)
  if (known !== undefined) return known
  const found = satisfies(version, range, true)
  ranges.set(range, versions.set(version, found))
  return found
}
