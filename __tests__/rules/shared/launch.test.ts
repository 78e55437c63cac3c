import { expect, test } from '@jest/globals'
import type { Component, Launch } from '../../../src/model/component.ts'
import { differ, difference, launchSuggestion, serversOf } from '../../../src/rules/shared/launch.ts'
import { aComponent } from '../../support/builders.ts'

const line = (argv: readonly string[], overrides: Partial<Launch> = {}): Launch => ({
  client: 'claude-code',
  argv,
  digest: argv.join(' '),
  commandDigest: '',
  environment: [],
  shell: false,
  commands: [],
  ...overrides,
})
const aServer = (argv: readonly string[] | null, overrides: Partial<Component> = {}) =>
  aComponent({
    server: 'sample',
    resolved: null,
    integrity: null,
    launch: argv === null ? null : line(argv),
    ...overrides,
  })

test.each<[string, Component, string | null]>([
  ['a name', aServer(['npx', 'sample-mcp']), 'sample-mcp'],
  ['a range', aServer(['npx', 'sample-mcp@^1'], { spec: '^1' }), 'sample-mcp@^1'],
  ['another spec than the line has', aServer(['npx', 'sample-mcp@^1'], { spec: '^2' }), null],
  ['an address', aServer(['npx', 'sample-mcp'], { resolved: 'github:acme/x' }), null],
  ['no line', aServer(null), null],
])('%s is pinned where it stands', (_, component, from) => {
  const location = { path: 'package-lock.json', route: ['packages', 'node_modules/sample-mcp'] }
  const suggestion = from === null ? null : { location, from, to: 'sample-mcp@1.2.3' }
  expect(launchSuggestion(component, '1.2.3')).toEqual(suggestion)
})

test('servers are told by their names, with all that each of them starts', () => {
  const [a, b, c] = ['a', 'b', 'a'].map((server, index) => aServer([], { server, id: `${index}` }))
  if (!a || !b || !c) throw new Error('three servers')
  expect([...serversOf([a, aServer([], { server: null }), b, c])]).toEqual([
    ['a', [a, c]],
    ['b', [b]],
  ])
})

const npm = (argument: string, version = argument): Component => aServer(['npx', argument], { version })
const pypi = (argument: string, version = argument) =>
  aServer(['uvx', argument], { ecosystem: 'pypi', name: 'mcp', version })
const golang = (argument: string, version = argument) =>
  aServer(['go', 'run', argument], { ecosystem: 'golang', name: 'x.test/mcp', version })
const oci = (argument: string, version = argument) =>
  aServer(['docker', 'run', argument], { ecosystem: 'oci', name: 'ghcr.io/acme/mcp', version })
const SHA = `sha256:${'a1'.repeat(32)}`

test.each<[Component, Component]>([
  [npm('sample-mcp@1.0.0'), npm('sample-mcp@2.0.0-beta.1+b')],
  [npm('sample-mcp@1.0.0'), npm('sample-mcp@~1')],
  [npm('sample-mcp@latest'), npm('sample-mcp@*')],
  [npm('sample-mcp@1.0.0'), npm('sample-mcp')],
  [npm('--package=sample-mcp@1.0.0'), npm('--package=sample-mcp@2.0.0')],
  [pypi('mcp==1.0'), pypi('mcp@2.0')],
  [pypi('mcp[cli,x]==1.0'), pypi('mcp[cli,x]==2.0.*')],
  [golang('x.test/mcp@v1.0.0'), golang('x.test/mcp@v2.0.0-rc.1')],
  [golang('x.test/mcp@v1.0.0'), golang('x.test/mcp@latest')],
  [oci('ghcr.io/acme/mcp'), oci('ghcr.io/acme/mcp:1.2')],
  [oci('ghcr.io/acme/mcp:1'), oci('ghcr.io/acme/mcp:2.0-alpine')],
  [oci(`ghcr.io/acme/mcp@${SHA}`), oci(`ghcr.io/acme/mcp:2@${SHA}`)],
])('another version is no other launch: %#', (before, after) => {
  expect(differ([before], [after])).toBe(false)
  expect(differ([after], [before])).toBe(false)
})

