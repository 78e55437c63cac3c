// Which files are MCP client configs, and under which keys each of them holds its servers. One line per client and file.

export type ConfigFormat = 'json' | 'yaml' | 'toml' | 'front-matter' | 'workflow'

/** Readers for files that say what is launched in another way than by server entries. */
export type ConfigReader = 'servers' | 'registry' | 'marketplace' | 'smithery' | 'catalog'

export interface ClientRow {
  readonly client: string
  readonly format: ConfigFormat
  /**
   * Where servers are: keys from the root, joined by dots; `*` is any key; `.` is the root itself, if no other place is
   * there; a last `!` says that the value is one server rather than a map or a list of servers.
   */
  readonly places: readonly string[]
  /** For file names that others use as well: text without it is not this client's. */
  readonly marker: string | null
  readonly reader: ConfigReader
}

type Line = readonly [
  client: string,
  path: string,
  format: ConfigFormat,
  places: readonly string[],
  options?: { readonly marker?: string; readonly reader?: ConfigReader },
]

/** Files made for servers alone: the two usual keys, or the servers without any. */
const SERVERS = ['mcpServers', 'servers', 'mcp_servers', 'mcp.servers', '.']
const MAP = ['mcpServers']
const PLUGIN = ['mcpServers', 'mcp_servers']
const AGENT = ['mcp-servers', 'mcpServers', 'mcp_servers', 'tools.*.mcp!']
const OPENCODE = ['mcp', 'mcpServers']
const BUNDLE = ['server.mcp_config!', 'server.mcp_config.platform_overrides.*!']
const CODEX = ['mcp_servers', 'profiles.*.mcp_servers', 'mcpServers']

