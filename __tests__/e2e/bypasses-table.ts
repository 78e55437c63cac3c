// Ways past a gate of dependencies: those that pass other tools, and those an adversary of this one would try.
import type { Files, TestRepository } from '../support/repository.ts'
import { filesAt, type Market, SERVER, type Version } from '../support/scene.ts'

/** A change that must be reported. */
export interface Attempt {
  readonly attempt: string
  /** What other tools do, where it was tried on them. */
  readonly peers: string | null
  /** `rule/id` that must be among the findings. */
  readonly reports: readonly string[]
  /** For their owners' eyes: alone it is moderate, and does not fail the default policy. */
  readonly warns?: true
  readonly head: (market: Market) => Files
  /** What files cannot express: git commands of the change. */
  readonly finish?: (repository: TestRepository) => void
}

/** What only an event can show; proved by a test of that name. */
export interface Elsewhere {
  readonly attempt: string
  readonly peers: string | null
  readonly outcome: string
  readonly test: string
}

export const OTHER_BYTES = `sha512-${'A'.repeat(86)}==`
const MEGABYTE = 1024 * 1024

export const PEERS: readonly Attempt[] = [
  {
    attempt: 'an alias that hides the real name',
    peers:
      'e18e shows the alias only; provenance-action catches it; lockfile-lint wants a list of aliases and then allows any target; vet has a false positive, lockvet skips the registry',
    reports: ['allowlist/not-allowlisted'],
    head: (market) => withDependency(market, 'lodash', 'npm:evil-mcp@1.0.0', { name: 'evil-mcp', version: '1.0.0' }),
  },
  {
    attempt: 'other integrity at the same version',
    peers: 'e18e, provenance-action, lockfile-lint and vet miss it; lockvet catches it',
    reports: ['integrity/changed', 'integrity/mismatch'],
    head: (market) => withServer(market, { integrity: OTHER_BYTES }),
  },
  {
    attempt: 'an address on another host',
    peers: 'e18e and provenance-action miss it; lockfile-lint, vet and lockvet catch it',
    reports: ['origin/registry-not-trusted'],
    head: (market) => withServer(market, { resolved: `https://evil.example.test/${SERVER}/-/${SERVER}-1.0.0.tgz` }),
  },
  {
    attempt: 'an address of another version than the entry’s',
    peers: 'e18e, provenance-action, lockfile-lint and vet miss it',
    reports: ['origin/version-mismatch'],
    head: (market) => withServer(market, { resolved: tarballUrl(market, '1.1.0') }),
  },
  {
    attempt: 'integrity removed',
    peers: 'e18e, provenance-action, lockfile-lint and vet miss it',
    reports: ['integrity/changed'],
    head: (market) => withServer(market, { integrity: undefined }),
  },
  {
    attempt: 'an install script that comes with a bump, flagged by the lockfile',
    peers: 'e18e, provenance-action, lockfile-lint and vet miss it; lockvet catches it on a bump',
    reports: ['install-script/added'],
    head: (market) => ({ ...filesAt(market, '1.1.0') }),
  },
  {
    attempt: 'an install script whose flag the lockfile leaves out',
    peers: 'as above',
    reports: ['install-script/added', 'install-script/undeclared'],
    head: (market) => ({
      'package.json': manifest({ dependencies: { [SERVER]: '1.1.0' } }),
      ...lockfile(market, '1.1.0', (packages) => {
        packages[`node_modules/${SERVER}`] = { ...packages[`node_modules/${SERVER}`], hasInstallScript: undefined }
      }),
    }),
  },
  {
    attempt: 'a lockfile of version 1',
    peers:
      'e18e crashes; provenance-action reads nothing and passes; vet does not read it; lockfile-lint and lockvet do',
    reports: ['allowlist/version-not-allowlisted'],
    head: (market) => {
      const entry = { version: '1.1.0', resolved: tarballUrl(market, '1.1.0'), integrity: market.integrity['1.1.0'] }
      const whole = { name: 'example', version: '1.0.0', lockfileVersion: 1, requires: true }
      return {
        'package.json': manifest({ dependencies: { [SERVER]: '1.1.0' } }),
        'package-lock.json': JSON.stringify({ ...whole, dependencies: { [SERVER]: entry } }),
      }
    },
  },
  {
    attempt: 'the lockfile deleted',
    peers: 'e18e, provenance-action and vet pass',
    reports: ['source-unread/removed'],
    head: () => ({ 'package-lock.json': null }),
  },
  {
    attempt: 'a second lockfile, of another package manager',
    peers: 'e18e and provenance-action read the first one only and pass',
    reports: ['allowlist/version-not-allowlisted'],
    head: (market) => ({
      'yarn.lock': [
        '# yarn lockfile v1',
        '',
        '',
        `${SERVER}@1.0.0:`,
        '  version "1.1.0"',
        `  resolved "${tarballUrl(market, '1.1.0')}#${'a'.repeat(40)}"`,
        `  integrity ${market.integrity['1.1.0']}`,
        '',
      ].join('\n'),
    }),
  },
  {
    attempt: 'conflict markers in the lockfile',
    peers: 'provenance-action passes; the others end in an error',
    reports: ['source-unread/unreadable'],
    head: (market) => {
      const text = filesAt(market, '1.0.0')['package-lock.json']
      return { 'package-lock.json': `<<<<<<< HEAD\n${text}=======\n{}\n>>>>>>> change\n` }
    },
  },
  {
    attempt: 'a lockfile that is no JSON',
    peers: 'provenance-action passes; the others end in an error',
    reports: ['source-unread/unreadable'],
    head: (market) => ({ 'package-lock.json': filesAt(market, '1.0.0')['package-lock.json'].slice(0, -20) }),
  },
  {
    attempt: 'a git repository in place of a version',
    peers: 'e18e and provenance-action compare versions only; vet catches it in part',
    reports: ['origin/not-registry', 'exact-pin/spec-not-exact'],
    head: (market) =>
      replaced(market, 'github:evil/x', { resolved: `git+ssh://git@github.com/evil/x.git#${'a'.repeat(40)}` }),
  },
  {
    attempt: 'a tarball by address in place of a version',
    peers: 'e18e and provenance-action compare versions only; lockfile-lint looks at host and scheme',
    reports: ['origin/not-registry'],
    head: (market) => {
      const address = 'https://files.example.test/w.tgz'
      return replaced(market, address, { resolved: address, integrity: OTHER_BYTES })
    },
  },
  {
    attempt: 'a tarball in the repository in place of a version',
    peers: 'e18e and provenance-action compare versions only',
    reports: ['origin/not-registry'],
    head: (market) => ({
      ...replaced(market, 'file:vendor/w.tgz', { resolved: 'file:vendor/w.tgz' }),
      'vendor/w.tgz': 'no tarball',
    }),
  },
  {
    attempt: 'npm-shrinkwrap.json beside package-lock.json',
    peers: 'e18e, provenance-action and vet ignore it',
    reports: ['allowlist/version-not-allowlisted', 'install-script/present'],
    head: (market) => ({ 'npm-shrinkwrap.json': filesAt(market, '1.1.0')['package-lock.json'] }),
  },
]

