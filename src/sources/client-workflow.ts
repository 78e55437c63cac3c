// MCP servers in GitHub workflows: JSON inside a step's settings or script, and `mcp add` commands.
import { sha256 } from '../model/digest.ts'
import type { Route } from '../model/location.ts'
import type { Source } from '../model/source.ts'
import type { Parts, Setting } from './client-components.ts'
import { distinct, MAX_SERVERS, partsOfServers, tooManyServers, withUniqueIds } from './client-config.ts'
import { unreadableFact } from './client-facts.ts'
import { type FoundServers, findServers, isServer, type ServerEntry } from './client-servers.ts'
import { type DocumentNode, type DocumentScalar, entriesOf, lineOfRoute } from './document.ts'
import { readJsoncAt } from './jsonc.ts'
import { flagTable, flagValues, readFlags } from './launch-flags.ts'
import { projectOf } from './launch-project.ts'
import { splitShell, type Word } from './launch-words.ts'
import { type SourceContext, toReadSource, toUnreadSource } from './source.ts'
import type { TextFile } from './text.ts'
import { readYaml } from './yaml.ts'

/** A workflow's `content` fact, and the servers it launches. Without a word of MCP it is not parsed. */
export function readWorkflow(file: TextFile, context: SourceContext): Source {
  const digest = sha256(file.text)
  const content = { kind: 'content', key: digest, name: null, component: null, args: {}, route: [] } as const
  const base = { path: file.path, kind: 'workflow' } as const
  if (!/mcp/i.test(file.text)) return toReadSource({ ...base, components: [], facts: [content], lineOf: () => 1 })
  const document = readYaml(file.text)
  if (document.status !== 'document') return toUnreadSource(file.path, 'workflow', document)
  const embedded = scalarsIn(document.root).flatMap(embeddedIn)
  if (embedded.reduce((sum, { root }) => sum + serversIn(root), 0) > MAX_SERVERS)
    return toUnreadSource(file.path, 'workflow', tooManyServers(1))
  const setting = { path: file.path, client: 'github-workflow', project: projectOf(file.path, context) }
  const parts = embedded.map((each) => partsOf(each, setting))
  return toReadSource({
    ...base,
    components: withUniqueIds(parts.flatMap(({ components }) => components)),
    facts: [content, ...distinct(parts.flatMap(({ facts }) => facts))],
    lineOf: lineFinder(document.root, embedded),
  })
}

interface Text {
  readonly node: DocumentScalar
  readonly text: string
  readonly route: Route
}

/** A document inside a text; null where the text speaks of servers and cannot be read. */
interface Embedded {
  readonly route: Route
  readonly root: DocumentNode | null
}

/** All texts; a node that aliases share is visited once. */
function scalarsIn(root: DocumentNode): readonly Text[] {
  const texts: Text[] = []
  const seen = new Set<DocumentNode>()
  const open: { readonly node: DocumentNode; readonly route: Route }[] = [{ node: root, route: [] }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, route } = next
    if (seen.has(node)) continue
    seen.add(node)
    if (node.kind === 'scalar' && typeof node.value === 'string') texts.push({ node, text: node.value, route })
    if (node.kind === 'list')
      for (const [at, item] of node.items.entries()) open.push({ node: item, route: [...route, at] })
    if (node.kind === 'map')
      for (const { key, value } of entriesOf(node)) open.push({ node: value, route: [...route, key] })
  }
  return texts.reverse()
}

function embeddedIn(text: Text): readonly Embedded[] {
  const added = addedServers(text)
  const commands = added.length === 0 ? [] : [{ route: text.route, root: mapOf(added, text.node.line) }]
  if (!SERVERS_KEY.test(text.text)) return commands
  const plain = jsonIn(text.text, text.node.line)
  const { found, isAll } = plain.found.length > 0 ? plain : jsonIn(text.text.replaceAll('\\"', '"'), text.node.line)
  const isSetting = text.route.at(-2) === 'with'
  const unread = (found.length === 0 && isSetting) || !isAll ? [{ route: text.route, root: null }] : []
  return [...commands, ...unread, ...found.map((root) => ({ route: text.route, root }))]
}

const SERVERS_KEY = /\\?"(?:mcpServers|mcp_servers|servers)\\?"\s*:/

interface Objects {
  readonly found: readonly DocumentNode[]
  /** False where there are more braces than are tried. */
  readonly isAll: boolean
}

