import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import type { Component, Launch } from '../../../src/model/component.ts'
import type { Evidence } from '../../../src/model/evidence.ts'
import { absent, observed } from '../../../src/model/observation.ts'
import { offeredEntry } from '../../../src/rules/shared/entry.ts'
import { anAttestation, aSigner } from '../../support/attestations.ts'
import { aComponent, aRelease, aSubject, noEvidence, OTHER_SHA512, SHA512 } from '../../support/builders.ts'

const SHA1 = 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='
const DIGEST = `sha256:${'a'.repeat(64)}`

/** What is offered for a component of which nothing is known but this. */
const offered = (component: Partial<Component>, evidence: Partial<Evidence> = {}) =>
  offeredEntry(aSubject({ component: aComponent(component), evidence: { ...noEvidence(), ...evidence } }))
const served = (integrity: string | null) => ({ release: observed(aRelease({ integrity })) })
const npm = (integrity: string | null) =>
  `  - package: "sample-mcp"\n    versions: "1.0.0"\n${integrity === null ? '' : `    integrity: { "1.0.0": "${integrity}" }\n`}`

test.each<[string, string | null, string | null]>([
  ['with the bytes of the lockfile', offered({}), npm(SHA512)],
  ['with the bytes of the registry', offered({ integrity: null }, served(SHA512)), npm(SHA512)],
  ['with the bytes that both have', offered({}, served(SHA512)), npm(SHA512)],
  ['with those of two hashes that can be pinned', offered({ integrity: SHA1 }, served(SHA512)), npm(SHA512)],
  ['without bytes of which nobody tells', offered({ integrity: null }, served(null)), npm(null)],
  ['without bytes of which only the lockfile tells otherwise', offered({}, served(null)), npm(SHA512)],
  ['without bytes of a weak hash', offered({ integrity: SHA1 }), npm(null)],
  ['without bytes of several hashes', offered({ integrity: `${SHA512} ${OTHER_SHA512}` }), npm(null)],
  ['without bytes that only end as they should', offered({ integrity: `x${SHA512}` }), npm(null)],
  ['not at all for other bytes than the registry’s', offered({}, served(OTHER_SHA512)), null],
  ['not at all without a version', offered({ version: null }), null],
  ['not at all for what is no version', offered({ version: 'latest' }), null],
])('an npm package is offered %s', (_, entry, expected) => {
  expect(entry).toBe(expected)
})

test.each([
  ['pypi', '1.0', 'pkg:pypi/x@1.0', 'pkg:pypi/x'],
  ['golang', 'v1.2.3', 'pkg:golang/example.test/a/x@v1.2.3#sub', 'pkg:golang/example.test/a/x#sub'],
] as const)('a package of %s is offered by its purl, without bytes', (ecosystem, version, purl, name) => {
  expect(offered({ ecosystem, version, purl })).toBe(`  - package: "${name}"\n    versions: "${version}"\n`)
  expect(offered({ ecosystem, version: null, purl })).toBeNull()
})

test.each([
  ['pkg:oci/x@1.2?repository_url=ghcr.io/a/x', 'pkg:oci/x?repository_url=ghcr.io/a/x'],
  ['pkg:oci/x?tag=latest&repository_url=ghcr.io/a/x', 'pkg:oci/x?repository_url=ghcr.io/a/x'],
  ['pkg:oci/x?repository_url=ghcr.io/a/x&tag=latest', 'pkg:oci/x?repository_url=ghcr.io/a/x'],
  ['pkg:oci/x?tag=latest', 'pkg:oci/x'],
  ['pkg:oci/x@1.2', 'pkg:oci/x'],
])('the image %s is offered as %s', (purl, name) => {
  expect(offered({ ecosystem: 'oci', purl, integrity: DIGEST })).toBe(
    `  - package: "${name}"\n    digest: "${DIGEST}"\n`,
  )
})

test.each([
  [null, DIGEST, true],
  [DIGEST, null, true],
  [null, '1.0', false],
  [null, null, false],
  [`x${DIGEST}`, null, false],
  [`${DIGEST}0`, null, false],
])('an image of integrity %s and version %s is offered: %s', (integrity, version, isOffered) => {
  expect(offered({ ecosystem: 'oci', purl: 'pkg:oci/x', integrity, version }) !== null).toBe(isOffered)
})

test.each([
  ['https://github.com/acme/sample-mcp', 'github.com/acme/sample-mcp'],
  ['https://gitlab.com/acme/tools/mcp', 'gitlab.com/acme/tools/mcp'],
  ['https://github.com/acme', null],
  ['https://github.com/acme/sample mcp', null],
  ['git+https://github.com/acme/sample-mcp', null],
  [null, null],
])('a build of %s is offered as the source %s', (sourceRepository, source) => {
  const buildConfig = `${sourceRepository}/.github/workflows/release.yml@refs/tags/v1`
  const attestation = observed([anAttestation({ signer: aSigner({ sourceRepository, buildConfig }) })])
  const proved = `    source: "${source}"\n    workflow: ".github/workflows/release.yml"\n`
  const [name = '', version = '', ...rest] = npm(SHA512).split(/(?<=\n)/)
  expect(offered({}, { attestation })).toBe([name, version, source === null ? '' : proved, ...rest].join(''))
})

test('without a proof no source is offered', () => {
  expect(offered({}, { attestation: absent })).toBe(npm(SHA512))
})

test('a line of which no package is known is offered as it stands, unless a part of it is hidden', () => {
  const line = (argv: readonly string[], whole = argv): Launch => ({
    client: 'claude-code',
    argv,
    digest: '',
    commandDigest: createHash('sha256').update(JSON.stringify(whole)).digest('hex'),
    environment: [],
    shell: false,
    commands: [],
  })
  const of = (launch: Launch | null) => offered({ ecosystem: 'unknown', launch })
  expect(of(line(['run', 'x']))).toBe('  - command: ["run", "x"]\n')
  expect(of(line(['run', '***'], ['run', 'secret']))).toBeNull()
  expect(of(line([]))).toBeNull()
  expect(of(null)).toBeNull()
})
