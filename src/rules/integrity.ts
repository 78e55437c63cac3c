// Reports packages whose bytes are not pinned, changed under an unchanged version, or are not those of the registry.
import type { Archive, Component } from '../model/component.ts'
import type { Fact, RuleFinding } from '../model/finding.ts'
import type { Location } from '../model/location.ts'
import { observedValue } from '../model/observation.ts'
import { defineRule, type Message, type Report, type Subject } from '../model/rule.ts'
import type { SourcePair } from '../model/source.ts'
import { formerArchive, incomparableReleases, lacksChecksum } from './shared/archives.ts'
import { hashesOf, isLocked } from './shared/locked.ts'
import { firstOf, placesBeside, type Rivals, rivalsIn } from './shared/rivals.ts'
import { compare, toPin } from './shared/sri.ts'

const messages = {
  missing: {
    severity: 'low',
    text: '{name} {version} has no integrity: whatever the registry or a mirror sends is installed.',
    remedy: 'Remove the entry, write the lockfile anew with your package manager, and compare the hash it adds.',
  },
  weak: {
    severity: 'low',
    text: '{name} {version} is pinned by {algorithm} only, which does not hold against a forger.',
    remedy: 'Remove the entry and write the lockfile anew: the registry offers sha512.',
  },
  changed: {
    severity: 'critical',
    text: '{name} {version} has another integrity than before at the same version. A published version never changes.',
    remedy: 'Restore the entry from the base branch; if the old hash was wrong, find out why before you merge.',
  },
  mismatch: {
    severity: 'critical',
    text: '{name} {version} is pinned to other bytes than the registry serves under that version.',
    remedy: 'Do not install it. Remove the entry, write the lockfile anew, and find out where the hash came from.',
    needs: ['packument', 'tarball'],
  },
  conflicting: {
    severity: 'critical',
    text: '{name} {version} stands with different hashes: {hashes}. At most one can be right.',
    remedy: 'Remove all of its entries and write the lockfile anew with your package manager.',
  },
  incomparable: {
    severity: 'high',
    text: 'The checksums of {count} in {path} cannot be compared with what stood there before ({names}): yarn may take other archives for them.',
    remedy:
      'Restore cacheKey, checksums and conditions; a new version of yarn belongs into a change of its own, written with yarn install --check-cache.',
  },
} as const satisfies Record<string, Message>

export const integrity = defineRule({
  id: 'integrity',
  summary: 'The lockfile must pin each package to the bytes the registry serves.',
  tiers: ['server', 'closure', 'other'],
  controls: ['CWE-353', 'CWE-494', 'OWASP-MCP04', 'NIST-SSDF/PW.4.4', 'MCP-SUPPLY-02/2'],
  options: {},
  messages,
  check: ({ subjects, sources, facts, head }, report) => {
    const kinds = new Map(sources.map(({ path, kind }) => [path, kind]))
    const locked = subjects.filter(({ component }) => isLocked(component, kinds.get(component.source)))
    const redirected = facts.some(({ kind, fact }) => kind === 'added' && fact.kind === 'registry')
    const rivals = rivalsIn(hashesOf(head, new Set(locked.map(({ component }) => component.name))))
    return [
      ...locked.flatMap((subject) => [
        ...judgePin(subject, redirected, report),
        ...judgeServed(subject, report),
        ...judgeAgreement(subject, rivals, report),
      ]),
      ...subjects.flatMap((subject) => judgeArchive(subject, redirected, report)),
      ...sources.flatMap((pair) => judgeFormats(pair, report)),
    ]
  },
})

function judgePin(subject: Subject, redirected: boolean, report: Report<typeof messages>): readonly RuleFinding[] {
  const { component } = subject
  const args = argsOf(component)
  const former = formerOf(subject)
  if (former !== null) return [report('changed', subject, { args, ...shown(component, former) })]
  if (component.integrity === null) return [report('missing', subject, { args, ...gravityOf(redirected) })]
  const pin = toPin(component.integrity)
  if (pin?.strong) return []
  const algorithm = pin?.algorithm ?? 'an unknown hash'
  return [report('weak', subject, { args: { ...args, algorithm }, location: placeOf(component) })]
}

