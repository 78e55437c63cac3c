// Is a component MCP-related, and why: from its name, what it depends on, who launches it, what the policy and the registry say.
import type { Reason } from '../model/change.ts'
import type { Component } from '../model/component.ts'
import type { PackageFacts } from '../model/evidence.ts'
import type { Impersonation } from '../model/impersonation.ts'
import { aliasImpersonation } from './alias.ts'
import { GENERAL_TOOLS, MCP_FRAMEWORKS } from './frameworks.ts'
import { isKnownMcpPackage } from './known-packages.ts'
import { mcpTokenOf } from './names.ts'

/** What selection knows beyond the component itself. */
export interface SelectionHints {
  /** Names that the policy's allow entries list. */
  readonly listed: ReadonlySet<string>
  /** Names that an MCP client config launches, by the config's path. */
  readonly launched: ReadonlyMap<string, string>
  /** Packuments of added direct dependencies; they can only add reasons. */
  readonly packages: ReadonlyMap<string, PackageFacts>
  /** Null while names are not judged. */
  readonly imitates: ((name: string) => Impersonation | null) | null
}

/** Every reason to treat a component as an MCP server; none means it is not one by itself. */
export function serverReasons(component: Component, hints: SelectionHints): readonly Reason[] {
  if (component.launch !== null || component.server !== null) {
    return [{ kind: 'launched', detail: component.source }]
  }
  if (component.ecosystem !== 'npm') return NONE
  const strong = strongReasons(component, hints)
  const named = nameReasons(component.name, strong.length > 0)
  const imitating = imitationReasons(component, hints)
  return named.length + imitating.length === 0 ? strong : [...strong, ...named, ...imitating]
}

/** What nearly every component of a lockfile gets: thousands need not each have a list of their own. */
const NONE: readonly Reason[] = []

function strongReasons(component: Component, hints: SelectionHints): readonly Reason[] {
  const { name } = component
  const launcher = hints.launched.get(name)
  const framework = component.dependsOn.find(isFramework)
  const reasons: Reason[] = []
  if (hints.listed.has(name)) reasons.push({ kind: 'policy', detail: name })
  if (launcher !== undefined) reasons.push({ kind: 'launched', detail: launcher })
  if (framework !== undefined) reasons.push({ kind: 'sdk', detail: framework })
  if (isKnownMcpPackage(name) && !GENERAL_TOOLS.has(name)) reasons.push({ kind: 'known', detail: name })
  const facts = hints.packages.get(name)
  if (facts !== undefined) reasons.push(...registryReasons(facts, component.version))
  return reasons.length === 0 ? NONE : reasons
}

function isFramework(name: string): boolean {
  return MCP_FRAMEWORKS.has(name)
}

/** `confirmed`: a stronger reason speaks for it, so a name that only looks like a chip or a game counts as well. */
function nameReasons(name: string, confirmed: boolean): readonly Reason[] {
  if (name.startsWith('@modelcontextprotocol/')) return [{ kind: 'scope', detail: '@modelcontextprotocol' }]
  const token = mcpTokenOf(name, { exceptFalseFriends: !confirmed })
  return token === null ? NONE : [{ kind: token.inScope ? 'scope' : 'name', detail: token.text }]
}

function imitationReasons(component: Component, hints: SelectionHints): readonly Reason[] {
  const imitated = aliasImpersonation(component) ?? hints.imitates?.(component.name) ?? null
  if (imitated === null || !isMcpName(imitated.name)) return NONE
  return [{ kind: 'impersonates', detail: imitated.name }]
}

/** True where a name alone says that the package is about MCP. */
function isMcpName(name: string): boolean {
  return isKnownMcpPackage(name) || nameReasons(name, false).length > 0
}

const KEYWORDS = new Set(['mcp', 'modelcontextprotocol', 'model-context-protocol', 'mcp-server'])

function registryReasons(facts: PackageFacts, version: string | null): readonly Reason[] {
  const release = facts.releases.get(version ?? facts.latest ?? '')
  const keyword = [...(release?.keywords ?? []), ...facts.keywords].find((word) => KEYWORDS.has(word.toLowerCase()))
  const framework = Object.keys(release?.dependencies ?? {}).find(isFramework)
  return [
    ...(release?.mcpName ? [{ kind: 'mcp-name', detail: release.mcpName } as const] : []),
    ...(keyword === undefined ? [] : [{ kind: 'keyword', detail: keyword } as const]),
    ...(framework === undefined ? [] : [{ kind: 'sdk', detail: framework } as const]),
  ]
}
