// A policy that extends a central one: what adds up, what replaces, and what a lock keeps.
import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../src/errors.ts'
import { loadPolicy, readPolicyFile } from '../../src/policy/load.ts'
import { OTHER_SHA512, SHA512 } from '../support/builders.ts'
import { central, over, REFERENCE, requestOf, SHA } from './support.ts'

describe('the reference', () => {
  const extendsOf = (text: string) => readPolicyFile(requestOf(`version: 1\nextends: ${text}\n`, 'p')).extends

  test('names owner, repository, path and commit', () => {
    expect(extendsOf(REFERENCE)).toEqual({ owner: 'acme', repo: 'security-policy', path: 'mcp-gate.yml', sha: SHA })
    expect(extendsOf(`acme/.github//a/.b/c.yml@${SHA}`)?.path).toBe('a/.b/c.yml')
  })

  test.each([
    'acme/security-policy//mcp-gate.yml',
    'acme/security-policy//mcp-gate.yml@main',
    'acme/security-policy//mcp-gate.yml@0123456',
    `acme/security-policy/mcp-gate.yml@${SHA}`,
    `acme/security-policy//../x.yml@${SHA}`,
    `acme/security-policy//a/../x.yml@${SHA}`,
    `acme/security-policy//..@${SHA}`,
    `acme/security-policy///etc/x.yml@${SHA}`,
    `acme/security-policy//a//x.yml@${SHA}`,
    `acme/..//x.yml@${SHA}`,
    `https://github.example.test/acme/p//x.yml@${SHA}`,
    `acme/p//x.yml@${SHA.toUpperCase()}`,
  ])('%s is none', (text) => {
    expect(() => readPolicyFile(requestOf(`version: 1\nextends: "${text}"\n`, 'p')).alone()).toThrowWithCode(
      InputError,
      'policy-invalid',
    )
  })

  test('a policy that stands alone cannot be loaded where it extends one', () => {
    expect(() => loadPolicy(requestOf(`version: 1\nextends: ${REFERENCE}\n`, 'p'))).toThrow(/extends another policy/)
  })

  test('locked means nothing where nobody can extend', () => {
    expect(() => over('locked: true\n', central(''))).toThrow(/locked means nothing/)
  })
})

describe('without a lock', () => {
  const base = central(`
fail-on: moderate
unavailable: warn
approvers: ["@acme/security"]
ignore: ["central/**"]
internal-scopes: ["@acme"]
registries: [{ url: https://npm.acme.example/, scopes: ["@acme"] }]
allow: [{ package: shared-mcp, versions: "1.0.0" }]
rules: { cooldown: { hours: 100 }, unmaintained: off, provenance: critical, provenance/missing: low }
waivers: [{ rule: cooldown, package: x, reason: r, owner: o, expires: 2027-01-01 }]
`)

  test('what a repository does not say is the central policy’s', () => {
    const { origin, central: theirs, ...rest } = over('', base)
    const { origin: _, central: __, ...expected } = base
    expect(rest).toEqual(expected)
    expect(theirs).toBe(base)
    expect(origin).toMatchObject({
      path: '.github/mcp-gate.yml',
      extends: { reference: REFERENCE, sha256: 'c'.repeat(64) },
    })
  })

  test('single values are the repository’s, lists add up, own entries first', () => {
    const policy = over(
      `
fail-on: critical
unavailable: fail
approvers: [bob]
ignore: ["own/**"]
internal-scopes: ["@lab"]
registries: [{ url: https://npm.lab.example/ }]
allow: [{ package: own-mcp, versions: "2.0.0" }]
waivers: [{ rule: cooldown, package: y, reason: r, owner: o, expires: 2027-01-01 }]
`,
      base,
    )
    expect(policy).toMatchObject({
      failOn: 'critical',
      unavailable: 'fail',
      approvers: ['bob'],
      ignore: ['central/**', 'own/**'],
      internalScopes: ['@acme', '@lab'],
      registries: [{ url: 'https://npm.lab.example/', scopes: [] }],
    })
    expect(policy.allow.map((entry) => entry.kind === 'package' && entry.name)).toEqual(['own-mcp', 'shared-mcp'])
    expect(policy.allow.map(({ place }) => place.path)).toEqual([
      '.github/mcp-gate.yml',
      'acme/security-policy//mcp-gate.yml',
    ])
    expect(policy.waivers.map((waiver) => waiver.package)).toEqual(['y', 'x'])
  })

  test('of a rule, each setting by itself', () => {
    const { rules } = over(
      'rules: { cooldown: { package-days: 3 }, unmaintained: { months: 6 }, provenance: high, provenance/invalid: moderate }\n',
      base,
    )
    expect(rules['cooldown']).toMatchObject({ enabled: true, options: { hours: 100, 'package-days': 3 } })
    expect(rules['unmaintained']).toMatchObject({ enabled: true, options: { months: 6 } })
    expect(rules['provenance']).toMatchObject({ severity: 'high', messages: { missing: 'low', invalid: 'moderate' } })
    expect(rules['provenance']?.floor).toBeUndefined()
  })

  test.each([
    ['{ tiers: [server] }', '{ hours: 3 }', ['server']],
    ['{ tiers: [server] }', '{ tiers: [other] }', ['other']],
    ['{ hours: 3 }', '{ tiers: [other] }', ['other']],
    ['{ hours: 3 }', '{ hours: 4 }', null],
  ])('of the tiers %s and %s the repository’s hold, where it says any', (theirs, own, tiers) => {
    const { rules } = over(`rules: { cooldown: ${own} }\n`, central(`rules: { cooldown: ${theirs} }\n`))
    expect(rules['cooldown']?.tiers).toEqual(tiers)
  })

  test('a message alone does not turn on what the central policy has off', () => {
    expect(over('rules: { unmaintained/stale-release: high }\n', base).rules['unmaintained']?.enabled).toBe(false)
  })
})

