// What changed inside a package, in words: a title, lines and a table of files, ready for Markdown and HTML alike.
import type { Capability } from '../model/evidence.ts'
import type { ContentDiff, DependencyDiff, FileDiff, PackageDiff, Publishing } from '../model/package-diff.ts'
import { glance } from './package-glance.ts'
import { sourcePieces } from './package-source.ts'
import { andMore, joinPieces, type Piece } from './pieces.ts'
import type { StandingRow } from './standing.ts'
import { counted } from './wording.ts'

export interface FileTable {
  /** Whether there is a version before to compare with. */
  readonly compared: boolean
  readonly rows: readonly { readonly path: string; readonly before: string; readonly after: string }[]
}

export interface DiffText {
  readonly title: readonly Piece[]
  readonly lines: readonly (readonly Piece[])[]
  /** Null where no file differs, or nothing is known of them. */
  readonly files: FileTable | null
}

const FILES = 8
const CAPABILITIES = 6
const DEPENDENCIES = 12
const SCRIPTS = 3

/** Bounded in every part; what is left out is counted. */
export function packageDiffText(diff: PackageDiff): DiffText {
  const { name, before, after, contents, dependencies, publishing } = diff
  const versions = before === null ? [{ code: after }] : [{ code: before }, ' → ', { code: after }]
  const inside = contents.status === 'observed' ? contents.value : null
  return {
    title: [before === null ? 'What ' : 'What changed in ', { code: name }, ' ', ...versions, glance(diff)],
    lines: [
      sourcePieces(diff),
      inside === null ? unseen(contents, before, 'files and code') : sizeLine(inside),
      ...(inside === null ? [] : [...scriptLines(inside, before), ...capabilityLines(inside, before)]),
      dependencies.status === 'observed'
        ? dependencyLine(dependencies.value, before)
        : inside !== null
          ? unseen(dependencies, before, 'dependencies')
          : [],
      publisherLine(publishing.before, publishing.after),
    ].filter((line) => line.length > 0),
    files: inside === null || inside.files.length === 0 ? null : fileTable(inside.files, before !== null),
  }
}

function unseen(side: PackageDiff['contents'], before: string | null, what: string): readonly Piece[] {
  if (side.status === 'observed') return []
  const could = before === null ? 'could not be read' : 'could not be compared'
  return [`Its ${what} ${could}: `, { code: side.detail }, ` (${side.reason}).`]
}

function sizeLine({ files, sizeBefore, sizeAfter }: ContentDiff): readonly Piece[] {
  if (sizeBefore === null) return [`Files: ${files.length}, together ${sizeText(sizeAfter)}`]
  const count = (kind: FileDiff['kind']) => files.filter((file) => file.kind === kind).length
  const parts = (['added', 'removed', 'changed'] as const).flatMap((kind) =>
    count(kind) > 0 ? [`${count(kind)} ${kind}`] : [],
  )
  return [`Files: ${parts.join(', ') || 'none differs'}; all together ${sizeStep(sizeBefore, sizeAfter)}`]
}

function scriptLines({ scripts }: ContentDiff, before: string | null): readonly (readonly Piece[])[] {
  const shown = scripts
    .slice(0, SCRIPTS)
    .map(({ kind, event, command, file }): readonly Piece[] => [
      before === null ? 'Install script: ' : kind === 'added' ? 'New install script: ' : 'Changed install script: ',
      { code: command },
      ' (',
      { code: event },
      ...(file === null ? [] : [', starts ', { code: file }]),
      ')',
    ])
  const more = scripts.length - shown.length
  return more > 0 ? [...shown, [`and ${counted(more, 'more install script')}`]] : shown
}

const KIND_WORDS: Readonly<Record<Capability['kind'], string>> = {
  obfuscated: 'is made hard to read: ',
  'client-config': 'touches settings of MCP clients: ',
  address: 'names ',
  'dynamic-code': 'makes code while it runs, by ',
  process: 'starts programs by ',
  network: 'reaches the network by ',
  environment: 'reads from the environment ',
}

