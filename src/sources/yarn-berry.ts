// yarn.lock of yarn 2 and later. Its checksums are of yarn's own archives, so no entry has an integrity.
import type { Scope } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import type { Source } from '../model/source.ts'
import { isObject } from './json.ts'
import type { LockRoot, LockRow } from './lock-row.ts'
import { toLockSource } from './lock-rows.ts'
import { projectFacts } from './lock-sync.ts'
import { readLockYaml } from './lock-yaml.ts'
import { readManifestSpecs } from './manifest-specs.ts'
import { folderOf, type SourceContext, toUnreadSource } from './source.ts'
import { quoted, type TextFile, unreadable } from './text.ts'
import { descriptorFacts, isProject, readBerryRows } from './yarn-berry-rows.ts'
import { resolutionNames } from './yarn-resolutions.ts'

/** Rows of all entries but yarn's own patches; workspaces say what is asked for, the manifest what of it is for development. */
export function readYarnBerry(file: TextFile, context: SourceContext): Source {
  const yaml = readLockYaml(file.text)
  if (yaml.status !== 'yaml') return toUnreadSource(file.path, KIND, yaml)
  const { __metadata: metadata, ...entries } = yaml.value
  const { version = 'missing', cacheKey } = isObject(metadata) ? metadata : {}
  if (!VERSIONS.test(String(version))) {
    const reason = `its __metadata version ${quoted(String(version))} is none of 4 to 10`
    return toUnreadSource(file.path, KIND, unreadable(reason, yaml.lineOf(['__metadata', 'version']), REMEDY))
  }
  const rows = readBerryRows({ entries, format: typeof cacheKey === 'string' ? cacheKey : null, lineOf: yaml.lineOf })
  if ('reason' in rows) return toUnreadSource(file.path, KIND, rows)
  const manifest = context.textOf(`${folderOf(file.path)}package.json`)
  const replaced = resolutionNames(manifest) ?? new Set()
  return toLockSource({
    path: file.path,
    kind: KIND,
    rows,
    roots: [...rootsOf(rows, manifest), ...replacements(rows, replaced)],
    knowsAllRoots: true,
    facts: [...rows.flatMap(descriptorFacts), ...projectDiffers(entries, { rows, manifest, replaced })],
    lineOf: yaml.lineOf,
  })
}

/** Metadata versions that yarn 2 to 4 write. */
const VERSIONS = /^(?:[4-9]|10)$/
const KIND = 'yarn-lockfile'
const REMEDY = 'Write it with yarn 2, 3 or 4 and review the result.'

/** `resolutions` put an entry in place of what dependents ask for, so that no dependent names it. */
function replacements(rows: readonly LockRow[], replaced: ReadonlySet<string>): readonly LockRoot[] {
  return rows.filter(({ name }) => replaced.has(name)).map(({ name, id }) => ({ name, id, scope: 'development' }))
}

/** What workspaces ask for. Only the project's own manifest tells which of it is for development. */
function rootsOf(rows: readonly LockRow[], manifest: string | null): readonly LockRoot[] {
  const wanted = manifest === null ? null : readManifestSpecs(manifest)
  const scopeOf = (row: LockRow, name: string): Scope => {
    if (!isProject(row.id) || wanted === null || Object.hasOwn(wanted.dependencies, name)) return 'production'
    if (Object.hasOwn(wanted.optionalDependencies, name)) return 'optional'
    return Object.hasOwn(wanted.devDependencies, name) ? 'development' : 'production'
  }
  return rows
    .filter(({ isLocal }) => isLocal)
    .flatMap((row) => row.needs.map((need) => ({ ...need, scope: scopeOf(row, need.name) })))
}

interface ProjectParts {
  readonly rows: readonly LockRow[]
  readonly manifest: string | null
  readonly replaced: ReadonlySet<string>
}

function projectDiffers(
  entries: Readonly<Record<string, unknown>>,
  { rows, manifest, replaced }: ProjectParts,
): ReturnType<typeof projectFacts> {
  const id = rows.find((row) => row.isLocal && isProject(row.id))?.id
  const entry = id === undefined ? null : entries[id]
  if (id === undefined || !isObject(entry)) return []
  const asked = new Map<string, string>()
  const routes = new Map<string, Route>()
  for (const section of ['dependencies', 'optionalDependencies']) {
    const specs = entry[section]
    for (const [name, spec] of isObject(specs) ? Object.entries(specs) : []) {
      asked.set(name, String(spec))
      routes.set(name, [id, section, name])
    }
  }
  return projectFacts({ manifest, asked, replaced, routeOf: (name) => routes.get(name) ?? [id] })
}
