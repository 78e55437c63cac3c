// Reports packages that the registry did not sign, or whose signature does not hold.
import { defineRule } from '../model/rule.ts'

export const registrySignature = defineRule({
  id: 'registry-signature',
  summary: 'The registry must have signed the name, version and bytes of each package.',
  tiers: ['server', 'closure'],
  controls: ['CWE-347', 'CWE-494', 'OWASP-MCP04', 'NIST-SSDF/PW.4.4', 'MCP-SUPPLY-02/2'],
  options: {},
  messages: {
    missing: {
      severity: 'low',
      text: 'The registry signs its packages and did not sign {name} {version}.',
      remedy: 'Take a version that is signed; releases from before the registry had keys never are.',
      needs: ['registry-signature'],
    },
    invalid: {
      severity: 'critical',
      text: 'The registry signature of {name} {version} does not verify with the key {keyid}.',
      remedy: 'Do not install it: the answer was altered on its way, or the registry was. Ask the registry.',
      needs: ['registry-signature'],
    },
    'key-expired': {
      severity: 'high',
      text: '{name} {version} was signed with the key {keyid} after that key had expired.',
      remedy: 'Do not install it before the registry explains it: an old key may be in other hands.',
      needs: ['registry-signature'],
    },
  },
  check: ({ subjects }, report) =>
    subjects.flatMap((subject) => {
      const signature = subject.evidence['registry-signature']
      if (signature.status === 'unavailable') return []
      const args = { name: subject.component.name, version: subject.component.version ?? '' }
      if (signature.status === 'absent') return [report('missing', subject, { args })]
      if (signature.value.verified) return []
      const { code, keyid } = signature.value
      // A key the registry does not have proves as little as a wrong signature.
      const id = code === 'key-expired' ? code : 'invalid'
      return [report(id, subject, { args: { ...args, keyid }, facts: [{ label: 'code', value: code }] })]
    }),
})
