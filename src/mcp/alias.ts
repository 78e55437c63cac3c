// A package installed under the name of a known MCP package that it is not: whoever imports or starts that name gets this one.
import type { Component } from '../model/component.ts'
import type { Impersonation } from '../model/impersonation.ts'
import { isKnownMcpPackage } from './known-packages.ts'

/** Null where the alias is nobody else's name. */
export function aliasImpersonation({ alias, name, ecosystem }: Component): Impersonation | null {
  if (ecosystem !== 'npm' || alias === null || alias === name || !isOfficial(alias)) return null
  return { name: alias, kind: 'scope-confusion', strength: 'block', why: 'it is installed under that name', marks: [] }
}

function isOfficial(name: string): boolean {
  return name.startsWith('@modelcontextprotocol/') || isKnownMcpPackage(name)
}
