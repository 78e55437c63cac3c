// Small valid files of every format that is read, from which cases are made by changing them.
import { REGISTRY, SHA512 } from '../support/builders.ts'
import { SECRET } from './hostile.ts'

export interface Seed {
  readonly path: string
  readonly text: string
}

const tarball = (name: string, version = '1.0.0') => `${REGISTRY}${name}/-/${name.split('/').at(-1)}-${version}.tgz`
const json = (value: unknown) => JSON.stringify(value, null, 2)

export const MANIFEST = {
  name: 'app',
  version: '1.0.0',
  private: true,
  workspaces: ['tools/*'],
  scripts: { start: 'npx sample-mcp@1.0.0', postinstall: 'node x.js' },
  dependencies: { 'sample-mcp': '1.0.0', aliased: 'npm:@acme/other@^2.0.0', local: 'file:tools/local' },
  devDependencies: { git: 'github:acme/git#main', archive: 'https://registry.example.test/x.tgz' },
  peerDependencies: { react: '*' },
  optionalDependencies: { fsevents: '2.3.3' },
  peerDependenciesMeta: { react: { optional: true } },
  bundleDependencies: ['sample-mcp'],
  overrides: { 'sample-mcp': { zod: '3.0.0', '.': '1.0.1' } },
  resolutions: { '**/zod': '3.0.0', 'a@npm:1.0.0': 'npm:b@2.0.0' },
  pnpm: { overrides: { 'a>b': '1' }, onlyBuiltDependencies: ['sample-mcp'], patchedDependencies: { 'a@1': 'p.patch' } },
  allowScripts: { 'sample-mcp': true },
  trustedDependencies: ['sample-mcp'],
  packageManager: 'pnpm@9.0.0+sha512.abc',
}

const PACKAGES = {
  '': { name: 'app', version: '1.0.0', dependencies: MANIFEST.dependencies, devDependencies: MANIFEST.devDependencies },
  'node_modules/sample-mcp': {
    version: '1.0.0',
    resolved: tarball('sample-mcp'),
    integrity: SHA512,
    hasInstallScript: true,
    dependencies: { zod: '^3.0.0' },
    peerDependencies: { react: '*' },
    peerDependenciesMeta: { react: { optional: true } },
  },
  'node_modules/aliased': { name: '@acme/other', version: '2.0.1', resolved: tarball('@acme/other', '2.0.1') },
  'node_modules/sample-mcp/node_modules/zod': { version: '3.0.0', integrity: SHA512, inBundle: true },
  'node_modules/local': { resolved: 'tools/local', link: true },
  'tools/local': { name: 'local', version: '0.0.1' },
  'node_modules/git': {
    version: '1.0.0',
    resolved: `git+ssh://git@g.example.test/a/b.git#${'ab'.repeat(20)}`,
    dev: true,
  },
}

const LEGACY = {
  'sample-mcp': {
    version: '1.0.0',
    resolved: tarball('sample-mcp'),
    integrity: SHA512,
    requires: { zod: '^3.0.0' },
    dependencies: { zod: { version: '3.0.0', bundled: true } },
  },
  aliased: { version: 'npm:@acme/other@2.0.1', resolved: tarball('@acme/other', '2.0.1') },
  local: { version: 'file:tools/local' },
}

/** By value, so that they can be changed at any place; `__proto__` and the like come in by that. */
export const JSON_SEEDS: readonly { readonly path: string; readonly value: unknown }[] = [
  { path: 'package.json', value: MANIFEST },
  { path: 'package-lock.json', value: { name: 'app', lockfileVersion: 1, dependencies: LEGACY } },
  { path: 'package-lock.json', value: { name: 'app', lockfileVersion: 2, packages: PACKAGES, dependencies: LEGACY } },
  { path: 'tools/npm-shrinkwrap.json', value: { name: 'app', lockfileVersion: 3, packages: PACKAGES } },
  { path: 'package-lock.json', value: { name: 'app', lockfileVersion: 4, packages: PACKAGES } },
  {
    path: 'bun.lock',
    value: {
      lockfileVersion: 1,
      workspaces: { '': { name: 'app', dependencies: MANIFEST.dependencies }, 'tools/local': { name: 'local' } },
      trustedDependencies: ['sample-mcp'],
      overrides: { zod: '3.0.0' },
      packages: {
        'sample-mcp': ['sample-mcp@1.0.0', '', { dependencies: { zod: '^3.0.0' }, bin: 'x.js' }, SHA512],
        'sample-mcp/zod': ['zod@3.0.0', '', {}, SHA512],
        aliased: ['@acme/other@2.0.1', REGISTRY, {}, SHA512],
        local: ['local@workspace:tools/local'],
        git: ['git@github:acme/git#abcdef', {}, 'acme-git-abcdef'],
      },
    },
  },
  { path: '.mcp.json', value: { mcpServers: servers() } },
  { path: '.vscode/mcp.json', value: { servers: servers(), inputs: [{ id: 'key', type: 'promptString' }] } },
  { path: '.vscode/settings.json', value: { mcp: { servers: servers() }, 'editor.fontSize': 12 } },
  { path: '.cursor/mcp.json', value: { mcpServers: servers() } },
  { path: '.gemini/settings.json', value: { mcpServers: servers() } },
  { path: 'opencode.json', value: { mcp: { s: { type: 'local', command: ['npx', '-y', 'sample-mcp'] } } } },
  {
    path: 'server.json',
    value: { name: 'io.x/y', packages: [{ registry_type: 'npm', identifier: 'a', version: '1' }] },
  },
  { path: 'deep/other.json', value: { mcpServers: servers() } },
  { path: '.devcontainer/devcontainer.json', value: { customizations: { vscode: { mcp: { servers: servers() } } } } },
]

