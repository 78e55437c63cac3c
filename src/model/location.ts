// Places in files: symbolic first (a route into a document), a line only where something is shown.

/** Keys and list indexes from a document's root, e.g. ['packages', 'node_modules/x', 'resolved']. */
export type Route = readonly (string | number)[]

export interface Location {
  /** From the repository's root, with `/`. */
  readonly path: string
  readonly route: Route
}

/** A location made concrete. Lines count from 1; the file's first line stands in where a route has no line. */
export interface Place {
  readonly path: string
  readonly line: number
}
