// yarn.lock of yarn 2 and later. Its checksums are of yarn's own zip files, so no entry has an integrity.
import semver from 'semver'
import type { Scope } from '../model/component.ts'
import type { Source } from '../model/source.ts'
import { isObject, readJson } from './json.ts'
import { type LockRoot, type LockRow, type Need, toLockSource } from './lock-rows.ts'
import { readLockYaml } from './lock-yaml.ts'
import { readManifestSpecs } from './manifest-specs.ts'
import { isPackageName } from './names.ts'
import { folderOf, type SourceContext, toUnreadSource } from './source.ts'
import { quoted, type TextFile, unreadable } from './text.ts'

/** Metadata versions that yarn 2 to 4 write. */
const VERSIONS = /^[4-9]$/
const KIND = 'yarn-lockfile'
const REMEDY = 'Delete it, let yarn install write it again, and review the result.'

export function readYarnBerry(file: TextFile, context: SourceContext): Source {
  const yaml = readLockYaml(file.text)
  if (yaml.status !== 'yaml') return toUnreadSource(file.path, KIND, yaml)
  const { __metadata: metadata, ...entries } = yaml.value
  const version = isObject(metadata) ? String(metadata['version']) : 'missing'
  if (!VERSIONS.test(version)) {
    const reason = `its __metadata version ${quoted(version)} is none of 4 to 9`
    return toUnreadSource(file.path, KIND, unreadable(reason, 1, 'Write it with yarn 2, 3 or 4.'))
  }
  const byDescriptor = new Map(Object.keys(entries).flatMap((key) => key.split(', ').map((one) => [one, key] as const)))
  const rows: LockRow[] = []
  for (const [key, entry] of Object.entries(entries)) {
    if (BUILTIN_PATCH.test(key)) continue
    const row = isObject(entry) ? toRow(key, entry, byDescriptor) : null
    if (row === null) {
      const reason = `its entry ${quoted(key)} says not what it is resolved to`
      return toUnreadSource(file.path, KIND, unreadable(reason, yaml.lineOf([key]), REMEDY))
    }
    rows.push(row)
  }
  const manifest = context.textOf(`${folderOf(file.path)}package.json`)
  return toLockSource({
    path: file.path,
    kind: KIND,
    rows,
    roots: [...rootsOf(rows, manifest), ...replacements(rows, manifest)],
    knowsAllRoots: true,
    facts: [],
    lineOf: yaml.lineOf,
  })
}

type ByDescriptor = ReadonlyMap<string, string>
type Entry = Readonly<Record<string, unknown>>

/** Null where its resolution names no package. */
function toRow(key: string, entry: Entry, byDescriptor: ByDescriptor): LockRow | null {
  const resolution = typeof entry['resolution'] === 'string' ? entry['resolution'] : ''
  const at = resolution.indexOf('@', 1)
  const [name, reference] = [resolution.slice(0, at), resolution.slice(at + 1)]
  if (at < 0 || !isPackageName(name)) return null
  return {
    id: key,
    name,
    version: versionOf(entry, reference),
    integrity: null,
    resolved: originOf(reference),
    isLocal: /^(?:workspace|link):/.test(reference),
    installScript: null,
    bundled: false,
    needs: ['dependencies', 'optionalDependencies'].flatMap((section) => needsOf(entry[section], byDescriptor)),
    route: [key],
  }
}

/** Patches that yarn itself carries for three packages: nobody's code but yarn's, and the same release stands there unpatched. */
const BUILTIN_PATCH =
  /^(fsevents|resolve|typescript)@patch:\1@[^#,]+#(?:optional!|~)*builtin<compat\/\1>(?:, \1@patch:\1@[^#,]+#(?:optional!|~)*builtin<compat\/\1>)*$/

function versionOf(entry: Entry, reference: string): string | null {
  const [, registry] = /^npm:([^:]+)/.exec(reference) ?? []
  const version = registry ?? entry['version']
  return typeof version === 'string' && semver.valid(version) ? version : null
}

/** Null for what the registry serves by its own rules; the address where one is named; the whole reference otherwise. */
function originOf(reference: string): string | null {
  const [, parameters] = /^npm:[^:]+(?:::(.*))?$/.exec(reference) ?? [null, null]
  if (!reference.startsWith('npm:')) return reference
  return parameters ? new URLSearchParams(parameters).get('__archiveUrl') : null
}

function needsOf(section: unknown, byDescriptor: ByDescriptor): readonly Need[] {
  if (!isObject(section)) return []
  return Object.entries(section).map(([name, range]) => ({ name, id: targetOf(name, String(range), byDescriptor) }))
}

/** Yarn 2 and 3 leave `npm:` out of the ranges of dependencies, and not out of the keys. */
function targetOf(name: string, range: string, byDescriptor: ByDescriptor): string | null {
  return byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`) ?? null
}

/** `resolutions` put an entry in place of what dependents ask for, so that no dependent names it. */
function replacements(rows: readonly LockRow[], manifest: string | null): readonly LockRoot[] {
  const names = new Set(resolutionNames(manifest))
  return rows.filter(({ name }) => names.has(name)).map(({ name, id }) => ({ name, id, scope: 'development' }))
}

/** The package that a pattern like `a/@s/b@npm:^1` is about. */
function resolutionNames(manifest: string | null): readonly string[] {
  const json = manifest === null ? null : readJson(manifest)
  const resolutions = json?.status === 'json' && isObject(json.value) ? json.value['resolutions'] : null
  if (!isObject(resolutions)) return []
  return Object.keys(resolutions).flatMap((pattern) => /((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?$/.exec(pattern)?.[1] ?? [])
}

/** What workspaces ask for. Only the project's own manifest tells which of it is for development. */
function rootsOf(rows: readonly LockRow[], manifest: string | null): readonly LockRoot[] {
  const wanted = manifest === null ? null : readManifestSpecs(manifest)
  const scopeOf = (row: LockRow, name: string): Scope => {
    const isProject = row.id.endsWith('@workspace:.') || row.id.includes('@workspace:., ')
    if (!isProject || wanted === null || Object.hasOwn(wanted.dependencies, name)) return 'production'
    if (Object.hasOwn(wanted.optionalDependencies, name)) return 'optional'
    return Object.hasOwn(wanted.devDependencies, name) ? 'development' : 'production'
  }
  return rows
    .filter(({ isLocal }) => isLocal)
    .flatMap((row) => row.needs.map((need) => ({ ...need, scope: scopeOf(row, need.name) })))
}
