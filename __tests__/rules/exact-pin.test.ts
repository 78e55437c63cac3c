import { expect, test } from '@jest/globals'
import type { Component, Launch } from '../../src/model/component.ts'
import { observed } from '../../src/model/observation.ts'
import type { RuleContext } from '../../src/model/rule.ts'
import { exactPin } from '../../src/rules/exact-pin.ts'
import {
  aComponent,
  anAllowedPackage,
  anUnreadSource,
  aPackage,
  aPolicy,
  aReadSource,
  aRelease,
  aSubject,
  DAY,
  HOUR,
  NOW,
  noEvidence,
  someEvidence,
} from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const manifest = { path: 'package.json', kind: 'manifest' } as const
const locked = aComponent({ version: '1.2.3' })

function inManifest(component: Partial<Component>, publishable = false): Partial<RuleContext> {
  const own = aComponent({
    source: 'package.json',
    spec: '^1.0.0',
    version: null,
    pinned: false,
    lockedIn: 'package-lock.json',
    route: ['dependencies', 'sample-mcp'],
    ...component,
  })
  const sources = [aReadSource({ ...manifest, components: [own], publishable }), aReadSource({ components: [locked] })]
  return { subjects: [aSubject({ component: own })], head: { sources } }
}

const launch: Launch = {
  client: 'claude-code',
  argv: ['npx', '-y', 'sample-mcp@latest'],
  digest: '',
  commandDigest: '',
  environment: [],
  shell: false,
  commands: [],
}

function launched(component: Partial<Component>, subject: Parameters<typeof aSubject>[0] = {}): Partial<RuleContext> {
  const own = aComponent({
    source: '.mcp.json',
    server: 'sample',
    launcher: 'npx',
    launch,
    resolved: null,
    integrity: null,
    version: null,
    pinned: false,
    spec: 'latest',
    route: ['mcpServers', 'sample', 'args', 1],
    ...component,
  })
  const source = aReadSource({ path: '.mcp.json', kind: 'client-config', components: [own] })
  return { subjects: [aSubject({ component: own, ...subject })], head: { sources: [source] } }
}

const location = { path: 'package.json', route: ['dependencies', 'sample-mcp'] }

testRule(exactPin, {
  passes: [
    { what: 'an exact spec', context: inManifest({ spec: '1.2.3', version: '1.2.3', pinned: true }) },
    { what: 'a range of a peer', context: inManifest({ scope: 'peer', lockedIn: null }) },
    {
      what: 'a folder of the repository',
      context: inManifest({ ecosystem: 'local', spec: 'workspace:*', pinned: null }),
    },
    {
      what: 'a folder of the repository, which no lockfile pins',
      context: inManifest({ ecosystem: 'local', spec: 'file:tools/x', pinned: null, lockedIn: null }),
    },
    { what: 'a launch of what the lockfile installs', context: launched({ lockedIn: 'package-lock.json' }) },
    { what: 'an image by digest', context: launched({ ecosystem: 'oci', pinned: true }) },
    { what: 'a line of which nothing could be told', context: launched({ ecosystem: 'unknown', spec: null }) },
    { what: 'a lockfile entry', context: { subjects: [aSubject()], head: { sources: [aReadSource()] } } },
    { what: 'a pinned PyPI launch', context: launched({ ecosystem: 'pypi', pinned: true, version: '1.0.0' }) },
    {
      what: 'a missing lockfile where one cannot be read',
      context: {
        ...inManifest({ lockedIn: null, pinned: true }),
        head: { sources: [aReadSource(manifest), anUnreadSource()] },
      },
    },
  ],
  reports: [
    {
      what: 'a range',
      context: inManifest({}),
      finds: [{ id: 'spec-not-exact', severity: 'high', location, args: { exact: '1.2.3' } }],
    },
    {
      what: 'a range of a package to be published',
      context: inManifest({}, true),
      finds: [{ id: 'spec-not-exact', severity: 'moderate' }],
    },
    {
      what: 'a server without lockfile',
      context: inManifest({ lockedIn: null, pinned: true, spec: '1.2.3', version: '1.2.3' }),
      finds: [{ id: 'lockfile-missing', severity: 'high', location, args: { manifest: 'package.json' } }],
    },
    {
      what: 'a server without lockfile in a package to be published',
      context: inManifest({ lockedIn: null, pinned: true }, true),
      finds: [{ id: 'lockfile-missing', severity: 'moderate' }],
    },
    {
      what: 'a launch of the latest release',
      context: launched({}),
      finds: [
        {
          id: 'launch-not-pinned',
          severity: 'high',
          args: { server: 'sample', exact: 'sample-mcp@1.0.0' },
          location: { path: '.mcp.json', route: ['mcpServers', 'sample', 'args', 1] },
        },
      ],
    },
    {
      what: 'an unpinned PyPI launch',
      context: launched({ ecosystem: 'pypi' }),
      finds: [{ id: 'launch-not-pinned', severity: 'high' }],
    },
    {
      what: 'an image by tag',
      context: launched({ ecosystem: 'oci' }),
      finds: [{ id: 'image-not-digest', severity: 'high' }],
    },
    {
      what: 'a pinned launch, whose dependencies float',
      context: launched({ pinned: true, version: '1.0.0' }),
      finds: [{ id: 'launch-closure-floating', severity: 'low', args: { launcher: 'npx' } }],
    },
  ],
})

