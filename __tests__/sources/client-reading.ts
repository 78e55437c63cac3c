// How the tests of client configs read one: from a value, without a project unless they give one.
import type { ReadSource } from '../../src/model/source.ts'
import { readClientConfig } from '../../src/sources/client-config.ts'
import type { SourceContext } from '../../src/sources/source.ts'

export const NO_CONTEXT: SourceContext = { has: () => false, textOf: () => null }

export function contextOf(files: Readonly<Record<string, string>>): SourceContext {
  return { has: (path) => Object.hasOwn(files, path), textOf: (path) => files[path] ?? null }
}

/** A config that must be readable. */
export function readConfig(path: string, text: string, context: SourceContext = NO_CONTEXT): ReadSource {
  const source = readClientConfig({ path, text }, context)
  if (source.status !== 'read') throw new Error(`${path} was not read: ${source.reason}`)
  return source
}

/** One server called `s` in `.mcp.json`. */
export function readServer(server: unknown, context: SourceContext = NO_CONTEXT): ReadSource {
  return readConfig('.mcp.json', JSON.stringify({ mcpServers: { s: server } }, null, 2), context)
}
