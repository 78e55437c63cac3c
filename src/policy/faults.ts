// Turns what is wrong with a policy file into one error that names each place, and what to write instead.
import type * as z from 'zod/mini'
import { InputError } from '../errors.ts'
import type { Route } from '../model/location.ts'
import { knownKeys } from './keys.ts'
import { nearest } from './nearest.ts'
import type { Position, YamlDocument } from './yaml.ts'

/** One thing that is wrong. `key`: the fault is the key itself and not its value. */
export interface Fault {
  readonly route: Route
  readonly key?: true
  readonly message: string
}

type Issue = z.core.$ZodIssue

const SHOWN = 10

// What a value must look like, by the key it stands under (or the list it stands in).
const FORMS: Readonly<Record<string, string>> = {
  extends: 'a reference such as acme/security-policy//mcp-gate.yml@ and all 40 digits of a commit',
  integrity: 'an SRI with sha512, such as "sha512-…" with 88 characters of base64',
  digest: '"sha256:" and 64 hexadecimal digits',
  expires: 'a day written YYYY-MM-DD',
  on: 'a day written YYYY-MM-DD',
  source: 'a repository such as github.com/owner/name, without https://',
  approvers: 'a login, or a team written @org/team',
  scopes: 'a scope such as "@acme"',
  'internal-scopes': 'a scope such as "@acme"',
  'install-scripts': 'forbid, or a list of SHA-256 digests in hexadecimal',
}

/** Throws one InputError `policy-invalid` that lists up to ten faults, in the order of the file. */
export function refuse(path: string, document: YamlDocument, faults: readonly Fault[]): never {
  const placed = faults
    .map((fault) => ({ at: placeOf(document, fault), message: fault.message }))
    .toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
  throw invalid(path, placed)
}

/** The error for faults whose positions are known. */
export function invalid(
  path: string,
  faults: readonly { readonly at: Position; readonly message: string }[],
): InputError {
  const lines = faults.slice(0, SHOWN).map(({ at, message }) => `${path}:${at.line}:${at.column}: ${message}`)
  if (faults.length > SHOWN) lines.push(`and ${faults.length - SHOWN} more`)
  const hint = 'Mend the policy file on the base branch; a policy that cannot be read never passes anything.'
  return new InputError('policy-invalid', lines.join('\n'), { hint, path, line: faults[0]?.at.line ?? 1 })
}

/** The schema's complaints, in words. */
export function faultsOf(issues: readonly Issue[], document: YamlDocument, schema: z.core.$ZodType): readonly Fault[] {
  return issues.flatMap((issue) => toFaults(issue, [], { document, schema }))
}

interface Context {
  readonly document: YamlDocument
  readonly schema: z.core.$ZodType
}

function toFaults(issue: Issue, prefix: Route, context: Context): readonly Fault[] {
  const route = [...prefix, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))]
  switch (issue.code) {
    case 'invalid_union':
      return nearestBranch(issue.errors).flatMap((inner) => toFaults(inner, route, context))
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, route, context))
    default:
      return [{ route, message: describe(issue, route, context) }]
  }
}

// Of several forms a value may have, the one its author most likely meant: of the right type, fewest unknown keys.
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const strangeness = (issues: readonly Issue[]) => issues.reduce((sum, issue) => sum + weight(issue), 0)
  const sorted = branches.toSorted((a, b) => strangeness(a) - strangeness(b))
  return withoutMissing(sorted[0] ?? [])
}

function weight(issue: Issue): number {
  if (issue.code === 'unrecognized_keys') return issue.keys.length
  return issue.path.length === 0 ? 2 : 1
}

// A misspelt key is one fault, not also a missing one.
function withoutMissing(issues: readonly Issue[]): readonly Issue[] {
  const unknown = issues.filter((issue) => issue.code === 'unrecognized_keys')
  return unknown.length > 0 ? unknown : issues
}

function unknownKey(key: string, route: Route, { schema }: Context): Fault {
  const meant = nearest(key, knownKeys(schema, route))
  const where = route.length === 0 ? '' : ` in ${showRoute(route)}`
  const at = { route: [...route, key], key: true as const }
  // Of several forms that an entry may have, another one has it.
  if (meant === key) return { ...at, message: `the key ${shown(key)}${where} does not go with the others there` }
  const suggestion = meant === null ? '' : `; did you mean ${meant}?`
  return { ...at, message: `unknown key ${shown(key)}${where}${suggestion}` }
}

function describe(issue: Issue, route: Route, { document }: Context): string {
  const name = showRoute(route)
  const form = formOf(route)
  if (name === 'version') return wrongVersion(valueAt(document.value, route))
  if (issue.code === 'invalid_type') return wrongType(issue, route, document)
  if (issue.code === 'invalid_value')
    return `${name} must be ${issue.values
      .map(String)
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1')}`
  if (issue.code === 'too_small' && 'minimum' in issue && issue.origin !== 'string') {
    return issue.origin === 'array' ? `${name} must not be empty` : `${name} must be at least ${issue.minimum}`
  }
  if (form !== null) return `${name} must be ${form}`
  return `${name} must be a text of 1 to 500 characters without control characters`
}

function wrongVersion(value: unknown): string {
  if (value === undefined) return 'version is missing; begin with "version: 1"'
  return value === '1' ? 'version must be 1, without quotes' : 'version must be 1, the only one that mcp-gate knows yet'
}

function wrongType(issue: Extract<Issue, { code: 'invalid_type' }>, route: Route, document: YamlDocument): string {
  const name = showRoute(route)
  const value = valueAt(document.value, route)
  if (value === undefined) return `${name} is missing`
  const written = document.textAt(route)
  if (issue.expected === 'string' && written !== null && value !== null) {
    return `${name} must be text, and YAML reads ${shown(written)} as the ${typeof value} ${String(value)}; put it in quotes: "${written}"`
  }
  return `${name} must be ${article(issue.expected)}, and is ${value === null ? 'empty' : article(kindOf(value))}`
}

function valueAt(value: unknown, route: Route): unknown {
  let at = value
  for (const step of route) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Readonly<Record<string | number, unknown>>)[step]
  }
  return at
}

function formOf(route: Route): string | null {
  const names = route.filter((step) => typeof step === 'string')
  const last = names.at(-1)
  // Below `integrity` stand versions, so the form is the parent's.
  const key = names.at(-2) === 'integrity' ? 'integrity' : last
  return key !== undefined && Object.hasOwn(FORMS, key) ? (FORMS[key] ?? null) : null
}

const NOUNS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  record: 'a mapping',
  int: 'a whole number',
}

function article(kind: string): string {
  return NOUNS[kind] ?? `a ${kind}`
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value
}

/** A value from the file, short and on one line. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}

/** A route as people write it, e.g. allow[2].versions. */
function showRoute(route: Route): string {
  const joined = route.map((step) => (typeof step === 'number' ? `[${step + 1}]` : `.${step}`)).join('')
  return joined === '' ? 'the policy' : joined.replace(/^\./, '').slice(0, 120)
}

function placeOf(document: YamlDocument, fault: Fault): Position {
  return fault.key === true ? document.positionOfKey(fault.route) : document.positionOf(fault.route)
}
