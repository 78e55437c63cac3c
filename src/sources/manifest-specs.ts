// The dependencies a package.json asks for, checked; what each spec can mean.
import valid from 'semver/functions/valid.js'
import type { Scope } from '../model/component.ts'
import { isObject, type Json, readJson } from './json.ts'
import { aliasTarget, isPackageName } from './names.ts'
import { isGit } from './purl.ts'
import { faultOf, readSpecs, type Specs, splitPeers } from './specs.ts'
import { type Fault, unreadable } from './text.ts'

export const SPEC_FIELDS = [
  ['dependencies', 'production'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
  ['devDependencies', 'development'],
] as const satisfies readonly (readonly [string, Scope])[]

export interface Manifest {
  readonly status: 'manifest'
  readonly value: Readonly<Record<string, unknown>>
  readonly lineOf: Json['lineOf']
  /** One for each of the four fields, empty where the manifest has none. */
  readonly specs: Readonly<Record<(typeof SPEC_FIELDS)[number][0], Specs>>
}

/** A package.json whose dependencies can be trusted to mean what they say. */
export function parseManifest(text: string): Manifest | Fault {
  const json = readJson(text)
  if (json.status !== 'json') return { ...json, remedy: MEND }
  const { value, lineOf } = json
  if (!isObject(value)) return unreadable('it holds no JSON object', 1, MEND)
  const specs = SPEC_FIELDS.map(([field]) => readSpecs(value[field]))
  const [dependencies, optionalDependencies, peerDependencies, devDependencies] = specs
  if (!dependencies || !optionalDependencies || !peerDependencies || !devDependencies) return specsFault(value, lineOf)
  return {
    status: 'manifest',
    value,
    lineOf,
    specs: { dependencies, optionalDependencies, peerDependencies, devDependencies },
  }
}

function specsFault(value: Readonly<Record<string, unknown>>, lineOf: Json['lineOf']): Fault {
  const field = SPEC_FIELDS.map(([name]) => name).find((name) => readSpecs(value[name]) === null) ?? 'dependencies'
  const { reason, name } = faultOf(value[field])
  return unreadable(`its "${field}" ${reason}`, lineOf(name === null ? [field] : [field, name]), MEND)
}

export interface WantedSpecs extends Omit<Manifest['specs'], 'peerDependencies'> {
  readonly peers: Specs
  readonly optionalPeers: Specs
  /** Everything but optional peers; where a name stands in several fields, the one npm takes. */
  readonly all: Specs
  /** Those that a lockfile cannot lack: neither optional nor peers. */
  readonly required: Specs
  /** The field, unread. */
  readonly workspaces: unknown
}

/** What a manifest's text asks for; null where it cannot be read, which its own source reports. */
export function readManifestSpecs(text: string): WantedSpecs | null {
  const manifest = parseManifest(text)
  if (manifest.status !== 'manifest') return null
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest.specs
  const [peers, optionalPeers] = splitPeers(peerDependencies, manifest.value['peerDependenciesMeta'])
  const required = { ...devDependencies, ...dependencies }
  for (const name of Object.keys(optionalDependencies)) delete required[name]
  const all = { ...peers, ...devDependencies, ...dependencies, ...optionalDependencies }
  const { workspaces } = manifest.value
  return { all, required, dependencies, devDependencies, optionalDependencies, peers, optionalPeers, workspaces }
}

/** What a spec in a manifest stands for. */
export interface MeantBySpec {
  readonly kind: 'registry' | 'git' | 'archive' | 'local'
  /** The real package, where an alias names another than its key. */
  readonly name: string
  /** Null unless exactly one version is meant. */
  readonly version: string | null
  /** Null for local folders. */
  readonly pinned: boolean | null
}

/** Reads a spec as the package managers do; ranges, tags, catalogs and moving addresses are not pinned. */
export function meaningOf(key: string, spec: string): MeantBySpec {
  const alias = aliasTarget(spec)
  const name = alias !== null && isPackageName(alias.name) ? alias.name : key
  const range = (alias?.range ?? spec).trim()
  if (LOCAL.test(range))
    return ARCHIVE.test(range) ? archive(name) : { kind: 'local', name, version: null, pinned: null }
  if (isGit(range) || GIT_ADDRESS.test(range) || SHORTHAND.test(range))
    return { kind: 'git', name, version: null, pinned: /#(?:commit[:=])?[0-9a-f]{40}$/.test(range) }
  if (/^(?:https?|patch|exec):/i.test(range)) return archive(name)
  const version = valid(range.replace(/^jsr:(?:@[^@]*@)?/, '').replace(/^=\s*/, ''))
  return { kind: 'registry', name, version, pinned: version !== null }
}

function archive(name: string): MeantBySpec {
  return { kind: 'archive', name, version: null, pinned: false }
}

const MEND = 'Mend it so that package managers and this check read the same.'
const LOCAL = /^(?:workspace|file|link|portal):|^(?:\.{0,2}|~)\//i
const ARCHIVE = /^(?!workspace:).*\.(?:tgz|tar\.gz|tar)$/i
const GIT_ADDRESS = /^https?:[^#]+\.git(?:#|$)/i
const SHORTHAND = /^[\w.-]+\/[\w.-]+(?:#.*)?$/
