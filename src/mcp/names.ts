// The word `mcp` in a package name: a token, never a substring, and not where it means a chip or a game.

export interface McpToken {
  readonly text: string
  readonly inScope: boolean
}

const SPELLINGS = [['mcp'], ['mcps'], ['modelcontextprotocol'], ['model', 'context', 'protocol']]
/** What follows `mcp` in names of Microchip's MCP chips: a part number (3008, 23017, 3xxx) or the kind of part. */
const CHIP = /^(\d{4,5}[a-z]{0,2}|\dx{2,4}|adc|dac|spi|i2c|gpio)$/

/**
 * The MCP word of a name, or null. With `exceptFalseFriends`, names of MCP chips (`mcp-3xxx`, `mcp-spi-adc`) and
 * Minecraft tools do not count; `mcp23017`, `mcping` and `mcpe` are other words and never do.
 */
export function mcpTokenOf(name: string, options: { readonly exceptFalseFriends: boolean }): McpToken | null {
  // Nearly every name of a lockfile: what no spelling can be in is not taken apart.
  if (!/mcp|model/i.test(name)) return null
  const [scope, rest] = name.startsWith('@') ? splitScope(name) : ['', name]
  const [scopeTokens, tokens] = [tokensOf(scope), tokensOf(rest)]
  if (options.exceptFalseFriends && isFalseFriend(tokens)) return null
  const inName = spellingIn(tokens)
  if (inName !== null) return { text: inName, inScope: false }
  const inScope = spellingIn(scopeTokens)
  return inScope === null ? null : { text: `@${scope}`, inScope: true }
}

/** Mod Coder Pack tools name Minecraft and no server; an MCP server for Minecraft says `server`. */
function isFalseFriend(tokens: readonly string[]): boolean {
  const chip = tokens.some((token, at) => token === 'mcp' && CHIP.test(tokens[at + 1] ?? ''))
  return chip || (tokens.includes('minecraft') && !tokens.includes('server'))
}

function splitScope(name: string): [string, string] {
  const slash = name.indexOf('/')
  return slash < 0 ? ['', name.slice(1)] : [name.slice(1, slash), name.slice(slash + 1)]
}

/** Lower-case words between delimiters, camel case split too (old names may have capitals). */
function tokensOf(text: string): readonly string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== '')
}

function spellingIn(tokens: readonly string[]): string | null {
  const found = SPELLINGS.find((words) =>
    tokens.some((_, at) => words.every((word, index) => tokens[at + index] === word)),
  )
  return found === undefined ? null : found.join('-')
}