/** JSON objects that hold servers, from the left; what stands inside one is part of it. */
function jsonIn(text: string, firstLine: number): Objects {
  const found: DocumentNode[] = []
  let [tries, line, counted] = [0, firstLine, 0]
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
    if (tries++ >= MAX_TRIES) return { found, isAll: !SERVERS_KEY.test(text.slice(at)) }
    line += text.slice(counted, at).split('\n').length - 1
    counted = at
    const value = readJsoncAt(text, at, line)
    if (value.status !== 'document') at++
    else {
      if (SERVERS_KEY.test(text.slice(at, value.end))) found.push(value.root)
      at = value.end ?? at + 1
    }
  }
  return { found, isAll: true }
}

const MAX_TRIES = 200

const PLACES = ['mcpServers', 'mcp_servers', 'servers', '*.mcpServers']

function serversIn(root: DocumentNode | null): number {
  return root === null ? 0 : findServers(root, PLACES).servers.length
}

function partsOf({ route, root }: Embedded, setting: Setting): Parts {
  if (root === null)
    return {
      components: [],
      facts: [{ ...unreadableFact({ name: '', route }, 'the servers are in JSON that cannot be read'), name: null }],
    }
  const found = findServers(root, PLACES)
  const servers = found.servers
    .filter(({ node }) => isServer(node))
    .map((entry): ServerEntry => ({ ...entry, route: [...route, ...entry.route] }))
  const within: FoundServers = { servers, faults: [], references: [] }
  return partsOfServers(within, setting)
}

/** Lines are those of the embedded document where the route leads into one. */
function lineFinder(root: DocumentNode, embedded: readonly Embedded[]): (route: Route) => number {
  const byPlace = Map.groupBy(embedded, ({ route }) => JSON.stringify(route))
  return (route) => {
    const inside = route.flatMap((_, depth) => {
      const inner = route.slice(depth)
      const documents = byPlace.get(JSON.stringify(route.slice(0, depth))) ?? []
      return documents.flatMap((document) => lineBelow(document.root, inner) ?? [])
    })
    return inside[0] ?? lineOfRoute(root, route)
  }
}

/** Null where the document holds nothing of the route. */
function lineBelow(root: DocumentNode | null, route: Route): number | null {
  const line = root === null ? 0 : lineOfRoute(root, route)
  return root !== null && line > root.line ? line : null
}

const ADD = /\b(?:claude|gemini|codex|copilot|qwen|amp|droid|opencode)\s+mcp\s+add(-json)?\s+([^\n]+)/g
const ADD_FLAGS = flagTable(
  '-s --scope -t --transport -e --env -H --header --url --callback-port --client-id --bearer-token-env-var --timeout',
  '--trust --client-secret',
)

/** `claude mcp add NAME -- npx x` and its kin, as server entries. */
function addedServers({ text, node }: Text): readonly { readonly key: string; readonly value: DocumentNode }[] {
  if (!/\bmcp\s+add/.test(text)) return []
  return [...text.replace(/\\\r?\n/g, ' ').matchAll(ADD)].flatMap(([, json, rest = '']) => {
    const words = (splitShell(rest).commands[0] ?? []).map((word): Word => ({ text: word, route: [] }))
    const before = readFlags(words, ADD_FLAGS)
    const [name, ...behind] = before.rest
    if (name === undefined || before.unknown !== null) return []
    if (json !== undefined) return jsonServer(name.text, behind[0]?.text ?? '', node.line)
    const after = readFlags(behind, ADD_FLAGS)
    const url = [...flagValues(before, '--url'), ...flagValues(after, '--url')][0]
    const command = after.rest.map((word) => word.text)
    return [{ key: name.text, value: entryOf(url?.text ?? null, command, node.line) }]
  })
}

function jsonServer(
  key: string,
  text: string,
  line: number,
): readonly { readonly key: string; readonly value: DocumentNode }[] {
  const value = readJsoncAt(text, 0, line)
  return value.status === 'document' ? [{ key, value: value.root }] : []
}

function entryOf(url: string | null, command: readonly string[], line: number): DocumentNode {
  const scalar = (value: string): DocumentScalar => ({ kind: 'scalar', line, value })
  const [first = ''] = command
  const address = url ?? (/^[a-z]+:\/\//i.test(first) ? first : null)
  if (address !== null) return { kind: 'map', line, entries: [{ key: 'url', line, value: scalar(address) }] }
  return {
    kind: 'map',
    line,
    entries: [{ key: 'command', line, value: { kind: 'list', line, items: command.map(scalar) } }],
  }
}

function mapOf(entries: readonly { readonly key: string; readonly value: DocumentNode }[], line: number): DocumentNode {
  const servers: DocumentNode = { kind: 'map', line, entries: entries.map((entry) => ({ ...entry, line })) }
  return { kind: 'map', line, entries: [{ key: 'mcpServers', line, value: servers }] }
}
