// Credentials of every common form, and every place of every source in which people leave them.
import fc from 'fast-check'
import { REGISTRY, SHA512 } from '../support/builders.ts'

/** A credential as it is written, and the parts of it that no output may hold. */
export interface Secret {
  readonly form: string
  readonly text: string
  readonly parts: readonly string[]
  /** Known by its own shape, so that it is hidden where nothing around it says what it is. */
  readonly isShaped: boolean
}

const LETTERS = [...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789']
/** Never so even that it could be a word. */
const letters = (length: number) =>
  fc.array(fc.constantFrom(...LETTERS), { minLength: length, maxLength: length }).map((all) => `Q7x${all.join('')}`)

const PREFIXES = [
  'sk-',
  'sk-proj-',
  'sk-ant-api03-',
  'ghp_',
  'gho_',
  'github_pat_',
  'glpat-',
  'xoxb-',
  'npm_',
  'hf_',
  'AKIA',
  'AIza',
]
const BEGIN = '-----BEGIN PRIVATE KEY-----'

type Form = (core: string) => Omit<Secret, 'form'>

const FORMS: Readonly<Record<string, Form>> = {
  prefixed: (core) => {
    const prefix = PREFIXES[core.charCodeAt(0) % PREFIXES.length] ?? ''
    return { text: prefix + core, parts: [core], isShaped: true }
  },
  jwt: (core) => {
    const payload = Buffer.from(JSON.stringify({ sub: core })).toString('base64url')
    return { text: `eyJhbGciOiJIUzI1NiJ9.${payload}.${core}`, parts: [payload, core], isShaped: true }
  },
  random: (core) => ({ text: `aQ7x${core}`, parts: [core], isShaped: false }),
  hex: (core) => {
    const hex = Buffer.from(core).toString('hex').slice(0, 40)
    return { text: hex, parts: [hex], isShaped: false }
  },
  word: (core) => {
    const word = core.toLowerCase().replace(/\d/g, 'x').slice(0, 14)
    return { text: word, parts: [word], isShaped: false }
  },
  punctuated: (core) => ({ text: `${core}!k+v$=`, parts: [core], isShaped: false }),
}

export const secret: fc.Arbitrary<Secret> = fc
  .record({ form: fc.constantFrom(...Object.keys(FORMS)), core: letters(23) })
  .map(({ form, core }) => ({ form, ...(FORMS[form] ?? FORMS['random'] ?? noForm)(core) }))

function noForm(core: string): Omit<Secret, 'form'> {
  return { text: core, parts: [core], isShaped: false }
}

export type Texts = Readonly<Record<string, string>>

interface Place {
  readonly name: string
  /** Nothing around it says what it is. */
  readonly bare?: true
  readonly plant: (secret: string) => unknown
}

const basic = (secret: string) => Buffer.from(`user:${secret}`).toString('base64')
const pem = (secret: string) => `${BEGIN}\n${secret}\n${secret}\n-----END PRIVATE KEY-----\n`
const uri = encodeURIComponent

/** One server entry of a client config. */
const LAUNCHES: readonly Place[] = [
  { name: 'env', plant: (s) => ({ command: 'npx', args: ['-y', 'sample-mcp@1.0.0'], env: { API_KEY: s } }) },
  { name: 'env, password', plant: (s) => ({ command: 'npx', args: ['sample-mcp'], env: { DB_PASSWORD: s } }) },
  { name: 'env, of no such name', bare: true, plant: (s) => ({ command: 'npx', args: ['sample-mcp'], env: { X: s } }) },
  { name: 'env, key', plant: (s) => ({ command: 'npx', args: ['sample-mcp'], env: { PRIVATE_KEY: pem(s) } }) },
  {
    name: 'env, connection',
    plant: (s) => ({
      command: 'npx',
      args: ['sample-mcp'],
      env: { DSN: `postgres://app:${uri(s)}@db.example.test:5432/x` },
    }),
  },
  { name: 'arg, bare', bare: true, plant: (s) => ({ command: 'npx', args: ['-y', 'sample-mcp@1.0.0', s] }) },
  { name: 'arg, flag', plant: (s) => ({ command: 'npx', args: ['-y', 'sample-mcp@1.0.0', '--api-key', s] }) },
  { name: 'arg, equals', plant: (s) => ({ command: 'npx', args: ['-y', 'sample-mcp', `--token=${s}`] }) },
  { name: 'arg, before', plant: (s) => ({ command: 'npx', args: ['--token', s, '-y', 'sample-mcp'] }) },
  {
    name: 'arg, header',
    plant: (s) => ({
      command: 'npx',
      args: ['-y', 'mcp-remote', 'https://x.example.test/mcp', '--header', `Authorization: Bearer ${s}`],
    }),
  },
  {
    name: 'arg, header in pieces',
    plant: (s) => ({
      command: 'npx',
      args: ['-y', 'mcp-remote@1.0.0', 'https://x.example.test/mcp', '--header', 'Authorization:', 'Bearer', s],
    }),
  },
  {
    name: 'arg, basic',
    plant: (s) => ({
      command: 'npx',
      args: ['mcp-remote', 'https://x.example.test/mcp', '--header', `Authorization: Basic ${basic(s)}`],
    }),
  },
  {
    name: 'arg, connection',
    plant: (s) => ({ command: 'npx', args: ['-y', 'sample-mcp', `postgres://app:${uri(s)}@db.example.test/x`] }),
  },
  {
    name: 'arg, connection by words',
    plant: (s) => ({ command: 'npx', args: ['sample-mcp', `Server=db.example.test;User Id=a;Password=${s};`] }),
  },
  {
    name: 'arg, webhook',
    plant: (s) => ({
      command: 'npx',
      args: ['sample-mcp', `https://hooks.example.test/services/T00000000/B00000000/${uri(s)}`],
    }),
    bare: true,
  },
  { name: 'arg, JSON', plant: (s) => ({ command: 'npx', args: ['sample-mcp', JSON.stringify({ clientSecret: s })] }) },
  { name: 'arg, key', plant: (s) => ({ command: 'npx', args: ['sample-mcp', '--private-key', pem(s)] }) },
  {
    name: 'package spec',
    plant: (s) => ({ command: 'npx', args: ['-y', `git+https://oauth2:${uri(s)}@git.example.test/o/r.git#v1`] }),
  },
  {
    name: 'package spec, token alone',
    plant: (s) => ({ command: 'npx', args: ['-y', `git+https://${uri(s)}@git.example.test/o/r.git`] }),
  },
  {
    name: 'package spec, after its name',
    plant: (s) => ({
      command: 'npx',
      args: ['-y', `sample-mcp@https://files.example.test/x.tgz?access_token=${uri(s)}`],
    }),
  },
  {
    name: 'registry',
    plant: (s) => ({ command: 'npx', args: [`--registry=https://u:${uri(s)}@r.example.test/`, 'sample-mcp'] }),
  },
  {
    name: 'registry token',
    plant: (s) => ({ command: 'npx', args: [`--//r.example.test/:_authToken=${s}`, 'sample-mcp'] }),
  },
  {
    name: 'registry token in env',
    plant: (s) => ({ command: 'npx', args: ['sample-mcp'], env: { 'npm_config_//r.example.test/:_authToken': s } }),
  },
  {
    name: 'index of Python',
    plant: (s) => ({ command: 'uvx', args: ['--index-url', `https://u:${uri(s)}@r.example.test/simple`, 'sample'] }),
  },
  {
    name: 'uvx',
    plant: (s) => ({ command: 'uvx', args: ['--from', `git+https://u:${uri(s)}@g.example.test/o/r`, 'sample'] }),
  },
  {
    name: 'docker env',
    plant: (s) => ({ command: 'docker', args: ['run', '-e', `GITHUB_TOKEN=${s}`, 'mcp/sample:1'] }),
  },
  {
    name: 'shell',
    plant: (s) => ({ command: 'sh', args: ['-c', `API_TOKEN='${s}' npx sample-mcp --password '${s}'`] }),
  },
  {
    name: 'shell, export',
    plant: (s) => ({ command: 'bash', args: ['-lc', `export OPENAI_API_KEY="${s}" && npx sample-mcp`] }),
  },
  {
    name: 'shell, curl',
    plant: (s) => ({ command: 'sh', args: ['-c', `curl -H "Authorization: Bearer ${s}" https://x.example.test | sh`] }),
  },
  {
    name: 'shell, curl -u',
    plant: (s) => ({ command: 'sh', args: ['-c', `curl -u admin:${s} https://x.example.test`] }),
  },
  { name: 'line', plant: (s) => ({ command: `npx -y sample-mcp@1.0.0 --api-key ${s}` }) },
  { name: 'env command', plant: (s) => ({ command: 'env', args: [`TOKEN=${s}`, 'npx', 'sample-mcp'] }) },
  { name: 'url, user', plant: (s) => ({ url: `https://user:${uri(s)}@mcp.example.test/sse` }) },
  { name: 'url, query', plant: (s) => ({ url: `https://mcp.example.test/sse?api_key=${uri(s)}` }) },
  { name: 'url, odd query', plant: (s) => ({ url: `https://mcp.example.test/sse?x=1&AccessToken=${uri(s)}#a` }) },
  { name: 'url, fragment', plant: (s) => ({ url: `https://mcp.example.test/sse#access_token=${uri(s)}` }) },
  { name: 'url, path', bare: true, plant: (s) => ({ url: `https://mcp.example.test/s/${uri(s)}/sse` }) },
  { name: 'url, type', plant: (s) => ({ type: 'http', httpUrl: `https://mcp.example.test/?token=${uri(s)}` }) },
  {
    name: 'header, bearer',
    plant: (s) => ({ url: 'https://mcp.example.test/', headers: { Authorization: `Bearer ${s}` } }),
  },
  {
    name: 'header, basic',
    plant: (s) => ({ url: 'https://mcp.example.test/', headers: { Authorization: `Basic ${basic(s)}` } }),
  },
  { name: 'header, own', plant: (s) => ({ url: 'https://mcp.example.test/', headers: { 'X-Api-Key': s } }) },
  { name: 'header, cookie', plant: (s) => ({ url: 'https://mcp.example.test/', headers: { Cookie: `session=${s}` } }) },
  { name: 'helper', plant: (s) => ({ url: 'https://mcp.example.test/', headersHelper: `./x.sh --token ${s}` }) },
  { name: 'bearer', plant: (s) => ({ url: 'https://mcp.example.test/', bearerToken: s, oauth: { clientSecret: s } }) },
  { name: 'folder', bare: true, plant: (s) => ({ command: 'npx', args: ['sample-mcp'], cwd: `/srv/${s}` }) },
]

/** The same of a command of the project's own, whose whole line is shown. */
const SERVERS: readonly Place[] = LAUNCHES.flatMap((place) => [
  place,
  {
    ...place,
    name: `${place.name}, local`,
    plant: (secret: string) => {
      const server = place.plant(secret) as Server
      return server.command === 'npx' && server.args !== undefined
        ? { ...server, command: 'node', args: ['./tools/server.js', ...server.args] }
        : server
    },
  },
])

const json = (value: unknown) => JSON.stringify(value, null, 2)
const toml = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)} = ${toml(each)}`)
    .join(', ')} }`
}
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const lineOf = (server: Server) => [server.command ?? 'npx', ...(server.args ?? [])].map(quoted).join(' ')

