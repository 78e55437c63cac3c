import { expect, test } from '@jest/globals'
import { observed } from '../../../src/model/observation.ts'
import { kinshipOf } from '../../../src/rules/shared/likeness.ts'
import { anAttestation, aSigner, SHA512_HEX } from '../../support/attestations.ts'
import { aPackage, aRelease, aSubject, noEvidence, someEvidence } from '../../support/builders.ts'

const SAMPLE = 'https://github.com/acme/sample-mcp'
const person = (name: string) => ({ name, email: null })
const original = (repository: string | null, ...maintainers: readonly string[]) =>
  someEvidence({ packument: observed(aPackage({ repository, maintainers: maintainers.map(person) })) })
const own = (repository: string | null, publisher: string | null) =>
  someEvidence({
    packument: observed(aPackage({ repository })),
    release: observed(aRelease({ publisher: publisher === null ? null : person(publisher) })),
  })
const built = (sourceRepository: string | null, of = 'sample-mcp') => ({
  attestation: observed([
    anAttestation({
      signer: aSigner({ sourceRepository }),
      subjects: [{ name: `pkg:npm/${of}@1.0.0`, sha512: SHA512_HEX }],
    }),
  ]),
})

test.each([
  ['published by one of two maintainers', own(null, 'acme'), original(SAMPLE, 'other', 'acme'), 'same'],
  ['built from its repository', { ...own(null, 'x'), ...built(SAMPLE) }, original(SAMPLE, 'acme'), 'same'],
  ['with a proof of another package', { ...own(null, 'x'), ...built(SAMPLE, 'y') }, original(SAMPLE, 'acme'), 'other'],
  ['built from nowhere, like the original', { ...own(null, 'x'), ...built(null) }, original(null, 'acme'), 'other'],
  ['naming its repository', own(SAMPLE, 'x'), original(SAMPLE, 'acme'), 'claimed'],
  ['naming none, like the original', own(null, 'x'), original(null, 'acme'), 'other'],
  ['naming none that can be read, like the original', own('x', 'x'), original('x', 'acme'), 'other'],
  ['published by nobody', own(null, null), original(SAMPLE, 'acme'), 'other'],
  ['of an original that did not answer', own(SAMPLE, 'acme'), noEvidence(), 'unknown'],
  ['of no original', own(SAMPLE, 'acme'), null, 'unknown'],
  ['that did not answer itself', noEvidence(), original(SAMPLE, 'acme'), 'unknown'],
  [
    'of whose release nothing is told',
    { ...noEvidence(), packument: observed(aPackage({ repository: null })) },
    original(SAMPLE, 'acme'),
    'other',
  ],
])('a look-alike %s', (_, evidence, of, kinship) => {
  expect(kinshipOf(aSubject({ evidence, original: of }))).toBe(kinship)
})
