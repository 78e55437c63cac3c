// Which paths are client configs, in any folder and any case, and whose.
import { describe, expect, test } from '@jest/globals'
import { clientOf, clientOfFile } from '../../src/sources/client-table.ts'

describe('paths', () => {
  test.each([
    ['.mcp.json', 'claude-code'],
    ['.MCP.JSON', 'claude-code'],
    ['tools/agent/.cursor/mcp.json', 'cursor'],
    ['.vscode/mcp.json', 'vscode'],
    ['x.code-workspace', 'vscode'],
    ['.devcontainer/devcontainer.json', 'vscode'],
    ['.vs/mcp.json', 'visual-studio'],
    ['.codex/config.toml', 'codex'],
    ['.vibe/config.toml', 'vibe'],
    ['opencode.jsonc', 'opencode'],
    ['.gemini/settings.json', 'gemini-cli'],
    ['.kiro/settings/mcp.json', 'kiro'],
    ['.continue/mcpServers/x.yaml', 'continue'],
    ['.github/agents/x.agent.md', 'copilot'],
    ['agents/x.agent.md', 'copilot'],
    ['.github/workflows/x.md', 'github-agentic-workflow'],
    ['.github/workflows/x.yml', 'github-workflow'],
    ['.windsurf/mcp_config.json', 'windsurf'],
    ['.agents/mcp_config.json', 'antigravity'],
    ['mcp_config.json', 'generic'],
    ['some/mcp.json', 'generic'],
    ['claude_desktop_config.json', 'claude-desktop'],
    ['plugins/a/.claude-plugin/plugin.json', 'claude-plugin'],
    ['.claude-plugin/marketplace.json', 'claude-marketplace'],
    ['.amp/settings.json', 'amp'],
    ['goose/config.yaml', 'goose'],
    ['smithery.yaml', 'smithery'],
  ])('%s', (path, client) => {
    expect(clientOf(path)?.client).toBe(client)
  })

  test.each(['package.json', 'tsconfig.json', 'README.md', 'mcp.json.bak', 'xmcp.json', 'src/mcp.ts', 'config.json'])(
    '%s is none',
    (path) => {
      expect(clientOf(path)).toBeNull()
    },
  )
})

test('a name that others use as well needs its marker', () => {
  expect(clientOfFile('manifest.json', '{"name":"web app"}')).toBeNull()
  expect(clientOfFile('manifest.json', '{"server":{"mcp_config":{}}}')?.client).toBe('mcpb')
  expect(clientOfFile('server.json', '{"port":1}')).toBeNull()
  expect(clientOfFile('server.json', '{"packages":[{"registryType":"npm"}]}')?.client).toBe('mcp-registry')
})
