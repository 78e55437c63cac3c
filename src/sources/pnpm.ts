// pnpm-lock.yaml of versions 5.x, 6 and 9, one document or two.
import type { Route } from '../model/location.ts'
import type { Source, SourceFact } from '../model/source.ts'
import { isObject } from './json.ts'
import type { LockRoot, LockRow } from './lock-row.ts'
import { toLockSource } from './lock-rows.ts'
import { folderFor, outsideRange, type Project, projectFacts, undeclaredAlias } from './lock-sync.ts'
import { type LockYaml, readLockYaml } from './lock-yaml.ts'
import { type Part, splitDocuments } from './pnpm-documents.ts'
import { askedBy, importersOf, type PnpmRoot, rootsOf } from './pnpm-importers.ts'
import type { PnpmStyle } from './pnpm-keys.ts'
import { overriddenNames, patchFacts } from './pnpm-overrides.ts'
import { type Reading, readPnpmRows, TOOLS, targetOf } from './pnpm-rows.ts'
import { folderOf, type SourceContext, toUnreadSource } from './source.ts'
import { type Fault, quoted, type TextFile, unreadable } from './text.ts'

/** Both documents' packages; those of the first have scope `config`. */
export function readPnpmLockfile(file: TextFile, context: SourceContext): Source {
  const documents = readDocuments(splitDocuments(file.text))
  if ('reason' in documents) return toUnreadSource(file.path, KIND, documents)
  const { main, tools } = documents
  const manifest = context.textOf(`${folderOf(file.path)}package.json`)
  return toLockSource({
    path: file.path,
    kind: KIND,
    rows: [...(tools?.rows ?? []), ...main.rows],
    roots: [...(tools?.roots ?? []), ...main.roots],
    knowsAllRoots: true,
    facts: [
      ...(tools?.facts ?? []),
      ...main.facts,
      ...(main.project === null ? [] : projectFacts({ ...main.project, manifest })),
    ],
    lineOf: (route) => (route[0] === TOOLS && tools !== null ? tools.lineOf(route.slice(1)) : main.lineOf(route)),
  })
}

const KIND = 'pnpm-lockfile'
const REMEDY = 'Write it with pnpm install and review the result.'

interface PnpmDocument {
  readonly rows: readonly LockRow[]
  readonly roots: readonly LockRoot[]
  readonly facts: readonly SourceFact[]
  /** What the root importer was resolved from; null where manifests went through a hook first. */
  readonly project: Omit<Project, 'manifest'> | null
  readonly lineOf: (route: Route) => number
}

function readDocuments(
  parts: readonly Part[],
): { readonly main: PnpmDocument; readonly tools: PnpmDocument | null } | Fault {
  if (parts.length > 2) return unreadable('it holds more than two documents', 1, REMEDY)
  const [last, first] = parts.toReversed()
  const main = last === undefined ? unreadable('it is empty', 1, REMEDY) : readDocument(last, false)
  const tools = first === undefined ? null : readDocument(first, true)
  if ('reason' in main) return main
  return tools !== null && 'reason' in tools ? tools : { main, tools }
}

function readDocument({ text, firstLine }: Part, isTools: boolean): PnpmDocument | Fault {
  const yaml = readLockYaml(text, firstLine)
  if (yaml.status !== 'yaml') return yaml
  const style = styleOf(yaml.value['lockfileVersion'])
  if (style === null) {
    const reason = `its lockfileVersion ${quoted(String(yaml.value['lockfileVersion']))} is none of 5.x, 6.x and 9.x`
    return unreadable(reason, yaml.lineOf(['lockfileVersion']), 'Write it with a pnpm between 3 and 11.')
  }
  return toDocument(yaml, { style, prefix: isTools ? [TOOLS] : [], isTools })
}

function styleOf(version: unknown): PnpmStyle | null {
  const major = typeof version === 'string' ? /^(5|6|9)(?:\.\d+)?$/.exec(version)?.[1] : undefined
  return major === '5' ? 5 : major === '6' ? 6 : major === '9' ? 9 : null
}

function toDocument(yaml: LockYaml, reading: Reading): PnpmDocument | Fault {
  const rows = readPnpmRows(yaml, reading)
  if ('reason' in rows) return rows
  const importers = importersOf(yaml.value)
  if (importers === null) return unreadable('its "importers" is no map', yaml.lineOf(['importers']), REMEDY)
  const context = { ...reading, targetOf: (name: string, reference: string) => targetOf(name, reference, reading) }
  const roots = importers.flatMap((importer) => rootsOf(importer, context))
  const replaced = overriddenNames(yaml.value)
  const own = importers.find(({ path }) => path === '.')
  return {
    rows,
    roots,
    facts: [
      ...patchFacts(yaml.value, reading.prefix),
      ...rootFacts({ roots, rows, replaced, catalogs: yaml.value['catalogs'] }),
    ],
    project:
      own === undefined || yaml.value['pnpmfileChecksum'] !== undefined
        ? null
        : { asked: askedBy(own), replaced, routeOf: routesOf(roots) },
    lineOf: yaml.lineOf,
  }
}

function routesOf(roots: readonly PnpmRoot[]): (name: string) => Route {
  const routes = new Map(roots.map(({ name, route }) => [name, route]))
  return (name) => routes.get(name) ?? []
}

interface Asked {
  readonly roots: readonly PnpmRoot[]
  readonly rows: readonly LockRow[]
  readonly replaced: ReadonlySet<string>
  readonly catalogs: unknown
}

/** Whether each root got what it asked for. Of dependencies' dependencies the lockfile does not tell what they ask for. */
function rootFacts({ roots, rows, replaced, catalogs }: Asked): readonly SourceFact[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return roots.flatMap(({ name, id, spec, route }) => {
    const wish = { name, spec: catalogSpec(name, spec, catalogs), row: byId.get(id ?? ''), route }
    const isFolder = id === null || wish.row?.isLocal === true
    return [
      ...undeclaredAlias(wish),
      ...(replaced.has(name) ? [] : [...outsideRange(wish), ...folderFor(wish, isFolder)]),
    ]
  })
}

/** `catalog:` and `catalog:name` refer to specs that stand elsewhere in the lockfile. */
function catalogSpec(name: string, spec: string | null, catalogs: unknown): string | null {
  const catalog = spec === null ? undefined : /^catalog:(.*)$/.exec(spec)?.[1]
  if (catalog === undefined) return spec
  const entries = memberOf(catalogs, catalog.trim() || 'default')
  const specifier = memberOf(memberOf(entries, name), 'specifier')
  return typeof specifier === 'string' ? specifier : null
}

function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}
