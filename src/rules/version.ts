// Reports steps back to older versions and, in an audit, releases that nobody has looked at yet.
import { lt, valid } from 'semver'
import { observedValue } from '../model/observation.ts'
import { defineRule, type Message, type Report, type Subject } from '../model/rule.ts'
import { unreviewedRelease } from './shared/news.ts'
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
  const { component, evidence } = subject
  const latest = unreviewedRelease(subject)
  if (latest === null || component.version === null) return []
  const published = observedValue(evidence.packument)?.times.get(latest)
  const facts = published === undefined ? [] : [{ label: 'published', value: toMinute(published) }]
  const args = { name: component.name, version: component.version, latest }
  return [report('unreviewed-release', subject, { args, facts })]
}
