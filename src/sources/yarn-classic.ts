// yarn.lock of version 1. It keeps what dependencies ask for, and not what the project and its workspaces do.
import type { Scope } from '../model/component.ts'
import type { Source, SourceFact } from '../model/source.ts'
import type { LockRoot, LockRow, Need } from './lock-row.ts'
import { toLockSource } from './lock-rows.ts'
import { outsideRange } from './lock-sync.ts'
import { parseManifest, readManifestSpecs, type WantedSpecs } from './manifest-specs.ts'
import { aliasTarget, isPackageName } from './names.ts'
import { folderOf, type SourceContext, toUnreadSource } from './source.ts'
import { quoted, type TextFile, unreadable } from './text.ts'
import { type ClassicEntry, parseYarnClassic } from './yarn-classic-text.ts'
import { resolutionNames } from './yarn-resolutions.ts'

/** Rows of all entries; the project's own wishes come from the manifest beside it. */
export function readYarnClassic(file: TextFile, context: SourceContext): Source {
  const entries = parseYarnClassic(file.text)
  if ('reason' in entries) return toUnreadSource(file.path, KIND, entries)
  const index = toIndex(entries)
  const manifest = context.textOf(`${folderOf(file.path)}package.json`)
  const project = { wanted: manifest === null ? null : readManifestSpecs(manifest), manifest }
  const rows: LockRow[] = []
  for (const entry of entries) {
    const row = toRow(entry, index)
    if (row === null) return toUnreadSource(file.path, KIND, unreadable(nameless(entry), entry.line, REMEDY))
    rows.push(row)
  }
  const lines = new Map(entries.map(({ id, line }) => [id, line]))
  return toLockSource({
    path: file.path,
    kind: KIND,
    rows,
    roots: project.wanted === null ? [] : rootsOf(project.wanted, index),
    // Workspaces ask for more than the manifest beside the lockfile tells: with them nothing can be called unneeded.
    knowsAllRoots: project.wanted !== null && !hasWorkspaces(manifest),
    facts: [...(project.wanted === null ? [] : lacking(project.wanted, index)), ...outside(entries, rows, manifest)],
    lineOf: ([id]) => lines.get(String(id)) ?? 1,
  })
}

const KIND = 'yarn-lockfile'
const REMEDY = 'Delete it, let yarn install write it again, and review the result.'

interface Index {
  readonly byPattern: ReadonlyMap<string, ClassicEntry>
  /** Entries by the name they are asked for by; null where there are several. */
  readonly byName: ReadonlyMap<string, ClassicEntry | null>
}

function toIndex(entries: readonly ClassicEntry[]): Index {
  const byPattern = new Map(entries.flatMap((entry) => entry.patterns.map((pattern) => [pattern, entry] as const)))
  const byName = new Map<string, ClassicEntry | null>()
  for (const [pattern, entry] of byPattern) {
    const name = splitPattern(pattern)[0]
    byName.set(name, byName.has(name) && byName.get(name) !== entry ? null : entry)
  }
  return { byPattern, byName }
}

function nameless({ id }: ClassicEntry): string {
  return `its entry ${quoted(id)} does not name one package and its version`
}

/** Null where its patterns mean several packages, or none. */
function toRow(entry: ClassicEntry, index: Index): LockRow | null {
  const { id, patterns, fields, wants } = entry
  const names = new Set(patterns.map(realNameOf))
  const [name] = names
  const [version, resolved] = [fields.get('version') ?? null, fields.get('resolved') ?? null]
  if (names.size !== 1 || name === undefined || !isPackageName(name) || version === null) return null
  return {
    id,
    name,
    installedAs: [...new Set(patterns.map((pattern) => splitPattern(pattern)[0]))],
    version,
    integrity: fields.get('integrity') ?? oldHash(resolved),
    resolved,
    archive: null,
    isLocal: resolved === null && patterns.some((pattern) => /@(?:file|link):/.test(pattern)),
    installScript: null,
    bundled: false,
    needs: wants.map(([wanted, range]) => toNeed(wanted, range, index)),
    uses: [],
    route: [id],
  }
}

/** Before yarn 1.10 the hash stood behind the address. */
function oldHash(resolved: string | null): string | null {
  const hex = /#([0-9a-f]{40})$/.exec(resolved ?? '')?.[1]
  if (hex === undefined || !/^https?:.*\.tgz#/.test(resolved ?? '')) return null
  return `sha1-${Buffer.from(hex, 'hex').toString('base64')}`
}

/** With `resolutions` nothing may stand for the range: the name's only entry is then what is meant. */
function toNeed(name: string, range: string, { byPattern, byName }: Index): Need {
  return { name, id: (byPattern.get(`${name}@${range}`) ?? byName.get(name))?.id ?? null }
}

function splitPattern(pattern: string): readonly [name: string, range: string] {
  const at = pattern.indexOf('@', 1)
  return at < 0 ? [pattern, ''] : [pattern.slice(0, at), pattern.slice(at + 1)]
}

/** `a@^1` is a; `b@npm:a@^1` is a as well. */
function realNameOf(pattern: string): string {
  const [name, range] = splitPattern(pattern)
  return aliasTarget(range)?.name ?? name
}

function rootsOf(wanted: WantedSpecs, index: Index): readonly LockRoot[] {
  return Object.entries(wanted.all).map(([name, range]) => ({
    ...toNeed(name, range, index),
    scope: scopeOf(name, wanted),
  }))
}

function scopeOf(name: string, { dependencies, optionalDependencies, devDependencies }: WantedSpecs): Scope {
  if (Object.hasOwn(optionalDependencies, name)) return 'optional'
  if (Object.hasOwn(dependencies, name)) return 'production'
  return Object.hasOwn(devDependencies, name) ? 'development' : 'peer'
}

function hasWorkspaces(manifest: string | null): boolean {
  const parsed = manifest === null ? null : parseManifest(manifest)
  return parsed?.status !== 'manifest' || Object.hasOwn(parsed.value, 'workspaces')
}

/** Folders of the repository have no entry; a name whose range is replaced has one under another range. */
function lacking(wanted: WantedSpecs, { byPattern, byName }: Index): readonly SourceFact[] {
  return Object.entries(wanted.required)
    .filter(([name, range]) => !byPattern.has(`${name}@${range}`) && !/^(?:file|link|portal|workspace):/.test(range))
    .filter(([name]) => !byName.has(name))
    .map(([name, range]) => ({
      kind: 'out-of-sync',
      key: `project:${name}:${range}`,
      name,
      component: null,
      args: { detail: `package.json asks for ${name} ${range}, and the lockfile has no entry for it` },
      route: [],
    }))
}

/** Entries whose version none of their patterns allows; what `resolutions` name may have any. */
function outside(
  entries: readonly ClassicEntry[],
  rows: readonly LockRow[],
  manifest: string | null,
): readonly SourceFact[] {
  const replaced = resolutionNames(manifest)
  if (replaced === null) return []
  return entries.flatMap(({ id, patterns }, index) =>
    patterns.map(splitPattern).flatMap(([name, spec]) => {
      const row = rows[index]
      return replaced.has(name) ? [] : outsideRange({ name, spec, row, route: [id] })
    }),
  )
}
