// Gemini CLI: system settings, which allow by name alone and therefore also say what each name starts.
import { stringifySafely } from '../escape.ts'
import { type AllowedServer, byName, type Exported, type Start } from './allowlist.ts'

/** Stands in an allowlist of none: Gemini CLI takes an empty list for no list. */
const NOBODY = '(none)'

export function exportGemini(servers: readonly AllowedServer[]): Exported {
  const { named, notes } = byName(servers, 'Gemini CLI')
  const allowed = named.map(({ name }) => name)
  const document = {
    mcp: { allowed: allowed.length === 0 ? [NOBODY] : allowed },
    mcpServers: Object.fromEntries(named.map(({ name, start }) => [name, definitionOf(start)])),
  }
  return {
    text: `${stringifySafely(document)}\n`,
    notes: [
      ...notes,
      'Gemini CLI allows by name alone: use this as system settings, so that nobody can give a name another command; environment variables are not in it',
    ],
  }
}

function definitionOf(start: Start) {
  if (start.kind === 'remote') return { httpUrl: start.url }
  const [command, ...args] = start.argv
  return { command, args }
}
