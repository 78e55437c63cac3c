import { expect, test } from '@jest/globals'
import { observed } from '../../../src/model/observation.ts'
import { kinshipOf } from '../../../src/rules/shared/likeness.ts'
import { anAttestation, aSigner, SHA512_HEX } from '../../support/attestations.ts'
import { aPackage, aRelease, aSubject, noEvidence, someEvidence } from '../../support/builders.ts'

const SAMPLE = 'https://github.com/acme/sample-mcp'
const person = (name: string) => ({ name, email: null })
const original = (repository: string | null, ...maintainers: readonly string[]) =>
  someEvidence({ packument: observed(aPackage({ repository, maintainers: maintainers.map(person) })) })
const own = (repository: string | null, publisher: string | null, trustedPublisher: string | null = null) =>
  someEvidence({
    packument: observed(aPackage({ repository })),
    release: observed(aRelease({ publisher: publisher === null ? null : person(publisher), trustedPublisher })),
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
  [
    'published by the account of all trusted publishers',
    own(null, 'acme', 'github'),
    original(SAMPLE, 'acme'),
    'other',
  ],
  ['built from another', { ...own(null, 'x'), ...built(`${SAMPLE}-two`) }, original(SAMPLE, 'acme'), 'other'],
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

const claims = (repository: string, of = SAMPLE) =>
  kinshipOf(aSubject({ evidence: own(repository, 'x'), original: original(of, 'acme') }))

test.each([
  'https://github.com/acme/sample-mcp',
  'http://GitHub.com/acme/sample-mcp.git#main',
  'git://github.com/acme/sample-mcp/tree/main',
  'git+ssh://git@github.com/acme/sample-mcp.git?x',
  'ssh://git@github.com:acme/sample-mcp.git',
  'git@github.com:acme/sample-mcp.git',
  'github:acme/sample-mcp',
  'acme/sample-mcp',
])('%s names the repository of the original', (repository) => {
  expect(claims(repository)).toBe('claimed')
  expect(claims(SAMPLE, repository)).toBe('claimed')
})

test.each([
  'https://github.com/acme/sample-mcp-two',
  'https://github.com/acme',
  'https://example.test/acme/sample-mcp',
  'https://x.test/github.com/acme/sample-mcp',
  'https://github.com/acme/sample-mcp two',
  'x https://github.com/acme/sample-mcp',
  'ftp://github.com/acme/sample-mcp',
  'gist:acme/sample-mcp',
  'acme/sample-mcp/two',
  'acme/sample-mcp two',
  '',
])('%s names another', (repository) => {
  expect(claims(repository)).toBe('other')
})
