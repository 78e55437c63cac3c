import { describe, expect, test } from '@jest/globals'
import type { Archive, Component } from '../../src/model/component.ts'
import { observed } from '../../src/model/observation.ts'
import type { RuleContext, Subject } from '../../src/model/rule.ts'
import type { SourceKind } from '../../src/model/source.ts'
import { integrity } from '../../src/rules/integrity.ts'
import { compare, sha512sOf, toPin } from '../../src/rules/shared/sri.ts'
import {
  aChange,
  aComponent,
  aFactChange,
  aReadSource,
  aRelease,
  aSubject,
  aTarball,
  OTHER_SHA512,
  SHA512,
  someEvidence,
} from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const SHA1 = 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='
const OTHER_SHA1 = 'sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA='
const SHA384 = `sha384-${'A'.repeat(64)}`
const entry = ['packages', 'node_modules/sample-mcp']
const hash = { path: 'package-lock.json', route: [...entry, 'integrity'] }
const registryMoved = aFactChange({ fact: { kind: 'registry' } })

testRule(integrity, {
  passes: [
    { what: 'the registry’s bytes', context: locked({}) },
    { what: 'a good hash beside a weak one', context: locked({ integrity: `${SHA1} ${SHA512}` }) },
    { what: 'a weak hash made strong', context: locked({}, { before: [aComponent({ integrity: SHA1 })] }) },
    {
      what: 'a hash added to an entry that had none',
      context: locked({}, { before: [aComponent({ integrity: null })] }),
    },
    {
      what: 'another hash for another version',
      context: locked({}, { before: [aComponent({ version: '0.9.0', integrity: OTHER_SHA512 })] }),
    },
    {
      what: 'one of two hashes there were',
      context: locked({}, { before: [aComponent({ integrity: OTHER_SHA512 }), aComponent()] }),
    },
    {
      what: 'the same hash written otherwise',
      context: locked({}, { before: [aComponent({ integrity: `${SHA512}?x` })] }),
    },
    {
      what: 'a hash of an unknown kind made strong',
      context: locked({}, { before: [aComponent({ integrity: 'sha999-AAAA' })] }),
    },
    { what: 'a bundled component', context: locked({ integrity: null, bundled: true }) },
    {
      what: 'a git dependency',
      context: locked({ integrity: null, resolved: 'git+ssh://git@git.example.test/a/b.git#0123' }),
    },
    { what: 'a local folder', context: locked({ integrity: null, ecosystem: 'local' }) },
    { what: 'a manifest, which pins no bytes', context: locked({ integrity: null }, {}, 'manifest') },
    { what: 'a launch line', context: locked({ integrity: null }, {}, 'client-config') },
    {
      what: 'a yarn lockfile that keeps checksums of its own',
      context: locked({ integrity: null, resolved: null }, {}, 'yarn-lockfile'),
    },
    { what: 'a registry that knows only an old hash', context: served(SHA1) },
    { what: 'the checksum there was', context: archived(archive('8', 'a'), archive('8', 'a')) },
    {
      what: 'another checksum of another patch',
      context: archived(archive('8', 'a'), archive('8', 'b'), ['patch:a#./x.patch&hash=1', 'patch:a#./x.patch&hash=2']),
    },
    {
      what: 'another format for another patch',
      context: archived(archive('8', 'a'), archive('9', 'b'), ['patch:a#./x.patch&hash=1', 'patch:a#./x.patch&hash=2']),
    },
    { what: 'a release that was not there', context: archived(null, archive('8', 'a')) },
    { what: 'a new release for some systems only', context: archived(null, archive(null, null, 'os=linux')) },
    { what: 'a new patch', context: archived(null, archive(null, null), [null, 'patch:a#./x.patch']) },
    {
      what: 'other bytes in the registry of what no server uses',
      context: locked({}, { tier: 'other' }, 'npm-lockfile', OTHER_SHA512),
    },
  ],
  reports: [
    {
      what: 'no hash',
      context: locked({ integrity: null }),
      finds: [{ id: 'missing', severity: 'low', location: { path: 'package-lock.json', route: entry } }],
    },
    {
      what: 'no hash where the registry moves too',
      context: { ...locked({ integrity: null }), facts: [registryMoved] },
      finds: [{ id: 'missing', severity: 'high' }],
    },
    {
      what: 'no hash where the registry was another all along',
      context: { ...locked({ integrity: null }), facts: [{ ...registryMoved, kind: 'present' }] },
      finds: [{ id: 'missing', severity: 'low' }],
    },
    {
      what: 'no hash in a yarn lockfile of the first format',
      context: locked({ integrity: null }, {}, 'yarn-lockfile'),
      finds: [{ id: 'missing', severity: 'low' }],
    },
    {
      what: 'sha1 only',
      context: locked({ integrity: SHA1 }),
      finds: [{ id: 'weak', severity: 'low', location: hash, args: { algorithm: 'sha1' } }],
    },
    {
      what: 'md5 only',
      context: locked({ integrity: 'md5-1B2M2Y8AsgTpgAmY7PhCfg==' }),
      finds: [{ id: 'weak', severity: 'low', args: { algorithm: 'md5' } }],
    },
    {
      what: 'an algorithm nobody knows',
      context: locked({ integrity: 'sha999-AAAA' }),
      finds: [{ id: 'weak', severity: 'low', args: { algorithm: 'an unknown hash' } }],
    },
    {
      what: 'another hash at the same version',
      context: locked({}, { before: [aComponent({ integrity: OTHER_SHA512 })] }),
      finds: [{ id: 'changed', severity: 'critical', location: hash }],
    },
    {
      what: 'another weak hash at the same version',
      context: locked({ integrity: OTHER_SHA1 }, { before: [aComponent({ integrity: SHA1 })] }),
      finds: [{ id: 'changed', severity: 'critical' }],
    },
    {
      what: 'an unknown hash that was there before',
      context: locked({ integrity: 'sha999-AAAA' }, { before: [aComponent({ integrity: 'sha999-AAAA' })] }),
      finds: [{ id: 'weak', severity: 'low' }],
    },
    {
      what: 'a weak hash made unknown',
      context: locked({ integrity: 'sha999-AAAA' }, { before: [aComponent({ integrity: SHA1 })] }),
      finds: [{ id: 'changed', severity: 'critical' }],
    },
    {
      what: 'another hash than one of two entries had',
      context: locked({}, { before: [aComponent({ integrity: null }), aComponent({ integrity: OTHER_SHA512 })] }),
      finds: [{ id: 'changed', severity: 'critical' }],
    },
    {
      what: 'another weak hash than one of two entries had',
      context: locked(
        { integrity: SHA1 },
        { before: [aComponent({ integrity: null }), aComponent({ integrity: OTHER_SHA1 })] },
      ),
      finds: [{ id: 'changed', severity: 'critical' }],
    },
    {
      what: 'a strong hash exchanged for one of another algorithm',
      context: locked({}, { before: [aComponent({ integrity: SHA384 })] }),
      finds: [{ id: 'changed', severity: 'critical' }],
    },
    {
      what: 'no hash where something else of the project changes',
      context: { ...locked({ integrity: null }), facts: [aFactChange({ fact: { kind: 'override' } })] },
      finds: [{ id: 'missing', severity: 'low' }],
    },
    {
      what: 'a strong hash made weak',
      context: locked({ integrity: SHA1 }, { before: [aComponent()] }),
      finds: [{ id: 'changed', severity: 'critical' }],
    },
    {
      what: 'a hash taken away',
      context: locked({ integrity: null }, { before: [aComponent()] }),
      finds: [{ id: 'changed', severity: 'critical' }],
    },
    {
      what: 'a second hash that lets other bytes pass',
      context: locked({ integrity: `${SHA512} ${OTHER_SHA512}` }, { before: [aComponent()] }),
      finds: [
        { id: 'changed', severity: 'critical' },
        { id: 'mismatch', severity: 'critical' },
        { id: 'conflicting', severity: 'critical' },
      ],
    },
    {
      what: 'other bytes than the registry’s',
      context: served(OTHER_SHA512),
      finds: [{ id: 'mismatch', severity: 'critical', location: hash }],
    },
    {
      what: 'a hash that cannot be compared with the registry’s',
      context: locked({ integrity: SHA384 }),
      finds: [{ id: 'mismatch', severity: 'critical' }],
    },
    {
      what: 'another checksum of yarn at the same version',
      context: archived(archive('8', 'a'), archive('8', 'b')),
      finds: [{ id: 'changed', severity: 'critical', location: { path: 'yarn.lock', route: ['a', 'checksum'] } }],
    },
    {
      what: 'another checksum for another address of the registry',
      context: archived(archive('8', 'a'), archive('8', 'b'), [null, 'https://registry.example.test/a.tgz']),
      finds: [{ id: 'changed', severity: 'critical' }],
    },
    {
      what: 'a checksum taken away',
      context: archived(archive('8', 'a'), archive(null, null)),
      finds: [{ id: 'changed', severity: 'critical' }],
    },
    {
      what: 'a new release without a checksum',
      context: archived(null, archive(null, null)),
      finds: [{ id: 'missing', severity: 'low', location: { path: 'yarn.lock', route: ['a'] } }],
    },
    {
      what: 'a new release without a checksum where the registry moves too',
      context: { ...archived(null, archive(null, null)), facts: [registryMoved] },
      finds: [{ id: 'missing', severity: 'high' }],
    },
    {
      what: 'a checksum under another format',
      context: archived(archive('8', 'a'), archive('10c0', 'b')),
      finds: [
        {
          id: 'incomparable',
          severity: 'high',
          location: { path: 'yarn.lock', route: ['a', 'checksum'] },
          args: { count: '1 package', path: 'yarn.lock', names: 'sample-mcp' },
        },
      ],
    },
    {
      what: 'the same digest under a format that lets yarn take another',
      context: archived(archive('10c0', 'a'), archive('8', 'a')),
      finds: [{ id: 'incomparable', severity: 'high' }],
    },
    {
      what: 'conditions under which yarn compares nothing',
      context: archived(archive('8', 'a'), archive('8', 'a', 'os=linux')),
      finds: [{ id: 'incomparable', severity: 'high' }],
    },
    {
      what: 'a checksum added to an entry that had none',
      context: archived(archive(null, null), archive('8', 'a')),
      finds: [{ id: 'incomparable', severity: 'high' }],
    },
    {
      what: 'a lockfile of yarn 1 written anew by yarn 4',
      context: archived('none', archive('10c0', 'a'), ['https://registry.example.test/a.tgz', null]),
      finds: [{ id: 'incomparable', severity: 'high' }],
    },
    {
      what: 'other bytes than the downloaded ones',
      context: downloaded(OTHER_SHA512),
      finds: [{ id: 'mismatch', severity: 'critical' }],
    },
  ],
})

