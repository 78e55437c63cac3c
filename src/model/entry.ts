// An allow entry as text: what a finding offers to paste and what `allow --write` inserts.

export interface EntryFacts {
  /** npm name, or a purl without version. */
  readonly package: string
  readonly version: string | null
  /** SRI with sha512; null where it is not known. */
  readonly integrity: string | null
  readonly digest?: string | null
  /** From verified provenance only, e.g. `github.com/owner/name` and the workflow's path in it. */
  readonly source?: string | null
  readonly workflow?: string | null
}

/** YAML of one list item, indented by two, with a final newline. Every value from outside is quoted, so that it stays a value. */
export function renderAllowEntry(entry: EntryFacts): string {
  return renderItem([
    ['package', entry.package],
    ['versions', entry.version],
    ['source', entry.source ?? null],
    ['workflow', entry.workflow ?? null],
    ['digest', entry.digest ?? null],
    ['integrity', entry.version === null || entry.integrity === null ? null : { [entry.version]: entry.integrity }],
  ])
}

/** As renderAllowEntry, for a remote server. */
export function renderRemoteEntry(url: string): string {
  return renderItem([['remote', url]])
}

/** As renderAllowEntry, for a local command line. */
export function renderCommandEntry(argv: readonly string[]): string {
  return renderItem([['command', argv]])
}

type Value = string | readonly string[] | Readonly<Record<string, string>> | null

function renderItem(fields: readonly (readonly [string, Value])[]): string {
  const lines = fields.flatMap(([key, value]) => (value === null ? [] : [`${key}: ${toYaml(value)}`]))
  return lines.map((line, index) => `${index === 0 ? '  - ' : '    '}${line}\n`).join('')
}

// JSON's strings and lists are YAML's flow forms; only a mapping is spaced as people write it.
function toYaml(value: Exclude<Value, null>): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (isList(value)) return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`
  const pairs = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${JSON.stringify(item)}`)
  return `{ ${pairs.join(', ')} }`
}

function isList(value: Exclude<Value, null>): value is readonly string[] {
  return Array.isArray(value)
}