function capabilityLines({ capabilities }: ContentDiff, before: string | null): readonly (readonly Piece[])[] {
  const lead = before === null ? 'It ' : 'Now it '
  return [...Map.groupBy(capabilities, ({ kind }) => kind)].map(([kind, found]) => {
    const shown = found
      .slice(0, CAPABILITIES)
      .map(({ detail, file, line }): readonly Piece[] => [{ code: detail }, ' in ', { code: `${file}:${line}` }])
    return [lead, KIND_WORDS[kind], ...joinPieces(shown), ...andMore(found.length, CAPABILITIES)]
  })
}

function dependencyLine(dependencies: readonly DependencyDiff[], before: string | null): readonly Piece[] {
  if (dependencies.length === 0) return []
  // New names first: what an update pulls in is where payloads hide.
  const sorted = dependencies.toSorted((a, b) => rankOf(a) - rankOf(b))
  const shown = sorted.slice(0, DEPENDENCIES).map((one) => dependencyPieces(one, before))
  return ['Dependencies: ', ...joinPieces(shown), ...andMore(dependencies.length, DEPENDENCIES)]
}

function rankOf({ before, after }: DependencyDiff): number {
  return before === null ? 0 : after === null ? 1 : 2
}

function dependencyPieces({ name, before, after }: DependencyDiff, version: string | null): readonly Piece[] {
  if (after === null) return ['no longer ', { code: name }]
  if (before === null) return [version === null ? '' : 'new ', { code: `${name} ${after}` }]
  return [{ code: name }, ' ', { code: before }, ' → ', { code: after }]
}

/** None of it is signed, so it is told as the registry's word. */
function publisherLine(before: Publishing | null, after: Publishing | null): readonly Piece[] {
  if (after === null) return []
  const isSame = before !== null && JSON.stringify(before) === JSON.stringify(after)
  const former = before === null || isSame ? [] : [...publisherPieces(before), ' → ']
  return [
    `The registry says, unsigned: published by `,
    ...former,
    ...publisherPieces(after),
    isSame ? ', as before' : '',
  ]
}

function publisherPieces({ publisher, trustedPublisher, staged }: Publishing): readonly Piece[] {
  return [
    publisher === null ? 'nobody it names' : { code: publisher },
    ...(trustedPublisher === null ? [] : [' as trusted publisher ', { code: trustedPublisher }]),
    staged ? ', staged and then approved' : '',
  ]
}

function fileTable(files: readonly FileDiff[], compared: boolean): FileTable {
  const size = (bytes: number | null) => (bytes === null ? '–' : sizeText(bytes))
  const rows = files
    .slice(0, FILES)
    .map(({ path, before, after }) => ({ path, before: size(before), after: `${size(after)}${growth(before, after)}` }))
  return { compared, rows }
}

/** Told where two sizes look the same and are not. */
function growth(before: number | null, after: number | null): string {
  if (before === null || after === null || before === after || sizeText(before) !== sizeText(after)) return ''
  return ` (${after > before ? '+' : '–'}${Math.abs(after - before)} B)`
}

/** As the table of servers has them, the worst first. */
export function inRowOrder(diffs: readonly PackageDiff[], rows: readonly StandingRow[]): readonly PackageDiff[] {
  const rank = new Map(rows.map(({ row }, index) => [row.name, index]))
  const last = rows.length
  return diffs.toSorted((a, b) => (rank.get(a.name) ?? last) - (rank.get(b.name) ?? last))
}

/** How many files a table leaves out. */
export function filesLeft({ contents }: PackageDiff): number {
  return contents.status === 'observed' ? Math.max(0, contents.value.files.length - FILES) : 0
}

function sizeStep(before: number, after: number): string {
  return before === after ? sizeText(after) : `${sizeText(before)} → ${sizeText(after)}`
}

/** `812 B`, `12.3 kB`, `1.2 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const [size, unit] = bytes < 999_950 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${size.toFixed(1).replace(/\.0$/, '')} ${unit}`
}
