// Doors beside the servers: hooks, tasks, helpers, plugins and approvals that a client config carries.
import type { Route } from '../model/location.ts'
import { maskText } from '../model/masking.ts'
import type { SourceFact } from '../model/source.ts'
import { componentOf, type Parts, partsOfServer, type Setting } from './client-components.ts'
import { digestOf, fact } from './client-facts.ts'
import { isServer, nodesAt, type ServerEntry } from './client-servers.ts'
import { type DocumentNode, entriesOf, type Located, lastValue, textOf } from './document.ts'
import { environmentFacts } from './environment.ts'
import { NO_PROJECT } from './launch-project.ts'
import { NOTHING } from './launch-reading.ts'
import { readNpmSpec } from './launch-spec.ts'

/** `neighbour` facts of a config's root, and the npm packages that a plugin list installs. */
export function neighbourParts(root: DocumentNode, setting: Setting): Parts {
  const top = { node: root, route: [] }
  const commands = COMMAND_KEYS.flatMap((keys) => nodesAt(top, keys)).flatMap((found) => commandsIn(found, 0))
  const approvals = APPROVALS.flatMap((keys) => nodesAt(top, keys)).flatMap(approval)
  const environment = ENVIRONMENTS.flatMap((keys) => nodesAt(top, keys)).flatMap(({ node, route }) =>
    settingsEnvironment(node, route),
  )
  const started = startedParts(top, setting)
  const plugins = [...nodesAt(top, ['plugin', '*']), ...nodesAt(top, ['plugins', '*']), ...providers(top)]
  const installed =
    setting.client === 'opencode' || setting.client === 'kilo'
      ? plugins.map((found) => pluginParts(found, setting))
      : []
  return {
    components: [...started, ...installed].flatMap(({ components }) => components),
    facts: [
      ...[...commands, ...approvals, ...environment, ...tasks(top), ...inputs(top)],
      ...[...started, ...installed].flatMap(({ facts }) => facts),
    ],
  }
}

/** Servers in places of their own: Gemini's one command line, and the agents that Zed starts like servers. */
function startedParts(top: Located, setting: Setting): readonly Parts[] {
  const lines = SERVER_LINES.flatMap((keys) => nodesAt(top, keys)).map(({ node, route }): ServerEntry => {
    const command = { key: 'command', line: node.line, value: node }
    return { name: route.join('.'), route, node: { kind: 'map', line: node.line, entries: [command] } }
  })
  const agents = nodesAt(top, ['agent_servers', '*']).flatMap(({ node, route }): readonly ServerEntry[] =>
    node.kind === 'map' && isServer(node) ? [{ name: String(route.at(-1)), route, node }] : [],
  )
  return [...lines, ...agents].map((entry) => partsOfServer(entry, setting))
}

const SERVER_LINES = [['mcp', 'serverCommand'], ['mcpServerCommand']]

/** Packages that opencode installs to speak to a model; those of this scope it brings along. */
function providers(top: Located): readonly Located[] {
  const all = PROVIDERS.flatMap((keys) => nodesAt(top, keys))
  return all.filter(({ node }) => !/^@ai-sdk\/[\w-]+$/.test(textOf(node) ?? ''))
}

const PROVIDERS = [
  ['provider', '*', 'npm'],
  ['provider', '*', 'models', '*', 'provider', 'npm'],
]

/** Variables of a client, of a container, and of the editor's terminals. */
const ENVIRONMENTS = [
  ['env'],
  ['containerEnv'],
  ['remoteEnv'],
  ...['linux', 'osx', 'windows'].flatMap((system) => [
    [`terminal.integrated.env.${system}`],
    ['settings', `terminal.integrated.env.${system}`],
    ['customizations', 'vscode', 'settings', `terminal.integrated.env.${system}`],
  ]),
]

/** Keys below which every command runs on some event, without a question. */
const COMMAND_KEYS = [
  ['hooks'],
  ['lsp'],
  ['lspServers'],
  ['formatter'],
  ['plugins', '*', 'hooks'],
  ['plugins', '*', 'lspServers'],
  ['notify'],
  ['statusLine'],
  ['apiKeyHelper'],
  ['otelHeadersHelper'],
  ['awsAuthRefresh'],
  ['awsCredentialExport'],
  ['toolDiscoveryCommand'],
  ['toolCallCommand'],
  ['tools', 'discoveryCommand'],
  ['tools', 'callCommand'],
  ['initializeCommand'],
  ['onCreateCommand'],
  ['updateContentCommand'],
  ['postCreateCommand'],
  ['postStartCommand'],
  ['postAttachCommand'],
  // What agents in the background, new work trees and hooks of Kiro start.
  ['install'],
  ['start'],
  ['terminals'],
  ['setup-worktree'],
  ['setup-worktree-unix'],
  ['setup-worktree-windows'],
  ['then'],
  ['experimental', 'hook'],
]

/** Settings that approve servers or tools, or add places that plugins come from. */
const APPROVALS = [
  ['enableAllProjectMcpServers'],
  ['enabledMcpjsonServers'],
  ['enabledPlugins'],
  ['extraKnownMarketplaces'],
  ['chat.mcp.autostart'],
  ['chat.mcp.discovery.enabled'],
  ['chat.tools.autoApprove'],
  ['chat.tools.global.autoApprove'],
  ['chat.tools.terminal.autoApprove'],
  ['chat.tools.edits.autoApprove'],
  ['task.allowAutomaticTasks'],
  ['chat.mcp.gallery.serviceUrl'],
  ['plugins', '*', 'enabled'],
  ['marketplaces', '*', 'source'],
  ['settings', 'chat.mcp.autostart'],
  ['settings', 'chat.tools.autoApprove'],
]

