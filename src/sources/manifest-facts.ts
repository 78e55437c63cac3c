// What a package.json says beyond its dependencies: overrides of every manager, and leave to run install scripts.
import type { Route } from '../model/location.ts'
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
  ]
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
  const name = selector === null ? null : nameIn(selector)
  return {
    kind,
    key: JSON.stringify([mechanism, ...place, spec]),
    name,
    component: null,
    args: { mechanism, spec },
    route,
  }
}

/** `parent>name@range`, `parent/**\/name`, `name@npm:1.0.0`: the package in the end. */
export function nameIn(selector: string): string {
  const last = selector.split('>').at(-1) ?? selector
  return NAME_IN_SELECTOR.exec(last.trim())?.[1] ?? last
}

const NAME_IN_SELECTOR = /(?:^|\/)((?:@[^@/]+\/)?[^@/]+)(?:@[^/].*)?$/

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 300 ? `${quoted(text)}` : text
}