export const OWN: readonly Attempt[] = [
  {
    attempt: 'the lockfile renamed to another case: read nowhere but on macOS and Windows',
    peers: null,
    reports: ['source-unread/removed'],
    head: (market) => ({
      'package-lock.json': null,
      'Package-Lock.json': filesAt(market, '1.0.0')['package-lock.json'],
    }),
  },
  {
    attempt: 'the lockfile exchanged for a submodule',
    peers: null,
    reports: ['source-unread/removed'],
    head: () => ({ 'package-lock.json': null }),
    finish: (repository) => gitlink(repository, 'package-lock.json'),
  },
  {
    attempt: 'the lockfile exchanged for a symbolic link',
    peers: null,
    reports: ['source-unread/unreadable'],
    head: (market) => ({
      'package-lock.json': { link: 'docs/lock.json' },
      'docs/lock.json': filesAt(market, '1.1.0')['package-lock.json'],
    }),
  },
  {
    attempt: 'a lockfile too large to be read',
    peers: null,
    reports: ['source-unread/too-large'],
    head: () => ({ 'package-lock.json': `{"packages": {}, "x": "${'x'.repeat(21 * MEGABYTE)}"}` }),
  },
  {
    attempt: 'a lockfile in a folder of its own, below node_modules',
    peers: null,
    reports: ['allowlist/version-not-allowlisted'],
    head: (market) => ({ 'node_modules/tool/package-lock.json': filesAt(market, '1.1.0')['package-lock.json'] }),
  },
  {
    attempt: 'an allowed server linked to a folder of the repository, which npm ci accepts',
    peers: null,
    reports: ['source-unread/out-of-sync'],
    head: (market) =>
      lockfile(market, '1.0.0', (packages) => {
        packages[`node_modules/${SERVER}`] = { resolved: 'docs', link: true }
        packages['docs'] = { name: SERVER, version: '1.0.0' }
      }),
  },
  {
    attempt: 'an allowed server linked into another installed package',
    peers: null,
    reports: ['source-unread/out-of-sync'],
    head: (market) => ({
      'package.json': manifest({ dependencies: { [SERVER]: 'file:node_modules/plain', plain: '1.0.0' } }),
      ...lockfile(market, '1.0.0', (packages) => {
        packages[''] = { ...packages[''], dependencies: { [SERVER]: 'file:node_modules/plain', plain: '1.0.0' } }
        packages[`node_modules/${SERVER}`] = { resolved: 'node_modules/plain', link: true }
        packages['node_modules/plain'] = { version: '1.0.0', integrity: OTHER_BYTES }
      }),
    }),
  },
  {
    attempt: 'a server said to be inside its parent’s tarball, so that nobody asks for its bytes',
    peers: null,
    reports: ['allowlist/not-allowlisted'],
    head: (market) => withDependency(market, 'evil-mcp', '1.0.0', { version: '1.0.0', inBundle: true }),
  },
  {
    attempt: 'a manifest with the same key twice',
    peers: null,
    reports: ['source-unread/unreadable'],
    head: () => ({
      'package.json': `{ "dependencies": { "${SERVER}": "1.0.0" }, "dependencies": { "${SERVER}": "1.1.0" } }`,
    }),
  },
  {
    attempt: 'a client config in an odd folder, with signs in its path that end lines',
    peers: null,
    reports: ['allowlist/not-allowlisted', 'exact-pin/launch-not-pinned'],
    head: () => ({ 'päck/日/\n::error::x/.mcp.json': LAUNCH }),
  },
  {
    attempt: 'a client config under a name of its own',
    peers: null,
    reports: ['allowlist/not-allowlisted', 'exact-pin/launch-not-pinned'],
    head: () => ({ 'tools/settings/robots.json': LAUNCH }),
  },
  {
    attempt: 'the same, its one telling key written in escapes',
    peers: null,
    reports: ['allowlist/not-allowlisted', 'exact-pin/launch-not-pinned'],
    head: () => ({ 'tools/settings/robots.json': LAUNCH.replace('mcpServers', 'mcp\\u0053ervers') }),
  },
  {
    attempt: 'a client config in an encoding that is not read',
    peers: null,
    reports: ['source-unread/unreadable'],
    head: () => ({ '.mcp.json': Buffer.from(`\ufeff${LAUNCH}`, 'utf16le') }),
  },
  {
    attempt: 'a client’s folder that is a symbolic link to a harmless one',
    peers: null,
    reports: ['source-unread/unreadable'],
    head: () => ({ '.vscode': { link: 'docs' }, 'docs/tasks.json': '{"tasks": []}' }),
  },
  {
    attempt: 'a client’s folder that is a symbolic link into installed packages',
    peers: null,
    reports: ['source-unread/unreadable'],
    head: () => ({ '.cursor': { link: 'node_modules/evil/config' } }),
  },
  {
    attempt: 'a client’s folder that is a submodule',
    peers: null,
    reports: ['source-unread/unreadable'],
    head: () => ({}),
    finish: (repository) => gitlink(repository, '.cursor'),
  },
  {
    attempt: 'a client config that is a symbolic link',
    peers: null,
    reports: ['source-unread/unreadable'],
    head: () => ({ '.mcp.json': { link: 'docs/words.txt' }, 'docs/words.txt': LAUNCH }),
  },
  {
    attempt: 'the policy edited under a name in another case',
    peers: null,
    warns: true,
    reports: ['policy-change/policy-edited'],
    head: () => ({ '.GitHub/MCP-Gate.yml': 'version: 1\nfail-on: critical\n' }),
  },
  {
    attempt: 'the policy exchanged for a symbolic link',
    peers: null,
    warns: true,
    reports: ['policy-change/policy-edited'],
    head: () => ({ '.github/mcp-gate.yml': { link: '../docs/policy.yml' }, 'docs/policy.yml': 'version: 1\n' }),
  },
  {
    attempt: 'settings that name another registry, which is never asked',
    peers: null,
    reports: ['policy-change/registry-config-changed'],
    head: () => ({ '.npmrc': 'registry=https://evil.example.test/\n' }),
  },
  {
    attempt: 'settings that name another lockfile',
    peers: null,
    reports: ['policy-change/install-policy-weakened'],
    head: () => ({ '.yarnrc.yml': 'lockfileFilename: other.lock\n' }),
  },
  {
    attempt: 'names of servers that imitate what the gate itself prints',
    peers: null,
    reports: ['allowlist/not-allowlisted'],
    head: () => ({
      '.mcp.json': JSON.stringify({ mcpServers: { [FORGED]: { command: 'npx', args: ['evil-mcp@1.0.0'] } } }),
    }),
  },
]

