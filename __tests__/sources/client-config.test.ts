// Client configs of every shape: which servers are found where, with exact lines, and what cannot hide one.
import { describe, expect, test } from '@jest/globals'
import { addressDigest } from '../../src/model/address.ts'
import type { ReadSource } from '../../src/model/source.ts'
import { readClientConfig } from '../../src/sources/client-config.ts'
import { contextOf, NO_CONTEXT, readConfig, readServer } from './client-reading.ts'

const npx = (name: string): { command: string; args: string[] } => ({ command: 'npx', args: ['-y', name] })
const json = (value: unknown): string => JSON.stringify(value)

describe('where servers stand', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['.mcp.json', json({ mcpServers: { s: npx('a') } }), ['s npm a']],
    ['.mcp.json', json({ s: npx('a'), version: '1' }), ['s npm a']],
    ['.mcp.json', json({ mcpServers: { s: npx('a') }, servers: { t: npx('b') } }), ['s npm a', 't npm b']],
    [
      '.vscode/mcp.json',
      json({ servers: { s: { type: 'http', url: 'https://x.example.test/mcp' } }, inputs: [] }),
      ['s remote x.example.test/mcp'],
    ],
    ['.vscode/settings.json', json({ 'mcp.servers': { s: npx('a') } }), ['s npm a']],
    ['x.code-workspace', json({ settings: { mcp: { servers: { s: npx('a') } } } }), ['s npm a']],
    [
      '.devcontainer/devcontainer.json',
      json({ customizations: { vscode: { mcp: { servers: { s: npx('a') } } } } }),
      ['s npm a'],
    ],
    [
      '.gemini/settings.json',
      json({ mcpServers: { s: { httpUrl: 'https://x.example.test' } }, mcp: { allowed: ['s'] } }),
      ['s remote x.example.test'],
    ],
    [
      'opencode.json',
      json({ mcp: { s: { type: 'local', command: ['npx', '-y', 'a'] }, servers: { t: { command: ['bunx', 'b'] } } } }),
      ['s npm a', 't npm b'],
    ],
    ['.amp/settings.json', json({ 'amp.mcpServers': { s: npx('a') } }), ['s npm a']],
    ['.zed/settings.json', json({ context_servers: { s: { command: { path: 'npx', args: ['a'] } } } }), ['s npm a']],
    ['.claude.json', json({ projects: { '/x': { mcpServers: { s: npx('a') } } } }), ['s npm a']],
    [
      '.continue/config.json',
      json({ experimental: { modelContextProtocolServers: [{ transport: { type: 'stdio', ...npx('a') } }] } }),
      ['0 npm a'],
    ],
    ['.continue/mcpServers/x.yaml', 'mcpServers:\n  - name: s\n    command: npx\n    args: ["a"]\n', ['s npm a']],
    ['goose/config.yaml', 'extensions:\n  s:\n    cmd: uvx\n    args: [a]\n    type: stdio\n', ['s pypi a']],
    ['recipe.yaml', 'extensions:\n  - type: stdio\n    name: s\n    cmd: npx\n    args: [a]\n', ['s npm a']],
    [
      '.codex/config.toml',
      '[mcp_servers.s]\nargs = ["a"]\ncommand = "npx"\n# [mcp_servers.t]\n# command = "npx"\n',
      ['s npm a'],
    ],
    ['.vibe/config.toml', '[[mcp_servers]]\nname = "s"\ntransport = "stdio"\ncommand = "npx a"\n', ['s npm a']],
    [
      'config.toml',
      '[mcp]\nsse_servers = ["https://x.example.test/sse"]\n',
      ['x.example.test remote x.example.test/sse'],
    ],
    [
      '.github/agents/x.agent.md',
      '---\nname: x\nmcp-servers:\n  s:\n    type: local\n    command: npx\n    args: [a]\n---\ntext\n',
      ['s npm a'],
    ],
    [
      '.github/workflows/x.md',
      '---\nmcp-servers:\n  s:\n    container: "mcp/fetch"\n    version: "1.0"\n---\n',
      ['s oci mcp/fetch'],
    ],
    ['.github/workflows/x.md', '---\ntools:\n  s:\n    mcp:\n      command: npx\n      args: [a]\n---\n', ['s npm a']],
    ['manifest.json', json({ name: 's', server: { mcp_config: { command: 'node', args: ['x.js'] } } }), ['s local s']],
    [
      'smithery.yaml',
      'startCommand:\n  type: stdio\n  commandFunction: |-\n    (c) => ({ command: "npx" })\n',
      ['smithery unknown smithery'],
    ],
    [
      'docker-mcp.yaml',
      'registry:\n  s:\n    image: mcp/x:1\n  t:\n    remote:\n      url: https://x.example.test/\n',
      ['s oci mcp/x', 't remote x.example.test'],
    ],
    ['any/name.json', json({ mcpServers: { s: npx('a') } }), ['s npm a']],
    ['schema.json', json({ properties: { mcpServers: { type: 'object', description: 'x' } } }), []],
    ['.mcp.json', json({}), []],
    ['README.agent.md', 'no front matter', []],
  ])('%s %s', (path, text, expected) => {
    expect(names(readConfig(path, text))).toEqual(expected)
  })

  test('registry entries name packages and remotes', () => {
    const entry = {
      name: 's',
      packages: [
        { registryType: 'npm', identifier: '@x/mcp', version: '1.0.0' },
        { registryType: 'pypi', identifier: 'x-mcp', version: '1.5' },
        { registryType: 'oci', identifier: 'host.example.test/x:$' + '{VERSION}' },
        { registryType: 'nuget', identifier: 'X.Mcp', version: '1.0.0' },
      ],
      remotes: [{ type: 'sse', url: 'https://x.example.test/sse' }],
    }
    const source = readConfig('server.json', json(entry))
    expect(source.components.map(({ ecosystem, name, pinned }) => `${ecosystem} ${name} ${pinned}`)).toEqual([
      'npm @x/mcp true',
      'pypi x-mcp true',
      'oci host.example.test/x false',
      'unknown X.Mcp true',
      'remote x.example.test/sse null',
    ])
    expect(source.facts).toEqual([])
  })

  test('marketplaces name where plugins come from', () => {
    const sha = 'a'.repeat(40)
    const plugins = [
      { name: 'p', source: './plugins/p' },
      { name: 'q', source: { source: 'npm', package: 'q-mcp', version: '1.0.0' } },
      { name: 'r', source: { source: 'github', repo: 'o/r', sha } },
      { name: 't', source: { source: 'url', url: 'https://git.example.test/o/t.git' } },
    ]
    const source = readConfig('.claude-plugin/marketplace.json', json({ plugins }))
    expect(source.components.map(({ server, ecosystem, name, pinned }) => [server, ecosystem, name, pinned])).toEqual([
      ['p', 'local', 'p', null],
      ['q', 'npm', 'q-mcp', true],
      ['r', 'unknown', 'o/r', true],
      ['t', 'unknown', 'https://git.example.test/o/t.git', false],
    ])
  })
})

