// Where a lockfile of pnpm, yarn or bun contradicts itself or the manifest beside it, or installs under a name that nobody declared.
import satisfies from 'semver/functions/satisfies.js'
import valid from 'semver/functions/valid.js'
import validRange from 'semver/ranges/valid.js'
import type { Scope } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import type { SourceFact } from '../model/source.ts'
import type { LockRoot, LockRow } from './lock-row.ts'
import { readManifestSpecs } from './manifest-specs.ts'
import { aliasTarget } from './names.ts'
import { specOf } from './specs.ts'

/** What a lockfile says that its project asks for. */
export interface Project {
  /** Text of the manifest beside it; null where there is none. */
  readonly manifest: string | null
  /** Specs by name; null where the format keeps none. */
  readonly asked: ReadonlyMap<string, string | null>
  /** Names whose specs overrides replace, so that manifest and lockfile rightly differ. */
  readonly replaced: ReadonlySet<string>
  /** Where what the lockfile says of a name stands in it. */
  readonly routeOf: (name: string) => Route
}

/** What the manifest asks for and the lockfile's project does not, the other way round, and what they ask for differently. */
export function projectFacts({ manifest, asked, replaced, routeOf }: Project): readonly SourceFact[] {
  const wanted = manifest === null ? null : readManifestSpecs(manifest)
  if (wanted === null) return []
  const specIn = (name: string) => specOf(wanted.all, name) ?? specOf(wanted.optionalPeers, name)
  const lacked = Object.keys(wanted.required).filter((name) => !asked.has(name) && !replaced.has(name))
  const others = [...asked].filter(([name, spec]) => !replaced.has(name) && !isSameSpec(specIn(name), spec))
  return [
    ...lacked.sort().map((name) => {
      const detail = `package.json asks for ${name} ${specIn(name)}, and the lockfile does not know it`
      return outOfSync(`project:${name}`, name, { detail, route: [] })
    }),
    ...others.sort(byName).map(([name, spec]) => {
      const [here, there] = [`the lockfile says that the project asks for ${name} ${spec ?? ''}`.trim(), specIn(name)]
      const detail = `${here}, and package.json ${there === null ? 'does not' : `asks for ${there}`}`
      return outOfSync(`project:${name}:${spec ?? ''}:${there ?? ''}`, name, { detail, route: routeOf(name) })
    }),
  ]
}

/** A fact for each row that nothing leads to. */
export function unneeded(rows: readonly LockRow[], scopes: ReadonlyMap<string, Scope>): readonly SourceFact[] {
  return rows
    .filter(({ id, isLocal }) => !isLocal && !scopes.has(id))
    .map(({ id, name, route }) =>
      outOfSync(`unneeded:${id}`, name, { detail: `nothing in the lockfile needs ${name}`, component: id, route }),
    )
}

/** A fact for each row that is needed and is not there. */
export function missing(rows: ReadonlyMap<string, LockRow>, roots: readonly LockRoot[]): readonly SourceFact[] {
  const found = new Map<string, SourceFact>()
  const note = (name: string, id: string | null, route: Route) => {
    if (id === null || rows.has(id) || found.has(id)) return
    const detail = `${name} is needed as ${id}, and the lockfile has no such entry`
    found.set(id, outOfSync(`missing:${id}`, name, { detail, route }))
  }
  for (const { name, id } of roots) note(name, id, [])
  for (const { needs, route } of rows.values()) for (const { name, id } of needs) note(name, id, route)
  return [...found.values()]
}

/** Somebody's wish, and the row that it got. */
export interface Wish {
  readonly name: string
  /** As it is asked for; null where the lockfile does not tell. */
  readonly spec: string | null
  readonly row: LockRow | undefined
  readonly route: Route
}

/** A package under another name than its own is legal only where the spec says so. */
export function undeclaredAlias({ name, spec, row, route }: Wish): readonly SourceFact[] {
  if (row === undefined || row.isLocal || row.name === name) return []
  // An address names no package: what it is called stands in its own manifest. It does not lead to a registry, though.
  if (row.resolved !== null && ADDRESS.test(spec ?? '')) return []
  if (aliasTarget(spec ?? '')?.name === row.name) return []
  const identity = { key: `alias:${name}:${row.name}`, name: row.name, component: row.id }
  return [{ kind: 'alias-undeclared', ...identity, args: { alias: name }, route }]
}

/** A folder of the repository where a release is asked for: managers that find one there link it. */
export function folderFor({ name, spec, row, route }: Wish, isFolder = row?.isLocal === true): readonly SourceFact[] {
  if (!isFolder || spec === null || ADDRESS.test(spec)) return []
  const args = { mechanism: 'The lockfile', spec: 'a folder of the repository' }
  return [{ kind: 'override', key: `folder:${name}:${spec}`, name, component: row?.id ?? null, args, route }]
}

/** A version outside the range that is asked for: no package manager writes that, but one that finds it installs it. */
export function outsideRange({ name, spec, row, route }: Wish): readonly SourceFact[] {
  const range = aliasTarget(spec ?? '')?.range ?? spec
  const version = row?.version ?? null
  if (row === undefined || range === null || version === null || isWithin(version, range)) return []
  const detail = `${name} is asked for as ${range}, and the lockfile has ${version}`
  return [outOfSync(`range:${name}:${range}:${version}`, row.name, { detail, component: row.id, route })]
}

const ADDRESS =
  /^(?:https?|git|ssh|file|github|gitlab|bitbucket|gist|workspace|link|portal|patch|exec)[+:]|^[\w.-]+\/[\w.-]+(?:#|$)/i

/** True also for what is no range, as a tag. */
function isWithin(version: string, range: string): boolean {
  const options = { loose: true, includePrerelease: true }
  if (valid(version, options) === null) return true
  return validRange(range, options) === null || satisfies(version, range, options)
}

function isSameSpec(one: string | null, other: string | null): boolean {
  if (one === null) return false
  return other === null || plain(one) === plain(other)
}

/** Yarn 4 adds the protocol that is meant anyway. */
function plain(spec: string): string {
  return spec.trim().replace(/^npm:(?=[^@]*$)/, '')
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b)
}

interface Details {
  readonly detail: string
  readonly route: Route
  readonly component?: string
}

function outOfSync(key: string, name: string, { detail, route, component = '' }: Details): SourceFact {
  return { kind: 'out-of-sync', key, name, component: component || null, args: { detail }, route }
}