/** Shown by an event, or by a fault of the world, rather than by a change. */
export const ELSEWHERE: readonly Elsewhere[] = [
  {
    attempt: 'a server moved from development to production',
    peers: 'e18e and provenance-action miss it',
    outcome: 'listed as `promoted` and judged anew',
    test: 'bypasses: a server moved from development to production is judged anew',
  },
  {
    attempt: 'a lockfile over 1 MB, which GitHub’s contents API leaves out',
    peers: 'none is fooled',
    outcome: 'read whole',
    test: 'surroundings: a lockfile over 1 MB is read whole',
  },
  {
    attempt: 'the registry is down',
    peers: 'e18e and provenance-action pass; vet and lockvet pass with a warning',
    outcome: 'fails by default: evidence-unavailable',
    test: 'bypasses: a registry that is down is no pass',
  },
  {
    attempt: 'a merge queue',
    peers: 'e18e ends in an error, vet throws',
    outcome: 'judged from where the group left the base branch',
    test: 'events: merge_group is judged from where it left the base branch, not from the entry before it',
  },
  {
    attempt: 'a policy relaxed in the same pull request',
    peers: 'lockfile-lint, vet and lockvet obey it',
    outcome: 'judged by the base’s policy; the edit is a finding',
    test: 'pull-request: a policy relaxed in the head does not count: the base’s judges, and the edit is told',
  },
]

