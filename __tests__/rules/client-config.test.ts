import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { addressDigest } from '../../src/model/address.ts'
import type { Component, Launch } from '../../src/model/component.ts'
import type { AllowEntry } from '../../src/model/policy.ts'
import type { RuleContext } from '../../src/model/rule.ts'
import type { FactKind, SourceFact, SourcePair } from '../../src/model/source.ts'
import { clientConfig } from '../../src/rules/client-config.ts'
import {
  aChange,
  aComponent,
  aFactChange,
  anAllowedPackage,
  anUnreadSource,
  aReadSource,
  aSubject,
} from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const path = '.mcp.json'

function aLaunch(argv: readonly string[], overrides: Partial<Launch> = {}): Launch {
  const digest = digestOf(argv)
  return {
    client: 'claude-code',
    argv,
    digest,
    commandDigest: digest,
    environment: [],
    shell: false,
    commands: [],
    ...overrides,
  }
}

function digestOf(argv: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(argv)).digest('hex')
}

function aServer(overrides: Partial<Component> = {}): Component {
  return aComponent({
    id: 'mcpServers/sample#0',
    source: path,
    server: 'sample',
    scope: 'launch',
    launcher: 'npx',
    launch: aLaunch(['npx', '-y', 'sample-mcp@1.0.0']),
    resolved: null,
    integrity: null,
    route: ['mcpServers', 'sample', 'args', 1],
    ...overrides,
  })
}

const remote = (url: string) => aServer({ ecosystem: 'remote', name: 'sample', version: null, url, launch: null })
const local = (argv: readonly string[]) =>
  aServer({ ecosystem: 'local', name: 'sample', version: null, launch: aLaunch(argv) })
const place = { path: '.github/mcp-gate.yml', line: 5 }
const entry = (kind: 'remote' | 'command', expires: string | null = null): AllowEntry =>
  kind === 'remote'
    ? { kind, url: 'https://mcp.example.test/', place, reviewed: null, expires }
    : { kind, argv: ['node', 'x.js'], place, reviewed: null, expires }

/** The server as it stands, judged as a change of its kind. */
function standing(component: Component, allow: readonly AllowEntry[] = []): Partial<RuleContext> {
  const change = aChange({ after: [component], kind: 'updated' })
  return { subjects: [aSubject({ component, change, allow: { named: allow, fitting: allow } })] }
}

function changed(before: Component, after: Component, allow: readonly AllowEntry[] = []): Partial<RuleContext> {
  const side = (component: Component) => aReadSource({ path, kind: 'client-config', components: [component] })
  return {
    ...standing(after, allow),
    sources: [{ path, kind: 'client-config', base: side(before), head: side(after) }],
  }
}

const fact = (kind: FactKind, overrides: Partial<SourceFact> = {}) =>
  aFactChange({
    source: path,
    sourceKind: 'client-config',
    fact: {
      kind,
      name: 'sample',
      key: 'mcpServers/sample:x',
      route: ['mcpServers', 'sample', 'env', 'KEY'],
      ...overrides,
    },
  })

const bumped = (argv: readonly string[], overrides: Partial<Component> = {}) =>
  aServer({ version: '2.0.0', launch: aLaunch(argv), ...overrides })
const commandChanged = [{ id: 'command-changed', severity: 'high' as const, args: { server: 'sample' } }]
const url = 'https://mcp.example.test/'

const side = (...components: readonly Component[]) => aReadSource({ path, kind: 'client-config', components })
/** A new server, where this source had servers before. */
const added = (component: Component, former?: SourcePair): Partial<RuleContext> => ({
  subjects: [aSubject({ component, allow: { named: [], fitting: [entry('command'), entry('remote')] } })],
  sources: former === undefined ? [] : [former],
})
const serverAdded = (what: string) => [
  { id: 'server-added', severity: 'low' as const, args: { server: 'sample', what } },
]
/** A changed line of which no subject but this one is allowed. */
const besideAllowed = (component: Partial<Component>): Partial<RuleContext> => {
  const { sources = [], subjects = [] } = changed(local(['node', 'y.js']), local(['node', 'x.js']))
  const allowed = standing({ ...local(['node', 'x.js']), ...component }, [entry('command')])
  return { sources, subjects: [...(allowed.subjects ?? []), ...subjects] }
}
const localCommand = { id: 'local-command', severity: 'moderate' as const }
const shell = { id: 'shell-wrapped', severity: 'high' as const }

