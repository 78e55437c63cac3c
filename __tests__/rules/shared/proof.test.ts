import { expect, test } from '@jest/globals'
import type { Evidence } from '../../../src/model/evidence.ts'
import { absent, observed } from '../../../src/model/observation.ts'
import { factsOf, proofBefore, proofsOf, strayOf } from '../../../src/rules/shared/proof.ts'
import { anAttestation, aRejection, aSigner, PUBLISH, SHA512_HEX } from '../../support/attestations.ts'
import { aComponent, aRelease, aSubject, aTarball, OTHER_SHA512, someEvidence } from '../../support/builders.ts'

test.each([
  ['SLSA 1', anAttestation(), 1],
  ['SLSA 0.2', anAttestation({ predicateType: 'https://slsa.dev/provenance/v0.2' }), 1],
  ['another statement', anAttestation({ predicateType: PUBLISH }), 0],
  ['no type at all', anAttestation({ predicateType: '' }), 0],
  ['what nobody’s build signed', anAttestation({ signer: null }), 0],
  ['what does not verify', aRejection(), 0],
])('%s counts as provenance: %#', (_, attestation, count) => {
  expect(proofsOf([attestation])).toHaveLength(count)
})

test('shows all that the certificate proves, and what it does not', () => {
  const signer = aSigner({ trigger: null })
  expect(factsOf({ ...anAttestation(), signer })).toEqual([
    { label: 'repository', value: signer.sourceRepository },
    { label: 'workflow', value: signer.buildConfig },
    { label: 'ref', value: signer.sourceRef },
    { label: 'commit', value: signer.sourceCommit },
    { label: 'trigger', value: 'none' },
    { label: 'runner', value: signer.runner },
    { label: 'issuer', value: signer.issuer },
    { label: 'run', value: signer.runUrl },
    { label: 'trust root', value: 'tuf' },
  ])
})

test.each([
  [[], 'it names 0 subjects and not one'],
  [[{ name: 'pkg:npm/other@1.0.0', sha512: SHA512_HEX }], 'it is for pkg:npm/other@1.0.0'],
  [[{ name: 'pkg:npm/%zz@1.0.0', sha512: SHA512_HEX }], 'it is for pkg:npm/%zz@1.0.0'],
  [[{ name: 'pkg:npm/sample-mcp@1.0.0', sha512: SHA512_HEX }], null],
])('says what else it is about: %j', (subjects, what) => {
  expect(strayOf(anAttestation({ subjects }), aSubject())).toBe(what)
})

test.each([
  ['lockfile', aSubject({ component: aComponent({ integrity: OTHER_SHA512 }) })],
  ['registry', aSubject({ evidence: someEvidence({ release: observed(aRelease({ integrity: OTHER_SHA512 })) }) })],
  [
    'downloaded tarball',
    aSubject({ evidence: someEvidence({ tarball: observed(aTarball({ integrity: OTHER_SHA512 })) }) }),
  ],
])('says where there are other bytes: the %s', (where, subject) => {
  expect(strayOf(anAttestation(), subject)).toBe(`its sha512 is not the one of the ${where}`)
})

test('a statement about two packages is about neither', () => {
  const [subject] = anAttestation().subjects
  const subjects = subject ? [subject, subject] : []
  expect(strayOf(anAttestation({ subjects }), aSubject())).toBe('it names 2 subjects and not one')
})

const before = anAttestation({ subjects: [{ name: 'pkg:npm/sample-mcp@0.9.0', sha512: SHA512_HEX }] })
const replaced = aComponent({ version: '0.9.0' })
const heard = (attestation: Evidence['attestation']) => someEvidence({ attestation })

test.each([
  ['there is', replaced, heard(observed([before])), before],
  ['is about another version', replaced, heard(observed([anAttestation()])), null],
  ['is not there', replaced, heard(absent), null],
  ['nobody looked for', replaced, null, null],
  ['of nothing replaced', null, heard(observed([before])), null],
])('a proof of the version before that %s', (_, replaces, evidenceBefore, proof) => {
  expect(proofBefore(aSubject({ replaces, evidenceBefore }))).toEqual(proof)
})