/** A hash that the same version had before and has no more; a weak one that became strong is what package managers do. */
function formerOf({ component, change }: Subject): string | null {
  const now = component.integrity
  const before = change.before.filter(({ version }) => version === component.version).map(({ integrity }) => integrity)
  const isKept = before.some((former) => former === now || compare(former, now) === 'same')
  const isStrong = toPin(now ?? '')?.strong ?? false
  const gone = before.filter((former) => former !== null && (toPin(former)?.strong || !isStrong))
  return isKept ? null : (gone[0] ?? null)
}

function judgeServed({ component, ...subject }: Subject, report: Report<typeof messages>): readonly RuleFinding[] {
  if (subject.change.tier === 'other' || !toPin(component.integrity ?? '')?.strong) return []
  const served = [observedValue(subject.evidence.release), observedValue(subject.evidence.tarball)]
    .map((facts) => facts?.integrity ?? '')
    .filter((known) => toPin(known)?.strong)
  const other = served.find((known) => compare(known, component.integrity) !== 'same')
  if (other === undefined) return []
  return [report('mismatch', { ...subject, component }, { args: argsOf(component), ...shown(component, other) })]
}

function judgeAgreement(
  subject: Subject,
  rivals: ReadonlyMap<string, Rivals>,
  report: Report<typeof messages>,
): readonly RuleFinding[] {
  const { component } = subject
  const pin = toPin(component.integrity ?? '')
  const places = rivals.get(`${component.name}@${component.version} ${pin?.algorithm}`)
  if (places === undefined) return []
  const related = placesBeside(places, pin?.digests ?? [])
  const shownHashes = firstOf(places, 3).map((digest) => `${pin?.algorithm}-${digest}`)
  const args = { ...argsOf(component), hashes: shownHashes.join(', ') }
  return [report('conflicting', subject, { args, location: placeOf(component), related })]
}

// With the address changed too, a missing hash is how other bytes get in unseen.
function gravityOf(redirected: boolean): { readonly severity?: 'high' } {
  return redirected ? { severity: 'high' } : {}
}

function judgeArchive(subject: Subject, redirected: boolean, report: Report<typeof messages>): readonly RuleFinding[] {
  const { component } = subject
  const former = formerArchive(subject)
  if (former === null)
    return lacksChecksum(component)
      ? [report('missing', subject, { args: argsOf(component), ...gravityOf(redirected) })]
      : []
  const value = `- ${shownArchive(former)}\n+ ${shownArchive(component.archive)}`
  const facts: readonly Fact[] = [{ label: 'checksum', value, code: 'diff' }]
  return [report('changed', subject, { args: argsOf(component), location: archivePlaceOf(component), facts })]
}

// One for each lockfile: a new version of yarn may write every checksum anew.
function judgeFormats(pair: SourcePair, report: Report<typeof messages>): readonly RuleFinding[] {
  const releases = incomparableReleases(pair)
  const [first, ...others] = releases.map(archivePlaceOf)
  if (first === undefined) return []
  const names = [...new Set(releases.map(({ name }) => name))]
  const shownNames = names.length > NAMED ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : names
  const count = `${names.length} package${names.length === 1 ? '' : 's'}`
  const args = { count, path: pair.path, names: shownNames.join(', ') }
  return [report('incomparable', { source: pair.path, location: first }, { args, related: others.slice(0, NAMED - 1) })]
}

const NAMED = 5

function archivePlaceOf({ source, route }: Component): Location {
  return { path: source, route: [...route, 'checksum'] }
}

function shownArchive(archive: Archive | null): string {
  if (archive?.digest == null) return '(none)'
  return archive.format === null ? archive.digest : `${archive.format}/${archive.digest}`
}

function argsOf({ name, version }: Component) {
  return { name, version: version ?? '' }
}

function placeOf({ source, route }: Component): Location {
  return { path: source, route: [...route, 'integrity'] }
}

function shown(component: Component, other: string): { readonly location: Location; readonly facts: readonly Fact[] } {
  const value = `- ${other}\n+ ${component.integrity ?? '(none)'}`
  return { location: placeOf(component), facts: [{ label: 'integrity', value, code: 'diff' }] }
}
