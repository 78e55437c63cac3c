// Client configs that a change of scripts reaches: `npm run x` launches what package.json says, with the config unchanged.
import { classify, contextOf } from '../sources/classify.ts'

/** Texts of files, decoded when asked for. */
export interface Texts {
  readonly paths: readonly string[]
  get(path: string): string | undefined
}

/** Paths of the client configs whose manifest has other scripts in the head than in the base, sorted. */
export function configsOfScripts(base: Texts, head: Texts, paths: Iterable<string>): readonly string[] {
  const edited = new Set(head.paths.filter((path) => isManifest(path) && isEdited(base.get(path), head.get(path))))
  if (edited.size === 0) return []
  const all = [...paths]
  const there = new Set(all)
  return all
    .filter((path) => classify(path) === 'client-config')
    .filter((path) => contextOf(path, 'client-config', (other) => there.has(other)).some((other) => edited.has(other)))
    .sort()
}

function isManifest(path: string): boolean {
  return path === 'package.json' || path.endsWith('/package.json')
}

function isEdited(before: string | undefined, after: string | undefined): boolean {
  return before !== after && scriptsIn(before) !== scriptsIn(after)
}

/** As text, to be compared; of a manifest that is none the whole of it. */
function scriptsIn(manifest: string | undefined): string {
  try {
    const value: unknown = JSON.parse(manifest ?? '{}')
    return JSON.stringify(typeof value === 'object' && value !== null ? Reflect.get(value, 'scripts') : value) ?? ''
  } catch {
    // The manifest's own source reports it.
    return manifest ?? ''
  }
}