test('shows what was and what is', () => {
  const diffOf = (integrityNow: string | null) =>
    run(integrity, locked({ integrity: integrityNow }, { before: [aComponent()] }))[0]?.facts
  const fact = (value: string) => [{ label: 'integrity', value, code: 'diff' }]
  expect(diffOf(OTHER_SHA512)).toEqual(fact(`- ${SHA512}\n+ ${OTHER_SHA512}`))
  expect(diffOf(null)).toEqual(fact(`- ${SHA512}\n+ (none)`))
})

test('names the package and the version', () => {
  const [finding] = run(integrity, served(OTHER_SHA512))
  expect([finding?.name, finding?.version, finding?.purl]).toEqual(['sample-mcp', '1.0.0', aComponent().purl])
  expect(run(integrity, locked({ integrity: null }))[0]?.args).toMatchObject({ version: '1.0.0' })
})

describe('conflicting', () => {
  test('names at most three hashes, sorted', () => {
    const hashes = ['D', 'A', 'C', 'B'].map((letter) => `sha512-${letter.repeat(86)}==`)
    const components = hashes.map((text, index) => aComponent({ id: `${index}`, integrity: text }))
    const context = { ...locked({}), head: { sources: [aReadSource({ components })] } }
    const shown = ['A', 'B', 'C'].map((letter) => `sha512-${letter.repeat(86)}==`)
    expect(run(integrity, context)[0]?.args['hashes']).toBe(shown.join(', '))
  })

  const nested = aComponent({ id: 'b', integrity: OTHER_SHA512, route: ['packages', 'b'] })
  const elsewhere = aComponent({ source: 'web/yarn.lock', integrity: OTHER_SHA512, route: ['sample-mcp@1'] })

  test.each([
    [
      'in one lockfile',
      [aReadSource({ components: [aComponent(), nested] })],
      { path: 'package-lock.json', route: nested.route },
    ],
    [
      'in two lockfiles',
      [aReadSource({ components: [aComponent()] }), aReadSource({ path: 'web/yarn.lock', components: [elsewhere] })],
      { path: 'web/yarn.lock', route: elsewhere.route },
    ],
  ])('%s', (_where, sources, other) => {
    const [finding, ...more] = run(integrity, { ...locked({}), head: { sources } })
    expect(more).toEqual([])
    expect(finding).toMatchObject({ id: 'conflicting', severity: 'critical', related: [other] })
    expect(finding?.args['hashes']).toBe(`${SHA512}, ${OTHER_SHA512}`)
  })

  test.each([
    ['another version', { version: '2.0.0', integrity: OTHER_SHA512 }],
    ['another package', { name: 'other', integrity: OTHER_SHA512 }],
    ['a weak hash', { integrity: SHA1 }],
    ['a bundled copy', { integrity: OTHER_SHA512, bundled: true }],
    ['a hash of another algorithm', { integrity: SHA384 }],
  ])('not with %s', (_what, overrides: Partial<Component>) => {
    const sources = [aReadSource({ components: [aComponent(), aComponent({ id: 'b', ...overrides })] })]
    expect(run(integrity, { ...locked({}), head: { sources } })).toEqual([])
  })
})