const suggestionOf = (context: Partial<RuleContext>) => run(exactPin, context)[0]?.suggestion

test.each([
  ['^1.0.0', '1.2.3'],
  ['latest', '1.2.3'],
  ['npm:sample-mcp@^1.0.0', 'npm:sample-mcp@1.2.3'],
])('%s: suggests the locked version', (spec, to) => {
  expect(suggestionOf(inManifest({ spec }))).toEqual({ location, from: spec, to })
})

test.each(['github:acme/x', 'catalog:', 'acme/x'])('%s: suggests nothing that would mean something else', (spec) => {
  expect(suggestionOf(inManifest({ spec }))).toBeNull()
})

test('one finding for each manifest without lockfile', () => {
  const { subjects = [], head } = inManifest({ lockedIn: null, pinned: true })
  const other = subjects.map((subject) => ({ ...subject, component: { ...subject.component, name: 'other-mcp' } }))
  const found = run(exactPin, { subjects: [...subjects, ...other], ...(head ? { head } : {}) })
  expect(found.map(({ id, name }) => [id, name])).toEqual([['lockfile-missing', 'sample-mcp']])
})

const releases = (...versions: readonly (readonly [string, number])[]) =>
  someEvidence({
    packument: observed(
      aPackage({
        latest: '9.0.0',
        releases: new Map(
          versions.map(([version]) => [
            version,
            aRelease({ version, deprecated: version === '4.0.0' ? 'broken' : null }),
          ]),
        ),
        times: new Map(versions),
      }),
    ),
  })
const old = NOW - 100 * DAY

test.each([
  [
    'the newest listed version that exists',
    launched(
      {},
      {
        evidence: releases(['1.0.0', old], ['1.1.0', old], ['2.0.0', old]),
        allow: { named: [anAllowedPackage({ versions: ['1.0.0', '1.1.0', '7.0.0'] })], fitting: [] },
      },
    ),
    '1.1.0',
  ],
  [
    'no version of an expired entry',
    launched(
      {},
      {
        evidence: releases(['1.0.0', old], ['2.0.0', old]),
        allow: { named: [anAllowedPackage({ expires: '2020-01-01' })], fitting: [] },
      },
    ),
    '2.0.0',
  ],
  [
    'a listed version while the registry is silent',
    launched({}, { evidence: noEvidence(), allow: { named: [anAllowedPackage()], fitting: [] } }),
    '1.0.0',
  ],
  [
    'the newest release past the cooldown',
    launched(
      {},
      {
        evidence: releases(
          ['1.0.0', old],
          ['3.0.0', NOW - 49 * HOUR],
          ['4.0.0', old],
          ['5.0.0-beta', old],
          ['6.0.0', NOW - HOUR],
        ),
      },
    ),
    '3.0.0',
  ],
  ['the latest where none is past it', launched({}, { evidence: releases(['6.0.0', NOW - HOUR]) }), '9.0.0'],
])('a launch: suggests %s', (_, context, version) => {
  expect(suggestionOf(context)).toMatchObject({ from: 'sample-mcp@latest', to: `sample-mcp@${version}` })
})

test.each<[string, readonly Component[], string, string | null]>([
  [
    'the one version that is installed directly',
    [locked, aComponent({ id: 'b', version: '1.9.0', direct: false })],
    '^1.0.0',
    '1.2.3',
  ],
  ['none of another package', [locked, aComponent({ id: 'b', name: 'other', version: '1.9.0' })], '^1.0.0', '1.2.3'],
  [
    'the highest that fits where several are installed',
    [locked, aComponent({ id: 'b', version: '2.0.0' })],
    '^1.0.0',
    '1.2.3',
  ],
  [
    'the highest that fits an alias',
    [locked, aComponent({ id: 'b', version: '2.0.0' })],
    'npm:sample-mcp@^1.0.0',
    'npm:sample-mcp@1.2.3',
  ],
  [
    'the highest that fits an alias with a scope',
    [locked, aComponent({ id: 'b', version: '2.0.0' })],
    'npm:@acme/sample@^1.0.0',
    'npm:@acme/sample@1.2.3',
  ],
  ['the one that is installed, whatever was asked', [aComponent({ version: '2.0.0' })], '^1.0.0', '2.0.0'],
  ['the highest that fits, wherever it stands', [aComponent({ id: 'b', version: '2.0.0' }), locked], '^1.0.0', '1.2.3'],
  ['nothing for another protocol', [locked], 'github:acme/sample-mcp', null],
  ['nothing for an address', [locked], 'acme/sample-mcp', null],
  ['the newest release where none is installed', [], '^1.0.0', '1.0.0'],
])('a manifest: suggests %s', (_, components, spec, to) => {
  const context = inManifest({ spec })
  const sources = [...(context.head?.sources.slice(0, 1) ?? []), aReadSource({ components })]
  const [finding] = run(exactPin, { ...context, head: { sources } })
  expect(finding?.args['exact']).toBe(to ?? 'an exact version')
  expect(finding?.suggestion?.to ?? null).toBe(to)
})

