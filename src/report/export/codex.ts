// Codex: requirements.toml, where a server is enabled only if its name and its identity both match.
import { type AllowedServer, byName, type Exported } from './allowlist.ts'

/** An empty table allows none; without the table every server would be allowed. */
export function exportCodex(servers: readonly AllowedServer[]): Exported {
  const { named, notes } = byName(servers, 'Codex')
  return { text: ['[mcp_servers]\n', ...named.map(tableOf)].join('\n'), notes }
}

function tableOf({ name, start }: AllowedServer): string {
  const table = `mcp_servers.${quoted(name)}.identity`
  if (start.kind === 'remote') return `[${table}]\nurl = ${quoted(start.url)}\n`
  const [executable, ...args] = start.argv
  const matchers = args.map((value) => `  { match = "exact", value = ${quoted(value)} },\n`)
  const list = matchers.length === 0 ? '[]' : `[\n${matchers.join('')}]`
  return `[${table}.command]\nexecutable = ${quoted(executable)}\nargs = ${list}\n`
}

/** A basic string of TOML 1.0 in which nothing is unseen; what is no Unicode text becomes U+FFFD and matches nothing. */
function quoted(text: string): string {
  const escaped = text.toWellFormed().replace(/["\\]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`
    return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`
  })
  return `"${escaped}"`
}
