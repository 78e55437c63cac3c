// The names that may not be imitated: popular packages, known MCP packages, and what the policy allows.
import { brotliDecompressSync } from 'node:zlib'
import { COMMUNITY_MCP_NAMES, MCP_TWINS } from '../data/mcp-names.ts'
import { POPULAR_NAMES } from '../data/popular-names.ts'
import { KNOWN_MCP_PACKAGES } from '../known-packages.ts'
import { type NameParts, partsOf } from './parts.ts'

export interface Protected extends NameParts {
  /** 0 most popular, 6 least. MCP packages and names of the policy count as popular. */
  readonly band: number
  /** An MCP package, by the list or by its name: generic words do not tell it from another. */
  readonly mcp: boolean
  /** An MCP package that neither the vendor of the service nor the project itself publishes. */
  readonly community: boolean
}

const BAND_OF_LISTED = 2

/** All protected names, each once. `extra` are the names that the policy allows. */
export function protectedNames(extra: readonly string[]): readonly Protected[] {
  const bands = unpackBands(POPULAR_NAMES)
  const twins = new Set(linesOf(MCP_TWINS))
  const community = new Set(linesOf(COMMUNITY_MCP_NAMES))
  const mcp = new Set([...KNOWN_MCP_PACKAGES].filter((name) => !twins.has(name)))
  for (const name of [...mcp, ...extra]) bands.set(name, Math.min(bands.get(name) ?? BAND_OF_LISTED, BAND_OF_LISTED))
  return [...bands].map(([name, band]) => {
    const parts = partsOf(name)
    const isMcp = mcp.has(name) || parts.tokens.includes('mcp')
    return Object.assign(parts, { band, mcp: isMcp, community: community.has(name) })
  })
}

function linesOf(text: string): readonly string[] {
  return text.trim().split('\n')
}

/** The inverse of the packing in scripts/build-names.mjs: band by name. */
function unpackBands(packed: string): Map<string, number> {
  const [coded = '', digits = ''] = brotliDecompressSync(Buffer.from(packed, 'base64')).toString('utf8').split('\n\n')
  const bands = new Map<string, number>()
  let name = ''
  for (const [index, line] of coded.split('\n').entries()) {
    name = name.slice(0, Number.parseInt(line.charAt(0), 36)) + line.slice(1)
    bands.set(name, Number(digits[index]))
  }
  return bands
}