describe('hashes', () => {
  test('of several algorithms the strongest counts, as for an installer', () => {
    expect(toPin(`md5-AAAA ${SHA512} ${SHA1}`)).toMatchObject({ algorithm: 'sha512', strong: true })
  })

  test.each(['', ' ', 'nonsense', 'sha512-', '-', 'sha512'])('%j pins nothing', (text) => {
    expect(toPin(text)).toBeNull()
  })

  test('are the same in any order, and differ where one side has more', () => {
    expect(compare(`${SHA512} ${OTHER_SHA512}`, `${OTHER_SHA512} ${SHA512}`)).toBe('same')
    expect(compare(SHA512, `${OTHER_SHA512} ${SHA512}`)).toBe('different')
    expect(compare(SHA512, SHA1)).toBe('incomparable')
    expect(compare(null, SHA512)).toBe('incomparable')
  })

  test('in hexadecimal, sha512 only', () => {
    expect(sha512sOf(SHA512)).toEqual(['0'.repeat(128)])
    expect(sha512sOf(SHA1)).toEqual([])
    expect(sha512sOf(null)).toEqual([])
  })
})

function locked(
  overrides: Partial<Component>,
  change: Partial<Subject['change']> = {},
  kind: SourceKind = 'npm-lockfile',
  known = SHA512,
): Partial<RuleContext> {
  const component = aComponent(overrides)
  const subject = aSubject({
    component,
    change: aChange({ after: [component], ...change }),
    evidence: someEvidence({ release: observed(aRelease({ integrity: known })) }),
  })
  const source = aReadSource({ kind, components: [component] })
  return {
    subjects: [subject],
    head: { sources: [source] },
    sources: [{ path: source.path, kind, base: null, head: source }],
  }
}

