// The few parts of npm's Arborist that are used here; the package brings no types.

declare module '@npmcli/arborist' {
  export interface ArboristEdge {
    readonly name: string
    /** What is asked for after overrides. Throws where an override refers to nothing. */
    readonly spec: string
    /** What the dependent itself asks for. */
    readonly rawSpec: string
    readonly type: 'prod' | 'dev' | 'optional' | 'peer' | 'peerOptional' | 'workspace'
    readonly from: ArboristNode | null
  }

  export interface ArboristNode {
    readonly location: string
    readonly name: string
    readonly packageName: string | null
    readonly version: string
    readonly edgesIn: ReadonlySet<ArboristEdge>
    readonly inventory: ReadonlyMap<string, ArboristNode>
    readonly errors: readonly unknown[]
    meta: Shrinkwrap
  }

  class Shrinkwrap {
    constructor(options: { readonly path: string })
    data: unknown
    originalLockfileVersion: number
    loadedFromDisk: boolean
  }

  class Node {
    constructor(options: {
      readonly path: string
      readonly realpath: string
      readonly pkg: unknown
      readonly loadOverrides: boolean
    })
    /** Throws where an override contradicts a dependency of the project itself. */
    assertRootOverrides(): void
  }

  interface Node extends ArboristNode {}

  class Arborist {
    constructor(options: { readonly path: string })
    loadVirtual(options: { readonly root: Node }): Promise<ArboristNode>
    static readonly Node: typeof Node
    static readonly Shrinkwrap: typeof Shrinkwrap
  }

  export default Arborist
}

declare module '@npmcli/arborist/lib/dep-valid.js' {
  import type { ArboristNode } from '@npmcli/arborist'

  /** True where a node is what a dependent's spec asks for. */
  export default function depValid(
    child: ArboristNode,
    spec: string,
    accept: undefined,
    requestor: ArboristNode,
  ): boolean
}
