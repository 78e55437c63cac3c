// How readers hand back what they found: a source that was read, or one that was not.
import type { Component } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import type { DependencyGraph, ReadSource, Source, SourceFact, SourceKind, UnreadSource } from '../model/source.ts'
import type { Fault, TextFile } from './text.ts'

/** Other files of the same snapshot, as far as they were asked for by `contextOf`. */
export interface SourceContext {
  /** True for every file handed along, readable or not. */
  has(path: string): boolean
  /** The text of one; null where it was not handed along or is no readable text. */
  textOf(path: string): string | null
}

/** Null where a file that its path makes a candidate turns out to be none of ours. */
export type SourceReader = (file: TextFile, context: SourceContext) => Source | null | Promise<Source | null>

interface Reading {
  readonly path: string
  readonly kind: SourceKind
  readonly components: readonly Component[]
  readonly facts: readonly SourceFact[]
  readonly lineOf: (route: Route) => number
  readonly graph?: DependencyGraph
  readonly publishable?: boolean
}

export function toReadSource({ graph, publishable, ...reading }: Reading): ReadSource {
  return { status: 'read', graph: graph ?? null, publishable: publishable ?? false, ...reading }
}

export function toUnreadSource(path: string, kind: SourceKind, fault: Fault): UnreadSource {
  return { path, kind, ...fault, lineOf: () => fault.line }
}

/** The folder of a path, with its final slash; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