/** Paths count from any folder, in any case; `*` does not cross a slash, `**` is any folders, a leading one is implied. */
const TABLE: readonly Line[] = [
  ['claude-code', '.mcp.json', 'json', SERVERS],
  ['claude-code', '.mcp.jsonc', 'json', SERVERS],
  ['claude-code', '.claude/settings.json', 'json', MAP],
  ['claude-code', '.claude/settings.*.json', 'json', MAP],
  ['claude-code', '.claude/agents/**/*.md', 'front-matter', AGENT],
  ['claude-code', '.claude/commands/**/*.md', 'front-matter', AGENT, { marker: 'hooks' }],
  ['claude-code', '.claude/skills/**/SKILL.md', 'front-matter', AGENT, { marker: 'hooks' }],
  ['claude-code', '.claude.json', 'json', ['mcpServers', 'projects.*.mcpServers']],
  ['claude-code', 'managed-mcp.json', 'json', SERVERS],
  ['claude-desktop', 'claude_desktop_config.json', 'json', MAP],
  ['claude-plugin', '.claude-plugin/plugin.json', 'json', PLUGIN],
  ['claude-plugin', '.cursor-plugin/plugin.json', 'json', PLUGIN],
  ['claude-plugin', '.codex-plugin/plugin.json', 'json', PLUGIN],
  ['claude-plugin', '.github/plugin/plugin.json', 'json', PLUGIN],
  ['claude-plugin', '.lsp.json', 'json', ['.']],
  ['claude-plugin', 'hooks/hooks.json', 'json', [], { marker: '"hooks"' }],
  [
    'claude-marketplace',
    '.claude-plugin/marketplace.json',
    'json',
    ['plugins.*.mcpServers'],
    { reader: 'marketplace' },
  ],
  [
    'claude-marketplace',
    '.cursor-plugin/marketplace.json',
    'json',
    ['plugins.*.mcpServers'],
    { reader: 'marketplace' },
  ],
  [
    'claude-marketplace',
    '.github/plugin/marketplace.json',
    'json',
    ['plugins.*.mcpServers'],
    { reader: 'marketplace' },
  ],
  ['cursor', '.cursor/mcp.json', 'json', SERVERS],
  ['cursor', '.cursor/hooks.json', 'json', []],
  ['cursor', '.cursor/environment.json', 'json', []],
  ['cursor', '.cursor/worktrees.json', 'json', []],
  ['cursor', '.cursor/agents/**/*.md', 'front-matter', AGENT],
  ['vscode', '.vscode/mcp.json', 'json', SERVERS],
  ['vscode', '.vscode/settings.json', 'json', ['mcp.servers', 'mcpServers']],
  ['vscode', '.vscode/tasks.json', 'json', []],
  ['vscode', '*.code-workspace', 'json', ['settings.mcp.servers', 'mcp.servers', 'settings.mcpServers']],
  [
    'vscode',
    'devcontainer.json',
    'json',
    ['customizations.vscode.mcp.servers', 'customizations.vscode.settings.mcp.servers'],
  ],
  [
    'vscode',
    '.devcontainer.json',
    'json',
    ['customizations.vscode.mcp.servers', 'customizations.vscode.settings.mcp.servers'],
  ],
  ['visual-studio', '.vs/mcp.json', 'json', SERVERS],
  ['copilot', '.github/mcp.json', 'json', SERVERS],
  ['copilot', '.github/copilot/mcp.json', 'json', SERVERS],
  ['copilot', '.copilot/mcp-config.json', 'json', SERVERS],
  ['copilot', '*.agent.md', 'front-matter', AGENT],
  ['copilot', '.github/agents/*.md', 'front-matter', AGENT],
  ['copilot', '.github/chatmodes/*.md', 'front-matter', AGENT],
  ['copilot', '.github/prompts/*.md', 'front-matter', AGENT],
  ['copilot', '.github/hooks/*.json', 'json', []],
  ['github-agentic-workflow', '.github/workflows/**/*.md', 'front-matter', AGENT],
  ['github-workflow', '.github/workflows/*.yml', 'workflow', []],
  ['github-workflow', '.github/workflows/*.yaml', 'workflow', []],
  ['codex', '.codex/hooks.json', 'json', []],
  ['codex', '.agents/plugins/marketplace.json', 'json', ['plugins.*.mcpServers'], { reader: 'marketplace' }],
  ['codex', '.codex/config.toml', 'toml', CODEX],
  ['codex', '.codex/*.toml', 'toml', CODEX],
  ['codex', '.codex/agents/*.toml', 'toml', CODEX],
  ['grok', '.grok/config.toml', 'toml', CODEX],
  ['vibe', '.vibe/config.toml', 'toml', CODEX],
  [
    'openhands',
    'config.toml',
    'toml',
    ['mcp.stdio_servers', 'mcp.sse_servers', 'mcp.shttp_servers', ...CODEX],
    { marker: 'mcp' },
  ],
  ['opencode', 'opencode.json', 'json', OPENCODE],
  ['opencode', 'opencode.jsonc', 'json', OPENCODE],
  ['opencode', '.opencode/config.json', 'json', OPENCODE],
  ['opencode', '.opencode/agent/**/*.md', 'front-matter', AGENT],
  ['opencode', '.opencode/agents/**/*.md', 'front-matter', AGENT],
  ['factory', '.factory/droids/**/*.md', 'front-matter', AGENT],
  ['kilo', 'kilo.json', 'json', OPENCODE],
  ['kilo', 'kilo.jsonc', 'json', OPENCODE],
  ['kilo', '.kilocode/mcp.json', 'json', SERVERS],
  ['crush', 'crush.json', 'json', OPENCODE],
  ['crush', '.crush.json', 'json', OPENCODE],
  ['amp', '.amp/settings.json', 'json', ['amp.mcpServers', 'mcpServers']],
  ['amp', '.amp/settings.jsonc', 'json', ['amp.mcpServers', 'mcpServers']],
  ['gemini-cli', '.gemini/settings.json', 'json', MAP],
  ['gemini-cli', '.gemini/agents/**/*.md', 'front-matter', AGENT],
  ['gemini-cli', 'gemini-extension.json', 'json', MAP],
  ['qwen', '.qwen/settings.json', 'json', MAP],
  ['qwen', '.qwen/agents/**/*.md', 'front-matter', AGENT],
  ['qwen', 'qwen-extension.json', 'json', MAP],
  ['augment', '.augment/settings.json', 'json', MAP],
  ['kiro', '.kiro/settings/mcp.json', 'json', SERVERS],
  ['kiro', '.kiro/agents/*.json', 'json', MAP],
  ['kiro', '.kiro/agents/**/*.md', 'front-matter', AGENT],
  ['kiro', '.kiro/hooks/*.hook', 'json', []],
  ['junie', '.junie/mcp/mcp.json', 'json', SERVERS],
  ['roo', '.roo/mcp.json', 'json', SERVERS],
  ['amazon-q', '.amazonq/mcp.json', 'json', SERVERS],
  ['amazon-q', '.amazonq/agents/*.json', 'json', MAP],
  ['amazon-q', '.amazonq/cli-agents/*.json', 'json', MAP],
  ['warp', '.warp/.mcp.json', 'json', SERVERS],
  ['zed', '.zed/settings.json', 'json', ['context_servers', 'mcpServers']],
  ['mcporter', 'mcporter.json', 'json', SERVERS],
  ['mcporter', 'mcporter.jsonc', 'json', SERVERS],
  ['continue', '.continue/mcpServers/*.yaml', 'yaml', SERVERS],
  ['continue', '.continue/mcpServers/*.yml', 'yaml', SERVERS],
  ['continue', '.continue/mcpServers/*.json', 'json', SERVERS],
  ['continue', '.continue/**/*.yaml', 'yaml', MAP],
  ['continue', '.continue/**/*.yml', 'yaml', MAP],
  ['continue', '.continue/config.json', 'json', ['experimental.modelContextProtocolServers', 'mcpServers']],
  ['goose', 'goose/config.yaml', 'yaml', ['extensions', 'mcpServers']],
  ['goose', 'goose/config.yml', 'yaml', ['extensions', 'mcpServers']],
  ['goose', '.goose/*.yaml', 'yaml', ['extensions', 'mcpServers']],
  ['goose', 'recipe.yaml', 'yaml', ['extensions', 'sub_recipes.*.extensions'], { marker: 'extensions' }],
  ['goose', '*recipe*.yaml', 'yaml', ['extensions'], { marker: 'extensions' }],
  ['goose', 'recipes/*.yaml', 'yaml', ['extensions'], { marker: 'extensions' }],
  ['goose', 'recipes/*/*.yaml', 'yaml', ['extensions'], { marker: 'extensions' }],
  ['goose', 'recipe.json', 'json', ['extensions', 'sub_recipes.*.extensions'], { marker: 'extensions' }],
  ['goose', 'recipes/*.json', 'json', ['extensions'], { marker: 'extensions' }],
  ['librechat', 'librechat.yaml', 'yaml', MAP],
  ['librechat', 'librechat.yml', 'yaml', MAP],
  ['mcpb', 'manifest.json', 'json', BUNDLE, { marker: 'mcp_config' }],
  ['mcp-registry', 'server.json', 'json', [], { marker: 'modelcontextprotocol', reader: 'registry' }],
  ['mcp-registry', 'server.json', 'json', [], { marker: 'registryType', reader: 'registry' }],
  ['mcp-registry', 'server.json', 'json', [], { marker: 'registry_type', reader: 'registry' }],
  ['mcp-registry', 'server.json', 'json', [], { marker: '"remotes"', reader: 'registry' }],
  ['smithery', 'smithery.yaml', 'yaml', [], { reader: 'smithery' }],
  ['smithery', 'smithery.yml', 'yaml', [], { reader: 'smithery' }],
  ['docker-catalog', 'catalogs/*.yaml', 'yaml', [], { marker: 'registry', reader: 'catalog' }],
  ['docker-catalog', 'docker-mcp*.yaml', 'yaml', [], { marker: 'registry', reader: 'catalog' }],
  ['docker-catalog', 'servers/*/server.yaml', 'yaml', [], { marker: 'image', reader: 'catalog' }],
  ['generic', 'mcp.json', 'json', SERVERS],
  ['generic', 'mcp.jsonc', 'json', SERVERS],
  ['generic', 'mcp_config.json', 'json', SERVERS],
  ['generic', 'mcp-config.json', 'json', SERVERS],
  ['generic', '.mcp-config.json', 'json', SERVERS],
  ['generic', 'mcp_settings.json', 'json', SERVERS],
  ['generic', 'mcp-settings.json', 'json', SERVERS],
  ['generic', '*_mcp_settings.json', 'json', SERVERS],
  ['generic', 'mcp_servers.json', 'json', SERVERS],
  ['generic', 'mcp-servers.json', 'json', SERVERS],
  ['generic', 'mcpServers.json', 'json', SERVERS],
  ['generic', 'mcp.yaml', 'yaml', SERVERS],
  ['generic', 'mcp.yml', 'yaml', SERVERS],
  ['generic', 'mcp.toml', 'toml', [...CODEX, 'servers']],
]

