// What can go wrong with every request the gate makes, and what the user sees then. The tests run it, docs/faults.md shows it.
import type { Fault } from '../support/faults.ts'

export interface EvidenceRequest {
  readonly request: string
  readonly path: RegExp
  /** Observations that cannot be had without it: `evidence-unavailable/<each>`. */
  readonly silences: readonly string[]
  /** Asked only of a registry for which the trust root does not vouch. */
  readonly isUnvouched?: true
}

export const EVIDENCE: readonly EvidenceRequest[] = [
  {
    request: 'packument',
    path: /^\/weather-mcp$/,
    silences: ['packument', 'attestation', 'registry-signature', 'tarball'],
  },
  { request: 'attestations', path: /\/attestations\//, silences: ['attestation'] },
  { request: 'tarball', path: /-1\.0\.1\.tgz$/, silences: ['tarball'] },
  { request: 'tarball of the replaced version', path: /-1\.0\.0\.tgz$/, silences: ['tarball'] },
  { request: 'trust root (TUF)', path: /^\/tuf\//, silences: ['attestation', 'registry-signature'] },
  {
    request: 'keys of the registry',
    path: /\/-\/npm\/v1\/keys$/,
    silences: ['attestation', 'registry-signature'],
    isUnvouched: true,
  },
  { request: 'advisories', path: /\/advisories\/bulk$/, silences: ['advisories'] },
  { request: 'malware reports (OSV)', path: /\/querybatch$/, silences: ['malware'] },
]

/** One report of malware that a list has named: whatever becomes of the request, it stands. */
export const REPORT = { request: 'one malware report (OSV)', path: /\/vulns\//, reported: 'known-bad/malware' } as const

/** `silent`: it ends by a bound on time alone. */
export interface EvidenceFault {
  readonly fault: string
  readonly how: Fault
  readonly silent?: true
  /** Its publisher chose the size, so it is a finding of its own kind where the answer is about the new version. */
  readonly tooLong?: true
}

export const EVIDENCE_FAULTS: readonly EvidenceFault[] = [
  { fault: 'no answer', how: { kind: 'silence' }, silent: true },
  { fault: 'an answer that drips', how: { kind: 'drip', everyMs: 40 }, silent: true },
  { fault: 'connection reset', how: { kind: 'drop' } },
  { fault: '429', how: { kind: 'status', status: 429 } },
  {
    fault: '429, retry after an hour',
    how: { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
  },
  { fault: '403', how: { kind: 'status', status: 403 } },
  {
    fault: '403, retry after an hour',
    how: { kind: 'status', status: 403, headers: { 'retry-after': '3600' } },
  },
  { fault: '500', how: { kind: 'status', status: 500 } },
  {
    fault: 'a connection that ends in the middle',
    how: { kind: 'truncate', body: '{"name":"weather-mcp","versions":{' },
  },
  { fault: 'an answer cut off', how: { kind: 'body', body: '{"name":"weather-mcp","versions":{' } },
  {
    fault: 'fewer bytes than are announced',
    how: { kind: 'length', body: '{"name":"weather-mcp"}', by: 9 },
    silent: true,
  },
  { fault: 'more bytes than are announced', how: { kind: 'length', body: '{"name":"weather-mcp"}', by: -9 } },
  {
    fault: 'a page in place of data',
    how: { kind: 'body', body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } },
  },
  { fault: 'JSON of another form', how: { kind: 'body', body: '[[]]' } },
  { fault: 'an answer without end', how: { kind: 'endless' }, tooLong: true },
  { fault: 'a gzip bomb', how: { kind: 'bomb' }, tooLong: true },
  { fault: 'a redirect to another host', how: { kind: 'redirect', to: 'http://localhost:9/elsewhere' } },
]

/** Ids that a fault adds to what is reported without it. */
export function reportedFor({ request, silences }: EvidenceRequest, { tooLong }: EvidenceFault): readonly string[] {
  const isMeasured = tooLong === true && !request.startsWith('trust root') && !request.includes('replaced')
  return (isMeasured ? ['over-limit'] : silences).map((id) => `evidence-unavailable/${id}`).toSorted()
}

interface GithubFault {
  readonly fault: string
  readonly how: Fault
  /** Exit code and words of the log. */
  readonly exit: 2 | 3
  readonly says: string
}

export const GITHUB_READS: readonly { readonly request: string; readonly path: RegExp }[] = [
  { request: 'tip of the base branch', path: /\/commits\/heads/ },
  { request: 'merge base', path: /\/compare\// },
  { request: 'list of files', path: /\/git\/trees\// },
  { request: 'one file', path: /\/git\/blobs\// },
]

export const GITHUB_FAULTS: readonly GithubFault[] = [
  { fault: 'connection reset', how: { kind: 'drop' }, exit: 3, says: 'GitHub could not be reached' },
  { fault: '502', how: { kind: 'status', status: 502 }, exit: 3, says: 'GitHub answered 502' },
  {
    fault: '429, retry after an hour',
    how: { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
    exit: 3,
    says: 'rate limit is used up for another 60 minutes',
  },
  { fault: '403', how: { kind: 'status', status: 403 }, exit: 2, says: 'GitHub refused GET' },
]

/** Answers with status 200 that are not what was asked for. */
export const GITHUB_WRONG: readonly GithubFault[] = [
  { fault: 'an answer cut off', how: { kind: 'truncate', body: '{"tree":[' }, exit: 3, says: '' },
  { fault: 'a page in place of data', how: { kind: 'body', body: '<html>Sign in</html>' }, exit: 3, says: '' },
]

/** The verdict stands whatever becomes of them; the log says what was not posted. */
export const GITHUB_WRITES: readonly { readonly request: string; readonly path: RegExp; readonly says: string }[] = [
  { request: 'summary comment', path: /\/issues\/\d+\/comments/, says: 'The summary comment was not posted' },
  { request: 'review', path: /\/pulls\/\d+\/reviews/, says: 'The review was not posted' },
  { request: 'files of the pull request', path: /\/pulls\/\d+\/files/, says: '' },
]
