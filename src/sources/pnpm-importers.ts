// Who asks for what in a pnpm lockfile: the project and its workspaces, pnpm's own tools among them.
import type { Scope } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import { isObject } from './json.ts'
import type { LockRoot } from './lock-row.ts'

/** How references of one document are resolved, and what its routes begin with. */
export interface ImporterReading {
  readonly prefix: Route
  /** The first document of two: all of it is pnpm's own. */
  readonly isTools: boolean
  targetOf(name: string, reference: string): string | null
}

export interface Importer {
  readonly path: string
  readonly sections: Readonly<Record<string, unknown>>
}

/** Workspaces by path; a lockfile without `importers` has its only one at its top. */
export function importersOf(value: Readonly<Record<string, unknown>>): readonly Importer[] | null {
  const importers = value['importers']
  if (importers === undefined) return [{ path: '.', sections: value }]
  if (!isObject(importers)) return null
  return Object.entries(importers).flatMap(([path, sections]) => (isObject(sections) ? [{ path, sections }] : []))
}

const SECTIONS: readonly (readonly [string, Scope])[] = [
  ['dependencies', 'production'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'development'],
  ['configDependencies', 'config'],
  ['packageManagerDependencies', 'config'],
]

/** A root with what it was asked as, to tell whether an alias was declared. */
export interface PnpmRoot extends LockRoot {
  readonly spec: string | null
  readonly route: Route
}

/** Everything that one importer asks for. */
export function rootsOf({ path, sections }: Importer, reading: ImporterReading): readonly PnpmRoot[] {
  const isOnly = sections['lockfileVersion'] !== undefined
  return SECTIONS.flatMap(([section, scope]) => {
    const entries = sections[section]
    if (!isObject(entries)) return []
    return Object.entries(entries).flatMap(([name, entry]) => {
      const reference = isObject(entry) ? textOf(entry['version']) : textOf(entry)
      if (reference === null) return []
      return {
        name,
        id: reading.targetOf(name, reference),
        scope: reading.isTools ? 'config' : scope,
        spec: specOf(name, entry, sections),
        route: [...reading.prefix, ...(isOnly ? [] : ['importers', path]), section, name],
      }
    })
  })
}

/** Version 5 keeps the specs of an importer apart from what they became. */
function specOf(name: string, entry: unknown, sections: Readonly<Record<string, unknown>>): string | null {
  if (isObject(entry)) return textOf(entry['specifier'])
  const specifiers = sections['specifiers']
  return isObject(specifiers) && Object.hasOwn(specifiers, name) ? textOf(specifiers[name]) : null
}

/** Specs of an importer by name; development ones included, pnpm's own tools not. */
export function askedBy(importer: Importer | undefined): ReadonlyMap<string, string> {
  if (importer === undefined) return new Map()
  const names = SECTIONS.slice(0, 3).flatMap(([section]) => {
    const entries = importer.sections[section]
    return isObject(entries) ? Object.entries(entries) : []
  })
  return new Map(names.map(([name, entry]) => [name, specOf(name, entry, importer.sections) ?? '']))
}

/** A text that is not empty, or null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