interface Pattern {
  readonly row: ClientRow
  readonly path: RegExp
}

/** Clients whose servers files are named by a folder and nothing else; only the name shown differs. */
const CLIENT_FOLDERS: Readonly<Record<string, string>> = {
  '.windsurf': 'windsurf',
  '.devin': 'devin',
  '.agents': 'antigravity',
  '.antigravitycli': 'antigravity',
  '.factory': 'factory',
  '.rovodev': 'rovodev',
  '.kimi-code': 'kimi',
  '.deepagents': 'deepagents',
  '.idx': 'firebase-studio',
  '.omp': 'omp',
  '.trae': 'trae',
  '.ruler': 'ruler',
  '.rulesync': 'rulesync',
  '.lmstudio': 'lm-studio',
  '.qoder': 'qoder',
  '.codebuddy': 'codebuddy',
}

/** A path as file systems take it that ignore case and form: there `.mcp.jſon` is found where `.mcp.json` is looked for. */
export function foldPath(path: string): string {
  const plain = ASCII.test(path) ? path : path.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  return plain.toLowerCase()
}

const ASCII = /^[\x20-\x7e]*$/

/** The client whose config stands at this path, whatever its content; null for any other path. */
export function clientOf(path: string): ClientRow | null {
  return rowsOf(path)[0] ?? null
}