const replaced = changed(aServer(), remote(url))
const renewed =
  replaced.subjects?.map((subject) => ({ ...subject, change: { ...subject.change, kind: 'added' as const } })) ?? []

testRule(clientConfig, {
  passes: [
    { what: 'a package that no config launches', context: { subjects: [aSubject()] } },
    { what: 'a server that stays', context: changed(aServer(), aServer()) },
    { what: 'another version alone', context: changed(aServer(), bumped(['npx', '-y', 'sample-mcp@2.0.0'])) },
    {
      what: 'another version behind an option',
      context: changed(
        aServer({ launch: aLaunch(['npx', '--package=sample-mcp@1.0.0', 'x']) }),
        bumped(['npx', '--package=sample-mcp@2.0.0', 'x']),
      ),
    },
    {
      what: 'a pin where there was none',
      context: changed(
        aServer({ version: null, launch: aLaunch(['npx', 'sample-mcp@latest']) }),
        aServer({ launch: aLaunch(['npx', 'sample-mcp@1.0.0']) }),
      ),
    },
    {
      what: 'another version of a Python package with extras',
      context: changed(
        aServer({ ecosystem: 'pypi', name: 'Mcp_X', version: '1', launch: aLaunch(['uvx', 'Mcp_X[cli]==1']) }),
        aServer({ ecosystem: 'pypi', name: 'Mcp_X', version: '2', launch: aLaunch(['uvx', 'Mcp_X[cli]==2']) }),
      ),
    },
    {
      what: 'another tag of an image',
      context: changed(
        aServer({
          ecosystem: 'oci',
          name: 'ghcr.io/acme/x',
          version: '1',
          launch: aLaunch(['docker', 'run', 'ghcr.io/acme/x:1']),
        }),
        aServer({
          ecosystem: 'oci',
          name: 'ghcr.io/acme/x',
          version: '2',
          launch: aLaunch(['docker', 'run', 'ghcr.io/acme/x:2']),
        }),
      ),
    },
    { what: 'a remote server that is listed', context: standing(remote(url), [entry('remote')]) },
    { what: 'a local command that is listed', context: standing(local(['node', 'x.js']), [entry('command')]) },
    {
      what: 'a listed command that replaces another one',
      context: changed(local(['node', 'y.js']), local(['node', 'x.js']), [entry('command')]),
    },
    {
      what: 'a listed shell, though another entry for it has expired',
      context: {
        ...standing(local(['sh', '-c', 'x']), [entry('command', '2026-01-01'), entry('command')]),
        facts: [fact('shell-wrapped')],
      },
    },
    {
      what: 'a listed line that is a shell',
      context: {
        ...standing(local(['sh', '-c', 'x']), [entry('command')]),
        facts: [fact('shell-wrapped'), fact('unreadable-launch')],
      },
    },
    { what: 'a server that is in the repository and not launched', context: standing({ ...local([]), launch: null }) },
    {
      what: 'a server that was there under its name, which comes as an addition',
      context: added(local(['node', 'x.js']), { path, kind: 'client-config', base: side(aServer()), head: null }),
    },
    {
      what: 'a listed address that replaces a command, and a listed command that replaces an address',
      context: {
        subjects: [
          ...(changed(local(['node', 'x.js']), remote(url), [entry('remote')]).subjects ?? []),
          ...(standing({ ...local(['node', 'x.js']), id: 'other', server: 'other' }, [entry('command')]).subjects ??
            []),
        ],
        sources: [
          {
            path,
            kind: 'client-config',
            base: side(local(['node', 'x.js']), { ...remote(url), id: 'other', server: 'other' }),
            head: side(remote(url), { ...local(['node', 'x.js']), id: 'other', server: 'other' }),
          },
        ],
      },
    },
    {
      what: 'a config that is gone, and one that cannot be read any more',
      context: {
        sources: [
          { path, kind: 'client-config', base: side(aServer()), head: null },
          { path, kind: 'client-config', base: side(aServer()), head: anUnreadSource({ kind: 'client-config' }) },
        ],
      },
    },
    {
      what: 'a file of another kind',
      context: {
        sources: [
          { path, kind: 'manifest', base: side(aServer()), head: side(aServer({ launch: aLaunch(['npx', 'evil']) })) },
        ],
      },
    },
    {
      what: 'a server beside one that stays',
      context: {
        sources: [
          { path, kind: 'client-config', base: side(aServer()), head: side(aServer(), aServer({ server: 'other' })) },
        ],
      },
    },
    { what: 'a fact of another kind of file', context: { facts: [aFactChange({ fact: { kind: 'secret-inline' } })] } },
    { what: 'a fact of another rule', context: { facts: [fact('out-of-sync')] } },
    {
      what: 'a config that cannot be compared',
      context: {
        sources: [
          {
            path,
            kind: 'client-config',
            base: null,
            head: aReadSource({ path, kind: 'client-config', components: [aServer()] }),
          },
        ],
      },
    },
  ],
  reports: [
    {
      what: 'a server that is new',
      context: { subjects: [aSubject({ component: aServer() })] },
      finds: [
        {
          id: 'server-added',
          severity: 'low',
          args: { server: 'sample', what: 'npm sample-mcp 1.0.0' },
          location: { path, route: ['mcpServers', 'sample', 'args', 1] },
        },
      ],
    },
    {
      what: 'a server that only another file had',
      context: added(aServer(), {
        path: 'other.json',
        kind: 'client-config',
        base: aReadSource({ path: 'other.json', kind: 'client-config', components: [aServer()] }),
        head: null,
      }),
      finds: serverAdded('npm sample-mcp 1.0.0'),
    },
    {
      what: 'a server of which a file of another kind had the name',
      context: added(aServer(), { path, kind: 'manifest', base: side(aServer()), head: null }),
      finds: serverAdded('npm sample-mcp 1.0.0'),
    },
    { what: 'a new address', context: added(remote(url)), finds: serverAdded(url) },
    {
      what: 'a new address that is not told',
      context: added({ ...remote(url), url: null }),
      finds: serverAdded('sample'),
    },
    {
      what: 'a new command',
      context: added(local(['node', 'x'.repeat(300)])),
      finds: serverAdded(`node ${'x'.repeat(195)}`),
    },
    {
      what: 'a new line of which nothing could be told',
      context: added(aServer({ ecosystem: 'unknown', launch: aLaunch(['run', 'x']) })),
      finds: serverAdded('run x'),
    },
    {
      what: 'a new server of which no line is told',
      context: added(aServer({ ecosystem: 'unknown', launch: null })),
      finds: serverAdded('sample-mcp'),
    },
    {
      what: 'a new server of no version',
      context: added(aServer({ version: null })),
      finds: serverAdded('npm sample-mcp'),
    },
    {
      what: 'a new server of a version that is asked for',
      context: added(aServer({ version: null, spec: 'latest' })),
      finds: serverAdded('npm sample-mcp latest'),
    },
    {
      what: 'a changed line, where another file has one that is allowed',
      context: besideAllowed({ source: 'other.json' }),
      finds: [localCommand, ...commandChanged],
    },
    {
      what: 'a changed line, beside another server that is allowed',
      context: besideAllowed({ id: 'other' }),
      finds: [localCommand, ...commandChanged],
    },
    {
      what: 'a changed line that nobody judges as a server',
      context: { sources: changed(aServer(), local(['node', 'x.js'])).sources ?? [] },
      finds: [
        { id: 'command-changed', severity: 'high', location: { path, route: ['mcpServers', 'sample', 'args', 1] } },
      ],
    },
    {
      what: 'a changed line of a package that is allowed',
      context: changed(aServer(), aServer({ launch: aLaunch(['npx', 'sample-mcp', '--all']) }), [anAllowedPackage()]),
      finds: commandChanged,
    },
    {
      what: 'a changed line whose entry has expired',
      context: changed(local(['node', 'y.js']), local(['node', 'x.js']), [entry('command', '2026-01-01')]),
      finds: [localCommand, ...commandChanged],
    },
    {
      what: 'other arguments',
      context: changed(aServer(), aServer({ launch: aLaunch(['npx', '-y', 'sample-mcp@1.0.0', '--allow-write']) })),
      finds: commandChanged,
    },
    {
      what: 'other arguments with another version',
      context: changed(aServer(), bumped(['npx', '-y', 'sample-mcp@2.0.0', '--allow-write'])),
      finds: commandChanged,
    },
    {
      what: 'another package',
      context: changed(aServer(), aServer({ name: 'evil-mcp', launch: aLaunch(['npx', '-y', 'evil-mcp@1.0.0']) })),
      finds: commandChanged,
    },
    {
      what: 'a name that begins alike',
      context: changed(aServer(), bumped(['npx', '-y', 'sample-mcp-evil@1.0.0'])),
      finds: commandChanged,
    },
    {
      what: 'another environment with another version',
      context: changed(
        aServer(),
        bumped(['npx', '-y', 'sample-mcp@2.0.0'], {
          launch: aLaunch(['npx', '-y', 'sample-mcp@2.0.0'], { environment: ['NODE_OPTIONS'] }),
        }),
      ),
      finds: commandChanged,
    },
    {
      what: 'another secret',
      context: changed(aServer(), aServer({ launch: aLaunch(['npx', '-y', 'sample-mcp@1.0.0'], { digest: 'other' }) })),
      finds: commandChanged,
    },
    {
      what: 'a shell around the line',
      context: changed(aServer(), aServer({ launch: aLaunch(['npx', '-y', 'sample-mcp@1.0.0'], { shell: true }) })),
      finds: commandChanged,
    },
    {
      what: 'a remote server in place of a package',
      context: changed(aServer(), remote(url)),
      finds: [{ id: 'remote-not-allowlisted', severity: 'high' }, ...commandChanged],
    },
    {
      what: 'an address in place of a package, which comes as an addition',
      context: { ...replaced, subjects: renewed },
      finds: [{ id: 'remote-not-allowlisted', severity: 'high' }, ...commandChanged],
    },
    {
      what: 'a listed command with another environment',
      context: changed(
        local(['node', 'x.js']),
        { ...local(['node', 'x.js']), launch: aLaunch(['node', 'x.js'], { environment: ['NODE_OPTIONS'] }) },
        [entry('command')],
      ),
      finds: commandChanged,
    },
    {
      what: 'a remote server',
      context: standing(remote(url)),
      finds: [{ id: 'remote-not-allowlisted', severity: 'high', args: { url } }],
    },
    {
      what: 'a remote server whose entry has expired',
      context: standing(remote(url), [entry('remote', '2026-01-01')]),
      finds: [{ id: 'remote-not-allowlisted', severity: 'high' }],
    },
    {
      what: 'a local command',
      context: standing(local(['node', 'x.js'])),
      finds: [{ id: 'local-command', severity: 'moderate', args: { what: 'node x.js' } }],
    },
    {
      what: 'a secret, by its place and not by its value',
      context: { facts: [fact('secret-inline', { args: { where: 'env.KEY' } })] },
      finds: [
        {
          id: 'secret-inline',
          severity: 'high',
          args: { server: 'sample', place: 'env.KEY' },
          location: { path, route: ['mcpServers', 'sample', 'env', 'KEY'] },
        },
      ],
    },
    {
      what: 'a shell',
      context: { facts: [fact('shell-wrapped')] },
      finds: [{ id: 'shell-wrapped', severity: 'high' }],
    },
    {
      what: 'a shell of which nothing is allowed',
      context: { ...standing(local(['sh', '-c', 'x'])), facts: [fact('shell-wrapped')] },
      finds: [localCommand, shell],
    },
    {
      what: 'a shell whose entry has expired',
      context: { ...standing(local(['sh']), [entry('command', '2026-01-01')]), facts: [fact('shell-wrapped')] },
      finds: [localCommand, shell],
    },
    {
      what: 'a shell beside an address that is allowed',
      context: { ...standing(remote(url), [entry('remote')]), facts: [fact('shell-wrapped')] },
      finds: [shell],
    },
    {
      what: 'a shell beside another server that is allowed',
      context: {
        ...standing({ ...local(['sh']), server: 'other' }, [entry('command')]),
        facts: [fact('shell-wrapped')],
      },
      finds: [shell],
    },
    {
      what: 'a shell, where another file has one that is allowed',
      context: {
        ...standing({ ...local(['sh']), source: 'other.json' }, [entry('command')]),
        facts: [fact('shell-wrapped')],
      },
      finds: [shell],
    },
    {
      what: 'what cannot be told beside a line that is allowed',
      context: {
        ...standing(local(['sh', '-c', 'x']), [entry('command')]),
        facts: [fact('unreadable-launch', { args: { beside: 'line' } })],
      },
      finds: [{ id: 'unreadable-launch', severity: 'high', args: { detail: 'nothing more is known' } }],
    },
    ...(
      [
        ['secret-inline', { server: 'of this file', place: '' }, 'high'],
        ['registry-overridden', { server: 'of this file', url: '', option: '' }, 'high'],
        ['neighbour', { key: '', detail: 'nothing more is known', path }, 'moderate'],
      ] as const
    ).map(([kind, args, severity]) => ({
      what: `${kind}, of which nothing more is told`,
      context: { facts: [fact(kind, { name: null })] },
      finds: [{ id: kind === 'neighbour' ? 'neighbour-setting' : kind, severity, args }],
    })),
    {
      what: 'a line that cannot be told',
      context: { facts: [fact('unreadable-launch', { args: { detail: 'x' } })] },
      finds: [{ id: 'unreadable-launch', severity: 'high', args: { detail: 'x' } }],
    },
    {
      what: 'another registry',
      context: {
        facts: [fact('registry-overridden', { args: { url: 'https://evil.example.test/', option: '--registry' } })],
      },
      finds: [{ id: 'registry-overridden', severity: 'high' }],
    },
    {
      what: 'a setting beside the servers',
      context: { facts: [fact('neighbour', { name: null, args: { key: 'NODE_OPTIONS', detail: 'x' } })] },
      finds: [{ id: 'neighbour-setting', severity: 'moderate', args: { key: 'NODE_OPTIONS' } }],
    },
  ],
})

