// An identity for each finding that outlives moved lines and new evidence, so that nothing is said twice.
import { sha256 } from '../model/digest.ts'
import type { RuleFinding } from '../model/finding.ts'
import type { Location } from '../model/location.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import type { Inventory } from '../model/source.ts'

export interface FingerprintContext {
  readonly catalogue: RuleCatalogue
  readonly head: Inventory
}

/**
 * 32 hexadecimal characters for each finding, in order; no two are equal. Made of rule, message, package, source and
 * server, and of the args that the message names as telling findings apart: never of lines or of what evidence said.
 */
export function fingerprintsOf(findings: readonly RuleFinding[], context: FingerprintContext): readonly string[] {
  const serverOf = toServerLookup(context.head)
  const seen = new Map<string, number>()
  return findings.map((finding) => {
    const identity = JSON.stringify(identityOf(finding, serverOf(finding.location), context.catalogue))
    const ordinal = seen.get(identity) ?? 0
    seen.set(identity, ordinal + 1)
    return sha256(`${identity}\0${ordinal}`).slice(0, 32)
  })
}

function identityOf(finding: RuleFinding, server: string | null, catalogue: RuleCatalogue): readonly unknown[] {
  const { rule, id, purl, name, source, args, location } = finding
  const message = catalogue.find((entry) => entry.id === rule)?.messages[id]
  const told = (message?.distinguishedBy ?? []).map((arg) => args[arg] ?? null)
  // A finding about no package is about a place: its route names keys, not lines.
  return [rule, id, purl ?? name, source, server, told, purl === null && name === null ? location.route : null]
}

/** The server of a client config at or above a route. */
function toServerLookup(head: Inventory): (location: Location) => string | null {
  const servers = new Map(
    head.sources.flatMap((source) =>
      source.status !== 'read'
        ? []
        : source.components.flatMap(({ server, route }) =>
            server === null ? [] : [[JSON.stringify([source.path, ...route]), server] as const],
          ),
    ),
  )
  return ({ path, route }) => {
    for (let length = route.length; length > 0; length -= 1) {
      const server = servers.get(JSON.stringify([path, ...route.slice(0, length)]))
      if (server !== undefined) return server
    }
    return null
  }
}
