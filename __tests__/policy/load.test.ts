import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../src/errors.ts'
import { defaultPolicy } from '../../src/policy/default.ts'
import { loadPolicy, readPolicyFile } from '../../src/policy/load.ts'
import { REGISTRY, SHA512 } from '../support/builders.ts'
import { load, messageOf, requestFor } from './support.ts'

describe('a policy that holds', () => {
  test('every key of the format ends in its place', () => {
    const policy = load(`
version: 1
fail-on: moderate
approvers: [alice, "@acme/security"]
ignore: ["**/fixtures/**"]
unavailable: warn
internal-scopes: ["@acme"]
registries:
  - url: https://npm.acme.example
    scopes: ["@acme"]
allow:
  - package: "@modelcontextprotocol/server-filesystem"
    versions: ["2026.8.31", "^2026.9.0"]
    source: github.com/modelcontextprotocol/servers
    workflow: .github/workflows/release.yml
    ref: refs/tags/*
    repository-id: "890668799"
    owner-id: "182288589"
    issuer: https://token.actions.githubusercontent.com
    trigger: release
    runner: github-hosted
    integrity: { "2026.8.31": "${SHA512}" }
    publisher: github-actions-trusted
    install-scripts: forbid
    reviewed: { by: "@acme/security", on: 2026-11-01 }
    expires: 2027-05-01
  - package: "pkg:oci/server?repository_url=ghcr.io/acme/server"
    digest: "sha256:${'a'.repeat(64)}"
  - remote: https://MCP.example.test:443/mcp
  - command: ["node", "tools/server.js"]
rules:
  sample: { severity: low, tiers: [server], hours: 336 }
  sample/too-new: critical
  other: off
waivers:
  - { rule: sample/too-new, package: x@1.0.0, path: package.json, reason: known, owner: alice, expires: 2027-01-31 }
`)
    expect(policy).toMatchObject({
      origin: { kind: 'file', path: '.github/mcp-gate.yml', ref: 'main', sha256: 'b'.repeat(64) },
      failOn: 'moderate',
      approvers: ['alice', '@acme/security'],
      ignore: ['**/fixtures/**'],
      unavailable: 'warn',
      internalScopes: ['@acme'],
      allow: [
        {
          kind: 'package',
          ecosystem: 'npm',
          name: '@modelcontextprotocol/server-filesystem',
          versions: ['2026.8.31', '^2026.9.0'],
          expected: {
            source: 'github.com/modelcontextprotocol/servers',
            workflow: '.github/workflows/release.yml',
            ref: 'refs/tags/*',
            repositoryId: '890668799',
            ownerId: '182288589',
            issuer: 'https://token.actions.githubusercontent.com',
            triggers: ['release'],
            runner: 'github-hosted',
          },
          integrity: { '2026.8.31': SHA512 },
          publisher: 'github-actions-trusted',
          installScripts: 'forbid',
          reviewed: { by: '@acme/security', on: '2026-11-01' },
          expires: '2027-05-01',
          place: { path: '.github/mcp-gate.yml', line: 12 },
        },
        { kind: 'package', ecosystem: 'oci', name: 'ghcr.io/acme/server', digest: `sha256:${'a'.repeat(64)}` },
        { kind: 'remote', url: 'https://mcp.example.test/mcp' },
        { kind: 'command', argv: ['node', 'tools/server.js'] },
      ],
      rules: {
        sample: {
          enabled: true,
          severity: 'low',
          tiers: ['server'],
          messages: { 'too-new': 'critical' },
          options: { hours: 336 },
        },
        other: { enabled: false },
      },
      waivers: [
        { rule: 'sample/too-new', package: 'x@1.0.0', path: 'package.json', owner: 'alice', expires: '2027-01-31' },
      ],
    })
    expect(policy.waivers[0]?.place.line).toBe(36)
  })

  test('that says nothing is what holds by default', () => {
    const origin = { kind: 'file', path: '.github/mcp-gate.yml', ref: 'main', sha256: 'b'.repeat(64), extends: null }
    expect(load('version: 1')).toEqual({ ...defaultPolicy('', REGISTRY), origin })
  })

  test('with a BOM, CRLF and blanks at the ends of lines', () => {
    const policy = load('\uFEFFversion: 1\r\nallow:  \r\n  - package: sample-mcp\r\n    versions: "1.0.0"\r\n')
    expect(policy.allow).toMatchObject([{ name: 'sample-mcp', place: { line: 3 } }])
  })

  test('options of every type', () => {
    const policy = load('version: 1\nrules: { other: { strict: true, word: b, words: [c, d] } }')
    expect(policy.rules['other']?.options).toEqual({ strict: true, word: 'b', words: ['c', 'd'] })
  })

  test('an exact version in a purl is the version', () => {
    expect(load('version: 1\nallow: [{ package: "pkg:npm/%40acme/x@1.2.3" }]').allow).toMatchObject([
      { ecosystem: 'npm', name: '@acme/x', versions: ['1.2.3'] },
    ])
  })
})

