// Where a package was built from, before and after, with links to the source; only what verified provenance proves.
import { type Observation, observedValue } from '../model/observation.ts'
import type { PackageDiff, ProvedSource } from '../model/package-diff.ts'
import type { Piece } from './pieces.ts'

/** Empty where nothing is proved of either version, and nothing was lost. */
export function sourcePieces({ before: version, source: { before, after } }: PackageDiff): readonly Piece[] {
  const [old, now] = [before && observedValue(before), observedValue(after)]
  if (version === null || before === null) return now === null ? lost(after) : ['Source, proved: ', ...place(now)]
  const former = ['that of ', { code: version }, ' ']
  if (now === null) return old === null ? lost(after) : [...lack(after), '; ', ...former, 'was ', ...place(old)]
  if (old === null)
    return ['Source, proved: ', ...place(now), '; ', ...former, before.status === 'absent' ? 'is not' : UNKNOWN]
  if (old.repository !== now.repository)
    return ['Source, proved: ', ...place(now), ', another repository; before, ', ...place(old)]
  if (old.commit === now.commit) return ['Source, proved: ', ...place(now), ', the same commit as before']
  const steps = { code: `${short(old)}...${short(now)}`, url: compareUrl(old, now) }
  return ['Source, proved: ', { code: nameOf(now) }, ' ', steps]
}

const UNKNOWN = 'could not be checked'

function lack(source: Observation<ProvedSource>): readonly Piece[] {
  return source.status === 'unavailable' ? lost(source) : ['Source: not proved']
}

function lost(source: Observation<ProvedSource>): readonly Piece[] {
  if (source.status !== 'unavailable' || source.reason === 'not-gathered') return []
  return [`Source: ${UNKNOWN}, `, { code: source.detail }, ` (${source.reason})`]
}

function place(source: ProvedSource): readonly Piece[] {
  return [{ code: `${nameOf(source)} at ${short(source)}`, url: treeUrl(source) }]
}

function short({ commit }: ProvedSource): string {
  return commit.slice(0, 7)
}

function nameOf({ repository }: ProvedSource): string {
  return repository.replace('https://', '')
}

interface Host {
  readonly repository: RegExp
  readonly issuer: string
  /** Between the repository and what is asked of it. */
  readonly between: string
}

// A service's own issuer vouches for its own repositories only, and only their addresses have a known form.
const HOSTS: readonly Host[] = [
  {
    repository: /^https:\/\/github\.com\/[\w.-]{1,100}\/[\w.-]{1,100}$/,
    issuer: 'https://token.actions.githubusercontent.com',
    between: '',
  },
  {
    repository: /^https:\/\/gitlab\.com(?:\/[\w.-]{1,100}){2,10}$/,
    issuer: 'https://gitlab.com',
    between: '/-',
  },
]
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** Address of the source at a commit; null where it can't be told for certain. */
export function treeUrl(source: ProvedSource): string | null {
  const host = hostOf(source)
  return host && `${source.repository}${host.between}/tree/${source.commit}`
}

/** Address that shows what changed between two commits of one repository; null where there is none. */
export function compareUrl(before: ProvedSource | null, after: ProvedSource | null): string | null {
  if (before === null || after === null || before.repository !== after.repository) return null
  const host = hostOf(before) && hostOf(after)
  return host && `${after.repository}${host.between}/compare/${before.commit}...${after.commit}`
}

function hostOf({ repository, commit, issuer }: ProvedSource): Host | null {
  const host = HOSTS.find((one) => one.issuer === issuer && one.repository.test(repository))
  const hasDots = repository.split('/').some((part) => /^\.+$/.test(part))
  return host === undefined || hasDots || !COMMIT.test(commit) ? null : host
}