test.each([
  ['cannot be read', [anUnreadSource()], '^1.0.0'],
  ['cannot be read, of an alias', [anUnreadSource()], 'npm:sample-mcp@^1.0.0'],
  ['is not there', [], '^1.0.0'],
])('a manifest whose lockfile %s, while the registry is silent, gets no suggestion', (_, lockfiles, spec) => {
  const context = inManifest({ spec })
  const subjects = (context.subjects ?? []).map((subject) => ({ ...subject, evidence: noEvidence() }))
  const sources = [...(context.head?.sources.slice(0, 1) ?? []), ...lockfiles]
  const [finding] = run(exactPin, { subjects, head: { sources } })
  expect(finding).toMatchObject({ id: 'spec-not-exact', suggestion: null, args: { exact: 'an exact version' } })
})

test.each([
  ['of another ecosystem', { ecosystem: 'unknown' }],
  ['without a spec', { spec: null }],
] as const)('an open manifest entry %s is no range', (_, component) => {
  expect(run(exactPin, inManifest(component)).map(({ id }) => id)).toEqual([])
})

test('a launch is named by its server, its package where it has none, and what would be exact', () => {
  const argsOf = (component: Partial<Component>) =>
    run(exactPin, launched(component, { evidence: noEvidence() }))[0]?.args
  expect(argsOf({ spec: null })).toMatchObject({
    server: 'sample',
    spec: 'no version',
    exact: 'sample-mcp@<exact version>',
  })
  expect(argsOf({ ecosystem: 'pypi', name: 'sample', spec: null })).toMatchObject({ exact: 'sample==<exact version>' })
  expect(argsOf({ server: null })).toMatchObject({ server: 'sample-mcp', spec: 'latest' })
  expect(argsOf({ pinned: true, version: '1.0.0', launcher: null, server: null })).toMatchObject({
    server: 'sample-mcp',
    launcher: 'a launcher',
  })
})

test.each([
  ['without a version', { pinned: true, version: null }],
  ['that may or may not be pinned', { pinned: null, version: '1.0.0' }],
])('a launch %s leaves nothing floating that is known', (_, component) => {
  expect(run(exactPin, launched(component))).toEqual([])
})

test('a line of another registry that names something open is reported', () => {
  expect(run(exactPin, launched({ ecosystem: 'unknown', spec: 'next' })).map(({ id }) => id)).toEqual([
    'launch-not-pinned',
  ])
})

test('a package of another registry gets no version of npm', () => {
  expect(run(exactPin, launched({ ecosystem: 'pypi' }))[0]?.suggestion).toBeNull()
})

test.each(['pnpm-lockfile', 'yarn-lockfile', 'bun-lockfile'] as const)(
  'an unread %s is there none the less',
  (kind) => {
    const context = inManifest({ lockedIn: null, pinned: true })
    const sources = [aReadSource(manifest), anUnreadSource({ kind })]
    expect(run(exactPin, { ...context, head: { sources } })).toEqual([])
  },
)

test('the cooldown is the policy\u2019s', () => {
  const hours = { enabled: true, severity: null, tiers: null, messages: {}, options: { hours: 50 } }
  const policy = aPolicy({ rules: { cooldown: hours } })
  const context = launched({}, { evidence: releases(['1.0.0', old], ['3.0.0', NOW - 49 * HOUR]) })
  expect(suggestionOf({ ...context, policy })).toMatchObject({ to: 'sample-mcp@1.0.0' })
})

test.each([
  ['sample-mcp', null],
  ['sample-mcp@^1', '^1'],
])('a launch of %s: suggests the whole argument', (argument, spec) => {
  expect(suggestionOf(launched({ spec, launch: { ...launch, argv: ['npx', argument] } }))).toMatchObject({
    from: argument,
  })
})

test.each([
  ['several words in one argument', { launch: { ...launch, argv: ['npx', 'sample-mcp@latest --stdio'] } }],
  ['an option with a value', { launch: { ...launch, argv: ['npx', '--package=sample-mcp@latest'] } }],
  ['a git address', { resolved: 'github:acme/sample-mcp' }],
])('a launch by %s: suggests nothing', (_, component) => {
  expect(suggestionOf(launched(component))).toBeNull()
})

test('a launch whose registry is silent gets no suggestion', () => {
  expect(suggestionOf(launched({}, { evidence: noEvidence() }))).toBeNull()
})
