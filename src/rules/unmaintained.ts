// Reports servers whose maintainers have not released anything for a long time.
import { observedValue } from '../model/observation.ts'
import { defineRule } from '../model/rule.ts'
import { toDay } from './shared/time.ts'

export const unmaintained = defineRule({
  id: 'unmaintained',
  summary: 'A server should have somebody who still mends it.',
  tiers: ['server'],
  controls: ['CWE-1104', 'OWASP-MCP04', 'NIST-SSDF/PW.4.4'],
  options: {
    months: {
      type: 'integer',
      default: 24,
      minimum: 1,
      stricter: 'lower',
      description: 'Months without a release that are too many.',
    },
  },
  messages: {
    'stale-release': {
      severity: 'low',
      text: 'The last release of {name} is of {last}, more than {months} months ago.',
      remedy: 'Look for a maintained server, or make sure that you could mend this one yourself.',
      needs: ['packument'],
    },
  },
  check: ({ subjects, now, options }, report) => {
    const limit = monthsBefore(now, options.months)
    return subjects.flatMap((subject) => {
      const packument = observedValue(subject.evidence.packument)
      const times = [...(packument?.releases.keys() ?? [])].flatMap((version) => packument?.times.get(version) ?? [])
      const last = times.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY)
      if (!Number.isFinite(last) || last >= limit) return []
      const args = { name: subject.component.name, last: toDay(last), months: String(options.months) }
      return [report('stale-release', subject, { args })]
    })
  },
})

function monthsBefore(now: number, months: number): number {
  const date = new Date(now)
  return date.setUTCMonth(date.getUTCMonth() - months)
}
