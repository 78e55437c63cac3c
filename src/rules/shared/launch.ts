// Launch lines as rules compare and mend them.
import type { Component, Ecosystem, Launch } from '../../model/component.ts'
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

/** What each server of a client config launches or reaches, by the server's name. */
export function serversOf(components: readonly Component[]): ReadonlyMap<string, readonly Component[]> {
  const named = components.flatMap((component) =>
    component.server === null ? [] : [{ server: component.server, component }],
  )
  const groups = Map.groupBy(named, ({ server }) => server)
  return new Map([...groups].map(([server, group]) => [server, group.map(({ component }) => component)]))
}

/**
 * True where a server is launched otherwise. Another version of the same packages alone is no other launch: the rules
 * about packages judge it. Where no version differs, a masked secret that does is another launch.
 */
export function differ(before: readonly Component[], after: readonly Component[]): boolean {
  const all = [...before, ...after]
  if (signature(before, all) !== signature(after, all)) return true
  const isBumped = versionsOf(before) !== versionsOf(after)
  return !isBumped && before[0]?.launch?.digest !== after[0]?.launch?.digest
}

/** Both launches as lines of a diff, secrets masked, and the environment's names where these differ. */
export function difference(before: readonly Component[], after: readonly Component[]): string {
  const line = ([first]: readonly Component[]) => first?.launch?.argv.join(' ') ?? first?.url ?? ''
  const environment = ([first]: readonly Component[]) => first?.launch?.environment.join(' ') ?? ''
  const own = [`- ${line(before)}`, `+ ${line(after)}`]
  if (environment(before) === environment(after)) return own.join('\n')
  return [...own, `- environment: ${environment(before)}`, `+ environment: ${environment(after)}`].join('\n')
}

function signature(components: readonly Component[], all: readonly Component[]): string {
  const launches = components.map(({ launch, url, ecosystem, name, resolved }) =>
    JSON.stringify([ecosystem, name, url, resolved?.replace(/#.*$/s, ''), launch && withoutVersions(launch, all)]),
  )
  return launches.sort().join('\n')
}

function versionsOf(components: readonly Component[]): string {
  return JSON.stringify(components.map(({ name, version, spec, integrity }) => [name, version, spec, integrity]).sort())
}

function withoutVersions({ argv, environment, shell }: Launch, all: readonly Component[]) {
  return [argv.map((argument) => bare(argument, all)), environment, shell]
}

// What may follow a name up to the end of the argument: extras, which are kept, and a version as its ecosystem writes it.
const VERSIONS: Readonly<Partial<Record<Ecosystem, RegExp>>> = {
  npm: /^()@[\w.+~^*-]+$/,
  pypi: /^((?:\[[\w,.-]*\])?)(?:@|==)[\w.+*-]+$/,
  golang: /^()@[\w.+-]+$/,
  oci: /^()(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/,
}

function bare(argument: string, packages: readonly Component[]): string {
  for (const { name, ecosystem } of packages) {
    const at = argument.indexOf(name)
    // `--package=name@1` too, and never a name in the middle of another word.
    if (at < 0 || !/^$|=$/.test(argument.slice(0, at))) continue
    const end = at + name.length
    const extras = VERSIONS[ecosystem]?.exec(argument.slice(end))?.[1]
    if (extras !== undefined) return `${argument.slice(0, end)}${extras}`
  }
  return argument
}
