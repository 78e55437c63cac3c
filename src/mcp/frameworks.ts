// MCP SDKs and frameworks: whoever needs one of these at run time is an MCP server or client.
// Source: packages that the protocol's organisation and framework vendors publish, read in their repositories, October 2026.

/** Names of packages whose dependents are MCP-related. */
export const MCP_FRAMEWORKS: ReadonlySet<string> = new Set([
  '@modelcontextprotocol/sdk',
  '@modelcontextprotocol/server',
  '@modelcontextprotocol/client',
  '@modelcontextprotocol/core',
  '@modelcontextprotocol/node',
  '@modelcontextprotocol/express',
  '@modelcontextprotocol/fastify',
  '@modelcontextprotocol/hono',
  '@modelcontextprotocol/server-legacy',
  '@modelcontextprotocol/ext-apps',
  '@langchain/mcp-adapters',
  '@mastra/mcp',
  '@mcp-ui/client',
  '@mcp-ui/server',
  '@mcp-use/cli',
  '@mcp-use/inspector',
  '@vercel/mcp-adapter',
  'fastmcp',
  'mcp-framework',
  'mcp-handler',
  'mcp-use',
  'muppet',
  'nuxt-mcp-dev',
  'tmcp',
  'vite-plugin-mcp',
  'xmcp',
])