function served(known: string): Partial<RuleContext> {
  return locked({}, {}, 'npm-lockfile', known)
}

function downloaded(known: string): Partial<RuleContext> {
  const context = locked({})
  const tarball = observed(aTarball({ integrity: known }))
  return {
    ...context,
    subjects: (context.subjects ?? []).map((one) => ({ ...one, evidence: { ...one.evidence, tarball } })),
  }
}

test('one finding for each lockfile that yarn writes anew, naming some', () => {
  const components = (format: string, digest: string) =>
    Array.from({ length: 7 }, (_, at) => anArchived({ id: `${at}`, name: `n${at}`, archive: archive(format, digest) }))
  const pair = aYarnPair(components('8', 'a'), components('10c0', 'b'))
  const [finding, ...others] = run(integrity, { sources: [pair] })
  expect(others).toEqual([])
  expect(finding?.args).toMatchObject({ count: '7 packages', names: 'n0, n1, n2, n3, n4, 2 more' })
  expect(finding?.related).toHaveLength(4)
})

test('shows both checksums', () => {
  const factsOf = (after: Archive) => run(integrity, archived(archive('8', 'a'), after))[0]?.facts
  expect(factsOf(archive('8', 'b'))).toEqual([{ label: 'checksum', value: '- 8/a\n+ 8/b', code: 'diff' }])
  expect(factsOf(archive(null, null))).toEqual([{ label: 'checksum', value: '- 8/a\n+ (none)', code: 'diff' }])
  expect(run(integrity, archived(archive(null, 'a'), archive(null, 'b')))[0]?.facts[0]?.value).toBe('- a\n+ b')
})

function archive(format: string | null, digest: string | null, conditions: string | null = null): Archive {
  return { format, digest, conditions }
}

function anArchived(overrides: Partial<Component>): Component {
  return aComponent({ source: 'yarn.lock', integrity: null, resolved: null, route: ['a'], ...overrides })
}

function aYarnPair(before: readonly Component[], after: readonly Component[]) {
  const [base, head] = [before, after].map((components) =>
    aReadSource({ path: 'yarn.lock', kind: 'yarn-lockfile', components }),
  )
  return { path: 'yarn.lock', kind: 'yarn-lockfile' as const, base: base ?? null, head: head ?? null }
}

/** `before`: null where the release is new, `none` where its lockfile keeps no checksums. */
function archived(
  before: Archive | 'none' | null,
  after: Archive,
  resolved: readonly [string | null, string | null] = [null, null],
): Partial<RuleContext> {
  const former =
    before === null ? [] : [anArchived({ archive: before === 'none' ? null : before, resolved: resolved[0] })]
  const component = anArchived({ archive: after, resolved: resolved[1] })
  const isUrl = /^https?:/.test(component.resolved ?? '')
  const standing = { ...component, integrity: isUrl ? SHA512 : null }
  const change = aChange({ source: 'yarn.lock', kind: 'replaced', before: former, after: [standing] })
  return { subjects: [aSubject({ component: standing, change })], sources: [aYarnPair(former, [standing])] }
}
