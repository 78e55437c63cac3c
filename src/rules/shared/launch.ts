// Launch lines as rules compare and mend them.
import type { Component, Launch } from '../../model/component.ts'
import type { Suggestion } from '../../model/finding.ts'

/**
 * The argument with the version pinned; null where no argument is plainly `name` or `name@range`, so that the value in the
 * file is not known for certain.
 */
export function launchSuggestion(component: Component, version: string): Suggestion | null {
  const { name, spec, resolved, launch, source, route } = component
  const written = spec === null ? name : `${name}@${spec}`
  if (resolved !== null || !launch?.argv.includes(written)) return null
  return { location: { path: source, route }, from: written, to: `${name}@${version}` }
}

/** Everything of a launch that is compared, with the versions of these packages taken out; secrets stay masked. */
export function withoutVersions({ argv, environment, shell }: Launch, names: readonly string[]): string {
  const specs = names.toSorted((a, b) => b.length - a.length)
  return JSON.stringify({ argv: argv.map((argument) => bare(argument, specs)), environment, shell })
}

// `--package=name@1` and `name==1` too: only what follows the name is a version, and only up to the end of the argument.
function bare(argument: string, names: readonly string[]): string {
  for (const name of names) {
    const at = argument.indexOf(name)
    if (at < 0 || !/^$|[=\s]$/.test(argument.slice(0, at))) continue
    const rest = argument.slice(at + name.length)
    if (/^(@|==)[\w.+~^*-]+$/.test(rest) || rest === '') return argument.slice(0, at + name.length)
  }
  return argument
}
