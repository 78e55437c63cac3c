// Reports servers that the policy's allowlist does not clear.
import type { RuleFinding } from '../model/finding.ts'
import { observedValue } from '../model/observation.ts'
import type { AllowEntry } from '../model/policy.ts'
import { defineRule, type Message, type Report, type Subject } from '../model/rule.ts'
import { type Clearance, clearanceOf, pinnedIntegrity } from './shared/clearance.ts'
import { offeredEntry } from './shared/entry.ts'
import { daysLeft } from './shared/expiry.ts'

const messages = {
  'not-allowlisted': {
    severity: 'high',
    text: '{name} {version} is not on the allowlist.',
    remedy: 'Review one exact version, then add its entry to `allow` in {policy} on the base branch.',
  },
  'version-not-allowlisted': {
    severity: 'high',
    text: '{name} {version} is not an allowed version: the list has {allowed}.',
    remedy: 'Review what changed, then add the entry to `allow` in {policy} on the base branch.',
  },
  'integrity-not-allowlisted': {
    severity: 'high',
    text: '{name} {version} is allowed with other bytes: the list or the registry has {expected}.',
    remedy: 'Do not change the entry before you know where the other bytes come from.',
    needs: ['packument'],
  },
  'entry-expired': {
    severity: 'high',
    text: 'The entry that allows {name} {version} expired on {expires}.',
    remedy: 'Review the package again, then move `expires` in {policy}, or remove the package.',
  },
  'entry-expiring': {
    severity: 'low',
    text: 'The entry that allows {name} {version} expires on {expires}.',
    remedy: 'Review the package again before that day and move `expires` in {policy}.',
  },
} as const satisfies Record<string, Message>

const SOON_DAYS = 30
const SHOWN = 5

export const allowlist = defineRule({
  id: 'allowlist',
  summary: 'Every server must be on the allowlist, in an exact version with the right bytes.',
  tiers: ['server'],
  controls: ['CWE-829', 'CWE-494', 'OWASP-MCP04', 'NIST-SSDF/PW.4.1', 'MCP-SUPPLY-02/1'],
  options: {},
  messages,
  check: ({ subjects, policyPath, now }, report) => {
    const here = new Set(subjects.map(({ component: { source, name } }) => JSON.stringify([source, name])))
    const isElsewhere = ({ component: { lockedIn, name } }: Subject) => here.has(JSON.stringify([lockedIn, name]))
    return subjects
      .filter((subject) => isJudged(subject) && !isElsewhere(subject))
      .flatMap((subject) => judge(subject, { policyPath, now, report }))
  },
})

interface Bench {
  readonly policyPath: string
  readonly now: number
  readonly report: Report<typeof messages>
}

// Remote servers, local commands and lines of which nothing could be told are for the rule `client-config`. A package of a
// registry that is not known here is cleared by its exact command line alone. What a manifest asks for is judged in the
// lockfile that decides it; so is what a line launches, where the lockfile changes as well.
function isJudged({ component }: Subject): boolean {
  const { ecosystem, lockedIn, launch, spec, version } = component
  if (ecosystem === 'unknown') return spec !== null || version !== null
  return (lockedIn === null || launch !== null) && ecosystem !== 'remote' && ecosystem !== 'local'
}

function judge(subject: Subject, bench: Bench): readonly RuleFinding[] {
  const { named, fitting } = subject.allow
  const args = argsOf(subject, bench)
  const paste = offeredEntry(subject)
  if (named.length === 0) return [bench.report('not-allowlisted', subject, { args, paste })]
  const judged = fitting.map((entry) => ({ entry, clearance: clearanceOf(entry, subject, bench.now) }))
  const clearing = judged.filter(({ clearance }) => clearance === 'cleared').map(({ entry }) => entry)
  if (clearing.length > 0) return judgeExpiry(clearing, subject, bench)
  return [explain(judged, subject, { ...bench, args, paste })]
}

interface Judged {
  readonly entry: AllowEntry
  readonly clearance: Clearance
}

function explain(judged: readonly Judged[], subject: Subject, bench: Bench & Offer): RuleFinding {
  const { args, paste, report } = bench
  const first = (wanted: Clearance) => judged.find(({ clearance }) => clearance === wanted)?.entry
  const wrong = first('wrong-bytes')
  if (wrong)
    return report(
      'integrity-not-allowlisted',
      subject,
      withEntry(wrong, { ...args, expected: bytesOf(wrong, subject) }),
    )
  const expired = first('expired')
  if (expired) return report('entry-expired', subject, withEntry(expired, { ...args, expires: expired.expires ?? '' }))
  const allowed = judged.length > 0 ? 'a range, and no provenance confirms its source' : versionsOf(subject.allow.named)
  return report('version-not-allowlisted', subject, { args: { ...args, allowed }, paste })
}

interface Offer {
  readonly args: { readonly name: string; readonly version: string; readonly policy: string }
  readonly paste: string | null
}

// The entry that lasts longest speaks: one without a last day never expires.
function judgeExpiry(clearing: readonly AllowEntry[], subject: Subject, bench: Bench): readonly RuleFinding[] {
  const left = (entry: AllowEntry) => daysLeft(entry.expires, bench.now) ?? Number.POSITIVE_INFINITY
  const [longest] = clearing.toSorted((a, b) => left(b) - left(a))
  if (longest === undefined || longest.expires === null || left(longest) > SOON_DAYS) return []
  return [
    bench.report(
      'entry-expiring',
      subject,
      withEntry(longest, { ...argsOf(subject, bench), expires: longest.expires }),
    ),
  ]
}

function argsOf({ component }: Subject, { policyPath }: Bench): Offer['args'] {
  return { name: component.name, version: component.version ?? component.spec ?? '(any version)', policy: policyPath }
}

function withEntry<Args>({ place }: AllowEntry, args: Args) {
  return { args, facts: [{ label: 'policy entry', value: `${place.path}:${place.line}` }] }
}

function bytesOf(entry: AllowEntry, { component, evidence }: Subject): string {
  const pinned = entry.kind === 'package' ? pinnedIntegrity(entry, component.version) : null
  return pinned ?? observedValue(evidence.release)?.integrity ?? ''
}

function versionsOf(named: readonly AllowEntry[]): string {
  const all = named.flatMap((entry) =>
    entry.kind !== 'package' ? [] : entry.digest === null ? entry.versions : [entry.digest],
  )
  const shown = [...new Set(all)].slice(0, SHOWN).join(', ')
  if (shown === '') return 'no version'
  return all.length > SHOWN ? `${shown} and more` : shown
}