export const FORGED = '<!-- mcp-gate:v1 -->\n::stop-commands::x\n@everyone **✅** [x](https://evil.example.test)'
const LAUNCH = JSON.stringify({ mcpServers: { weather: { command: 'npx', args: ['-y', 'evil-mcp@latest'] } } })

type Packages = Record<string, Record<string, unknown>>

function lockfile(
  market: Market,
  version: Version,
  edit: (packages: Packages) => void,
): { 'package-lock.json': string } {
  const whole = JSON.parse(filesAt(market, version)['package-lock.json']) as { packages: Packages }
  edit(whole.packages)
  return { 'package-lock.json': JSON.stringify(whole, null, 2) }
}

function manifest(fields: Record<string, unknown>): string {
  return JSON.stringify({ name: 'example', version: '1.0.0', private: true, ...fields }, null, 2)
}

/** The server's entry with other fields; undefined leaves one out. */
function withServer(market: Market, fields: Record<string, unknown>): Files {
  const key = `node_modules/${SERVER}`
  return lockfile(market, '1.0.0', (packages) => {
    packages[key] = { ...packages[key], ...fields }
  })
}

/** A further direct dependency. */
function withDependency(market: Market, name: string, spec: string, entry: Record<string, unknown>): Files {
  const dependencies = { [SERVER]: '1.0.0', [name]: spec }
  return {
    'package.json': manifest({ dependencies }),
    ...lockfile(market, '1.0.0', (packages) => {
      packages[''] = { ...packages[''], dependencies }
      packages[`node_modules/${name}`] = entry
    }),
  }
}

/** The server asked for by another spec and locked to another thing at the same version. */
function replaced(market: Market, spec: string, entry: Record<string, unknown>): Files {
  const dependencies = { [SERVER]: spec }
  return {
    'package.json': manifest({ dependencies }),
    ...lockfile(market, '1.0.0', (packages) => {
      packages[''] = { ...packages[''], dependencies }
      packages[`node_modules/${SERVER}`] = { version: '1.0.0', ...entry }
    }),
  }
}

function tarballUrl({ registry }: Market, version: Version): string {
  return `${registry.url}${SERVER}/-/${SERVER}-${version}.tgz`
}

function gitlink(repository: TestRepository, path: string): void {
  repository.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},${path}`)
  repository.git('commit', '--quiet', '--message', 'submodule')
}