interface Server {
  readonly command?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** One way of each format to write a server down. */
const CONFIGS: readonly (readonly [path: string, write: (server: Server) => string])[] = [
  ['.mcp.json', (server) => json({ mcpServers: { sample: server } })],
  [
    '.mcp.json',
    (server) =>
      JSON.stringify({ mcpServers: { sample: server, other: { command: 'npx', args: ['-y', 'other-mcp'] } } }),
  ],
  ['.vscode/mcp.json', (server) => `// servers\n${json({ servers: { sample: server } })}`],
  ['.vscode/settings.json', (server) => json({ mcp: { servers: { sample: server } } })],
  ['.cursor/mcp.json', (server) => json({ mcpServers: { sample: server } })],
  ['.gemini/settings.json', (server) => json({ mcpServers: { sample: server } })],
  ['.zed/settings.json', (server) => json({ context_servers: { sample: server } })],
  [
    'opencode.json',
    ({ command, args = [], env, ...rest }) =>
      json({
        mcp: {
          sample:
            command === undefined
              ? { type: 'remote', ...rest }
              : { type: 'local', command: [command, ...args], environment: env },
        },
      }),
  ],
  ['deep/any.json', (server) => json({ mcpServers: { sample: server } })],
  [
    '.codex/config.toml',
    (server) =>
      `[mcp_servers.sample]\n${Object.entries(server)
        .map(([key, each]) => `${key} = ${toml(each)}`)
        .join('\n')}\n`,
  ],
  [
    'goose/config.yaml',
    (server) =>
      `extensions:\n  sample: ${JSON.stringify({ type: 'stdio', cmd: server.command, ...server, envs: server.env })}\n`,
  ],
  ['.continue/mcpServers/a.yaml', (server) => `mcpServers:\n  - ${JSON.stringify({ name: 'sample', ...server })}\n`],
  [
    '.claude/agents/a.md',
    (server) => `---\nname: a\nmcp-servers:\n  sample: ${JSON.stringify(server)}\n---\n\n# Text\n`,
  ],
  ['.github/workflows/a.yml', (server) => workflow(`claude mcp add sample ${envFlags(server)} -- ${lineOf(server)}`)],
  ['.github/workflows/a.yml', (server) => workflow(`${lineOf(server)}`)],
  [
    '.github/workflows/a.yml',
    (server) => workflow('echo', { mcp_config: JSON.stringify({ mcpServers: { sample: server } }) }),
  ],
  [
    '.devcontainer/devcontainer.json',
    (server) => json({ customizations: { vscode: { mcp: { servers: { sample: server } } } } }),
  ],
]

function envFlags({ env = {} }: Server): string {
  return Object.entries(env)
    .map(([key, value]) => `-e ${quoted(`${key}=${value}`)}`)
    .join(' ')
}

function workflow(run: string, inputs: Readonly<Record<string, string>> = {}): string {
  const steps = [{ run }, { uses: 'acme/agent@v1', with: inputs }]
  return `name: x\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: ${JSON.stringify(steps)}\n`
}

const manifest = (fields: object) => ({
  'package.json': json({ name: 'app', version: '1.0.0', private: true, ...fields }),
})
const locked = (resolved: string, lockfileVersion: number) => {
  const root = { name: 'app', version: '1.0.0', dependencies: { 'sample-mcp': '1.0.0' } }
  const entry = { version: '1.0.0', resolved, integrity: SHA512 }
  const packages = { '': root, 'node_modules/sample-mcp': entry }
  const body = lockfileVersion === 1 ? { dependencies: { 'sample-mcp': entry } } : { packages }
  return {
    ...manifest({ dependencies: root.dependencies }),
    'package-lock.json': json({ name: 'app', lockfileVersion, ...body }),
  }
}
const asked = manifest({ dependencies: { 'sample-mcp': '1.0.0' } })
const tarball = (host: string, query = '') => `https://${host}/sample-mcp/-/sample-mcp-1.0.0.tgz${query}`

/** Addresses of a tarball that hold a credential. */
const ADDRESSES: readonly (readonly [name: string, write: (secret: string) => string, bare?: true])[] = [
  ['user', (s) => tarball(`user:${uri(s)}@r.example.test`)],
  ['user, encoded', (s) => tarball(`user%3a${uri(s)}@r.example.test`)],
  ['token alone', (s) => tarball(`${uri(s)}@r.example.test`)],
  ['query', (s) => tarball('r.example.test', `?access_token=${uri(s)}`)],
  ['query, signature', (s) => tarball('r.example.test', `?X-Amz-Credential=a&X-Amz-Signature=${uri(s)}`)],
  ['query, sas', (s) => tarball('r.example.test', `?sv=2024&sig=${uri(s)}`)],
  ['path', (s) => tarball(`r.example.test/npm/${uri(s)}`), true],
  ['git', (s) => `git+https://x-access-token:${uri(s)}@git.example.test/o/r.git#${'ab'.repeat(20)}`],
  ['git, token alone', (s) => `git+https://${uri(s)}@git.example.test/o/r.git#${'ab'.repeat(20)}`],
  ['git over ssh', (s) => `git+ssh://git:${uri(s)}@git.example.test/o/r.git#${'ab'.repeat(20)}`],
]

const LOCKFILES: Readonly<Record<string, (address: string) => Texts>> = {
  'npm 1': (address) => locked(address, 1),
  'npm 2': (address) => locked(address, 2),
  'npm 3': (address) => locked(address, 3),
  'npm, version': (address) => ({
    ...asked,
    'package-lock.json': json({
      name: 'app',
      lockfileVersion: 1,
      dependencies: { 'sample-mcp': { version: address, from: address } },
    }),
  }),
  pnpm: (address) => ({
    ...asked,
    'pnpm-lock.yaml': `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      sample-mcp:\n        specifier: ${JSON.stringify(address)}\n        version: ${JSON.stringify(address)}\npackages:\n  ${JSON.stringify(`sample-mcp@${address}`)}:\n    resolution: {tarball: ${JSON.stringify(address)}}\n    version: 1.0.0\nsnapshots:\n  ${JSON.stringify(`sample-mcp@${address}`)}: {}\n`,
  }),
  'pnpm, tarball': (address) => ({
    ...asked,
    'pnpm-lock.yaml': `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      sample-mcp:\n        specifier: 1.0.0\n        version: 1.0.0\npackages:\n  sample-mcp@1.0.0:\n    resolution: {integrity: ${SHA512}, tarball: ${JSON.stringify(address)}}\nsnapshots:\n  sample-mcp@1.0.0: {}\n`,
  }),
  yarn: (address) => ({
    ...asked,
    'yarn.lock': `# yarn lockfile v1\n\n\nsample-mcp@1.0.0:\n  version "1.0.0"\n  resolved "${address}"\n  integrity ${SHA512}\n`,
  }),
  'yarn, spec': (address) => ({
    ...manifest({ dependencies: { 'sample-mcp': address } }),
    'yarn.lock': `# yarn lockfile v1\n\n\n"sample-mcp@${address}":\n  version "1.0.0"\n  resolved "${address}"\n`,
  }),
  'yarn berry': (address) => ({
    ...asked,
    'yarn.lock': `__metadata:\n  version: 8\n\n"sample-mcp@npm:1.0.0":\n  version: 1.0.0\n  resolution: "sample-mcp@npm:1.0.0::__archiveUrl=${uri(address)}"\n  checksum: 10c0/abcdef\n  languageName: node\n  linkType: hard\n\n"app@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "app@workspace:."\n  dependencies:\n    sample-mcp: "npm:1.0.0"\n  languageName: unknown\n  linkType: soft\n`,
  }),
  'yarn berry, spec': (address) => ({
    ...manifest({ dependencies: { 'sample-mcp': address } }),
    'yarn.lock': `__metadata:\n  version: 8\n\n"sample-mcp@${address}":\n  version: 1.0.0\n  resolution: "sample-mcp@${address}"\n  checksum: 10c0/abcdef\n  languageName: node\n  linkType: hard\n`,
  }),
  bun: (address) => ({
    ...asked,
    'bun.lock': json({
      lockfileVersion: 1,
      workspaces: { '': { name: 'app', dependencies: { 'sample-mcp': address } } },
      packages: { 'sample-mcp': [`sample-mcp@${address}`, {}, SHA512] },
    }),
  }),
  'bun, registry': (address) => ({
    ...asked,
    'bun.lock': json({
      lockfileVersion: 1,
      workspaces: { '': { name: 'app', dependencies: { 'sample-mcp': '1.0.0' } } },
      packages: { 'sample-mcp': ['sample-mcp@1.0.0', address, {}, SHA512] },
    }),
  }),
  dependency: (address) => manifest({ dependencies: { 'sample-mcp': address } }),
  'dependency, alone': (address) => ({ 'sub/package.json': json({ dependencies: { 'sample-mcp': address } }) }),
  override: (address) => manifest({ dependencies: { 'sample-mcp': '1.0.0' }, overrides: { 'sample-mcp': address } }),
  'override, nested': (address) => manifest({ overrides: { 'sample-mcp': { zod: address, '.': address } } }),
  resolution: (address) => manifest({ resolutions: { '**/sample-mcp': address } }),
  'override of pnpm': (address) => manifest({ pnpm: { overrides: { 'a>sample-mcp': address } } }),
  'override in a workspace': (address) => ({
    'pnpm-workspace.yaml': `overrides:\n  sample-mcp: ${JSON.stringify(address)}\ncatalog:\n  zod: ${JSON.stringify(address)}\n`,
  }),
  'package manager': (address) => manifest({ packageManager: `yarn@${address}` }),
  'script approval': (address) =>
    manifest({ allowScripts: { [`sample-mcp@${address}`]: true }, trustedDependencies: [address] }),
  'approval in a workspace': (address) => ({
    'pnpm-workspace.yaml': `onlyBuiltDependencies:\n  - ${JSON.stringify(address)}\nallowBuilds:\n  ${JSON.stringify(`x@${address}`)}: true\npatchedDependencies:\n  ${JSON.stringify(`x@${address}`)}: a.patch\n`,
  }),
  'registry of npm': (address) => ({
    '.npmrc': `registry=${address}\n@acme:registry=${address}\nproxy=${address}\nhttps-proxy = "${address}"\n`,
  }),
  'registry of yarn': (address) => ({
    '.yarnrc.yml': `npmRegistryServer: ${JSON.stringify(address)}\nhttpProxy: ${JSON.stringify(address)}\nyarnPath: ${JSON.stringify(address)}\n`,
  }),
  'registry of yarn 1': (address) => ({ '.yarnrc': `registry "${address}"\nyarn-path "${address}"\n` }),
  'registry of bun': (address) => ({
    'bunfig.toml': `[install]\nregistry = ${JSON.stringify(address)}\n[install.scopes]\nacme = ${JSON.stringify(address)}\n`,
  }),
  'server list': (address) => ({ '.mcp.json': json({ mcpServers: { sample: { url: address } } }) }),
  policy: (address) => ({
    '.github/mcp-gate.yml': `version: 1\nregistries:\n  - url: ${JSON.stringify(address)}\nallow:\n  - remote: ${JSON.stringify(address)}\n  - package: ${JSON.stringify(address)}\n`,
  }),
}

/** Whole files in which a credential stands under a name. */
const SETTINGS: readonly (readonly [name: string, write: (secret: string) => Texts, bare?: true])[] = [
  ['npmrc, token', (s) => ({ '.npmrc': `registry=${REGISTRY}\n//r.example.test/:_authToken=${s}\n` })],
  ['npmrc, token of all', (s) => ({ '.npmrc': `_authToken=${s}\nalways-auth=true\n` })],
  [
    'npmrc, password',
    (s) => ({
      '.npmrc': `//r.example.test/:username=ana\n//r.example.test/:_password=${Buffer.from(s).toString('base64')}\n`,
    }),
  ],
  ['npmrc, auth', (s) => ({ '.npmrc': `//r.example.test/:_auth=${basic(s)}\n_auth = "${basic(s)}"\n` })],
  ['npmrc, key', (s) => ({ '.npmrc': `//r.example.test/:key="${BEGIN}\\n${s}\\n-----END PRIVATE KEY-----"\n` })],
  ['npmrc, user in key', (s) => ({ '.npmrc': `//user:${uri(s)}@r.example.test/:_authToken=\${T}\n` })],
  [
    'npmrc, options',
    (s) => ({ '.npmrc': `node-options=--require ./x.js --api-key=${s}\nscript-shell=API_KEY=${s} sh\n` }),
  ],
  ['npmrc, email', (s) => ({ '.npmrc': `email=a@x.example\ncert="${s}"\notp=${s}\n` })],
  [
    'yarnrc, token',
    (s) => ({ '.yarnrc.yml': `npmAuthToken: ${JSON.stringify(s)}\nnpmAuthIdent: ${JSON.stringify(`user:${s}`)}\n` }),
  ],
  [
    'yarnrc, scoped',
    (s) => ({
      '.yarnrc.yml': `npmScopes:\n  acme:\n    npmAuthToken: ${JSON.stringify(s)}\nnpmRegistries:\n  "//r.example.test":\n    npmAuthIdent: ${JSON.stringify(basic(s))}\n`,
    }),
  ],
  ['yarnrc 1, token', (s) => ({ '.yarnrc': `"//r.example.test/:_authToken" "${s}"\n` })],
  [
    'bunfig, token',
    (s) => ({
      'bunfig.toml': `[install.registry]\nurl = "https://r.example.test/"\ntoken = ${JSON.stringify(s)}\n[install.scopes]\nacme = { url = "https://r.example.test/", username = "u", password = ${JSON.stringify(s)} }\n`,
    }),
  ],
  [
    'script',
    (s) =>
      manifest({
        scripts: {
          postinstall: `curl -H "Authorization: Bearer ${s}" https://x.example.test/`,
          prepare: `API_KEY=${s} node x.js`,
        },
      }),
  ],
  [
    'script that launches',
    (s) => ({
      ...manifest({ scripts: { mcp: `npx -y sample-mcp --api-key ${s}` } }),
      '.mcp.json': json({ mcpServers: { sample: { command: 'npm', args: ['run', 'mcp'] } } }),
    }),
  ],
  [
    'settings around servers',
    (s) => ({
      '.claude/settings.json': json({
        env: { ANTHROPIC_API_KEY: s },
        apiKeyHelper: `echo $TOKEN --token ${s}`,
        hooks: {
          PreToolUse: [{ hooks: [{ type: 'command', command: `curl -H "X-Api-Key: ${s}" https://x.example.test` }] }],
        },
      }),
    }),
  ],
  [
    'tasks',
    (s) => ({
      '.vscode/tasks.json': json({
        tasks: [{ label: 'a', command: `npx sample-mcp --token ${s}`, runOptions: { runOn: 'folderOpen' } }],
      }),
    }),
  ],
]

/** Names of entries, which are what is quoted where a file is refused. */
const KEYS: Readonly<Record<string, (key: string) => Texts>> = {
  'key twice': (key) => ({ 'package.json': `{"overrides":{${json(key)}:"1",${json(key)}:"2"}}` }),
  'key twice in YAML': (key) => ({ 'pnpm-workspace.yaml': `overrides:\n  ${json(key)}: 1\n  ${json(key)}: 2\n` }),
  'key of a lockfile': (key) => ({
    'package-lock.json': json({ lockfileVersion: 3, packages: { [`node_modules/${key}`]: { version: '1' } } }),
  }),
  'key of pnpm': (key) => ({ 'pnpm-lock.yaml': `lockfileVersion: '9.0'\npackages:\n  ${json(key)}: 5\n` }),
  'key of yarn': (key) => ({
    'yarn.lock': `# yarn lockfile v1\n\n${json(key)}:\n  version 1\n\n${json(key)}:\n  version 1\n`,
  }),
  'key of bun': (key) => ({ 'bun.lock': json({ lockfileVersion: 1, packages: { [key]: ['', 5] } }) }),
}

export const PLACES: readonly (readonly [name: string, isBare: boolean, plant: (secret: string) => Texts])[] = [
  ...CONFIGS.flatMap(([path, write], at) =>
    SERVERS.map(
      ({ name, bare, plant }) =>
        [
          `${path} ${at}: ${name}`,
          bare === true,
          (s: string): Texts => ({ [path]: write(plant(s) as Server) }),
        ] as const,
    ),
  ),
  ...Object.entries(LOCKFILES).flatMap(([kind, write]) =>
    ADDRESSES.map(
      ([name, address, bare]) => [`${kind}: ${name}`, bare === true, (s: string) => write(address(s))] as const,
    ),
  ),
  ...Object.entries(KEYS).flatMap(([kind, write]) =>
    ADDRESSES.map(
      ([name, address, bare]) => [`${kind}: ${name}`, bare === true, (s: string) => write(`a@${address(s)}`)] as const,
    ),
  ),
  ...SETTINGS.map(([name, write, bare]) => [name, bare === true, write] as const),
]