/** Every text below that is a command: under `command`, `bash`, `powershell`, or the value itself. */
function commandsIn({ node, route }: Located, depth: number): readonly SourceFact[] {
  const text = textOf(node)
  if (text !== null) return [neighbour('command', route, text)]
  if (depth > MAX_DEPTH) return []
  if (node.kind === 'list') {
    if (node.items.every((item) => item.kind === 'scalar'))
      return [neighbour('command', route, node.items.map((item) => textOf(item) ?? '').join(' '))]
    return node.items.flatMap((item, at) => commandsIn({ node: item, route: [...route, at] }, depth + 1))
  }
  if (node.kind !== 'map') return []
  return entriesOf(node).flatMap(({ key, value }) =>
    value.kind !== 'scalar' || RUNS.test(key) ? commandsIn({ node: value, route: [...route, key] }, depth + 1) : [],
  )
}

const MAX_DEPTH = 8
const RUNS = /^(?:command|commandLine|bash|powershell|windows|linux|osx|script|run|prompt|url)$/

function approval({ node, route }: Located): readonly SourceFact[] {
  if (node.kind === 'scalar') {
    const isSet =
      node.value === true || (typeof node.value === 'string' && !/^(?:off|never|prompt|false|)$/i.test(node.value))
    return isSet ? [neighbour('approval', route, String(node.value))] : []
  }
  if (node.kind === 'list')
    return node.items.length === 0
      ? []
      : [neighbour('approval', route, node.items.map((item) => textOf(item) ?? '').join(', '))]
  return node.kind === 'map'
    ? entriesOf(node).map(({ key, value }) => neighbour('approval', [...route, key], textOf(value) ?? key))
    : []
}

/** Variables that a client sets for everything it starts. */
function settingsEnvironment(node: DocumentNode, route: Route): readonly SourceFact[] {
  if (node.kind !== 'map') return []
  const environment = entriesOf(node).flatMap(({ key, value }) => {
    const text = textOf(value)
    return text === null ? [] : [{ name: key, value: text, route: [...route, key] }]
  })
  return environmentFacts({ name: '', route }, environment).map((each) => ({ ...each, name: null }))
}

/** VS Code tasks that start when the folder is opened. */
function tasks(top: Located): readonly SourceFact[] {
  return [...nodesAt(top, ['tasks', '*']), ...nodesAt(top, ['tasks', 'tasks', '*'])].flatMap(({ node, route }) => {
    if (textOf(lastValue(lastValue(node, 'runOptions'), 'runOn')) !== 'folderOpen') return []
    const command = textOf(lastValue(node, 'command')) ?? textOf(lastValue(node, 'script')) ?? ''
    const args = lastValue(node, 'args')
    const words =
      args?.kind === 'list' ? args.items.map((item) => textOf(item) ?? textOf(lastValue(item, 'value')) ?? '') : []
    return [neighbour('task', route, [command, ...words].join(' '))]
  })
}

/** Values that VS Code asks of its own commands, which can do whatever it can. */
function inputs(top: Located): readonly SourceFact[] {
  const all = [
    ['inputs', '*'],
    ['mcp', 'inputs', '*'],
    ['settings', 'mcp', 'inputs', '*'],
  ].flatMap((keys) => nodesAt(top, keys))
  return all.flatMap(({ node, route }) => {
    const command = textOf(lastValue(node, 'command'))
    return textOf(lastValue(node, 'type')) === 'command' && command !== null
      ? [neighbour('command', route, command)]
      : []
  })
}

/** An npm package that the client installs and runs in itself; a path is the project's own. */
function pluginParts({ node, route }: Located, setting: Setting): Parts {
  const text = textOf(node) ?? (node.kind === 'list' ? textOf(node.items[0] ?? null) : null)
  if (text === null || /^(?:\.{0,2}[/\\]|~|file:)/.test(text))
    return { components: [], facts: text === null ? [] : [neighbour('plugin', route, text)] }
  const word = { text, route }
  const line = {
    launcher: setting.client,
    command: word,
    project: NO_PROJECT,
    read: () => NOTHING,
    knows: () => false,
  }
  const reading = readNpmSpec(word, line)
  const digest = digestOf(text)
  const launch = {
    client: setting.client,
    argv: [],
    digest,
    commandDigest: digest,
    environment: [],
    shell: false,
    commands: [],
  }
  return {
    components: reading.targets.map((target) =>
      componentOf(target, { id: route.join('/'), source: setting.path, server: null, launch }),
    ),
    facts: [neighbour('plugin', route, text)],
  }
}

function neighbour(what: string, route: Route, text: string): SourceFact {
  const detail = maskText(text)
    .text.replace(/[^\P{C}]/gu, ' ')
    .slice(0, 300)
  const place = { name: '', route: route.filter((step) => typeof step === 'string') }
  return {
    ...fact('neighbour', place, {
      args: { what, key: place.route.join('.'), detail },
      key: digestOf(text).slice(0, 16),
      route,
    }),
    name: null,
  }
}
