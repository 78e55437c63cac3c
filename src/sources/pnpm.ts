// pnpm-lock.yaml of versions 5.x, 6 and 9, one document or two: the first of two holds pnpm's own tools and plugins.
import semver from 'semver'
import type { Route } from '../model/location.ts'
import type { Source, SourceFact } from '../model/source.ts'
import { isObject } from './json.ts'
import { type LockRoot, type LockRow, type Need, toLockSource } from './lock-rows.ts'
import { manifestFacts, undeclaredAlias } from './lock-sync.ts'
import { type LockYaml, readLockYaml } from './lock-yaml.ts'
import { isPackageName } from './names.ts'
import { askedBy, importersOf, rootsOf, textOf } from './pnpm-importers.ts'
import { keyOfReference, type PnpmStyle, parsePnpmKey, withoutPeers } from './pnpm-keys.ts'
import { folderOf, type SourceContext, toUnreadSource } from './source.ts'
import { type Fault, quoted, type TextFile, unreadable } from './text.ts'

/** Both documents' packages; those of the first have scope `config`. */
export function readPnpmLockfile(file: TextFile, context: SourceContext): Source {
  const parts = splitDocuments(file.text)
  if (parts.length > 2)
    return toUnreadSource(file.path, KIND, unreadable('it holds more than two documents', 1, REMEDY))
  const documents: PnpmDocument[] = []
  for (const [index, part] of parts.entries()) {
    const isTools = index < parts.length - 1
    const document = readDocument(part, isTools)
    if (document.status !== 'pnpm') return toUnreadSource(file.path, KIND, document)
    documents.push(document)
  }
  const main = documents.at(-1)
  const manifest = context.textOf(`${folderOf(file.path)}package.json`)
  return toLockSource({
    path: file.path,
    kind: KIND,
    rows: documents.flatMap(({ rows }) => rows),
    roots: documents.flatMap(({ roots }) => roots),
    knowsAllRoots: true,
    facts: main === undefined ? [] : [...main.facts, ...manifestFacts(manifest, main.asked)],
    lineOf: (route) => linesOf(documents, route),
  })
}

const KIND = 'pnpm-lockfile'
const REMEDY = 'Write it with pnpm install and review the result.'
const TOOLS = 'tools'

interface PnpmDocument {
  readonly status: 'pnpm'
  readonly rows: readonly LockRow[]
  readonly roots: readonly LockRoot[]
  readonly facts: readonly SourceFact[]
  /** Specs that the lockfile's root importer was resolved from, by name. */
  readonly asked: ReadonlyMap<string, string>
  readonly lineOf: (route: Route) => number
}

interface Part {
  readonly text: string
  readonly firstLine: number
}

/** Cut at lines that are `---`, as pnpm does it. */
function splitDocuments(text: string): readonly Part[] {
  const parts: Part[] = []
  let [lines, first]: [string[], number] = [[], 1]
  const close = (next: number) => {
    if (lines.some((line) => line.trim() !== '')) parts.push({ text: lines.join('\n'), firstLine: first })
    lines = []
    first = next
  }
  for (const [index, line] of text.split('\n').entries()) {
    if (/^---\s*$/.test(line)) close(index + 2)
    else lines.push(line)
  }
  close(0)
  return parts.length === 0 ? [{ text, firstLine: 1 }] : parts
}

function linesOf(documents: readonly PnpmDocument[], route: Route): number {
  const tools = documents.length > 1 && route[0] === TOOLS
  const document = tools ? documents[0] : documents.at(-1)
  return document?.lineOf(tools ? route.slice(1) : route) ?? 1
}

function readDocument({ text, firstLine }: Part, isTools: boolean): PnpmDocument | Fault {
  const yaml = readLockYaml(text, firstLine)
  if (yaml.status !== 'yaml') return yaml
  const style = styleOf(yaml.value['lockfileVersion'])
  if (style === null) {
    const reason = `its lockfileVersion ${quoted(String(yaml.value['lockfileVersion']))} is none of 5.x, 6.x and 9.x`
    return unreadable(reason, yaml.lineOf(['lockfileVersion']), 'Write it with a pnpm between 3 and 11.')
  }
  return toDocument(yaml, { style, prefix: isTools ? [TOOLS] : [], isTools })
}

function styleOf(version: unknown): PnpmStyle | null {
  const major = typeof version === 'string' ? /^(5|6|9)(?:\.\d+)?$/.exec(version)?.[1] : undefined
  return major === undefined ? null : (Number(major) as PnpmStyle)
}

