// Server entries of a client config: found under the client's keys, whatever their shape, every occurrence of each.
import type { Route } from '../model/location.ts'
import {
  type DocumentEntry,
  type DocumentMap,
  type DocumentNode,
  entriesOf,
  type Located,
  lastValue,
  textOf,
} from './document.ts'

/** One server entry as it is written. */
export interface ServerEntry {
  readonly name: string
  readonly route: Route
  readonly node: DocumentMap
}

export interface FoundServers {
  readonly servers: readonly ServerEntry[]
  /** Plain sentences on what stands where servers belong and is none, each with its place. */
  readonly faults: readonly { readonly detail: string; readonly name: string | null; readonly route: Route }[]
  /** Paths of other files that hold the servers. */
  readonly references: readonly { readonly path: string; readonly route: Route }[]
}

/** All servers under these places (see `ClientRow.places`). */
export function findServers(root: DocumentNode, places: readonly string[]): FoundServers {
  const others = places.filter((place) => place !== '.')
  const keyed = others.map((place) => findAt(root, place))
  // Without the usual key, clients that read it take the root itself, whatever other clients' keys stand there.
  const isKeyed = others.some((place, at) => place === 'mcpServers' && keyed[at]?.isThere === true)
  const keys = new Set(others.map((place) => place.split('.')[0]?.toLowerCase()))
  const flat = places.includes('.') && !isKeyed ? [flatServers(root, keys)] : []
  const all = [...keyed, ...flat]
  return {
    servers: distinct(all.flatMap(({ servers }) => servers)),
    faults: all.flatMap(({ faults }) => faults),
    references: all.flatMap(({ references }) => references),
  }
}

/** Nodes at a dotted path; `*` is any key, and several steps may be one key with dots in it. */
export function nodesAt(start: Located, keys: readonly string[]): readonly Located[] {
  const [key] = keys
  if (key === undefined) return [start]
  const { node, route } = start
  if (node.kind === 'list')
    return key === '*'
      ? node.items.flatMap((item, at) => nodesAt({ node: item, route: [...route, at] }, keys.slice(1)))
      : []
  if (node.kind !== 'map') return []
  return entriesOf(node).flatMap((entry) => {
    const steps = key === '*' ? 1 : stepsOf(entry, keys)
    return steps === 0 ? [] : nodesAt({ node: entry.value, route: [...route, entry.key] }, keys.slice(steps))
  })
}

/** True for a map that says how a server is started or reached. */
export function isServer(node: DocumentNode): boolean {
  return (
    node.kind === 'map' &&
    entriesOf(node).some(({ key, value }) => LAUNCH_KEYS.has(key.toLowerCase()) && isLaunchValue(value))
  )
}

/** Two readings of a map in which a key stands twice: the first wins, the last wins. */
export function variantsOf(node: DocumentMap): readonly DocumentMap[] {
  const entries = entriesOf(node)
  const lastByKey = new Map(entries.map((entry) => [entry.key, entry]))
  if (lastByKey.size === entries.length) return [node]
  const firstByKey = new Map(entries.toReversed().map((entry) => [entry.key, entry]))
  const last = entries.filter((entry) => lastByKey.get(entry.key) === entry)
  const first = entries.filter((entry) => firstByKey.get(entry.key) === entry)
  return [
    { ...node, entries: last },
    { ...node, entries: first },
  ]
}

/** Keys that start or reach a server, in the words of all clients, in lower case. */
const LAUNCH_KEYS = new Set([
  'command',
  'cmd',
  'args',
  'url',
  'httpurl',
  'serverurl',
  'server_url',
  'baseurl',
  'base_url',
  'uri',
  'endpoint',
  'sseurl',
  'remoteurl',
  'container',
  'image',
  'transport',
])

interface Found extends FoundServers {
  readonly isThere: boolean
}

const NONE: Found = { servers: [], faults: [], references: [], isThere: false }

function findAt(root: DocumentNode, place: string): Found {
  const isSingle = place.endsWith('!')
  const nodes = nodesAt({ node: root, route: [] }, place.replace(/!$/, '').split('.'))
  if (nodes.length === 0) return NONE
  const found = nodes.map((located) => (isSingle ? singleServer(root, located) : serversIn(located)))
  return {
    servers: found.flatMap(({ servers }) => servers),
    faults: found.flatMap(({ faults }) => faults),
    references: found.flatMap(({ references }) => references),
    isThere: true,
  }
}

/** One server whose name is the file's, or that of the key it hangs under. */
function singleServer(root: DocumentNode, { node, route }: Located): Found {
  const name = textOf(lastValue(root, 'name')) ?? String(route.at(-2) ?? 'server')
  return node.kind === 'map' ? { ...NONE, servers: [{ name, route, node }], isThere: true } : NONE
}