const LOCKED = central(`
locked: [cooldown, unmaintained, capabilities, provenance, publisher, install-script, allowlist, known-bad]
fail-on: high
approvers: [alice]
ignore: ["docs/**"]
registries:
  - { url: https://npm.acme.example/, scopes: ["@acme"] }
  - { url: https://mirror.acme.example/ }
allow:
  - package: shared-mcp
    versions: "1.0.0"
    source: github.com/acme/shared
    publisher: acme-bot
    integrity: { "1.0.0": "${SHA512}" }
rules:
  cooldown: { hours: 100, tiers: [server, closure] }
  unmaintained: { severity: moderate }
  capabilities: { expected: [fs, net] }
  provenance/missing: high
`)

describe('a repository cannot loosen a locked central rule by any key of its own policy', () => {
  const waiver = (rule: string) =>
    `waivers: [{ rule: ${rule}, package: x@1.0.0, reason: r, owner: o, expires: 2027-01-01 }]\n`
  test.each([
    ['turning it off', 'rules: { cooldown: off }\n'],
    ['a lower severity', 'rules: { unmaintained: low }\n'],
    ['a lower severity with other settings', 'rules: { unmaintained: { severity: low, months: 6 } }\n'],
    ['a severity for all that lowers one', 'rules: { known-bad: high }\n'],
    ['a lower severity of one message', 'rules: { provenance/missing: moderate }\n'],
    ['a lower severity of a message that the central policy leaves as it is', 'rules: { provenance/invalid: high }\n'],
    ['turning one message off', 'rules: { known-bad/malware: off }\n'],
    ['fewer tiers', 'rules: { cooldown: { tiers: [server] } }\n'],
    ['fewer tiers than by default', 'rules: { known-bad: { tiers: [closure] } }\n'],
    ['fewer hours', 'rules: { cooldown: { hours: 48 } }\n'],
    ['more months', 'rules: { unmaintained: { months: 36 } }\n'],
    ['a longer list of what is expected', 'rules: { capabilities: { expected: [fs, net, child_process] } }\n'],
    ['a waiver of the rule', waiver('cooldown')],
    ['a waiver of one message', waiver('known-bad/vulnerable')],
    ['a higher threshold', 'fail-on: critical\n'],
    ['silence that only warns', 'unavailable: warn\n'],
    ['turning off the rule that speaks of silence', 'rules: { evidence-unavailable: off }\n'],
    ['lowering the rule that speaks of silence', 'rules: { evidence-unavailable/attestation: low }\n'],
    ['a waiver of silence', waiver('evidence-unavailable/attestation')],
    ['files that are not read', 'rules: { source-unread: off }\n'],
    ['a waiver of files that are not read', waiver('source-unread')],
    ['files that are not judged', 'ignore: ["**/package-lock.json"]\n'],
    ['a registry of its own', 'registries: [{ url: https://evil.example/ }]\n'],
    ['the public registry', 'registries: []\n'],
    ['a scope from another registry', 'registries: [{ url: https://mirror.acme.example/ }]\n'],
    [
      'a scope named at the registry for everything',
      'registries: [{ url: https://mirror.acme.example/, scopes: ["@lab"] }, { url: https://mirror.acme.example/ }, { url: https://npm.acme.example/, scopes: ["@acme"] }]\n',
    ],
    ['an entry for what the central list names', 'allow: [{ package: shared-mcp, versions: "2.0.0" }]\n'],
    ['the same under its purl', 'allow: [{ package: "pkg:npm/shared-mcp@2.0.0" }]\n'],
    [
      'an entry that names other bytes',
      `allow: [{ package: shared-mcp, versions: "1.0.0", integrity: { "1.0.0": "${OTHER_SHA512}" } }]\n`,
    ],
    [
      'install scripts of its own',
      `allow: [{ package: own-mcp, versions: "1.0.0", install-scripts: ["${'a'.repeat(64)}"] }]\n`,
    ],
  ])('%s', (_, text) => {
    expect(() => over(text, LOCKED)).toThrowWithCode(InputError, 'policy-invalid')
    expect(() => over(text, LOCKED)).toThrow(/^\.github\/mcp-gate\.yml:[3-9]:\d+: .*locked by the central policy/)
  })

  test.each([
    ['provenance', 'source', 'source: github.com/evil/shared, publisher: acme-bot'],
    ['provenance', 'source', 'publisher: acme-bot'],
    ['publisher', 'publisher', 'source: github.com/acme/shared, publisher: mallory'],
    ['publisher', 'publisher', 'source: github.com/acme/shared'],
  ])('%s: an entry for a package of the central list with another %s (%#)', (rule, key, said) => {
    const base = central(
      `locked: [${rule}]\nallow: [{ package: shared-mcp, versions: "1.0.0", source: github.com/acme/shared, publisher: acme-bot }]\n`,
    )
    expect(() => over(`allow: [{ package: shared-mcp, versions: "2.0.0", ${said} }]\n`, base)).toThrow(
      new RegExp(`${rule} is locked by the central policy: ${key} must be`),
    )
    const same = 'source: github.com/acme/shared, publisher: acme-bot'
    expect(over(`allow: [{ package: shared-mcp, versions: "2.0.0", ${same} }]\n`, base).allow).toHaveLength(2)
  })

  test.each([
    ['allow', 'allow: [{ package: own-mcp, versions: "1.0.0" }]\n'],
    ['approvers', 'approvers: [mallory]\n'],
    ['waivers', waiver('version')],
    ['rules', 'rules: { version: off }\n'],
    ['registries', 'registries: [{ url: https://npm.acme.example/, scopes: ["@acme"] }]\n'],
    ['ignore', 'ignore: ["x"]\n'],
    ['fail-on', 'fail-on: critical\n'],
    ['unavailable', 'unavailable: warn\n'],
  ])('a lock of the key %s', (key, text) => {
    expect(() => over(text, central(`locked: [${key}]\n`))).toThrow(/locked by the central policy/)
    expect(() => over(text, central('locked: true\n'))).toThrow(/locked by the central policy/)
    expect(() => over(text, central(''))).not.toThrow()
  })

  test('every fault is told at once, each at its place', () => {
    expect(() => over('fail-on: critical\nunavailable: warn\nrules:\n  cooldown: off\n', LOCKED)).toThrow(
      /:3:.*\n.*:4:.*\n.*:6:/,
    )
  })
})

