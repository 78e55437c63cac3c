// The allowlist as clients can enforce it: how each allowed server is started, and under which name.

export type Start =
  | { readonly kind: 'command'; readonly argv: readonly [string, ...string[]] }
  | { readonly kind: 'remote'; readonly url: string }

export interface AllowedServer {
  /** As a client config of the repository names it; a guess from the package, address or command where none does. */
  readonly name: string
  readonly isGuess: boolean
  readonly start: Start
}

export interface Exported {
  readonly text: string
  /** Plain sentences: what this client cannot be told. */
  readonly notes: readonly string[]
}

export type Export = (servers: readonly AllowedServer[]) => Exported

/** One server a name, for clients that know servers by name; the first of a name counts, and each other is noted. */
export function byName(
  servers: readonly AllowedServer[],
  client: string,
): {
  readonly named: readonly AllowedServer[]
  readonly notes: readonly string[]
} {
  const groups = [...Map.groupBy(servers, ({ name }) => name).values()]
  const named = groups.flatMap((group) => group.slice(0, 1))
  return {
    named,
    notes: [
      ...groups.flatMap((group) =>
        group
          .slice(1)
          .map(({ name, start }) => `${client} knows one server a name: ${name} as ${startText(start)} is left out`),
      ),
      ...named
        .filter(({ isGuess }) => isGuess)
        .map(({ name, start }) => `no client config here starts ${startText(start)}: its name ${name} is a guess`),
    ],
  }
}

/** A start in one line, for notes. */
function startText(start: Start): string {
  return start.kind === 'remote' ? start.url : start.argv.join(' ')
}