function serversIn({ node, route }: Located): Found {
  if (node.kind === 'map') return mapServers(node, route)
  if (node.kind === 'list') return listServers(node.items, route)
  if (node.value === null) return { ...NONE, isThere: true }
  if (typeof node.value === 'string') return { ...NONE, references: [{ path: node.value, route }], isThere: true }
  return {
    ...NONE,
    faults: [{ detail: 'neither a map nor a list stands where servers belong', name: null, route }],
    isThere: true,
  }
}

function mapServers(node: DocumentMap, route: Route): Found {
  const parts = entriesOf(node).map((entry): Found => {
    const at = [...route, entry.key]
    if (entry.value.kind === 'map')
      return isNested(entry)
        ? mapServers(entry.value, at)
        : { ...NONE, servers: [{ name: entry.key, route: at, node: entry.value }] }
    if (entry.value.kind === 'scalar' && (entry.value.value === null || typeof entry.value.value === 'boolean'))
      return NONE
    if (isSetting(entry)) return NONE
    return {
      ...NONE,
      faults: [{ detail: 'something else than a map stands where a server belongs', name: entry.key, route: at }],
    }
  })
  return { ...merge(parts), isThere: true }
}

/** `servers` inside `mcp`, in clients that have both: one map more. */
function isNested({ key, value }: DocumentEntry): boolean {
  if (!/^(?:servers|mcpServers)$/i.test(key) || value.kind !== 'map' || isServer(value)) return false
  return value.entries.some((inner) => inner.value.kind === 'map')
}

/** Lists of names beside the servers, such as `allowed`. */
function isSetting({ key, value }: DocumentEntry): boolean {
  return (
    /^(?:allowed|excluded|enabled|disabled|timeout|inputs|\$schema|version|description|name)$/i.test(key) &&
    value.kind !== 'map'
  )
}

function listServers(items: readonly DocumentNode[], route: Route): Found {
  const parts = items.map((item, at): Found => {
    const place = [...route, at]
    if (item.kind === 'map') return listed(item, place)
    const text = textOf(item)
    if (text === null) return NONE
    if (/^[a-z]+:\/\//i.test(text))
      return {
        ...NONE,
        servers: [
          {
            name: text.replace(/^[a-z]+:\/\/([^/?#@]*@)?/i, '').replace(/[/?#].*$/s, ''),
            route: place,
            node: addressed(item),
          },
        ],
      }
    return /[/\\]|\.json$/i.test(text) ? { ...NONE, references: [{ path: text, route: place }] } : NONE
  })
  return { ...merge(parts), isThere: true }
}

/** `{name: …}`, or `{NAME: {…}}` as some lists write it. */
function listed(item: DocumentMap, route: Route): Found {
  const name = textOf(lastValue(item, 'name')) ?? textOf(lastValue(item, 'id'))
  if (name === null && !isServer(item)) return mapServers(item, route)
  return { ...NONE, servers: [{ name: name ?? String(route.at(-1)), route, node: item }] }
}

function addressed(item: DocumentNode): DocumentMap {
  return { kind: 'map', line: item.line, entries: [{ key: 'url', line: item.line, value: item }] }
}

/** The root itself is the map of servers, but for the keys under which other clients have theirs. */
function flatServers(root: DocumentNode, others: ReadonlySet<string | undefined>): Found {
  if (root.kind !== 'map') return NONE
  const servers = entriesOf(root).flatMap(({ key, value }) =>
    value.kind === 'map' && isServer(value) && !others.has(key.toLowerCase())
      ? [{ name: key, route: [key], node: value }]
      : [],
  )
  return { ...NONE, servers }
}

function isLaunchValue(value: DocumentNode): boolean {
  return value.kind !== 'scalar' || typeof value.value === 'string'
}

/** In any case, as readers in some languages take keys. */
function stepsOf({ key }: DocumentEntry, keys: readonly string[]): number {
  const lower = key.toLowerCase()
  for (let steps = 1; steps <= keys.length; steps++)
    if (keys.slice(0, steps).join('.').toLowerCase() === lower) return steps
  return 0
}

function merge(parts: readonly Found[]): Omit<Found, 'isThere'> {
  return {
    servers: parts.flatMap(({ servers }) => servers),
    faults: parts.flatMap(({ faults }) => faults),
    references: parts.flatMap(({ references }) => references),
  }
}

/** Places may overlap: each entry counts once. */
function distinct(servers: readonly ServerEntry[]): readonly ServerEntry[] {
  const seen = new Set<DocumentMap>()
  return servers.filter(({ node }) => !seen.has(node) && seen.add(node) !== undefined)
}
