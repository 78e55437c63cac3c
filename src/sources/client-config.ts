// An MCP client config to components and facts: what each server launches or reaches, and what else the file starts.
import type { Component } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import type { Source, SourceFact } from '../model/source.ts'
import { type Parts, partsOfServer, type Setting } from './client-components.ts'
import { ambiguousFact, fact, unreadableFact } from './client-facts.ts'
import { knownMarketplaces, readCatalog, readMarketplace, readRegistry, readSmithery } from './client-manifests.ts'
import { type FoundServers, findServers, isServer } from './client-servers.ts'
import { type ClientRow, clientOf, clientOfFile, foldPath, UNKNOWN_CLIENT } from './client-table.ts'
import { type DocumentNode, lineOfRoute, type ParsedDocument } from './document.ts'
import { readJsonc } from './jsonc.ts'
import { projectOf } from './launch-project.ts'
import { neighbourParts } from './neighbours.ts'
import { type SourceContext, toReadSource, toUnreadSource } from './source.ts'
import { type Fault, type TextFile, unreadable } from './text.ts'
import { readToml } from './toml.ts'
import { frontMatterOf, readYaml } from './yaml.ts'

/** Every server of a client config, as one or more components each. A file that cannot be read is an unread source. */
export function readClientConfig(file: TextFile, context: SourceContext): Source {
  const row = clientOfFile(file.path, file.text) ?? (isAnyones(file) ? UNKNOWN_CLIENT : null)
  const text = row?.format === 'front-matter' ? frontMatterOf(file.text) : file.text
  if (row === null || text === null) return nothingIn(file)
  const document = parse(row, text)
  if (document.status !== 'document') return toUnreadSource(file.path, 'client-config', document)
  const { root } = document
  if (root.kind !== 'map') return rootFault(file, row, root)
  const setting = { path: file.path, client: row.client, project: projectOf(file.path, context) }
  const found = findServers(root, placesOf(row))
  if (found.servers.length > MAX_SERVERS) return toUnreadSource(file.path, 'client-config', tooManyServers(root.line))
  const { components, facts } = partsOf(row, { root, found }, setting)
  const lineOf = (route: Route): number => lineOfRoute(root, route)
  return toReadSource({
    path: file.path,
    kind: 'client-config',
    components: withUniqueIds(components),
    facts: distinct(facts),
    lineOf,
  })
}

/** The largest config known in public repositories has some dozens. */
export const MAX_SERVERS = 1000

export function tooManyServers(line: number): Fault {
  return unreadable(`it holds more than ${MAX_SERVERS} servers`, line, 'Remove what nobody uses.')
}

/** Whatever the file's own key is, servers under the usual one count in any JSON. */
function placesOf({ format, places }: ClientRow): readonly string[] {
  return format === 'json' ? [...new Set([...places, 'mcpServers'])] : places
}

/** A file that no client is known by, or that has the name of some client's and not its content. */
function isAnyones({ path, text }: TextFile): boolean {
  return clientOf(path) === null || (/\.jsonc?$/.test(foldPath(path)) && /mcpServers|\\u/.test(text))
}

/** Ids as they are, but for a second one of the same, which gets a number. */
export function withUniqueIds(components: readonly Component[]): readonly Component[] {
  const counts = new Map<string, number>()
  return components.map((component) => {
    const count = (counts.get(component.id) ?? 0) + 1
    counts.set(component.id, count)
    return count === 1 ? component : { ...component, id: `${component.id}~${count}` }
  })
}

/** Each fact once. */
export function distinct(facts: readonly SourceFact[]): readonly SourceFact[] {
  return [...new Map(facts.map((each) => [`${each.kind}\0${each.key}`, each])).values()]
}

/** Components and facts of server entries, with what stands where entries belong and is none. */
export function partsOfServers(found: FoundServers, setting: Setting): Parts {
  const parts = found.servers.map((entry) => partsOfServer(entry, setting))
  const byPlace = Map.groupBy(found.servers, ({ route }) => JSON.stringify(route))
  const twice = [...byPlace.values()].flatMap((same) => same.slice(1))
  return {
    components: parts.flatMap(({ components }) => components),
    facts: [
      ...parts.flatMap(({ facts }) => facts),
      ...twice.map((entry) =>
        ambiguousFact(entry, 'a server of this name stands twice, and clients differ in which one they take'),
      ),
      ...found.faults.map(({ detail, name, route }) => ({ ...unreadableFact({ name: '', route }, detail), name })),
      ...found.references.flatMap(({ path, route }) => referenceFact(path, route)),
    ],
  }
}

function parse(row: ClientRow, text: string): ParsedDocument {
  if (row.format === 'json') return readJsonc(text)
  if (row.format === 'toml') return readToml(text)
  return readYaml(text, row.format === 'front-matter' ? 2 : 1)
}

function partsOf(
  row: ClientRow,
  { root, found }: { readonly root: DocumentNode; readonly found: FoundServers },
  setting: Setting,
): Parts {
  const servers = partsOfServers(row === UNKNOWN_CLIENT ? onlyServers(found) : found, setting)
  const others = [READERS[row.reader](root, setting), knownMarketplaces(root, setting), neighbourParts(root, setting)]
  return {
    components: [servers, ...others].flatMap(({ components }) => components),
    facts: [servers, ...others].flatMap(({ facts }) => facts),
  }
}

const READERS: Readonly<Record<ClientRow['reader'], (root: DocumentNode, setting: Setting) => Parts>> = {
  servers: () => ({ components: [], facts: [] }),
  registry: readRegistry,
  marketplace: readMarketplace,
  smithery: readSmithery,
  catalog: readCatalog,
}

/** A file of any name may speak of servers without holding one, as a schema does. */
function onlyServers({ servers }: FoundServers): FoundServers {
  return { servers: servers.filter(({ node }) => isServer(node)), faults: [], references: [] }
}

/** A path to another file of servers: one that is known by its name is a source of its own, if it is read in every form. */
function referenceFact(path: string, route: Route): readonly SourceFact[] {
  const row = clientOf(path.replaceAll('\\', '/').replace(/^.*\}/, ''))
  if (row?.places.includes('.') && !/^[a-z]+:\/\//i.test(path)) return []
  const detail = 'its servers are in another file'
  return [{ ...fact('unreadable-launch', { name: '', route }, { args: { detail }, key: path, route }), name: null }]
}

function nothingIn({ path }: TextFile): Source {
  return toReadSource({ path, kind: 'client-config', components: [], facts: [], lineOf: () => 1 })
}

/** A list or a text is no config; in files that several programs use it may be another's. */
function rootFault(file: TextFile, row: ClientRow, root: DocumentNode): Source {
  if (row === UNKNOWN_CLIENT) return nothingIn(file)
  if (row.format !== 'json' && root.kind === 'scalar' && root.value === null) return nothingIn(file)
  return toUnreadSource(
    file.path,
    'client-config',
    unreadable('it holds no map of settings', root.line, 'Write an object of servers by name.'),
  )
}