test('lines are those of the word that names the package, the address or the server', () => {
  const text =
    '{\n  "mcpServers": {\n    "s": {\n      "command": "npx",\n      "args": [\n        "-y",\n        "a@1.0.0"\n      ]\n    },\n    "t": {\n      "url": "https://x.example.test"\n    }\n  }\n}\n'
  const source = readConfig('.mcp.json', text)
  expect(source.components.map(({ route }) => source.lineOf(route))).toEqual([7, 11])
  expect(source.lineOf(['mcpServers', 't'])).toBe(10)
})

describe('nothing hides a server', () => {
  test('a name that stands twice is read twice and said to be unreadable', () => {
    const source = readConfig(
      '.mcp.json',
      '{"mcpServers":{"s":{"command":"npx","args":["a"]},"s":{"command":"npx","args":["b"]}}}',
    )
    expect(names(source)).toEqual(['s npm a', 's npm b'])
    expect(source.facts.map(({ kind }) => kind)).toEqual(['unreadable-launch'])
  })

  test('so is a key that stands twice in a server, or the key of all servers', () => {
    const inside = readConfig('.mcp.json', '{"mcpServers":{"s":{"command":"npx","args":["a"],"args":["b"]}}}')
    expect(names(inside)).toEqual(['s npm b', 's npm a'])
    expect(inside.facts.map(({ kind }) => kind)).toContain('unreadable-launch')
    expect(
      names(
        readConfig(
          '.mcp.json',
          '{"mcpServers":{"s":{"command":"npx","args":["a"]}},"mcpServers":{"t":{"command":"npx","args":["b"]}}}',
        ),
      ),
    ).toEqual(['s npm a', 't npm b'])
  })

  test('servers may be called as an object s own members are', () => {
    const text =
      '{"mcpServers":{"__proto__":{"command":"npx","args":["a"]},"constructor":{"command":"npx","args":["b"]}},"__proto__":{"polluted":true}}'
    expect(names(readConfig('.mcp.json', text))).toEqual(['__proto__ npm a', 'constructor npm b'])
  })

  test('disabled servers, and those with an empty address beside the command, are read', () => {
    expect(names(readServer({ ...npx('a'), disabled: true, url: '' }))).toEqual(['s npm a'])
    expect(names(readServer({ ...npx('a'), url: 'https://x.example.test' }))).toEqual([
      's npm a',
      's remote x.example.test',
    ])
  })

  test.each([
    ['.mcp.json', ''],
    ['.mcp.json', '[mcp_servers.a]\ncommand = "npx"\n'],
    ['.mcp.json', '[]'],
    ['.mcp.json', '{"a":'.repeat(100_000)],
    ['.codex/config.toml', '{"mcpServers": {}}'],
    ['.continue/config.yaml', 'a: [1'],
  ])('%s with %j is unread', (path, text) => {
    const started = performance.now()
    expect(readClientConfig({ path, text }, NO_CONTEXT)).toMatchObject({
      status: 'unreadable',
      path,
      kind: 'client-config',
    })
    expect(performance.now() - started).toBeLessThan(5000)
  })

  test('what is no server where servers belong is said', () => {
    const details = readConfig('.mcp.json', json({ mcpServers: { s: 'npx a', t: [] } })).facts.map(
      ({ args }) => args['detail'],
    )
    expect(details).toHaveLength(2)
    expect(readConfig('.mcp.json', json({ mcpServers: 7 })).facts.map(({ kind }) => kind)).toEqual([
      'unreadable-launch',
    ])
    expect(readConfig('.claude-plugin/plugin.json', json({ mcpServers: './odd-name.json' })).facts).toHaveLength(1)
    expect(readConfig('.claude-plugin/plugin.json', json({ mcpServers: './.mcp.json' })).facts).toEqual([])
  })
})