describe('a repository may tighten what is locked', () => {
  test.each([
    ['a graver severity', 'rules: { unmaintained: high }\n'],
    ['a graver message', 'rules: { provenance/missing: critical }\n'],
    ['more tiers', 'rules: { cooldown: { tiers: [server, closure, other] } }\n'],
    ['more hours', 'rules: { cooldown: { hours: 336 } }\n'],
    ['fewer months', 'rules: { unmaintained: { months: 6 } }\n'],
    ['a shorter list of what is expected', 'rules: { capabilities: { expected: [fs] } }\n'],
    ['a lower threshold', 'fail-on: low\n'],
    ['failing where nobody answers', 'unavailable: fail\n'],
    ['files that are not judged anyway', 'ignore: ["docs/**"]\n'],
    [
      'the registries as they are',
      'registries: [{ url: https://npm.acme.example/, scopes: ["@acme"] }, { url: https://mirror.acme.example/ }]\n',
    ],
    ['other rules as it likes', 'rules: { version: off }\n'],
    ['waivers of other rules', 'waivers: [{ rule: version, reason: r, owner: o, expires: 2027-01-01 }]\n'],
    ['entries for other packages', 'allow: [{ package: own-mcp, versions: "1.0.0", install-scripts: forbid }]\n'],
    ['the internal scopes', 'internal-scopes: ["@lab"]\n'],
  ])('%s', (_, text) => {
    expect(() => over(text, LOCKED)).not.toThrow()
  })

  test('what the central policy has off may be on, in any form', () => {
    const base = central('locked: true\nrules: { unmaintained: off }\n')
    expect(over('rules: { unmaintained: low }\n', base).rules['unmaintained']).toMatchObject({
      enabled: true,
      severity: 'low',
    })
  })

  test('a locked rule keeps the central severities as its floor', () => {
    expect(over('rules: { known-bad/vulnerable: high }\n', LOCKED).rules['known-bad']?.floor).toEqual({
      severity: null,
      messages: {},
    })
  })
})
