// Joins an audit with what its evidence files name beside it: the hashes of what was read, registry settings, the lists that were used.
import { SourceError } from '../errors.ts'
import { sha256 } from '../model/digest.ts'
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import type { Snapshot, TreeEntry } from '../model/snapshot.ts'
import { allowMatcher } from '../policy/match.ts'
import type { Dossier, InputFile, RegistrySetting } from '../report/evidence/dossier.ts'
import { RULES } from '../rules/index.ts'
import { classify, maxBytesOf, readSources } from '../sources/index.ts'
import { allowedNames } from './hints.ts'

interface Audited {
  readonly report: Report
  readonly policy: Policy
  /** What was audited. */
  readonly head: Snapshot
  /** Where the policy was read. */
  readonly policySide: Snapshot
}

/** Errors: SourceError of the snapshots. */
export async function toDossier({ report, policy, head, policySide }: Audited): Promise<Dossier> {
  const paths = new Set(report.sources.map(({ path }) => path))
  const { loadImpersonation, protectedList } = await import('../mcp/impersonation.ts')
  const listed = allowedNames(policy)
  const names = protectedList(listed)
  return {
    report,
    catalogue: RULES,
    policy,
    inputs: [
      ...(await hashFiles(head, (path) => paths.has(path))),
      ...(await hashFiles(policySide, (path) => path === policy.origin.path && !paths.has(path))),
    ],
    settings: await registrySettings(head),
    protectedNames: { count: names.length, sha256: sha256(names.join('\n')) },
    imitates: loadImpersonation(listed),
    allowOf: allowMatcher(policy),
  }
}

async function hashFiles(snapshot: Snapshot, isWanted: (path: string) => boolean): Promise<readonly InputFile[]> {
  const entries = (await snapshot.list()).filter(({ path, kind }) => kind === 'file' && isWanted(path))
  return Promise.all(
    entries.map(async (entry) => ({ path: entry.path, blob: entry.oid, sha256: await hashOf(snapshot, entry) })),
  )
}

async function hashOf(snapshot: Snapshot, entry: TreeEntry): Promise<string | null> {
  const bytes = await readBounded(snapshot, entry)
  return bytes === null ? null : sha256(bytes)
}

/** Null where the file is over the bound that keeps it from being read at all. */
async function readBounded(snapshot: Snapshot, entry: TreeEntry): Promise<Uint8Array | null> {
  try {
    return await snapshot.read(entry, maxBytesOf(entry.path))
  } catch (error) {
    if (error instanceof SourceError && error.code === 'over-limit') return null
    throw error
  }
}

async function registrySettings(head: Snapshot): Promise<readonly RegistrySetting[]> {
  const entries = (await head.list()).filter(({ path, kind }) => kind === 'file' && classify(path) === 'manager-config')
  const read = await Promise.all(entries.map(async (entry) => [entry.path, await readBounded(head, entry)] as const))
  const files = new Map(
    read.flatMap(([path, bytes]) =>
      bytes === null ? [] : [[path, { path, status: 'bytes' as const, bytes }] as const],
    ),
  )
  const sources = await readSources({ paths: [...files.keys()], files })
  return sources.flatMap((source) =>
    source.status !== 'read'
      ? []
      : source.facts
          .filter(({ kind }) => kind === 'registry')
          .map(({ args, route }) => ({
            path: source.path,
            line: source.lineOf(route),
            key: args['key'] ?? '',
            url: args['url'] ?? '',
          })),
  )
}
