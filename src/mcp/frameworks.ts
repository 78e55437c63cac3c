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

/**
 * Known packages that carry a server among much else: most repositories use them for something else, so they count as servers
 * where a client config launches them or the policy lists them, and not by being installed.
 */
export const GENERAL_TOOLS: ReadonlySet<string> = new Set([
  '@21st-dev/cli',
  '@angular/cli',
  '@anthropic-ai/mcpb',
  '@clerk/agent-toolkit',
  '@google/gemini-cli',
  'agents',
  'claude-flow',
  'context-mode',
  'firebase-tools',
  'lingo.dev',
  'nx',
  'playwright',
  'prisma',
  'repomix',
  'rulesync',
  'shadcn',
  'task-master-ai',
])
