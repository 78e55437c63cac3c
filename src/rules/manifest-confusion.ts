// Reports tarballs whose own package.json is not the one the registry shows: what is reviewed is not what is installed.
import { observedValue } from '../model/observation.ts'
import { defineRule } from '../model/rule.ts'
import { differencesOf, toLines } from './shared/manifest.ts'

export const manifestConfusion = defineRule({
  id: 'manifest-confusion',
  summary: 'The package.json in the tarball must be the one that the registry shows.',
  tiers: ['server', 'closure'],
  controls: ['CWE-345', 'CWE-494', 'OWASP-MCP04', 'NIST-SSDF/PW.4.4', 'MCP-SUPPLY-02/2'],
  options: {},
  messages: {
    'manifest-mismatch': {
      severity: 'high',
      text: 'The tarball of {name} {version} holds another package.json than the registry shows: {fields} differ.',
      remedy: 'Do not trust what the registry shows of it. Take another version, or read the tarball itself.',
      needs: ['packument', 'tarball'],
    },
  },
  check: ({ subjects }, report) =>
    subjects.flatMap((subject) => {
      const [release, tarball] = [observedValue(subject.evidence.release), observedValue(subject.evidence.tarball)]
      if (release === null || tarball === null) return []
      const name = subject.component.name
      const differing = differencesOf(name, release, tarball)
      if (differing.length === 0) return []
      const fields = [...new Set(differing.map(({ field }) => field))].join(', ')
      const value = differing.flatMap(toLines).join('\n')
      const facts = [{ label: 'registry and tarball', value, code: 'diff' as const }]
      return [report('manifest-mismatch', subject, { args: { name, version: release.version, fields }, facts })]
    }),
})
