// Keys of a bun.lock nest as folders do: `a/b` is the b that a gets, where it gets another than everybody.

/** Names from the outermost on; null where there are more than any tree has. */
export function segmentsOf(key: string): readonly string[] | null {
  if (key.length > MAX_KEY) return null
  return key.match(/@[^/]+\/[^/]+|[^/]+/g) ?? []
}

/** For a package's key, what each name means there. */
export type Resolver = (key: string) => (name: string) => string | null

/** A name means the nearest package of that name outward; null where there is none. */
export function resolverOf(ids: Iterable<string>): Resolver {
  const children = new Map<string, Map<string, string>>()
  for (const id of ids) {
    const segments = segmentsOf(id) ?? []
    const parent = segments.slice(0, -1).join('/')
    const siblings = children.get(parent) ?? new Map<string, string>()
    children.set(parent, siblings.set(segments.at(-1) ?? '', id))
  }
  return (key) => {
    const segments = segmentsOf(key) ?? []
    const outward = Array.from({ length: segments.length + 1 }, (_, depth) =>
      children.get(segments.slice(0, segments.length - depth).join('/')),
    ).filter((siblings) => siblings !== undefined)
    return (name) => outward.find((siblings) => siblings.has(name))?.get(name) ?? null
  }
}

// Real keys hold some names of some dozen letters.
const MAX_KEY = 1000