describe('registries', () => {
  const urls = (text: string) => load(text).registries.map(({ url, scopes }) => [url, ...scopes])

  test('the public one is trusted by default, and under its yarn address', () => {
    const [first, yarn, ...rest] = urls('version: 1')
    expect(first).toEqual([REGISTRY])
    expect(yarn?.[0]).toMatch(/yarnpkg/)
    expect(rest).toEqual([])
    expect(defaultPolicy('x', REGISTRY).registries).toEqual(load('version: 1').registries)
  })

  test('one with scopes stands beside it', () => {
    expect(
      urls('version: 1\nregistries: [{ url: "https://npm.acme.example/r", scopes: ["@acme"] }]').slice(0, 2),
    ).toEqual([['https://npm.acme.example/r/', '@acme'], [REGISTRY]])
  })

  test('one without scopes replaces it', () => {
    expect(urls('version: 1\nregistries: [{ url: "https://npm.acme.example/" }]')).toEqual([
      ['https://npm.acme.example/'],
    ])
  })
})

describe('a policy that extends another', () => {
  const SHA = '0123456789abcdef0123456789abcdef01234567'
  const fileOf = (text: string) => readPolicyFile(requestFor(`version: 1\n${text}`))

  test('says which, and what it says by itself and on top of it', () => {
    const file = fileOf(`extends: acme/policy//x.yml@${SHA}\nignore: [b]`)
    expect(file.extends).toEqual({ owner: 'acme', repo: 'policy', path: 'x.yml', sha: SHA })
    expect(file.alone()).toMatchObject({ ignore: ['b'], central: null })
    const central = load('version: 1\nfail-on: low\nignore: [a]')
    expect(file.over(central, 'the central one')).toMatchObject({
      failOn: 'low',
      ignore: ['a', 'b'],
      origin: { extends: { reference: 'the central one' } },
    })
  })

  test('is told from one that stands alone', () => {
    expect(fileOf('').extends).toBeNull()
    expect(fileOf('locked: [allow]').alone().locked).toEqual(['allow'])
  })

  test.each([
    [`extends: acme/policy//x.yml@${SHA}\nlocked: [allow]`, '3:9: locked means nothing in a policy'],
    [`extends: acme/..//x.yml@${SHA}`, `2:10: "acme/..//x.yml@${SHA}" names no repository`],
  ])('%j is refused', (text, message) => {
    expect(() => fileOf(text).alone()).toThrow(message)
  })

  test('cannot be loaded as one that stands alone', () => {
    expect(() => loadPolicy(requestFor(`version: 1\nextends: acme/policy//x.yml@${SHA}`))).toThrow(
      '1:1: it extends another policy',
    )
  })
})

