// A package name taken apart: scope, base name, words, and the letters alone.

export interface NameParts {
  readonly name: string
  /** Without the `@`; empty where there is none. */
  readonly scope: string
  readonly base: string
  /** Lower-case words of the scope and of the base name. */
  readonly scopeTokens: readonly string[]
  readonly tokens: readonly string[]
  /** Letters and digits of scope and base, without delimiters. */
  readonly flat: string
  readonly baseFlat: string
}

const WORDS = /[a-z0-9]+/g
const NONE: readonly string[] = []

/** Takes a name apart; any string will do. */
export function partsOf(name: string): NameParts {
  const lower = name.toLowerCase()
  const slash = lower.startsWith('@') ? lower.indexOf('/') : -1
  const scope = slash < 0 ? '' : lower.slice(1, slash)
  const base = lower.slice(slash + 1)
  const [scopeTokens, tokens] = [tokensOf(scope), tokensOf(base)]
  const baseFlat = tokens.join('')
  return { name, scope, base, scopeTokens, tokens, flat: scopeTokens.join('') + baseFlat, baseFlat }
}

function tokensOf(text: string): readonly string[] {
  return text === '' ? NONE : (text.match(WORDS) ?? NONE)
}

/** Words that say what kind of thing an MCP package is and not which one. */
const GENERIC = new Set(['mcp', 'mcps', 'server', 'servers', 'modelcontextprotocol', 'model', 'context', 'protocol'])
const ALSO_GENERIC = new Set(['npx', 'client', 'sdk', 'cli', 'tool', 'tools', 'js', 'node', 'ts'])

/** Whether a word only says that something is an MCP server. */
export function isMcpWord(word: string): boolean {
  return GENERIC.has(word)
}

/** The words that tell one MCP package from another. */
export function distinctTokens(tokens: readonly string[]): readonly string[] {
  return tokens.filter((token) => !GENERIC.has(token) && !ALSO_GENERIC.has(token))
}

/** Whether a base name is one that many publishers use alike: `mcp`, `mcp-server`, `sdk`, `client`. */
export function isGenericBase(tokens: readonly string[]): boolean {
  return distinctTokens(tokens).length === 0
}
