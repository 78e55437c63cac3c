// MCP packages known to exist: names only; the record in data/ says who publishes each and where it was seen.
import { COMMUNITY_MCP_NAMES, FIRST_PARTY_MCP_NAMES } from './data/mcp-names.ts'

/** npm names of known MCP servers, SDKs, launchers and clients (first-party or corroborated). */
export const KNOWN_MCP_PACKAGES: ReadonlySet<string> = new Set(
  [FIRST_PARTY_MCP_NAMES, COMMUNITY_MCP_NAMES].flatMap((names) => names.trim().split('\n')),
)

/** Whether an npm name is one of them, exactly. */
export function isKnownMcpPackage(name: string): boolean {
  return KNOWN_MCP_PACKAGES.has(name)
}
