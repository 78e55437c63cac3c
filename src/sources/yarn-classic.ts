// yarn.lock of version 1, read strictly line by line: own code because it must give exact lines and refuse what yarn's lenient parser guesses.
import type { Scope } from '../model/component.ts'
import type { Source } from '../model/source.ts'
import { type LockRoot, type LockRow, type Need, toLockSource } from './lock-rows.ts'
import { readManifestSpecs, type WantedSpecs } from './manifest-specs.ts'
import { aliasTarget, isPackageName } from './names.ts'
import { folderOf, type SourceContext, toUnreadSource } from './source.ts'
import { type Fault, quoted, type TextFile, unreadable } from './text.ts'
import { wordsOf } from './yarn-words.ts'

interface Entry {
  readonly line: number
  /** `name@range` of everybody who gets this entry. */
  readonly patterns: readonly string[]
  readonly fields: Map<string, string>
  /** `dependencies` and `optionalDependencies`. */
  readonly wants: [name: string, range: string][]
}

/** Rows of all entries; the project's own wishes come from the manifest beside it. */
export function readYarnClassic(file: TextFile, context: SourceContext): Source {
  const entries = parse(file.text)
  if (!Array.isArray(entries)) return toUnreadSource(file.path, KIND, entries)
  const byPattern = new Map(entries.flatMap((entry) => entry.patterns.map((pattern) => [pattern, entry] as const)))
  const rows: LockRow[] = []
  for (const entry of entries) {
    const row = toRow(entry, byPattern)
    if (row === null) return toUnreadSource(file.path, KIND, nameless(entry))
    rows.push(row)
  }
  const manifest = context.textOf(`${folderOf(file.path)}package.json`)
  const wanted = manifest === null ? null : readManifestSpecs(manifest)
  const lines = new Map(entries.map((entry) => [idOf(entry), entry.line]))
  return toLockSource({
    path: file.path,
    kind: KIND,
    rows,
    roots: wanted === null ? [] : rootsOf(wanted, byPattern),
    // The lockfile does not tell what workspaces ask for: without all of them nothing can be called unneeded.
    knowsAllRoots: false,
    facts: wanted === null ? [] : lacking(wanted, byPattern),
    lineOf: ([id]) => lines.get(String(id)) ?? 1,
  })
}

const KIND = 'yarn-lockfile'
const REMEDY = 'Delete it, let yarn install write it again, and review the result.'

type ByPattern = ReadonlyMap<string, Entry>

function idOf({ patterns }: Entry): string {
  return patterns.join(', ')
}

function nameless(entry: Entry): Fault {
  return unreadable(`its entry ${quoted(idOf(entry))} names no package, or several`, entry.line, REMEDY)
}

function toRow(entry: Entry, byPattern: ByPattern): LockRow | null {
  const names = new Set(entry.patterns.map(realNameOf))
  const [name] = names
  const version = entry.fields.get('version') ?? null
  if (names.size !== 1 || name === undefined || !isPackageName(name) || version === null) return null
  return {
    id: idOf(entry),
    name,
    version,
    integrity: entry.fields.get('integrity') ?? null,
    resolved: entry.fields.get('resolved') ?? null,
    isLocal:
      entry.fields.get('resolved') === undefined && entry.patterns.some((pattern) => /@(?:file|link):/.test(pattern)),
    installScript: null,
    bundled: false,
    needs: entry.wants.map(([wanted, range]) => toNeed(wanted, range, byPattern)),
    route: [idOf(entry)],
  }
}

function toNeed(name: string, range: string, byPattern: ByPattern): Need {
  const entry = byPattern.get(`${name}@${range}`)
  return { name, id: entry === undefined ? null : idOf(entry) }
}

/** `a@^1` is a; `b@npm:a@^1` is a as well. */
function realNameOf(pattern: string): string {
  const at = pattern.indexOf('@', 1)
  if (at < 0) return pattern
  return aliasTarget(pattern.slice(at + 1))?.name ?? pattern.slice(0, at)
}

function rootsOf(wanted: WantedSpecs, byPattern: ByPattern): readonly LockRoot[] {
  return Object.entries(wanted.all).map(([name, range]) => ({
    ...toNeed(name, range, byPattern),
    scope: scopeOf(name, wanted),
  }))
}

function scopeOf(name: string, { dependencies, optionalDependencies, devDependencies }: WantedSpecs): Scope {
  if (Object.hasOwn(optionalDependencies, name)) return 'optional'
  if (Object.hasOwn(dependencies, name)) return 'production'
  return Object.hasOwn(devDependencies, name) ? 'development' : 'peer'
}

function lacking(wanted: WantedSpecs, byPattern: ByPattern) {
  return Object.entries(wanted.required)
    .filter(([name, range]) => !byPattern.has(`${name}@${range}`) && !/^(?:file|link|portal|workspace):/.test(range))
    .filter(([name]) => ![...byPattern.keys()].some((pattern) => pattern.startsWith(`${name}@`)))
    .map(([name, range]) => ({
      kind: 'out-of-sync' as const,
      key: `project:${name}`,
      name,
      component: null,
      args: { detail: `package.json asks for ${range}, and the lockfile has no entry for it` },
      route: [],
    }))
}

const SECTIONS = new Set(['dependencies', 'optionalDependencies'])

function parse(text: string): Entry[] | Fault {
  const entries: Entry[] = []
  const taken = new Set<string>()
  let section: string | null = null
  for (const [index, raw] of text.split('\n').entries()) {
    const [line, content] = [index + 1, raw.replace(/\r$/, '')]
    if (content.trim() === '' || content.startsWith('#')) continue
    const indent = content.length - content.trimStart().length
    const entry = entries.at(-1)
    const words = wordsOf(content.trim())
    if (words === null) return unreadable('this line is none of a yarn lockfile', line, REMEDY)
    if (indent === 0) {
      const patterns = words.isHeader ? words.list : []
      if (patterns.length === 0 || patterns.some((pattern) => taken.has(pattern)))
        return broken(line, patterns.length > 0)
      for (const pattern of patterns) taken.add(pattern)
      entries.push({ line, patterns, fields: new Map(), wants: [] })
      section = null
    } else if (
      entry !== undefined &&
      indent === 2 &&
      words.isHeader &&
      words.list.length === 1 &&
      SECTIONS.has(words.list[0] ?? '')
    ) {
      section = words.list[0] ?? null
    } else if (
      entry === undefined ||
      words.isHeader ||
      words.list.length !== 2 ||
      !addTo(entry, { indent, section, words: words.list })
    ) {
      return broken(line, false)
    }
  }
  return entries.length > 0 || /^# yarn lockfile v1\s*$/m.test(text)
    ? entries
    : unreadable('it holds no entry', 1, REMEDY)
}

function broken(line: number, isRepeated: boolean): Fault {
  return unreadable(isRepeated ? 'an entry stands twice' : 'this line is none of a yarn lockfile', line, REMEDY)
}

interface Line {
  readonly indent: number
  readonly section: string | null
  readonly words: readonly string[]
}

/** False where the line does not belong there. */
function addTo(entry: Entry, { indent, section, words: [name = '', value = ''] }: Line): boolean {
  if (indent === 4 && section !== null) {
    entry.wants.push([name, value])
    return true
  }
  if (indent !== 2 || entry.fields.has(name)) return false
  entry.fields.set(name, value)
  return true
}
