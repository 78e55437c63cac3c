// What a package.json says beyond its dependencies: overrides of every manager, what runs at installation, and whose manager.
import type { Route } from '../model/location.ts'
import { maskText, maskUrl } from '../model/masking.ts'
import type { FactKind, SourceFact } from '../model/source.ts'
import { isObject } from './json.ts'
import { quoted } from './text.ts'

type Raw = Readonly<Record<string, unknown>>

/** Overrides and approvals of a manifest, in the order of its keys. Odd shapes are facts too: they are not nothing. */
export function manifestFacts(manifest: Raw): readonly SourceFact[] {
  return [
    ...MECHANISMS.flatMap(({ kind, at }) => {
      const value = valueAt(manifest, at)
      return value === undefined ? [] : entriesOf(value, at).map((entry) => toFact(kind, at, entry))
    }),
    ...AT_INSTALLATION.flatMap((event) => atInstallation(manifest, ['scripts', event])),
    ...managerFacts(manifest),
    ...commandFacts(manifest),
  ]
}

/** npx runs a command of the project in whose folder it is started, before it looks for a package: `x@1.0.0` can be its name. */
function commandFacts(manifest: Raw): readonly SourceFact[] {
  const commands = valueAt(manifest, ['bin'])
  return (isObject(commands) ? Object.keys(commands) : [])
    .filter((command) => /.@/.test(command))
    .map((command) =>
      toFact('override', ['bin'], { path: [command], selector: command, spec: 'a file of this folder' }),
    )
}

function atInstallation(manifest: Raw, route: readonly string[]): readonly SourceFact[] {
  const script = valueAt(manifest, route)
  if (typeof script !== 'string' || script.trim() === '') return []
  return [toSetting('install-policy', route, { key: route.join('.'), value: maskText(script).text.slice(0, LONGEST) })]
}

/** Corepack runs the package manager that a manifest names, from whatever address it names. */
function managerFacts(manifest: Raw): readonly SourceFact[] {
  const engines = valueAt(manifest, ['devEngines', 'packageManager'])
  const listed = Array.isArray(engines) ? engines.map((engine, at) => [engine, String(at)] as const) : []
  const places = [
    ...[['packageManager'], ['devEngines', 'packageManager', 'version']].map(
      (at) => [valueAt(manifest, at), at] as const,
    ),
    ...listed.map(
      ([engine, at]) =>
        [isObject(engine) ? engine['version'] : null, ['devEngines', 'packageManager', at, 'version']] as const,
    ),
  ]
  return places.flatMap(([written, route]) => {
    const url = typeof written === 'string' ? (/[a-z][\w+.-]{0,40}:\/\/.*/is.exec(written)?.[0] ?? null) : null
    return url === null
      ? []
      : [toSetting('registry', route, { key: route.join('.'), url: maskUrl(url).text.slice(0, LONGEST) })]
  })
}

function toSetting(kind: FactKind, route: Route, args: SourceFact['args']): SourceFact {
  return { kind, key: JSON.stringify([...route, args]), name: null, component: null, args, route }
}

interface Mechanism {
  readonly kind: FactKind
  readonly at: readonly string[]
}

const MECHANISMS: readonly Mechanism[] = [
  { kind: 'override', at: ['overrides'] },
  { kind: 'override', at: ['resolutions'] },
  { kind: 'override', at: ['pnpm', 'overrides'] },
  { kind: 'override', at: ['packageExtensions'] },
  { kind: 'override', at: ['pnpm', 'packageExtensions'] },
  { kind: 'override', at: ['patchedDependencies'] },
  { kind: 'override', at: ['pnpm', 'patchedDependencies'] },
  { kind: 'script-approval', at: ['allowScripts'] },
  { kind: 'script-approval', at: ['lavamoat', 'allowScripts'] },
  { kind: 'script-approval', at: ['trustedDependencies'] },
  { kind: 'script-approval', at: ['pnpm', 'onlyBuiltDependencies'] },
  { kind: 'script-approval', at: ['pnpm', 'allowBuilds'] },
  { kind: 'script-approval', at: ['pnpm', 'dangerouslyAllowAllBuilds'] },
  // Packages that run code before anything else is installed.
  { kind: 'script-approval', at: ['pnpm', 'configDependencies'] },
]

/** Scripts of the project itself that run whenever somebody installs it. */
const AT_INSTALLATION = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
  'dependencies',
  'pnpm:devPreinstall',
]

interface Entry {
  /** Keys below the mechanism's own. */
  readonly path: readonly (string | number)[]
  /** The name concerned, as written. */
  readonly selector: string | null
  readonly spec: string
}

function valueAt(manifest: Raw, at: readonly string[]): unknown {
  return at.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    manifest,
  )
}

/** Leaves of nested overrides, items of a list, or the value itself where it is neither. A refusal (`false`) is no entry. */
function entriesOf(value: unknown, at: readonly string[]): readonly Entry[] {
  if (Array.isArray(value))
    return value.map((item, index) => ({ path: [index], selector: textOf(item), spec: textOf(item) }))
  if (!isObject(value))
    return value === null || value === false ? [] : [{ path: [], selector: null, spec: textOf(value) }]
  const isNested = at.join('.') === 'overrides'
  return Object.entries(value).flatMap(([key, item]) => {
    if (item === false) return []
    if (isNested && isObject(item))
      return entriesOf(item, at).map((entry) => ({
        ...entry,
        path: [key, ...entry.path],
        selector: entry.selector === '.' ? key : entry.selector,
      }))
    return [{ path: [key], selector: key, spec: textOf(item) }]
  })
}

function toFact(kind: FactKind, at: readonly string[], { path, selector, spec }: Entry): SourceFact {
  const mechanism = at.join('.')
  // A list's indexes move when another item is added: only its text tells items apart.
  const place = path.map((key) => (typeof key === 'number' ? '' : key))
  const route: Route = [...at, ...path]
  const name = selector === null || isAddress(selector) ? null : nameIn(selector)
  return {
    kind,
    key: JSON.stringify([mechanism, ...place, spec]),
    name,
    component: null,
    args: { mechanism, spec: shortened(maskText(spec).text) },
    route,
  }
}

/** What stands where a name belongs, and names none: it may hold a password. */
export function isAddress(selector: string): boolean {
  return /^\s*(?:[a-z][\w+.-]*:)?\/\//i.test(selector)
}

/** `parent>name@range`, `parent/**\/name`, `name@npm:1.0.0`: the package in the end. */
export function nameIn(selector: string): string {
  const last = selector.replace(AFTER_NAME, '').split('>').at(-1) ?? selector
  return NAME_IN_SELECTOR.exec(last.trim())?.[1] ?? last
}

const LONGEST = 300
/** `name@https://…`, `name@npm:other@1.0.0` */
const AFTER_NAME = /(?<=[^@/>\s])@[a-z][\w+.-]*:.*$/is
const NAME_IN_SELECTOR = /(?:^|\/)((?:@[^@/]+\/)?[^@/]+)(?:@[^/].*)?$/

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** After credentials were hidden: the first half of one would not look like one. */
function shortened(text: string): string {
  return text.length > LONGEST ? quoted(text) : text
}
