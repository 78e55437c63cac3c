import type { SignatureFacts } from '../../src/model/evidence.ts'
import { absent, type Observation, observed, unavailable } from '../../src/model/observation.ts'
import { registrySignature } from '../../src/rules/registry-signature.ts'
import { aSubject, someEvidence } from '../support/builders.ts'
import { testRule } from '../support/rule.ts'

testRule(registrySignature, {
  passes: [
    { what: 'a signature that verifies', context: signed(observed({ verified: true, keyid: 'SHA256:k' })) },
    { what: 'a registry that has no keys', context: signed(unavailable('not-offered', 'it has no keys')) },
  ],
  reports: [
    { what: 'none from a registry with keys', context: signed(absent), finds: [{ id: 'missing', severity: 'low' }] },
    { what: 'a wrong one', context: bad('invalid'), finds: [{ id: 'invalid', severity: 'critical' }] },
    { what: 'one by an unknown key', context: bad('unknown-key'), finds: [{ id: 'invalid', severity: 'critical' }] },
    {
      what: 'one by a key that had expired',
      context: bad('key-expired'),
      finds: [{ id: 'key-expired', severity: 'high', args: { keyid: 'SHA256:k' } }],
    },
  ],
})

function signed(signature: Observation<SignatureFacts>) {
  return { subjects: [aSubject({ evidence: someEvidence({ 'registry-signature': signature }) })] }
}

function bad(code: 'invalid' | 'key-expired' | 'unknown-key') {
  return signed(observed({ verified: false, code, keyid: 'SHA256:k' }))
}