describe('a policy that is refused', () => {
  test.each([
    ['empty', '', '1:1: it is empty'],
    ['only null', 'null', '1:1: it is empty'],
    ['only a comment', '# nothing\n', '1:1: it is empty'],
    ['no mapping', '- a', '1:1: the policy must be a mapping, and is a list'],
    ['of another version', 'version: 2', '1:10: version must be 1, the only one'],
    ['without a version', 'fail-on: high', '1:1: version is missing; begin with "version: 1"'],
    [
      'with an unquoted scope',
      'version: 1\nallow:\n  - package: @acme/x\n',
      '3:14: a text that begins with @ must be in quotes',
    ],
    ['with its version in quotes', 'version: "1"', 'version must be 1, without quotes'],
    ['of several documents', 'version: 1\n---\nversion: 1', 'several YAML documents'],
    ['with a key twice', 'version: 1\nallow: []\nallow: []', '3:1: duplicated mapping key'],
    ['with an alias', 'version: 1\nignore: [&a x, *a]', '2:17: aliases (*name) are not allowed'],
    ['with an unknown tag', 'version: !!js/function 1', 'unknown scalar tag'],
    ['with __proto__', 'version: 1\n__proto__: { allow: [] }', '2:1: the key __proto__ is not allowed'],
    ['with constructor', 'version: 1\nconstructor: {}', '2:1: unknown key "constructor"'],
    ['nested too deep', `version: 1\nallow: ${'['.repeat(40)}${']'.repeat(40)}`, 'nesting'],
    ['cut short', 'version: 1\nallow: [', '2:'],
    ['with a misspelt key', 'version: 1\nalow: []', '2:1: unknown key "alow"; did you mean allow?'],
    [
      'with a misspelt key in an entry',
      'version: 1\nallow:\n  - pakage: x',
      '3:5: unknown key "pakage" in allow[1]; did you mean package?',
    ],
    [
      'with a misspelt option',
      'version: 1\nrules: { sample: { hour: 3 } }',
      'unknown key "hour" in rules.sample; did you mean hours?',
    ],
    [
      'with a misspelt rule',
      'version: 1\nrules: { smaple: off }',
      'unknown key "smaple" in rules; did you mean sample?',
    ],
    [
      'with a number as text',
      'version: 1\nallow:\n  - package: x\n    versions: 1.10',
      'versions must be text, and YAML reads "1.10" as the number 1.1; put it in quotes: "1.10"',
    ],
    [
      'with a number as key',
      `version: 1\nallow: [{ package: x, integrity: { 1.10: "${SHA512}" } }]`,
      'the key 1.10 is not read as text',
    ],
    [
      'with a text as number',
      'version: 1\nrules: { sample: { hours: "3" } }',
      'rules.sample.hours must be a number, and is a string',
    ],
    ['with an empty value', 'version: 1\nallow:', '2:1: allow must be a list, and is empty'],
    ['with a wrong severity', 'version: 1\nfail-on: medium', 'fail-on must be low, moderate, high or critical'],
    [
      'with a wrong hash',
      'version: 1\nallow: [{ package: x, integrity: { "1.0.0": sha512-abc } }]',
      'must be an SRI with sha512',
    ],
    [
      'with a range as key of a hash',
      `version: 1\nallow: [{ package: x, integrity: { "^1.0.0": "${SHA512}" } }]`,
      '"^1.0.0" must be an exact version',
    ],
    [
      'with a day that is none',
      'version: 1\nallow: [{ package: x, expires: 2026-02-30 }]',
      '"2026-02-30" is not a day of the calendar',
    ],
    [
      'with a waiver too far ahead',
      'version: 1\nwaivers: [{ rule: sample, reason: r, owner: o, expires: 2027-05-20 }]',
      'the last day possible is 2027-05-19',
    ],
    [
      'with a waiver without end',
      'version: 1\nwaivers: [{ rule: sample, reason: r, owner: o }]',
      'waivers[1].expires is missing',
    ],
    [
      'with a waiver of no rule',
      'version: 1\nwaivers: [{ rule: sample/too-old, reason: r, owner: o, expires: 2027-01-01 }]',
      '"sample/too-old" is no rule',
    ],
    ['with a name of foreign letters', 'version: 1\nallow: [{ package: "evil-m\u0441p" }]', 'U+0441'],
    ['with a purl of foreign letters', 'version: 1\nallow: [{ package: "pkg:npm/m%D1%81p" }]', 'U+0441'],
    [
      'with a version in the name',
      'version: 1\nallow: [{ package: "@a/b@1.0.0" }]',
      'write package: @a/b and versions: "1.0.0"',
    ],
    [
      'with a digest of no image',
      `version: 1\nallow: [{ package: x, digest: "sha256:${'a'.repeat(64)}" }]`,
      'digest is only for container images',
    ],
    [
      'with a workflow and no source',
      'version: 1\nallow: [{ package: x, workflow: a.yml }]',
      'workflow means nothing without source',
    ],
    [
      'with http to a remote server',
      'version: 1\nallow: [{ remote: "http://mcp.example.test/" }]',
      'must be an https address',
    ],
    [
      'with a password in an address',
      'version: 1\nallow: [{ remote: "https://u:p@mcp.example.test/" }]',
      'must be an https address',
    ],
    [
      'with a registry that is no address',
      'version: 1\nregistries: [{ url: npm.acme.example }]',
      '2:21: "npm.acme.example" must be an https address',
    ],
    [
      'with a source that is an address',
      'version: 1\nallow: [{ package: x, source: "https://github.com/a/b" }]',
      'without https://',
    ],
    [
      'with a purl of another kind',
      'version: 1\nallow: [{ package: "pkg:gem/x" }]',
      '"pkg:gem/x" is not a purl of npm, pypi, oci, golang or cargo',
    ],
    [
      'with a purl of no npm name',
      'version: 1\nallow: [{ package: "pkg:npm/a%2Fb%2Fc" }]',
      '"a/b/c" is not an npm package name',
    ],
    ['with a purl that is broken', 'version: 1\nallow: [{ package: "pkg:npm/%E0%A4%A" }]', 'is not a purl'],
    [
      'with two versions',
      'version: 1\nallow: [{ package: "pkg:npm/x@1.0.0", versions: "1.0.1" }]',
      'the purl already names the version',
    ],
    [
      'with a name that is none',
      'version: 1\nallow: [{ package: a/b/c }]',
      '"a/b/c" is neither an npm package name nor a purl',
    ],
    ['with a blank in a name', 'version: 1\nallow: [{ package: "a b" }]', 'U+0020'],
    ['with an empty name', 'version: 1\nallow: [{ package: "" }]', 'package must be a text of 1 to 500 characters'],
    [
      'with a version of another ecosystem that is none',
      'version: 1\nallow: [{ package: "pkg:pypi/x", versions: "" }]',
      '"" is not a version',
    ],
    [
      'with an empty list of versions',
      'version: 1\nallow: [{ package: x, versions: [] }]',
      'versions must not be empty',
    ],
    [
      'with a number below its least',
      'version: 1\nrules: { sample: { hours: -1 } }',
      'rules.sample.hours must be at least 0',
    ],
    [
      'with a review on no day',
      'version: 1\nallow: [{ package: x, reviewed: { by: a, on: 2026-13-01 } }]',
      '"2026-13-01" is not a day',
    ],
    [
      'with a waiver to no day',
      'version: 1\nwaivers: [{ rule: sample, reason: r, owner: o, expires: 2026-02-30 }]',
      '2:57: "2026-02-30" is not a day',
    ],
    [
      'with a waiver of waivers',
      'version: 1\nwaivers: [{ rule: waiver, reason: r, owner: o, expires: 2027-01-01 }]',
      '"waiver" is no rule',
    ],
  ])('%s', (_, text, message) => {
    expect(() => load(text)).toThrowWithCode(InputError, 'policy-invalid')
    expect(messageOf(text)).toContain(message)
  })

  test.each(['banana', '>2 <1', '', 'latest', '2.0.0 - 1.0.0', '1.0.0 || >2 <1'])('with the range "%s"', (range) => {
    expect(messageOf(`version: 1\nallow: [{ package: x, versions: "${range}" }]`)).toMatch(
      /semver range|no version satisfies/,
    )
  })

  test('up to ten faults are told at once, in the order of the file', () => {
    const entries = Array.from({ length: 12 }, () => '  - { package: x, versions: banana }\n')
    const lines = messageOf(`version: 1\nallow:\n${entries.join('')}`).split('\n')
    expect(lines).toHaveLength(11)
    expect(lines[0]).toMatch(/^\.github\/mcp-gate\.yml:3:29: /)
    expect(lines[10]).toBe('and 2 more')
  })

  test.each([
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x76, 0]), 'UTF-16'],
    ['UTF-16 in the other order', new Uint8Array([0xfe, 0xff, 0, 0x76]), 'UTF-16'],
    ['nearly UTF-16', new Uint8Array([0xff, 0x76]), 'not valid UTF-8'],
    ['nearly UTF-16 at its second byte', new Uint8Array([0x76, 0xfe]), 'not valid UTF-8'],
    ['nearly UTF-16 in the other order', new Uint8Array([0xfe, 0x76]), 'not valid UTF-8'],
    ['nearly UTF-16 in the other order at its second byte', new Uint8Array([0x76, 0xff]), 'not valid UTF-8'],
    ['not UTF-8', new Uint8Array([0x76, 0xc3, 0x28]), 'not valid UTF-8'],
    ['too large', new Uint8Array(8 * 1024 * 1024 + 1), 'larger than 8 MB'],
  ])('in bytes that are %s', (_, bytes, message) => {
    const request = { ...requestFor(''), bytes }
    expect(() => loadPolicy(request)).toThrowWithCode(InputError, 'policy-invalid')
    expect(() => loadPolicy(request)).toThrow(message)
  })

  test('the error names path and line', () => {
    expect(() => load('version: 1\n\nalow: []')).toThrow(
      expect.objectContaining({ path: '.github/mcp-gate.yml', line: 3 }),
    )
  })
})