const pasteOf = (component: Component) => run(clientConfig, standing(component))[0]?.paste

test('offers an entry for a remote server and for a local command', () => {
  expect(pasteOf(remote(url))).toBe('  - remote: "https://mcp.example.test/"\n')
  expect(pasteOf(local(['node', 'x.js']))).toBe('  - command: ["node", "x.js"]\n')
})

const masked = (url: string, address: string) => ({ ...remote(url), urlDigest: addressDigest(address) })
const TENANT = 'https://mcp.example.test/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f/mcp'

test.each([
  masked('https://mcp.example.test/?key=***', 'https://mcp.example.test/?key=a'),
  masked('https://mcp.example.test/REDACTED/mcp', TENANT),
  remote('http://mcp.example.test/'),
  local([]),
  aServer({
    ecosystem: 'local',
    launch: aLaunch(['node', 'x.js', '***'], { commandDigest: digestOf(['node', 'x.js', 'a']) }),
  }),
])('offers no entry that would not fit: %#', (component) => {
  expect(pasteOf(component)).toBeNull()
})

test('says why there is no entry for an address of which a part is hidden', () => {
  const factsOf = (component: Component) => run(clientConfig, standing(component))[0]?.facts
  expect(factsOf(masked('https://mcp.example.test/REDACTED/mcp', TENANT))).toEqual([
    { label: 'no entry to paste', value: expect.stringContaining('the whole address') },
  ])
  expect(factsOf(masked('https://mcp.example.test/?key=***', 'https://mcp.example.test/?key=a'))).toEqual([
    { label: 'no entry to paste', value: expect.stringContaining('from the environment') },
  ])
  expect(factsOf(remote(url))).toEqual([])
})