describe('the project around it', () => {
  const lock = json({
    packages: { 'node_modules/a': { version: '1.2.3' }, 'node_modules/b': { name: 'real-b', version: '2.0.0' } },
  })
  const project = contextOf({
    'package.json': json({ scripts: { mcp: 'npx -y s-mcp@1.0.0 --stdio', both: 'x && npx t-mcp' } }),
    'package-lock.json': lock,
  })
  const read = (server: unknown): readonly unknown[] =>
    readServer(server, project).components.map(({ ecosystem, name, version, pinned, alias, lockedIn }) => [
      ecosystem,
      name,
      version,
      pinned,
      alias,
      lockedIn,
    ])

  test('npx without --yes runs what the lockfile installs', () => {
    expect(read({ command: 'npx', args: ['a', 'mcp'] })).toEqual([
      ['npm', 'a', '1.2.3', true, null, 'package-lock.json'],
    ])
    expect(read({ command: 'npx', args: ['--no', 'b'] })).toEqual([
      ['npm', 'real-b', '2.0.0', true, 'b', 'package-lock.json'],
    ])
    expect(read({ command: 'npx', args: ['-y', 'a'] })).toEqual([['npm', 'a', null, false, null, null]])
    expect(read({ command: 'npx', args: ['a@latest'] })).toEqual([['npm', 'a', null, false, null, null]])
    expect(read({ command: 'npx', args: ['a'], cwd: 'elsewhere' })).toEqual([['npm', 'a', null, false, null, null]])
  })

  describe('a command that an installed package brings', () => {
    const named = (bins: Readonly<Record<string, string>>, args: readonly string[]) => {
      const packages = Object.fromEntries(
        Object.entries(bins).map(([key, bin]) => [`node_modules/${key}`, { version: '1.0.0', bin: { [bin]: 'x.js' } }]),
      )
      const around = contextOf({ 'package.json': '{}', 'package-lock.json': json({ packages }) })
      const { components, facts } = readServer({ command: 'npx', args }, around)
      return { names: components.map(({ name, pinned }) => `${name} ${pinned}`), facts: facts.map(({ kind }) => kind) }
    }

    test('is that package where nothing may be fetched', () => {
      const bins = { '@s/files': 'files-mcp' }
      expect(named(bins, ['--no', 'files-mcp', '.'])).toEqual({ names: ['@s/files true'], facts: [] })
    })

    test('may be anybody’s package where npx may fetch one of that name', () => {
      const bins = { '@s/files': 'files-mcp' }
      const found = named(bins, ['files-mcp', '.'])
      expect(found.names).toContain('@s/files true')
      expect(found.facts).toEqual(['unreadable-launch'])
    })

    test('is not known where two packages bring it, or only one deeper in the tree', () => {
      expect(named({ a: 'run', b: 'run' }, ['--no', 'run']).facts).toEqual(['unreadable-launch'])
      expect(named({ 'a/node_modules/b': 'run' }, ['--no', 'run']).facts).toEqual(['unreadable-launch'])
    })

    test('is nothing where none is installed and nothing may be fetched', () => {
      expect(named({}, ['--no-install', 'files-mcp']).facts).toEqual(['unreadable-launch'])
    })
  })

  describe('a command that is called like what the line fetches', () => {
    const launched = (files: Readonly<Record<string, unknown>>, command: string, ...args: string[]) => {
      const texts = Object.fromEntries(Object.entries(files).map(([path, value]) => [path, json(value)]))
      const { components, facts } = readServer({ command, args }, contextOf(texts))
      return {
        names: components.map(({ ecosystem, name }) => `${ecosystem} ${name}`),
        facts: facts.map(({ kind }) => kind),
      }
    }
    const SHADOWED = { names: ['npm a', 'unknown s'], facts: ['unreadable-launch'] }
    const FETCHED = { names: ['npm a'], facts: [] }

    test.each([
      ['by its name', { 'a@1.0.0': 'x.js' }],
      ['in a folder', { '../x/a@1.0.0': 'x.js' }],
      ['behind a backslash', { 'x\\a@1.0.0': 'x.js' }],
      ['in a list', ['bin/a@1.0.0']],
    ])('is the project’s own, %s', (_, bin) => {
      expect(launched({ 'package.json': { name: 'p', bin } }, 'npx', '-y', 'a@1.0.0')).toEqual(SHADOWED)
      expect(launched({ 'package.json': { name: 'p', bin } }, 'npm', 'exec', 'a@1.0.0')).toEqual(SHADOWED)
      expect(launched({ 'package.json': { name: 'p', bin } }, 'bunx', 'a@1.0.0')).toEqual(SHADOWED)
      expect(launched({ 'package.json': { name: 'p', bin } }, 'pnpm', 'dlx', 'a@1.0.0')).toEqual(FETCHED)
      expect(launched({ 'package.json': { name: 'p', bin } }, 'npx', '-y', 'a@1.0.1')).toEqual(FETCHED)
    })

    test('is another package’s, or a linked folder’s', () => {
      const brings = { version: '1.0.0', bin: { 'a@1.0.0': 'x.js' } }
      const files = (packages: unknown) => ({ 'package.json': {}, 'package-lock.json': { packages } })
      expect(launched(files({ 'node_modules/b': brings }), 'npx', '-y', 'a@1.0.0').names).toEqual([
        'npm a',
        'npm b',
        'unknown s',
      ])
      const linked = { 'node_modules/w': { resolved: 'w', link: true }, w: { bin: brings.bin } }
      expect(launched(files(linked), 'npx', '-y', 'a@1.0.0')).toEqual(SHADOWED)
      expect(launched(files({ 'node_modules/a': brings }), 'npx', '-y', 'a@1.0.0')).toEqual(FETCHED)
      expect(launched(files({ 'node_modules/b/node_modules/c': brings }), 'npx', '-y', 'a@1.0.0')).toEqual(FETCHED)
    })

    test('is the project itself where it launches itself by its name, and its folder where it links one', () => {
      expect(launched({ 'package.json': { name: 'a', bin: 'x.js' } }, 'npx', '-y', 'a')).toEqual({
        names: ['local s'],
        facts: [],
      })
      const packages = { 'node_modules/w': { resolved: 'w', link: true }, w: { bin: { w: 'x.js' } } }
      expect(launched({ 'package.json': {}, 'package-lock.json': { packages } }, 'npx', '--no', 'w')).toEqual({
        names: ['local s'],
        facts: [],
      })
    })
  })

  test('a path into node_modules is the locked package', () => {
    expect(read({ command: 'node', args: ['./node_modules/a/index.js'] })).toEqual([
      ['npm', 'a', '1.2.3', true, null, 'package-lock.json'],
    ])
    expect(read({ command: 'node', args: ['../x/node_modules/a/index.js'] })).toEqual([
      ['npm', 'a', null, false, null, null],
    ])
    expect(read({ command: 'node', args: ['./node_modules/a/../evil/index.js'] })).toEqual([
      ['npm', 'a', null, false, null, null],
    ])
  })

  test('a script is its text, read as a launch line', () => {
    expect(read({ command: 'npm', args: ['run', 'mcp'] })).toEqual([['npm', 's-mcp', '1.0.0', true, null, null]])
    expect(read({ command: 'npm', args: ['run', 'both'] })).toEqual([
      ['unknown', 's', null, false, null, null],
      ['npm', 't-mcp', null, false, null, null],
    ])
    expect(read({ command: 'npm', args: ['run', 'none'] })).toEqual([['local', 's', null, null, null, null]])
    expect(read({ command: 'npm', args: ['--prefix', 'x', 'run', 'mcp'] })).toEqual([
      ['local', 's', null, null, null, null],
    ])
  })
})

