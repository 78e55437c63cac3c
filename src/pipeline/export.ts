// From the policy's allow entries and the repository's client configs to servers as clients start them.
import type { Component } from '../model/component.ts'
import type { AllowEntry, AllowedPackage, Policy } from '../model/policy.ts'
import { endOfDay } from '../policy/dates.ts'
import { allowMatcher } from '../policy/match.ts'
import { exactVersion } from '../policy/ranges.ts'
import type { AllowedServer, Start } from '../report/export/allowlist.ts'

export interface ExportRequest {
  readonly policy: Policy
  /** Of the repository: what its client configs launch. */
  readonly components: readonly Component[]
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface Allowlist {
  /** Sorted by name; those that client configs of the repository start come with their exact command line. */
  readonly servers: readonly AllowedServer[]
  /** Plain sentences: what no client can be told. */
  readonly notes: readonly string[]
}

/** Only what is allowed in one exact form: a version range, an image tag or an expired entry is noted and left out. */
export function toAllowlist({ policy, components, now }: ExportRequest): Allowlist {
  const holding = policy.allow.filter(({ expires }) => expires === null || (endOfDay(expires) ?? 0) > now)
  const launches = launchesOf(components, { ...policy, allow: holding })
  const used = new Set(launches.flatMap(({ keys }) => keys))
  const rest = holding.flatMap((entry) => startsOf(entry).filter(({ key }) => !used.has(key)))
  const servers = [
    ...launches.map(({ server }) => server),
    ...rest.flatMap(({ start, entry }) => (start === null ? [] : [{ name: guessOf(entry), isGuess: true, start }])),
  ]
  return { servers: servers.toSorted(byNameAndStart), notes: notesOf(policy, { holding, rest }) }
}

interface Launched {
  readonly server: AllowedServer
  /** Entries and versions that it uses. */
  readonly keys: readonly string[]
}

interface Begun {
  readonly entry: AllowEntry
  readonly key: string
  /** Null: no client can be told. */
  readonly start: Start | null
}

/** Servers of client configs of which everything that their line names is allowed. */
function launchesOf(components: readonly Component[], policy: Policy): readonly Launched[] {
  const match = allowMatcher(policy)
  const servers = Map.groupBy(
    components.filter(({ launch, server }) => launch !== null && server !== null),
    ({ source, id }) => `${source}\0${id.replace(/#\d+$/, '')}`,
  )
  return [...servers.values()].flatMap((parts) => {
    const fitting = parts.map((component) => match(component).fitting)
    const start = startOf(parts, fitting.flat())
    if (start === null || fitting.some((entries) => entries.length === 0)) return []
    const keys = parts.flatMap((part, at) => (fitting[at] ?? []).map((entry) => keyOf(entry, part.version)))
    return [{ server: { name: parts[0]?.server ?? '', isGuess: false, start }, keys }]
  })
}

/** Null where a secret was masked: the line as it stands there is not known. */
function startOf(parts: readonly Component[], entries: readonly AllowEntry[]): Start | null {
  const [command, ...args] = parts[0]?.launch?.argv ?? []
  if (command !== undefined) {
    const argv = [command, ...args] as const
    return argv.some((argument) => argument.includes('***')) ? null : { kind: 'command', argv: [command, ...args] }
  }
  const remote = entries.find((entry) => entry.kind === 'remote')
  return remote === undefined ? null : { kind: 'remote', url: remote.url }
}

function startsOf(entry: AllowEntry): readonly Begun[] {
  if (entry.kind === 'remote') return [{ entry, key: keyOf(entry, null), start: { kind: 'remote', url: entry.url } }]
  if (entry.kind === 'command') {
    const [command = '', ...args] = entry.argv
    return [{ entry, key: keyOf(entry, null), start: { kind: 'command', argv: [command, ...args] } }]
  }
  const versions = entry.ecosystem === 'oci' || entry.versions.length === 0 ? [null] : entry.versions
  return versions.map((version) => ({ entry, key: keyOf(entry, version), start: commandFor(entry, version) }))
}

/** As its usual launcher starts exactly this version; null where there is no such form. */
function commandFor({ ecosystem, name, digest }: AllowedPackage, version: string | null): Start | null {
  if (ecosystem === 'oci')
    return digest === null ? null : { kind: 'command', argv: ['docker', 'run', '-i', '--rm', `${name}@${digest}`] }
  const exact = ecosystem === 'npm' ? exactVersion(version ?? '') : version
  if (exact === null) return null
  if (ecosystem === 'npm') return { kind: 'command', argv: ['npx', '-y', `${name}@${exact}`] }
  if (ecosystem === 'pypi') return { kind: 'command', argv: ['uvx', `${name}@${exact}`] }
  return ecosystem === 'golang' ? { kind: 'command', argv: ['go', 'run', `${name}@${exact}`] } : null
}

function keyOf(entry: AllowEntry, version: string | null): string {
  if (entry.kind === 'remote') return `remote\0${entry.url}`
  if (entry.kind === 'command') return `command\0${JSON.stringify(entry.argv)}`
  const which = entry.ecosystem === 'oci' ? entry.digest : (exactVersion(version ?? '') ?? version)
  return `${entry.ecosystem}\0${entry.name}\0${which}`
}

function guessOf(entry: AllowEntry): string {
  if (entry.kind === 'remote') return URL.canParse(entry.url) ? new URL(entry.url).hostname : entry.url
  const text = entry.kind === 'package' ? entry.name : (entry.argv.findLast((word) => !word.startsWith('-')) ?? '')
  return (text.split(/[/\\]/).at(-1) ?? '').replace(/\.[cm]?[jt]s$|\.py$/, '') || 'server'
}

interface Seen {
  readonly holding: readonly AllowEntry[]
  readonly rest: readonly Begun[]
}

function notesOf(policy: Policy, { holding, rest }: Seen): readonly string[] {
  const expired = policy.allow.filter((entry) => !holding.includes(entry))
  const without = rest.filter(({ start }) => start === null)
  const bound = holding.filter((entry) => entry.kind === 'package' && isBound(entry)).length
  return [
    ...expired.map((entry) => `${titleOf(entry)} has expired and is left out`),
    ...without.map(
      ({ entry }) =>
        `${titleOf(entry)} is not one exact version or digest, which is all that clients match: it is left out`,
    ),
    ...(bound === 0
      ? []
      : [
          `integrity, source, publisher and install scripts (${bound} of the entries) are checked by mcp-gate and by no client`,
        ]),
  ]
}

function isBound({ integrity, expected, publisher, installScripts }: AllowedPackage): boolean {
  return Object.keys(integrity).length > 0 || expected !== null || publisher !== null || installScripts !== null
}

function titleOf(entry: AllowEntry): string {
  if (entry.kind === 'remote') return entry.url
  if (entry.kind === 'command') return entry.argv.join(' ')
  return [entry.name, entry.versions.join(', ')].filter(Boolean).join(' ')
}

function byNameAndStart(a: AllowedServer, b: AllowedServer): number {
  return compare(a.name, b.name) || compare(JSON.stringify(a.start), JSON.stringify(b.start))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