test('says so too where the address is not told at all', () => {
  expect(run(clientConfig, standing({ ...remote(url), url: null }))[0]).toMatchObject({
    args: { url: '' },
    paste: null,
    facts: [{ label: 'no entry to paste' }],
  })
})

test('a changed launch is told of what is launched now', () => {
  const { sources = [] } = changed(aServer(), aServer({ name: 'evil-mcp', version: '6.6.6', launch: null }))
  expect(run(clientConfig, { sources })).toMatchObject([{ name: 'evil-mcp', version: '6.6.6', source: path }])
})

test('shows both launches', () => {
  const after = aServer({ launch: aLaunch(['npx', '-y', 'evil'], { environment: ['KEY'] }) })
  expect(run(clientConfig, changed(aServer(), after))[0]?.facts).toEqual([
    {
      label: 'launch',
      value: '- npx -y sample-mcp@1.0.0\n+ npx -y evil\n- environment: \n+ environment: KEY',
      code: 'diff',
    },
  ])
})

test('judges the servers of a workflow as it judges those of a config', () => {
  const fact = { kind: 'secret-inline', name: 'notes', args: { where: 'the environment' } } as const
  const findings = run(clientConfig, { facts: [aFactChange({ sourceKind: 'workflow', fact })] })
  expect(findings.map(({ id }) => id)).toEqual(['secret-inline'])
})