describe('facts', () => {
  test.each<readonly [unknown, string, string]>([
    [
      { command: 'npx', args: ['--registry', 'https://registry.example.test/', 'a'] },
      'registry-overridden',
      'https://registry.example.test/',
    ],
    [
      { ...npx('a'), env: { NPM_CONFIG_REGISTRY: 'https://u:secretpass@registry.example.test/' } },
      'registry-overridden',
      'https://***@registry.example.test/',
    ],
    [
      { command: 'uvx', args: ['-i', 'https://registry.example.test/simple', 'a'] },
      'registry-overridden',
      'https://registry.example.test/simple',
    ],
    [
      { command: 'env', args: ['UV_INDEX_URL=https://registry.example.test', 'uvx', 'a'] },
      'registry-overridden',
      'https://registry.example.test',
    ],
    [{ ...npx('a'), env: { NODE_OPTIONS: '--require=./x.cjs' } }, 'neighbour', 'NODE_OPTIONS'],
    [{ url: 'https://x.example.test', headersHelper: './token.sh' }, 'neighbour', './token.sh'],
    [{ url: '$' + '{URL}/mcp' }, 'unreadable-launch', 'a placeholder stands where the host belongs'],
  ])('%j: %s', (server, kind, value) => {
    const found = readServer(server).facts.filter((fact) => fact.kind === kind)
    expect(found.flatMap(({ args }) => Object.values(args))).toContain(value)
  })

  test('harmless settings of npm are none', () => {
    expect(readServer({ ...npx('a'), env: { npm_config_loglevel: 'error', DEBUG: '1' } }).facts).toEqual([])
  })

  test.each<readonly [string, unknown, string]>([
    [
      '.claude/settings.json',
      { hooks: { SessionStart: [{ hooks: [{ type: 'command', command: 'node x.js' }] }] } },
      'node x.js',
    ],
    ['.claude/settings.json', { enableAllProjectMcpServers: true }, 'true'],
    ['.claude/settings.json', { enabledMcpjsonServers: ['a', 'b'] }, 'a, b'],
    ['.claude/settings.json', { env: { NODE_OPTIONS: '--require x' } }, 'NODE_OPTIONS'],
    [
      '.vscode/tasks.json',
      { tasks: [{ command: 'curl', args: ['x'], runOptions: { runOn: 'folderOpen' } }] },
      'curl x',
    ],
    ['opencode.json', { plugin: ['evil-plugin@1.0.0'] }, 'evil-plugin@1.0.0'],
    ['.devcontainer/devcontainer.json', { postCreateCommand: 'npx x' }, 'npx x'],
  ])('%s %j is a neighbouring door', (path, value, detail) => {
    const facts = readConfig(path, json(value)).facts
    expect(facts.map(({ kind }) => kind)).toEqual(['neighbour'])
    expect(Object.values(facts[0]?.args ?? {})).toContain(detail)
  })

  test('a task that waits to be asked, and a hook that changed, are told apart by their keys', () => {
    expect(readConfig('.vscode/tasks.json', json({ tasks: [{ command: 'x' }] })).facts).toEqual([])
    const key = (command: string): string | undefined =>
      readConfig('.claude/settings.json', json({ hooks: { Stop: [{ hooks: [{ command }] }] } })).facts[0]?.key
    expect(key('a')).not.toBe(key('b'))
    expect(key('a')).toBe(key('a'))
  })

  test('plugins that a client installs from npm are components', () => {
    const [component] = readConfig('opencode.json', json({ plugin: ['evil-plugin@1.0.0', './own.ts'] })).components
    expect(component).toMatchObject({
      ecosystem: 'npm',
      name: 'evil-plugin',
      version: '1.0.0',
      server: null,
      scope: 'launch',
    })
  })
})

test('the digests change with the line and not with its secrets', () => {
  const launch = (args: readonly string[], env: Record<string, string>): string | undefined =>
    readServer({ command: 'npx', args, env }).components[0]?.launch?.digest
  expect(launch(['a'], { K: '1' })).toBe(launch(['a'], { K: '2' }))
  expect(launch(['a'], { K: '1' })).not.toBe(launch(['a'], { L: '1' }))
  expect(launch(['a'], {})).not.toBe(launch(['b'], {}))
})

test('an address with a private part is known by a digest of all of it', () => {
  const at = (url: string) => readServer({ url }).components.map((each) => [each.url, each.urlDigest])
  const tenant = 'https://x.example.test/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f/mcp'
  expect(at(tenant)).toEqual([['https://x.example.test/REDACTED/mcp', addressDigest(tenant)]])
  expect(at('https:X.example.test/mcp')[0]?.[1]).toBe(addressDigest('https://x.example.test/mcp'))
  expect(readServer(npx('a')).components[0]?.urlDigest).toBeNull()
})

function names(source: ReadSource): readonly string[] {
  return source.components.map(({ server, ecosystem, name }) => `${server} ${ecosystem} ${name}`)
}
