import { expect, test } from '@jest/globals'
import type { SignatureFacts } from '../../src/model/evidence.ts'
import { absent, type Observation, observed, unavailable } from '../../src/model/observation.ts'
import { registrySignature } from '../../src/rules/registry-signature.ts'
import { aComponent, aSubject, someEvidence } from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

testRule(registrySignature, {
  passes: [
    { what: 'a signature that verifies', context: signed(observed({ verified: true, keyid: 'SHA256:k' })) },
    { what: 'a registry that has no keys', context: signed(unavailable('not-offered', 'it has no keys')) },
  ],
  reports: [
    {
      what: 'none from a registry with keys',
      context: signed(absent),
      finds: [{ id: 'missing', severity: 'low', args: { version: '1.0.0' } }],
    },
    {
      what: 'none for what has no version',
      context: signed(absent, null),
      finds: [{ id: 'missing', severity: 'low', args: { version: '' } }],
    },
    { what: 'a wrong one', context: bad('invalid'), finds: [{ id: 'invalid', severity: 'critical' }] },
    { what: 'one by an unknown key', context: bad('unknown-key'), finds: [{ id: 'invalid', severity: 'critical' }] },
    {
      what: 'one by a key that had expired',
      context: bad('key-expired'),
      finds: [{ id: 'key-expired', severity: 'high', args: { keyid: 'SHA256:k' } }],
    },
  ],
})

test('shows what the verification said', () => {
  expect(run(registrySignature, bad('unknown-key'))[0]?.facts).toEqual([{ label: 'code', value: 'unknown-key' }])
})

function signed(signature: Observation<SignatureFacts>, version: string | null = '1.0.0') {
  const evidence = someEvidence({ 'registry-signature': signature })
  return { subjects: [aSubject({ component: aComponent({ version }), evidence })] }
}

function bad(code: 'invalid' | 'key-expired' | 'unknown-key') {
  return signed(observed({ verified: false, code, keyid: 'SHA256:k' }))
}
