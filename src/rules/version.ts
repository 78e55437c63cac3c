// Reports steps back to older versions and, in an audit, releases that nobody has looked at yet.
import { gt, lt, prerelease, satisfies, valid } from 'semver'
import type { PackageFacts } from '../model/evidence.ts'
import { observedValue } from '../model/observation.ts'
import type { AllowEntry } from '../model/policy.ts'
import { defineRule, type Message, type Report, type Subject } from '../model/rule.ts'
import { toMinute } from './shared/time.ts'

const messages = {
  downgraded: {
    severity: 'low',
    text: '{name} goes back from {before} to {version}.',
    remedy: 'Make sure that this is meant: what {before} mended is open again.',
  },
  'unreviewed-release': {
    severity: 'moderate',
    text: 'The registry offers {latest} as the latest {name}; {version} is installed and nobody reviewed {latest}.',
    remedy: 'Did you expect it? If so, review it and add it to the allow entry; if not, ask its maintainers.',
    needs: ['packument'],
    distinguishedBy: ['latest'],
  },
} as const satisfies Record<string, Message>

export const version = defineRule({
  id: 'version',
  summary: 'Nobody goes back, and no release comes out unseen.',
  tiers: ['server'],
  controls: ['CWE-1328', 'OWASP-MCP04', 'NIST-SSDF/PW.4.4', 'MCP-SUPPLY-02/7'],
  options: {},
  messages,
  check: ({ subjects, mode }, report) =>
    subjects.flatMap((subject) => (mode === 'audit' ? judgeLatest(subject, report) : judgeStep(subject, report))),
})

function judgeStep(subject: Subject, report: Report<typeof messages>) {
  const { component, replaces } = subject
  const [now, before] = [valid(component.version), valid(replaces?.version)]
  if (now === null || before === null || !lt(now, before)) return []
  return [report('downgraded', subject, { args: { name: component.name, version: now, before } })]
}

function judgeLatest(subject: Subject, report: Report<typeof messages>) {
  const { component, evidence, allow } = subject
  const packument = observedValue(evidence.packument)
  const latest = packument?.latest
  // Only what somebody chose to follow can be unexpected.
  if (!latest || component.version === null || allow.named.length === 0) return []
  if (isReviewed(latest, allow.named) || !isNews(component.version, packument)) return []
  const published = packument.times.get(latest)
  const facts = published === undefined ? [] : [{ label: 'published', value: toMinute(published) }]
  return [
    report('unreviewed-release', subject, {
      args: { name: component.name, version: component.version, latest },
      facts,
    }),
  ]
}

function isReviewed(latest: string, entries: readonly AllowEntry[]): boolean {
  return entries.some(
    (entry) =>
      entry.kind === 'package' && entry.versions.some((wanted) => wanted === latest || satisfies(latest, wanted)),
  )
}

/** `latest` is newer, or was moved away from what is installed: a version under another tag was chosen on purpose. */
function isNews(installed: string, { latest, distTags }: PackageFacts): boolean {
  if (latest === null || latest === installed) return false
  if (valid(latest) !== null && valid(installed) !== null && gt(latest, installed)) return true
  return prerelease(installed) === null && !Object.values(distTags).includes(installed)
}