interface Reading {
  readonly style: PnpmStyle
  /** What routes of this document begin with. */
  readonly prefix: Route
  readonly isTools: boolean
}

function toDocument(yaml: LockYaml, reading: Reading): PnpmDocument | Fault {
  const { value, lineOf } = yaml
  const packages = value['packages'] ?? {}
  const snapshots = value['snapshots'] ?? {}
  if (!isObject(packages)) return wrong('packages', lineOf)
  if (!isObject(snapshots)) return wrong('snapshots', lineOf)
  const needs = reading.style === 9 ? needsOf(snapshots, reading) : needsOf(packages, reading)
  const rows: LockRow[] = []
  for (const [key, entry] of Object.entries(packages)) {
    const row = isObject(entry) ? toRow(key, entry, { reading, needs: needs.get(idOf(key, reading)) ?? [] }) : null
    if (row === null) return unreadable(`its entry ${quoted(key)} is none`, lineOf(['packages', key]), REMEDY)
    rows.push(row)
  }
  const importers = importersOf(value)
  if (importers === null) return wrong('importers', lineOf)
  const roots = importers.flatMap((importer) =>
    rootsOf(importer, { ...reading, targetOf: (name, reference) => targetOf(name, reference, reading) }),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    status: 'pnpm',
    rows: distinct(rows),
    roots,
    facts: roots.flatMap((root) => undeclaredAlias(root, byId)),
    asked: askedBy(importers.find(({ path }) => path === '.')),
    lineOf,
  }
}

function wrong(section: string, lineOf: LockYaml['lineOf']): Fault {
  return unreadable(`its "${section}" is no map`, lineOf([section]), REMEDY)
}

/** Keys that differ only in their peers are one package. */
function idOf(key: string, { prefix, style }: Reading): string {
  const parsed = parsePnpmKey(key, style)
  return `${prefix.length > 0 ? `${TOOLS}:` : ''}${parsed === null ? withoutPeers(key) : `${parsed.name}@${parsed.reference}`}`
}

function distinct(rows: readonly LockRow[]): readonly LockRow[] {
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((same) => {
    const [first] = same
    return first === undefined ? [] : [{ ...first, needs: same.flatMap(({ needs }) => needs) }]
  })
}

function needsOf(entries: Readonly<Record<string, unknown>>, reading: Reading): ReadonlyMap<string, readonly Need[]> {
  const found = new Map<string, Need[]>()
  for (const [key, entry] of Object.entries(entries)) {
    const id = idOf(key, reading)
    const all = ['dependencies', 'optionalDependencies'].flatMap((section) =>
      isObject(entry) ? toNeeds(entry[section], reading) : [],
    )
    found.set(id, [...(found.get(id) ?? []), ...all])
  }
  return found
}

function toNeeds(section: unknown, reading: Reading): readonly Need[] {
  if (!isObject(section)) return []
  return Object.entries(section).flatMap(([name, reference]) =>
    typeof reference === 'string' ? [{ name, id: targetOf(name, reference, reading) }] : [],
  )
}

function targetOf(name: string, reference: string, reading: Reading): string | null {
  const key = keyOfReference(name, reference, reading.style)
  return key === null ? null : idOf(key, reading)
}

interface RowContext {
  readonly reading: Reading
  readonly needs: readonly Need[]
}

/** Null where it names no package. */
function toRow(key: string, entry: Readonly<Record<string, unknown>>, { reading, needs }: RowContext): LockRow | null {
  const parsed = parsePnpmKey(key, reading.style)
  const resolution = isObject(entry['resolution']) ? entry['resolution'] : {}
  const name = textOf(entry['name']) ?? parsed?.name ?? null
  if (name === null || !isPackageName(name)) return null
  const version = textOf(entry['version']) ?? (parsed && semver.valid(parsed.reference) ? parsed.reference : null)
  return {
    id: idOf(key, reading),
    name,
    version,
    integrity: textOf(resolution['integrity']),
    resolved: originOf(resolution, parsed?.reference ?? key),
    isLocal: textOf(resolution['type']) === 'directory',
    installScript: entry['requiresBuild'] === 'true' ? true : null,
    bundled: false,
    needs,
    route: [...reading.prefix, 'packages', key],
  }
}

/** Where the bytes come from, if from no registry by its own rules. */
function originOf(resolution: Readonly<Record<string, unknown>>, reference: string): string | null {
  const [tarball, repo, commit] = ['tarball', 'repo', 'commit'].map((field) => textOf(resolution[field]))
  if (repo) return `git+${repo}${commit ? `#${commit}` : ''}`
  if (tarball) return tarball
  return semver.valid(reference) ? null : reference
}
