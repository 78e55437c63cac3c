// Settings of package managers: which of them say something, what, on which line, and that no secret is in it.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { diffFacts } from '../../src/inventory/diff.ts'
import { readOne, readWell } from './lockfiles.ts'

const HOST = 'https://registry.example.test/'
const TOKEN = ['npm', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_')

const factsIn = async (path: string, text: string) => (await readWell(path, { [path]: text })).facts
/** What a reader of the findings sees: kind, key or mechanism, and value. */
const saidIn = async (path: string, text: string) =>
  (await factsIn(path, text))
    .filter(({ kind }) => kind !== 'protection')
    .map(({ kind, args }) => [kind, args['key'] ?? args['mechanism'], args['value'] ?? args['url'] ?? args['spec']])

describe('.npmrc', () => {
  test.each<[string, string[][]]>([
    [`registry=${HOST}`, [['registry', 'registry', HOST]]],
    [`registry = "${HOST}" `, [['registry', 'registry', HOST]]],
    [`registry[]=${HOST}`, [['registry', 'registry', HOST]]],
    [`@acme:registry=${HOST}`, [['registry', '@acme:registry', HOST]]],
    [`[section]\nregistry=${HOST}`, [['registry', 'registry', HOST]]],
    [`; registry=${HOST}\n# registry=${HOST}`, []],
    [`https-proxy=${HOST}`, [['registry', 'https-proxy', HOST]]],
    ['registry=$' + '{REGISTRY}', [['registry', 'registry', '$' + '{REGISTRY}']]],
    [`//registry.example.test/:_authToken=${TOKEN}`, [['registry', '//registry.example.test/:_authToken', HOST]]],
    [
      `//registry.example.test/npm/:_password=${TOKEN}`,
      [['registry', '//registry.example.test/npm/:_password', `${HOST}npm/`]],
    ],
    [
      '//registry.example.test/:tokenHelper=/bin/x',
      [['install-policy', '//registry.example.test/:tokenHelper', '/bin/x']],
    ],
    ['$' + '{KEY}=1', [['install-policy', '$' + '{KEY}', '1']]],
    ['ignore-scripts=false', [['install-policy', 'ignore-scripts', 'false']]],
    ['ignore-scripts=0', [['install-policy', 'ignore-scripts', '0']]],
    ['ignore-scripts=', [['install-policy', 'ignore-scripts', 'nothing']]],
    ['ignore-scripts=true', []],
    ['ignore_scripts = False ; not now', [['install-policy', 'ignore_scripts', 'False']]],
    ['dangerously-allow-all-scripts', [['script-approval', 'dangerously-allow-all-scripts', 'all packages']]],
    ['dangerously-allow-all-scripts=false', []],
    ['strict-ssl=false', [['install-policy', 'strict-ssl', 'false']]],
    ['package-lock=false', [['install-policy', 'package-lock', 'false']]],
    ['script-shell=./run.sh', [['install-policy', 'script-shell', './run.sh']]],
    ['node-options=--require=./x.cjs', [['install-policy', 'node-options', '--require=./x.cjs']]],
    ['min-release-age=0', [['install-policy', 'min-release-age', '0']]],
    ['min-release-age=7', []],
    ['min-release-age=soon', [['install-policy', 'min-release-age', 'soon']]],
    ['minimum-release-age=60', [['install-policy', 'minimum-release-age', '60']]],
    ['allow-git=all', [['install-policy', 'allow-git', 'all']]],
    ['allow-remote=root', [['install-policy', 'allow-remote', 'root']]],
    ['allow-remote=none', []],
    ['save-exact=true\nfund=false\naudit=false\nengine-strict=true', []],
    ['', []],
  ])('%j', async (text, said) => {
    expect(await saidIn('.npmrc', text)).toEqual(said)
  })

  test('a certificate is told, not shown', async () => {
    const [[, key, value] = []] = await saidIn('.npmrc', 'ca="-----BEGIN CERTIFICATE-----"')
    expect(key).toBe('ca')
    expect(value).toMatch(/^a text with sha256 [0-9a-f]{16}…$/)
  })

  test('lines are those of the settings, also of one that stands twice', async () => {
    const source = await readWell('.npmrc', { '.npmrc': '# x\r\nignore-scripts=false\n\nignore-scripts=no' })
    expect(source.facts.map(({ route }) => source.lineOf(route))).toEqual([2, 4])
  })
})

describe('.yarnrc.yml', () => {
  test.each<[string, string[][]]>([
    [`npmRegistryServer: ${HOST}`, [['registry', 'npmRegistryServer', HOST]]],
    [
      `npmScopes:\n  acme:\n    npmRegistryServer: ${HOST}\n    npmAuthToken: ${TOKEN}`,
      [['registry', 'npmScopes.acme.npmRegistryServer', HOST]],
    ],
    [
      `npmRegistries:\n  //registry.example.test:\n    npmAuthToken: ${TOKEN}`,
      [['registry', 'npmRegistries.//registry.example.test.npmAuthToken', HOST]],
    ],
    [`npmAuthToken: ${TOKEN}`, []],
    [`networkSettings:\n  "*":\n    httpsProxy: ${HOST}`, [['registry', 'networkSettings.*.httpsProxy', HOST]]],
    ['enableScripts: true', [['install-policy', 'enableScripts', 'true']]],
    ['enableScripts: false', []],
    ['enableStrictSsl: false', [['install-policy', 'enableStrictSsl', 'false']]],
    ['unsafeHttpWhitelist: ["*.acme.test"]', [['install-policy', 'unsafeHttpWhitelist', '*.acme.test']]],
    ['yarnPath: .yarn/releases/x.cjs', [['install-policy', 'yarnPath', '.yarn/releases/x.cjs']]],
    [
      'plugins:\n  - path: .yarn/plugins/x.cjs\n    spec: x',
      [
        ['install-policy', 'plugins.path', '.yarn/plugins/x.cjs'],
        ['install-policy', 'plugins.spec', 'x'],
      ],
    ],
    ['cacheFolder: vendor', [['install-policy', 'cacheFolder', 'vendor']]],
    ['immutablePatterns: []', [['install-policy', 'immutablePatterns', 'nothing']]],
    ['immutablePatterns: ["x"]', [['install-policy', 'immutablePatterns', 'x']]],
    ['enableImmutableCache: false', [['install-policy', 'enableImmutableCache', 'false']]],
    ['npmMinimalAgeGate: 0', [['install-policy', 'npmMinimalAgeGate', '0']]],
    ['npmMinimalAgeGate: 3d', []],
    ['checksumBehavior: update', [['install-policy', 'checksumBehavior', 'update']]],
    ['checksumBehavior: throw', []],
    [
      'packageExtensions:\n  "a-mcp@*":\n    dependencies:\n      evil: "1"',
      [['override', 'packageExtensions', 'dependencies evil 1']],
    ],
    ['x: &a { enableScripts: true }\n<<: *a', [['install-policy', 'enableScripts', 'true']]],
    ['nodeLinker: node-modules', []],
    ['# nothing\n---\n', []],
  ])('%j', async (text, said) => {
    expect(await saidIn('.yarnrc.yml', text)).toEqual(said)
  })

  test('what a package extension is about is the package', async () => {
    const [fact] = await factsIn('.yarnrc.yml', 'packageExtensions: { "@acme/a-mcp@*": { dependencies: { b: "1" } } }')
    expect(fact?.name).toBe('@acme/a-mcp')
  })
})

describe('.yarnrc of yarn 1', () => {
  test.each<[string, string[][]]>([
    [`registry "${HOST}"`, [['registry', 'registry', HOST]]],
    [`"@acme:registry" "${HOST}"`, [['registry', '@acme:registry', HOST]]],
    ['--install.ignore-scripts false', [['install-policy', 'ignore-scripts', 'false']]],
    ['--*.no-lockfile true', [['install-policy', 'no-lockfile', 'true']]],
    ['yarn-path ".yarn/x.cjs"', [['install-policy', 'yarn-path', '.yarn/x.cjs']]],
    ['yarn-offline-mirror "./m"', [['install-policy', 'yarn-offline-mirror', './m']]],
    ['# x\n\nlastUpdateCheck 1', []],
  ])('%j', async (text, said) => {
    expect(await saidIn('.yarnrc', text)).toEqual(said)
  })

  test('a line that is none is told', async () => {
    expect(await readOne('.yarnrc', { '.yarnrc': 'a b\nregistry "open' })).toMatchObject({
      status: 'unreadable',
      line: 2,
    })
  })
})

describe('pnpm-workspace.yaml', () => {
  test.each<[string, string[][]]>([
    [
      `registries:\n  default: ${HOST}\n  "@acme": ${HOST}a/`,
      [
        ['registry', 'registries.default', HOST],
        ['registry', 'registries.@acme', `${HOST}a/`],
      ],
    ],
    ['onlyBuiltDependencies: [esbuild]', [['script-approval', 'onlyBuiltDependencies', 'esbuild']]],
    ['onlyBuiltDependencies: []', []],
    ['onlyBuiltDependencies: esbuild', [['script-approval', 'onlyBuiltDependencies', 'esbuild']]],
    [
      'allowBuilds:\n  a-mcp: true\n  b: false\n  c: set this to true or false\n  d: odd',
      [
        ['script-approval', 'allowBuilds', 'a-mcp'],
        ['script-approval', 'allowBuilds', 'd'],
      ],
    ],
    ['dangerouslyAllowAllBuilds: true', [['script-approval', 'dangerouslyAllowAllBuilds', 'all packages']]],
    ['minimumReleaseAge: 1440', []],
    ['minimumReleaseAge: 1', [['install-policy', 'minimumReleaseAge', '1']]],
    ['minimumReleaseAgeExclude: [a-mcp@1.0.0]', [['install-policy', 'minimumReleaseAgeExclude', 'a-mcp@1.0.0']]],
    ['trustPolicy: off', [['install-policy', 'trustPolicy', 'off']]],
    ['trustPolicy: no-downgrade', []],
    ['blockExoticSubdeps: false', [['install-policy', 'blockExoticSubdeps', 'false']]],
    ['verifyStoreIntegrity: false', [['install-policy', 'verifyStoreIntegrity', 'false']]],
    ['trustLockfile: true', [['install-policy', 'trustLockfile', 'true']]],
    ['overrides:\n  "a>b-mcp@1": npm:evil@1.0.0', [['override', 'overrides', 'npm:evil@1.0.0']]],
    ['patchedDependencies:\n  a-mcp@1.0.0: patches/a.patch', [['override', 'patchedDependencies', 'patches/a.patch']]],
    ['packages: ["a/*"]\nlinkWorkspacePackages: true', []],
  ])('%j', async (text, said) => {
    expect(await saidIn('pnpm-workspace.yaml', text)).toEqual(said)
  })

  test('a pattern of names can mean any package', async () => {
    const facts = await factsIn('pnpm-workspace.yaml', 'onlyBuiltDependencies: ["*"]\noverrides: { "a>b-mcp@1": "2" }')
    expect(facts.filter(({ kind }) => kind !== 'protection').map(({ name }) => name)).toEqual([null, 'b-mcp'])
  })

  test('configDependencies are components and weaken', async () => {
    const path = 'pnpm-workspace.yaml'
    const text = `configDependencies:\n  a-tool: 1.0.0+sha512-AAAA\n  b-tool:\n    integrity: 2.0.0+sha512-BBBB\n    tarball: ${HOST}b-tool/-/b-tool-2.0.0.tgz\n  c-tool: ^1\n  ../x: 1.0.0\n`
    const source = await readWell(path, { [path]: text })
    expect(source.components).toMatchObject([
      { name: 'a-tool', version: '1.0.0', integrity: 'sha512-AAAA', scope: 'config', pinned: true, direct: true },
      { name: 'b-tool', version: '2.0.0', integrity: 'sha512-BBBB', resolved: `${HOST}b-tool/-/b-tool-2.0.0.tgz` },
      { name: 'c-tool', version: null, spec: '^1', pinned: false },
    ])
    expect(source.components.map(({ route }) => source.lineOf(route))).toEqual([2, 3, 6])
    expect(source.facts.map(({ args }) => args['key'])).toContain('configDependencies.a-tool')
  })
})

describe('bunfig.toml', () => {
  test.each<[string, string[][]]>([
    [`[install]\nregistry = "${HOST}"`, [['registry', 'install.registry', HOST]]],
    [`[install]\nregistry = { url = "${HOST}", token = "${TOKEN}" }`, [['registry', 'install.registry.url', HOST]]],
    [`[install.scopes]\n"@acme" = "${HOST}"`, [['registry', 'install.scopes.@acme', HOST]]],
    [`[install.scopes]\n"@acme" = { url = "${HOST}" }`, [['registry', 'install.scopes.@acme.url', HOST]]],
    ['[install]\nminimumReleaseAge = 0', [['install-policy', 'install.minimumReleaseAge', '0']]],
    ['[install]\nminimumReleaseAge = 259200', []],
    ['[install]\ntrustedDependencies = ["a-mcp"]', [['script-approval', 'install.trustedDependencies', 'a-mcp']]],
    ['preload = ["./x.ts"]', [['install-policy', 'preload', './x.ts']]],
    ['[install.lockfile]\nsave = false', [['install-policy', 'install.lockfile.save', 'false']]],
    ['[install]\nexact = true', []],
  ])('%j', async (text, said) => {
    expect(await saidIn('bunfig.toml', text)).toEqual(said)
  })
})

describe('code', () => {
  const paths = ['.npm-extension.mjs', '.pnpmfile.cjs', '.yarn/releases/yarn-4.cjs', 'x/.yarn/plugins/a/b.cjs']

  test.each([...paths, '.yarn/releases/.npmrc'])('%s is known by its digest', async (path) => {
    const [one, same, other] = await Promise.all(['a', 'a', 'b'].map((text) => factsIn(path, text)))
    expect(one).toEqual(same)
    expect(one).toMatchObject([{ kind: 'install-policy', args: { key: path.split('/').at(-1) } }])
    expect(one?.[0]?.key).not.toBe(other?.[0]?.key)
  })
})

describe('lost protections', () => {
  const change = async (path: string, before: string, after: string | null) => {
    const base = { sources: [await readOne(path, { [path]: before })] }
    const head = { sources: after === null ? [] : [await readOne(path, { [path]: after })] }
    return diffFacts(base, head).map(({ kind, fact }) => [kind, fact.kind, fact.args['key'], fact.args['value']])
  }
  const lost = (key: string, value: string) => [['added', 'install-policy', key, value]]

  test.each<[string, string, string | null, unknown[]]>([
    ['.npmrc', 'ignore-scripts=true', 'ignore-scripts=true', []],
    ['.npmrc', 'ignore-scripts=true', '', lost('ignore-scripts', 'nothing (before: true)')],
    ['.npmrc', 'ignore-scripts=true', null, lost('ignore-scripts', 'nothing (before: true)')],
    ['.npmrc', 'ignore-scripts=true', 'ignore-scripts=false', lost('ignore-scripts', 'false')],
    ['.npmrc', 'ignore-scripts=true', '[x]\nignore-scripts=true', lost('ignore-scripts', 'nothing (before: true)')],
    ['.npmrc', 'ignore-scripts=true', 'ignore-scripts=true\u2028', lost('ignore-scripts', 'nothing (before: true)')],
    ['.npmrc', 'ignore-scripts=true', ';ignore-scripts=true', lost('ignore-scripts', 'nothing (before: true)')],
    ['.npmrc', 'ignore-scripts=true', '"ignore-scripts"=true', []],
    ['.npmrc', 'min-release-age=7', 'min-release-age=1', lost('min-release-age', '1 (before: 7)')],
    ['.npmrc', 'min-release-age=7', 'min-release-age=7\nmin-release-age=1', lost('min-release-age', '1 (before: 7)')],
    ['.npmrc', 'min-release-age=7', 'min-release-age=14', []],
    ['.npmrc', 'min-release-age=7', 'min-release-age=0', lost('min-release-age', '0')],
    ['.npmrc', 'allow-git=none', '', lost('allow-git', 'nothing (before: none)')],
    ['.npmrc', `@acme:registry=${HOST}`, '', lost('@acme:registry', `nothing (before: ${HOST})`)],
    ['.npmrc', '', 'ignore-scripts=true', []],
    [
      'pnpm-workspace.yaml',
      'minimumReleaseAge: 4320',
      'minimumReleaseAge: 1440',
      lost('minimumReleaseAge', '1440 (before: 4320)'),
    ],
    [
      'pnpm-workspace.yaml',
      'neverBuiltDependencies: [a, b]',
      'neverBuiltDependencies: [a]',
      lost('neverBuiltDependencies.b', 'nothing (before: b)'),
    ],
    ['pnpm-workspace.yaml', 'onlyBuiltDependencies: []', 'allowBuilds: { a: false }', []],
    [
      'pnpm-workspace.yaml',
      'onlyBuiltDependencies: []',
      '',
      lost('list of packages that may run install scripts', 'nothing (before: given)'),
    ],
    ['.yarnrc.yml', 'npmMinimalAgeGate: 3d', 'npmMinimalAgeGate: 1440', lost('npmMinimalAgeGate', '1440 (before: 3d)')],
    ['.yarnrc.yml', 'enableScripts: false', '', lost('enableScripts', 'nothing (before: false)')],
    ['.yarnrc.yml', 'enableScripts: false', '[', []],
  ])('%s: %j to %j', async (path, before, after, expected) => {
    expect(await change(path, before, after)).toEqual(expected)
  })
})

describe('hostile texts', () => {
  test.each([
    [
      '.npmrc',
      `//registry.example.test/:_authToken=${TOKEN}\n_auth=${TOKEN}\nregistry=https://u:${TOKEN}@r.example.test/?t=${TOKEN}\nnode-options=--x=${TOKEN}`,
    ],
    ['.npmrc', `//u:${TOKEN}@registry.example.test/:_authToken=x`],
    [
      '.yarnrc.yml',
      `npmAuthToken: ${TOKEN}\nnpmAuthIdent: ${TOKEN}\nnpmRegistries: { "https://x.example.test": { npmAuthToken: ${TOKEN} } }`,
    ],
    ['bunfig.toml', `[install]\nregistry = { url = "${HOST}", token = "${TOKEN}", password = "${TOKEN}" }`],
    ['.yarnrc', `"//registry.example.test/:_authToken" "${TOKEN}"`],
  ])('no secret of %s is in a fact', async (path, text) => {
    const facts = await factsIn(path, text)
    expect(facts).not.toEqual([])
    expect(JSON.stringify(facts)).not.toContain(TOKEN)
  })

  test.each([
    ['.yarnrc.yml', 'a: ['],
    ['.yarnrc.yml', '- a'],
    ['pnpm-workspace.yaml', 'a: 1\n---\nb: 2'],
    ['bunfig.toml', 'a = '],
    ['pnpm-workspace.yaml', bomb()],
    ['pnpm-workspace.yaml', `a: ${'['.repeat(1000)}${']'.repeat(1000)}`],
  ])('%s that cannot be read is unread', async (path, text) => {
    expect((await readOne(path, { [path]: text })).status).toBe('unreadable')
  })

  test('any text ends in a source', async () => {
    const paths = ['.npmrc', '.yarnrc', '.yarnrc.yml', 'pnpm-workspace.yaml', 'bunfig.toml', '.pnpmfile.cjs']
    const word = fc.constantFrom(
      'registry',
      'overrides',
      'allowBuilds',
      '__proto__',
      ':',
      '=',
      '\n',
      '  ',
      '[',
      ']',
      '- ',
      '"',
      '*a',
      '&a',
      '$',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join('')),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), text, async (path, each) => {
        expect((await readOne(path, { [path]: each })).path).toBe(path)
      }),
    )
  })
})

/** Nine levels of nine aliases each. */
function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`).join(', ')}]`,
  )
  return ['l0: &l0 [x]', ...levels, 'overrides: *l9'].join('\n')
}