/** Server entries of many kinds, each with a secret where secrets are. */
export function servers(): Readonly<Record<string, unknown>> {
  return {
    npx: { command: 'npx', args: ['-y', 'sample-mcp@1.0.0', '--token', SECRET], env: { API_KEY: SECRET } },
    shell: { command: 'sh', args: ['-c', `API_TOKEN=${SECRET} npx sample-mcp`], cwd: '$' + '{workspaceFolder}' },
    uvx: { command: 'uvx', args: ['--from', 'sample[x]==1.0', 'sample', `--api-key=${SECRET}`] },
    docker: { command: 'docker', args: ['run', '-i', '--rm', '-e', `TOKEN=${SECRET}`, 'mcp/sample:1.0'] },
    remote: { type: 'http', url: `https://u:${SECRET}@mcp.example.test/sse?api_key=${SECRET}` },
    headers: { url: 'https://mcp.example.test/mcp', headers: { Authorization: `Bearer ${SECRET}` } },
    relay: {
      command: 'npx',
      args: ['mcp-remote', 'https://m.example.test', '--header', `Authorization: Bearer ${SECRET}`],
    },
    script: { command: 'npm', args: ['run', 'start'] },
    line: { command: 'npx -y sample-mcp@latest' },
  }
}

const PNPM_9 = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      aliased:
        specifier: npm:@acme/other@^2.0.0
        version: '@acme/other@2.0.1'
      sample-mcp:
        specifier: 1.0.0
        version: 1.0.0(zod@3.0.0)

