// bun.lock, the text format. The older binary bun.lockb is refused: what it installs cannot be told without bun.
import semver from 'semver'
import type { Scope } from '../model/component.ts'
import type { Source } from '../model/source.ts'
import { type DocumentMap, type DocumentNode, lastValue, lineOfRoute, textOf } from './document.ts'
import { readJsonc } from './jsonc.ts'
import { type LockRoot, type LockRow, type Need, toLockSource } from './lock-rows.ts'
import { isPackageName } from './names.ts'
import { type SourceContext, toUnreadSource } from './source.ts'
import { type Fault, quoted, type TextFile, unreadable, unsupported } from './text.ts'

const KIND = 'bun-lockfile'
const REMEDY = 'Write it with bun install and review the result.'

export function readBunLockfile(file: TextFile, _context: SourceContext): Source {
  if (/\.lockb$/i.test(file.path)) return toUnreadSource(file.path, KIND, BINARY)
  const document = readJsonc(file.text)
  if (document.status !== 'document') return toUnreadSource(file.path, KIND, { ...document, remedy: REMEDY })
  const { root } = document
  const version = textOf(lastValue(root, 'lockfileVersion'))
  if (version !== '0' && version !== '1') {
    const reason = `its lockfileVersion ${quoted(String(version))} is none of 0 and 1`
    return toUnreadSource(file.path, KIND, unreadable(reason, 1, REMEDY))
  }
  const rows = rowsOf(root)
  if (!Array.isArray(rows)) return toUnreadSource(file.path, KIND, rows)
  return toLockSource({
    path: file.path,
    kind: KIND,
    rows,
    roots: rootsOf(root, new Set(rows.map(({ id }) => id))),
    knowsAllRoots: true,
    facts: [],
    lineOf: (route) => lineOfRoute(root, route),
  })
}

const BINARY = unsupported(
  'it is bun’s binary lockfile, which cannot be reviewed',
  1,
  'Write bun.lock with bun install --save-text-lockfile and delete it.',
)

function rowsOf(root: DocumentNode): LockRow[] | Fault {
  const packages = lastValue(root, 'packages')
  if (packages === null) return []
  if (packages.kind !== 'map') return unreadable('its "packages" is no object', packages.line, REMEDY)
  const ids = new Set(packages.entries.map(({ key }) => key))
  if (ids.size < packages.entries.length) return unreadable('a package stands twice', packages.line, REMEDY)
  const rows: LockRow[] = []
  for (const { key, value, line } of packages.entries) {
    const row = toRow(key, value, ids)
    if (row === null) return unreadable(`its entry ${quoted(key)} is none`, line, REMEDY)
    rows.push(row)
  }
  return rows
}

/** Null where the list says not what is installed. */
function toRow(key: string, node: DocumentNode, ids: ReadonlySet<string>): LockRow | null {
  if (node.kind !== 'list') return null
  const parts = node.items
  const identity = textOf(parts[0] ?? null) ?? ''
  const at = identity.indexOf('@', 1)
  const [name, reference] = [identity.slice(0, at), identity.slice(at + 1)]
  if (at < 0 || !isPackageName(name) || !isPackageName(segmentsOf(key).at(-1) ?? '')) return null
  const fromRegistry = semver.valid(reference) !== null
  const details = parts.find((part) => part.kind === 'map')
  if (fromRegistry && (textOf(parts[1] ?? null) === null || details === undefined)) return null
  return {
    id: key,
    name,
    version: fromRegistry ? reference : null,
    integrity: integrityOf(parts),
    resolved: fromRegistry ? textOf(parts[1] ?? null) || null : reference,
    isLocal: /^(?:workspace|root|link):/.test(reference),
    installScript: null,
    bundled: details !== undefined && textOf(lastValue(details, 'bundled')) === 'true',
    needs: needsOf(details, key, ids),
    route: ['packages', key],
  }
}

function integrityOf(parts: readonly DocumentNode[]): string | null {
  const last = textOf(parts.at(-1) ?? null)
  return last !== null && /^(?:sha\d+|md5)-/.test(last) ? last : null
}

function needsOf(details: DocumentMap | undefined, key: string, ids: ReadonlySet<string>): readonly Need[] {
  if (details === undefined) return []
  const optionalPeers = new Set(textsOf(lastValue(details, 'optionalPeers')))
  return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((section) =>
    namesIn(details, section)
      .filter((name) => section !== 'peerDependencies' || !optionalPeers.has(name))
      .map((name) => ({ name, id: resolveFrom(key, name, ids) })),
  )
}

function namesIn(node: DocumentNode, section: string): readonly string[] {
  const names = lastValue(node, section)
  return names?.kind === 'map' ? names.entries.map(({ key }) => key) : []
}

function textsOf(node: DocumentNode | null): readonly string[] {
  return node?.kind === 'list' ? node.items.flatMap((item) => textOf(item) ?? []) : []
}

/** Keys nest as folders do: `a/b` is the b that a gets. */
function resolveFrom(key: string, name: string, ids: ReadonlySet<string>): string | null {
  for (let segments = segmentsOf(key); ; segments = segments.slice(0, -1)) {
    const candidate = [...segments, name].join('/')
    if (ids.has(candidate)) return candidate
    if (segments.length === 0) return null
  }
}

function segmentsOf(key: string): readonly string[] {
  return key.match(/@[^/]+\/[^/]+|[^/]+/g) ?? []
}

const SECTIONS: readonly (readonly [string, Scope])[] = [
  ['dependencies', 'production'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
  ['devDependencies', 'development'],
]

function rootsOf(root: DocumentNode, ids: ReadonlySet<string>): readonly LockRoot[] {
  const workspaces = lastValue(root, 'workspaces')
  if (workspaces?.kind !== 'map') return []
  return workspaces.entries.flatMap(({ value }) => {
    const own = textOf(lastValue(value, 'name')) ?? ''
    return SECTIONS.flatMap(([section, scope]) =>
      namesIn(value, section).map((name) => ({ name, id: resolveFrom(own, name, ids), scope })),
    )
  })
}