/** True for a folder in which a client looks for its configs, wherever the folder stands, e.g. `.cursor`. */
export function isClientFolder(path: string): boolean {
  const parts = foldPath(path).split('/')
  return parts.some((_, at) => FOLDERS.has(parts.slice(at).join('/')))
}

/** Only folders made for this: others have names that anyone may use. */
const FOLDERS: ReadonlySet<string> = new Set(
  TABLE.flatMap(([, path]) => {
    const parts = path.toLowerCase().split('/').slice(0, -1)
    const named = parts[0]?.startsWith('.') ? parts.filter((part) => !part.includes('*')) : []
    return named.map((_, at) => named.slice(0, at + 1).join('/'))
  }),
)

/** The client whose config this file is, by path and by the marker that shared file names need. */
export function clientOfFile(path: string, text: string): ClientRow | null {
  const row = rowsOf(path).find(({ marker }) => marker === null || text.includes(marker))
  return row ?? null
}

/** The row for JSON files that no client is known by, but that hold servers all the same. */
export const UNKNOWN_CLIENT: ClientRow = {
  client: 'unknown',
  format: 'json',
  places: ['mcpServers', '*.mcpServers'],
  marker: null,
  reader: 'servers',
}

function rowsOf(path: string): readonly ClientRow[] {
  const lower = foldPath(path)
  if (!/\.(?:jsonc?|ya?ml|toml|md|hook|code-workspace)$/.test(lower)) return []
  const name = lower.slice(lower.lastIndexOf('/') + 1)
  const candidates = [...(BY_NAME.get(name) ?? []), ...WITH_STAR]
  return candidates.filter((candidate) => candidate.path.test(lower)).map(({ row }) => named(row, lower))
}

/** A generic file in a client's own folder is that client's. */
function named(row: ClientRow, lower: string): ClientRow {
  if (row.client !== 'generic') return row
  const folder = lower.split('/').findLast((segment) => Object.hasOwn(CLIENT_FOLDERS, segment))
  return folder === undefined ? row : { ...row, client: CLIENT_FOLDERS[folder] ?? row.client }
}

const PATTERNS: readonly (Pattern & { readonly name: string })[] = TABLE.map(
  ([client, path, format, places, options]) => ({
    row: { client, format, places, marker: options?.marker ?? null, reader: options?.reader ?? 'servers' },
    path: toRegExp(path.toLowerCase()),
    name: path.toLowerCase().slice(path.lastIndexOf('/') + 1),
  }),
)

const WITH_STAR = PATTERNS.filter(({ name }) => name.includes('*'))

const BY_NAME = new Map<string, Pattern[]>()
for (const pattern of PATTERNS) {
  if (pattern.name.includes('*')) continue
  const rows = BY_NAME.get(pattern.name) ?? []
  // Longer paths say more: `.cursor/mcp.json` before `mcp.json`.
  rows.push(pattern)
  BY_NAME.set(pattern.name, rows)
}

function toRegExp(glob: string): RegExp {
  const parts = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').split('**/')
  const body = parts.map((part) => part.replaceAll('*', '[^/]*')).join('(?:.*/)?')
  return new RegExp(`(?:^|/)${body}$`)
}
