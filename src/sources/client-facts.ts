// Facts about servers, with identities that hold across two commits.
import { sha256 } from '../model/digest.ts'
import type { Route } from '../model/location.ts'
import type { FactKind, SourceFact } from '../model/source.ts'
import type { ServerEntry } from './client-servers.ts'

/** A fact about a server that could not be read. */
export function unreadableFact(entry: Pick<ServerEntry, 'name' | 'route'>, detail: string): SourceFact {
  return fact('unreadable-launch', entry, { args: { detail }, key: detail, route: entry.route })
}

/** The same of an entry that is not the only one of its name: that one of them is allowed says nothing of the other. */
export function ambiguousFact(entry: Pick<ServerEntry, 'name' | 'route'>, detail: string): SourceFact {
  const args = { detail, beside: 'line' }
  return fact('unreadable-launch', entry, { args, key: detail, route: entry.route })
}

export function fact(
  kind: FactKind,
  entry: Pick<ServerEntry, 'name' | 'route'>,
  {
    args,
    key,
    route,
  }: { readonly args: Readonly<Record<string, string>>; readonly key: string; readonly route: Route },
): SourceFact {
  return { kind, key: `${entry.route.join('/')}:${key}`, name: entry.name, component: null, args, route }
}

/** Short, for telling two values apart without showing either. */
export function digestOf(...texts: readonly string[]): string {
  return digestOfAll(texts)
}

/** The same of a list, however long. */
export function digestOfAll(texts: readonly string[]): string {
  return sha256(JSON.stringify(texts))
}
