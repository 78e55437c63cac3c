// Settings of MCP clients that a source names while it writes files: another server could be put there.
import type { Hit } from './hit.ts'
import { joinedLiterals } from './joined.ts'
import type { Tokens } from './tokens.ts'

const WRITES =
  /\b(?:writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|outputFile|outputFileSync|outputJson|outputJsonSync|writeJson|writeJsonSync|writeJSON|writeJSONSync|copyFile|copyFileSync|cpSync|rename|renameSync|symlink|symlinkSync|writeTextFile|writeTextFileSync)\b|\bBun\s*\.\s*write\b/

const SETTINGS =
  /(?:^|[\\/])((?:\.?mcp|mcp_config|mcp_settings|cline_mcp_settings|claude_desktop_config|gemini-extension|\.claude)\.json|(?:\.claude|\.gemini|\.zed|\.amp|\.qwen|\.augment|\.vscode)[\\/]settings(?:\.local)?\.json|\.codex[\\/]config\.toml|opencode\.jsonc?)$/i

export function clientConfigsIn(tokens: Tokens): readonly Hit[] {
  if (!WRITES.test(tokens.code)) return []
  return joinedLiterals(tokens, ',', '/').flatMap(({ value, start }): readonly Hit[] => {
    const named = SETTINGS.exec(value)?.[1]
    return named === undefined ? [] : [{ kind: 'client-config', detail: named.replaceAll('\\', '/'), at: start }]
  })
}
