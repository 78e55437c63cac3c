// What the project and its workspaces ask for in a bun.lock, and whether they and their dependencies got it.
import type { Scope } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import type { SourceFact } from '../model/source.ts'
import { type Resolver, resolverOf } from './bun-keys.ts'
import { namesIn } from './bun-rows.ts'
import { type DocumentNode, lastValue, textOf } from './document.ts'
import type { LockRoot, LockRow } from './lock-row.ts'
import { folderFor, outsideRange, projectFacts } from './lock-sync.ts'
import { nameIn } from './manifest-facts.ts'
import { aliasTarget } from './names.ts'

export interface BunRoot extends LockRoot {
  readonly spec: string | null
  readonly route: Route
}

export interface BunProject {
  readonly roots: readonly BunRoot[]
  /** What the project at the root asks for; null where the lockfile does not tell. */
  readonly asked: ReadonlyMap<string, string | null> | null
}

const SECTIONS: readonly (readonly [string, Scope])[] = [
  ['dependencies', 'production'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
  ['devDependencies', 'development'],
]

/** A name in several sections is what the last of them says. */
const BY_WEIGHT = ['peerDependencies', 'devDependencies', 'dependencies', 'optionalDependencies']

/** Roots of all workspaces. */
export function readBunProject(root: DocumentNode, ids: Iterable<string>): BunProject {
  const resolver = resolverOf(ids)
  const workspaces = lastValue(root, 'workspaces')
  const entries = workspaces?.kind === 'map' ? workspaces.entries : []
  const own = entries.find(({ key }) => key === '')
  return {
    roots: entries.flatMap(({ key, value }) => rootsOf(key, value, resolver)),
    asked: own === undefined ? null : new Map(BY_WEIGHT.flatMap((section) => specsIn(own.value, section))),
  }
}

function rootsOf(workspace: string, node: DocumentNode, resolver: Resolver): readonly BunRoot[] {
  // The project at the root may bear the name of a package that it also installs.
  const resolve = resolver(workspace === '' ? '' : (textOf(lastValue(node, 'name')) ?? ''))
  return SECTIONS.flatMap(([section, scope]) =>
    specsIn(node, section).map(([name, spec]) => {
      const route = ['workspaces', workspace, section, name]
      return { name, id: resolve(name), scope, spec, route }
    }),
  )
}

function specsIn(node: DocumentNode, section: string): readonly (readonly [name: string, spec: string | null])[] {
  const specs = lastValue(node, section)
  return specs?.kind === 'map' ? specs.entries.map(({ key, value }) => [key, textOf(value)] as const) : []
}

interface Parts {
  readonly root: DocumentNode
  readonly rows: readonly LockRow[]
  readonly project: BunProject
  readonly manifest: string | null
}

/** Where the manifest, the workspaces and the packages do not fit together, and aliases that nobody asks for. */
export function bunFacts({ root, rows, project, manifest }: Parts): readonly SourceFact[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const replaced = new Set(namesIn(root, 'overrides').map(nameIn))
  const routes = new Map(project.roots.map(({ name, route }) => [name, route]))
  const { asked } = project
  return [
    ...(asked === null ? [] : projectFacts({ manifest, asked, replaced, routeOf: (name) => routes.get(name) ?? [] })),
    ...project.roots
      .filter(({ name, scope }) => scope !== 'peer' && !replaced.has(name))
      .flatMap((each) => {
        const wish = { ...each, row: byId.get(each.id ?? '') }
        return [...outsideRange(wish), ...folderFor(wish)]
      }),
    ...undeclaredAliases(root, rows, project),
  ]
}

/** Bun says under which name each package is installed; some spec must say so, too. */
function undeclaredAliases(root: DocumentNode, rows: readonly LockRow[], { roots }: BunProject): readonly SourceFact[] {
  const suspects = rows.filter((row) => row.installedAs[0] !== row.name && row.version !== null)
  if (suspects.length === 0) return []
  const declared = new Set([...roots.flatMap(({ name, spec }) => aliasIn(name, spec)), ...aliasesBelow(root)])
  return suspects
    .filter(({ name, installedAs: [alias = ''] }) => !declared.has(`${alias}\n${name}`))
    .map(({ id, name, installedAs: [alias = ''], route }) => {
      const key = `alias:${alias}:${name}`
      return { kind: 'alias-undeclared', key, name, component: id, args: { alias }, route }
    })
}

/** Aliases that packages, overrides and catalogs ask for. */
function aliasesBelow(root: DocumentNode): readonly string[] {
  const packages = lastValue(root, 'packages')
  const lists = packages?.kind === 'map' ? packages.entries.map(({ value }) => value) : []
  const details = lists.flatMap((list) => (list.kind === 'list' ? list.items.filter(({ kind }) => kind === 'map') : []))
  const catalogs = lastValue(root, 'catalogs')
  const named = catalogs?.kind === 'map' ? catalogs.entries.flatMap(({ key }) => specsIn(catalogs, key)) : []
  return [
    ...details.flatMap((node) => SECTIONS.flatMap(([section]) => specsIn(node, section))),
    ...['overrides', 'catalog'].flatMap((section) => specsIn(root, section)),
    ...named,
  ].flatMap(([name, spec]) => aliasIn(nameIn(name), spec))
}

function aliasIn(name: string, spec: string | null): readonly string[] {
  const target = aliasTarget(spec ?? '')
  return target === null ? [] : [`${name}\n${target.name}`]
}