test.each<[Component, Component]>([
  [npm('sample-mcp@1.0.0'), npm('sample-mcp@1.0.0;evil')],
  [npm('sample-mcp@1.0.0'), npm('sample-mcp-evil@1.0.0')],
  [npm('sample-mcp@1.0.0'), npm('evil/sample-mcp@1.0.0')],
  [npm('x-sample-mcp@1.0.0'), npm('x-sample-mcp@2.0.0')],
  [npm('--x=y-sample-mcp@1.0.0'), npm('--x=y-sample-mcp@2.0.0')],
  [npm('--package=sample-mcp@1.0.0'), npm('--package=x,sample-mcp@1.0.0')],
  [npm('x'), npm('y')],
  [pypi('mcp==1.0'), pypi('mcp[cli]==1.0')],
  [pypi('mcp==1.0'), pypi('mcp-evil==1.0')],
  [pypi('mcp==1.0'), pypi('mcp==1.0;evil')],
  [pypi('mcp==1.0'), pypi('mcp==')],
  [golang('x.test/mcp@v1'), golang('x.test/mcp/evil@v1')],
  [golang('x.test/mcp@v1'), golang('x.test/mcp@v1/evil')],
  [golang('x.test/mcp@v1'), golang('x.test/mcp@')],
  [oci('ghcr.io/acme/mcp:1'), oci('ghcr.io/acme/mcp-evil:1')],
  [oci('ghcr.io/acme/mcp:1'), oci('ghcr.io/acme/mcp:1/evil')],
  [oci('ghcr.io/acme/mcp:1'), oci('ghcr.io/acme/mcp@sha256:ab')],
  [oci(`ghcr.io/acme/mcp@${SHA}`), oci(`ghcr.io/acme/mcp@${SHA}0`)],
  [
    aServer(['npx', 'x'], { ecosystem: 'unknown', name: 'x', version: '1' }),
    aServer(['npx', 'x@2'], { ecosystem: 'unknown', name: 'x', version: '2' }),
  ],
  [aServer(null, { url: 'https://a.test/', version: '1' }), aServer(null, { url: 'https://b.test/', version: '2' })],
])('anything else is: %#', (before, after) => {
  expect(differ([before], [after])).toBe(true)
  expect(differ([after], [before])).toBe(true)
})

const git = (commit: string) =>
  aServer(['npx', 'x'], { resolved: `git+https://g.test/x.git#${commit}`, version: commit })
const two = (first: string, second: string) =>
  [first, second].map((name) =>
    aServer(['npx', '-p', 'mcp@1', '-p', 'mcp-two@1', 'x'], { name, version: '1', id: name }),
  )

const hidden = (components: readonly Component[]) =>
  components.map((component) => ({ ...component, launch: component.launch && { ...component.launch, digest: '2' } }))

test.each<[string, readonly Component[], readonly Component[], boolean]>([
  ['the same', [npm('x')], [npm('x')], false],
  ['another commit', [git('abc')], [git('def')], false],
  ['another repository', [git('a')], [{ ...git('a'), resolved: 'git+https://evil.test/x.git#a' }], true],
  [
    'another environment',
    [npm('x')],
    [aServer(['npx', 'x'], { launch: line(['npx', 'x'], { environment: ['A'] }) })],
    true,
  ],
  [
    'a hidden part, at the same version',
    [npm('x', '1')],
    [aServer(null, { version: '1', launch: line(['npx', 'x'], { digest: '2' }) })],
    true,
  ],
  [
    'a hidden part, at another version',
    [npm('x', '1')],
    [aServer(null, { version: '2', launch: line(['npx', 'x'], { digest: '2' }) })],
    false,
  ],
  ['two packages in another order', two('mcp', 'mcp-two'), two('mcp-two', 'mcp'), false],
  ['two packages in another order, with a hidden part', two('mcp', 'mcp-two'), hidden(two('mcp-two', 'mcp')), true],
  ['one of two packages', two('mcp', 'mcp-two'), two('mcp', 'mcp-two').slice(0, 1), true],
  ['nothing any more', [npm('x')], [], true],
  ['nothing, as before', [], [], false],
  ['no line, as before', [aServer(null)], [aServer(null)], false],
])('%s is another launch: %s', (_, before, after, other) => {
  expect(differ(before, after)).toBe(other)
})

test.each<[readonly Component[], readonly Component[], string]>([
  [[npm('x')], [npm('y')], '- npx x\n+ npx y'],
  [[npm('x')], [aServer(null, { url: 'https://a.test/' })], '- npx x\n+ https://a.test/'],
  [[npm('x')], [aServer(null)], '- npx x\n+ '],
  [[npm('x')], [], '- npx x\n+ '],
  [[], [npm('x')], '- \n+ npx x'],
  [
    [npm('x')],
    [aServer(null, { launch: line(['npx', 'x'], { environment: ['A', 'B'] }) })],
    '- npx x\n+ npx x\n- environment: \n+ environment: A B',
  ],
  [[], [aServer(null, { launch: line(['x'], { environment: ['A'] }) })], '- \n+ x\n- environment: \n+ environment: A'],
])('shows both: %#', (before, after, shown) => {
  expect(difference(before, after)).toBe(shown)
})