packages:

  '@acme/other@2.0.1':
    resolution: {integrity: ${SHA512}}

  sample-mcp@1.0.0:
    resolution: {integrity: ${SHA512}}
    peerDependencies:
      zod: ^3.0.0

  zod@3.0.0:
    resolution: {tarball: https://registry.example.test/zod.tgz}

snapshots:

  '@acme/other@2.0.1': {}

  sample-mcp@1.0.0(zod@3.0.0):
    dependencies:
      zod: 3.0.0

  zod@3.0.0: {}
`

const PNPM_5 = `lockfileVersion: 5.4
specifiers:
  sample-mcp: ^1.0.0
dependencies:
  sample-mcp: 1.0.0_zod@3.0.0
packages:
  /sample-mcp/1.0.0_zod@3.0.0:
    resolution: {integrity: ${SHA512}}
    requiresBuild: true
    dependencies:
      zod: 3.0.0
    dev: false
  /zod/3.0.0:
    resolution: {integrity: ${SHA512}}
  github.com/acme/git/abcdef:
    resolution: {tarball: https://codeload.example.test/acme/git/tar.gz/abcdef}
    name: git
    version: 1.0.0
`

const YARN_1 = `# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.
# yarn lockfile v1


"@acme/other@^2.0.0", "aliased@npm:@acme/other@^2.0.0":
  version "2.0.1"
  resolved "${tarball('@acme/other', '2.0.1')}#0123456789abcdef0123456789abcdef01234567"
  integrity ${SHA512}

sample-mcp@1.0.0:
  version "1.0.0"
  resolved "${tarball('sample-mcp')}"
  integrity ${SHA512}
  dependencies:
    zod "^3.0.0"

zod@^3.0.0:
  version "3.0.0"
`

const YARN_BERRY = `# This file is generated by running "yarn install" inside your project.

__metadata:
  version: 8
  cacheKey: 10c0

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    sample-mcp: "npm:1.0.0"
  languageName: unknown
  linkType: soft

"sample-mcp@npm:1.0.0":
  version: 1.0.0
  resolution: "sample-mcp@npm:1.0.0::__archiveUrl=https%3A%2F%2Fregistry.example.test%2Fx.tgz"
  dependencies:
    zod: "npm:^3.0.0"
  checksum: 10c0/abcdef
  languageName: node
  linkType: hard

"zod@patch:zod@npm%3A3.0.0#./x.patch":
  version: 3.0.0
  resolution: "zod@patch:zod@npm%3A3.0.0#./x.patch::version=3.0.0&hash=abc"
  checksum: 10c0/abcdef
  languageName: node
  linkType: hard
`

const CODEX = `model = "x"

[mcp_servers.npx]
command = "npx"
args = ["-y", "sample-mcp@1.0.0", "--token", "${SECRET}"]
env = { API_KEY = "${SECRET}" }

[mcp_servers.remote]
url = "https://mcp.example.test/mcp"
http_headers = { Authorization = "Bearer ${SECRET}" }

[[other]]
x = 1
`

const GOOSE = `extensions:
  sample:
    type: stdio
    cmd: npx
    args: ['-y', sample-mcp@1.0.0]
    envs: {API_KEY: ${SECRET}}
    enabled: true
  base: &base
    type: stdio
    cmd: uvx
    args:
      - sample==1.0
  other:
    <<: *base
    timeout: 300
`

const WORKFLOW = `name: x
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: |
          claude mcp add sample -e API_KEY=${SECRET} -- npx -y sample-mcp@1.0.0
          echo x
      - uses: acme/agent@v1
        with:
          mcp_config: '{"mcpServers": {"s": {"command": "npx", "args": ["sample-mcp"]}}}'
`

const AGENT = `---
name: reviewer
mcp-servers:
  sample:
    command: npx
    args: [-y, sample-mcp@1.0.0]
    env: {API_KEY: ${SECRET}}
---

# Text
`

export const POLICY = `version: 1
fail-on: high
unavailable: fail
approvers: ["@acme/security", ana]
internal-scopes: ["@acme"]
ignore: ["examples/**"]
registries:
  - url: https://registry.example.test/
    scopes: ["@acme"]
allow:
  - package: sample-mcp
    versions: ["1.0.0", "1.0.1"]
    integrity: { "1.0.0": "${SHA512}" }
    source: github.com/acme/sample-mcp
    workflow: release.yml
    ref: refs/tags/v*
    publisher: ["acme-bot"]
    reviewed: { by: "@ana", on: 2026-11-01 }
    expires: 2027-01-31
  - remote: https://mcp.example.test/mcp
  - command: [npx, --no, sample-mcp]
  - package: pkg:oci/mcp/sample
    digest: "sha256:${'ab'.repeat(32)}"
rules:
  cooldown: { hours: 24, tiers: [server] }
  provenance/missing: off
  unmaintained: low
waivers:
  - rule: provenance
    package: sample-mcp
    reason: Publishes without OIDC; reviewed.
    owner: "@acme/security"
    expires: 2027-01-31
`

export const TEXT_SEEDS: readonly Seed[] = [
  ...JSON_SEEDS.map(({ path, value }) => ({ path, text: json(value) })),
  { path: 'pnpm-lock.yaml', text: PNPM_9 },
  { path: 'pnpm-lock.yaml', text: PNPM_9.replace("'9.0'", "'6.0'").replaceAll('\n  sample', '\n  /sample') },
  { path: 'pnpm-lock.yaml', text: PNPM_5 },
  { path: 'pnpm-lock.yaml', text: `---\n${PNPM_9}---\n${PNPM_9}` },
  { path: 'yarn.lock', text: YARN_1 },
  { path: 'sub/yarn.lock', text: YARN_BERRY },
  { path: '.codex/config.toml', text: CODEX },
  { path: '.goose/config.yaml', text: GOOSE },
  { path: '.github/workflows/a.yml', text: WORKFLOW },
  { path: '.claude/agents/reviewer.md', text: AGENT },
  {
    path: '.npmrc',
    text:
      '@acme:registry=https://registry.example.test/\nignore-scripts=true\n//r.example.test/:_authToken=$' + '{X}\n',
  },
  {
    path: '.yarnrc.yml',
    text: 'npmRegistryServer: "https://registry.example.test"\nenableScripts: false\nnpmScopes: {acme: {npmAlwaysAuth: true}}\n',
  },
  { path: '.yarnrc', text: 'registry "https://registry.example.test"\n--install.ignore-scripts true\n' },
  {
    path: 'pnpm-workspace.yaml',
    text: 'packages: [a, b]\nonlyBuiltDependencies: [x]\noverrides: {a: 1.0.0}\ncatalog: {a: ^1}\nminimumReleaseAge: 1440\n',
  },
  {
    path: 'bunfig.toml',
    text: '[install]\nregistry = "https://registry.example.test"\nminimumReleaseAge = 3600\n[install.scopes]\nacme = { url = "https://r.example.test" }\n',
  },
  { path: '.github/mcp-gate.yml', text: POLICY },
  { path: '.github/workflows/mcp.md', text: AGENT },
]
