// The Action's inputs and environment as typed options. Nothing but this folder reads either.
import { getInput, setSecret } from '@actions/core'
import { InputError } from '../errors.ts'
import { SEVERITIES, type Severity } from '../model/severity.ts'

export interface Inputs {
  readonly token: string
  readonly mode: 'gate' | 'audit' | null
  readonly policy: string | null
  /** Central policy that every policy must stand on, as `owner/repo//path@commit`. */
  readonly extends: string | null
  /** Token for the repository of a central policy; null: the same as `token`. */
  readonly policyToken: string | null
  readonly failOn: Severity | null
  readonly base: string | null
  readonly head: string | null
  readonly review: 'comment' | 'request-changes' | 'off'
  readonly summaryComment: 'on-findings' | 'always' | 'off'
  readonly registry: string | null
  /** Token by registry host. */
  readonly registryAuth: ReadonlyMap<string, string>
  readonly tufMirror: string | null
  readonly tufRoot: string | null
  /** OSV service in place of the public one. */
  readonly osv: string | null
  readonly sarifFile: string | null
  readonly reportFile: string | null
  readonly sbomFile: string | null
  /** Label of the tracking issue; null: none is kept. */
  readonly auditIssue: string | null
  readonly source: 'api' | 'git'
}

/** Errors: InputError `input-invalid`, naming the input and what it takes. */
export function readInputs(): Inputs {
  const auditIssue = text('audit-issue') ?? 'mcp-gate'
  const mode = oneOf('mode', ['auto', 'gate', 'audit'])
  return {
    token: getInput('github-token'),
    mode: mode === 'auto' ? null : mode,
    policy: text('policy'),
    extends: text('extends'),
    policyToken: secret(text('policy-token')),
    failOn: oneOf('fail-on', SEVERITIES),
    base: text('base'),
    head: text('head'),
    review: oneOf('review', ['comment', 'request-changes', 'off']) ?? 'comment',
    summaryComment: oneOf('summary-comment', ['on-findings', 'always', 'off']) ?? 'on-findings',
    registry: text('registry'),
    registryAuth: registryAuth(getInput('registry-auth')),
    tufMirror: text('tuf-mirror'),
    tufRoot: text('tuf-root'),
    osv: text('osv'),
    sarifFile: text('sarif-file'),
    reportFile: text('report-file'),
    sbomFile: text('sbom-file'),
    auditIssue: auditIssue === 'off' ? null : auditIssue,
    source: oneOf('source', ['api', 'git']) ?? 'api',
  }
}

function text(name: string): string | null {
  const value = getInput(name)
  return value === '' ? null : value
}

/** Registered with the runner, so that no log shows it. */
function secret(value: string | null): string | null {
  if (value !== null) setSecret(value)
  return value
}

function oneOf<const T extends string>(name: string, allowed: readonly T[]): T | null {
  const value = text(name)
  if (value === null) return null
  const found = allowed.find((candidate) => candidate === value)
  if (found !== undefined) return found
  throw new InputError('input-invalid', `The input \`${name}\` is ${JSON.stringify(value)}`, {
    hint: `It takes ${allowed.join(', ')}.`,
  })
}

/** Lines of `host=token`. Every token is registered as a secret before anything else can be printed. */
function registryAuth(lines: string): ReadonlyMap<string, string> {
  const pairs = lines.split('\n').filter((line) => line.trim() !== '')
  return new Map(
    pairs.map((line) => {
      const at = line.indexOf('=')
      const [host, token] = [line.slice(0, at).trim(), line.slice(at + 1).trim()]
      if (token !== '') setSecret(token)
      if (at > 0 && token !== '' && /^[\w.-]+(?::\d+)?$/.test(host)) return [host, token] as const
      throw new InputError('input-invalid', 'The input `registry-auth` has a line that is not host=token', {
        hint: 'Write one line for each registry: its host, an equals sign, and the secret that holds its token.',
      })
    }),
  )
}
