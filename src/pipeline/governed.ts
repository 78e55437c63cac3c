// Client configs that a change reaches without touching them: what a config launches depends on the scripts, commands and
// locked versions of the project around it.
import { classify, contextOf } from '../sources/classify.ts'

/** Paths among `paths` of the client configs beside or below a changed manifest or lockfile, as far as it is theirs. */
export function governedConfigs(changed: readonly string[], paths: ReadonlySet<string>): readonly string[] {
  const governing = new Set(changed.filter(governs))
  if (governing.size === 0) return []
  const exists = (path: string) => paths.has(path) || governing.has(path)
  return [...paths]
    .filter((path) => classify(path) === 'client-config' || classify(path) === 'workflow')
    .filter((path) => contextOf(path, 'client-config', exists).some((other) => governing.has(other)))
}

function governs(path: string): boolean {
  const kind = classify(path)
  return kind === 'manifest' || kind?.endsWith('-lockfile') === true
}
