// One small tree in Arborist, built in memory: who depends on the changed entries, and whether they are what is asked for.
import Arborist, { type ArboristEdge, type ArboristNode } from '@npmcli/arborist'
import depValid from '@npmcli/arborist/lib/dep-valid.js'
import { declares, type Question, type TreeFinding } from './arborist-lookups.ts'
import type { Chunk } from './arborist-plan.ts'
import { aliasTarget } from './names.ts'

/** No file is read: `path` exists nowhere, links are left out of chunks, and workspaces out of the project. */
const PATH = '/lockfile-in-memory'

/** What is amiss with the entries that a chunk asks about. Whatever Arborist throws is a finding too. */
export async function inspectChunk(chunk: Chunk): Promise<readonly TreeFinding[]> {
  try {
    const tree = await loadTree(chunk)
    const nodes = new Map([...tree.inventory.values()].map((node) => [node.location, node]))
    return chunk.questions.flatMap((question) => answer(question, nodes.get(question.key)))
  } catch (error) {
    return [{ kind: 'refused', key: chunk.questions[0]?.key ?? '', detail: reasonOf(error) }]
  }
}

async function loadTree({ project, packages }: Chunk): Promise<ArboristNode> {
  const meta = new Arborist.Shrinkwrap({ path: PATH })
  meta.data = { lockfileVersion: 3, requires: true, packages: { '': project, ...packages } }
  meta.originalLockfileVersion = 3
  meta.loadedFromDisk = false
  const root = new Arborist.Node({ path: PATH, realpath: PATH, pkg: project, loadOverrides: true })
  root.meta = meta
  const tree = await new Arborist({ path: PATH }).loadVirtual({ root })
  root.assertRootOverrides()
  return tree
}

function answer({ key, dependents, isAlias }: Question, node: ArboristNode | undefined): readonly TreeFinding[] {
  if (node === undefined) return [{ kind: 'refused', key, detail: `it dropped ${key}` }]
  const wanted = new Set(dependents)
  const edges = [...node.edgesIn].filter(({ from }) => from !== null && wanted.has(from.location))
  if (edges.length === 0) return [{ kind: 'unneeded', key }]
  const undeclared = isAlias && !edges.some(({ spec }) => declares(spec, node.packageName))
  return [
    ...(undeclared ? [{ kind: 'undeclared-alias', key } as const] : []),
    ...edges.flatMap((edge) => inspectEdge(key, node, edge)),
  ]
}

function inspectEdge(key: string, node: ArboristNode, edge: ArboristEdge): readonly TreeFinding[] {
  const by = edge.from?.location ?? ''
  const target = aliasTarget(edge.spec)
  if (target !== null && target.name !== node.packageName) return [{ kind: 'other-package', key, by, spec: edge.spec }]
  // People install with --force and --legacy-peer-deps: peers out of range are everywhere.
  if (edge.type === 'peer' || edge.type === 'peerOptional') return []
  return edge.from === null || fits(node, edge, edge.from) ? [] : [{ kind: 'out-of-range', key, by, spec: edge.spec }]
}

/**
 * Not `edge.valid`: that walks the whole tree for every edge to learn what is bundled. What an override asks for counts,
 * and what the dependent itself asks for, because overrides do not reach everywhere.
 */
function fits(node: ArboristNode, edge: ArboristEdge, from: ArboristNode): boolean {
  return (
    depValid(node, edge.spec, undefined, from) ||
    (edge.spec !== edge.rawSpec && depValid(node, edge.rawSpec, undefined, from))
  )
}

function reasonOf(error: unknown): string {
  const text = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
  return (text.split('\n')[0] ?? '').replaceAll(PATH, '.').slice(0, 200)
}
