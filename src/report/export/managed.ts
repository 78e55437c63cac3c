// Claude Code, Copilot and VS Code: a list of exact command lines and addresses in managed settings.
import { stringifySafely } from '../escape.ts'
import type { AllowedServer, Exported, Start } from './allowlist.ts'

/** Managed settings of Claude Code. With one command in the list, every local server must be one of the list. */
export function exportClaude(servers: readonly AllowedServer[]): Exported {
  return listed(servers, (allowed) => ({ allowManagedMcpServersOnly: true, allowedMcpServers: allowed }))
}

/** `managed-settings.json` of an enterprise on GitHub, read by Copilot's clients. */
export function exportCopilot(servers: readonly AllowedServer[]): Exported {
  return listed(servers, (allowed) => ({ allowedMcpServers: allowed }))
}

/** The setting behind VS Code's policy ChatAllowedMcpServers. */
export function exportVscode(servers: readonly AllowedServer[]): Exported {
  return listed(servers, (allowed) => ({ 'chat.mcp.allowedServers': allowed }))
}

type Entry = { readonly serverCommand: readonly string[] } | { readonly serverUrl: string }

function listed(servers: readonly AllowedServer[], document: (allowed: readonly Entry[]) => unknown): Exported {
  const [wild, exact] = [servers.filter(isWild), servers.filter((server) => !isWild(server))]
  const entries = new Map(exact.map(({ start }) => [JSON.stringify(start), toEntry(start)]))
  return {
    text: `${stringifySafely(document([...entries.values()]))}\n`,
    notes: wild.map(
      ({ name }) => `the address of ${name} holds a *, which this client takes for anything: it is left out`,
    ),
  }
}

function toEntry(start: Start): Entry {
  return start.kind === 'remote' ? { serverUrl: start.url } : { serverCommand: start.argv }
}

function isWild({ start }: AllowedServer): boolean {
  return start.kind === 'remote' && start.url.includes('*')
}
