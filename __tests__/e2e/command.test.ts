// The built command on a repository of its own: each command end to end, bad input told with file and remedy, help, and an old Node.
import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Files, makeRepository, type TestRepository } from '../support/repository.ts'
import { doubleFlags, inScratch, type Run, runCommand } from '../support/run.ts'
import { filesAt, type Market, POLICY, SERVER, startMarket } from '../support/scene.ts'

const POLICY_PATH = '.github/mcp-gate.yml'

let market: Market
let repository: TestRepository
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.registry.close())
beforeEach(() => {
  repository = makeRepository({ ...filesAt(market, '1.0.0'), [POLICY_PATH]: POLICY })
})
afterEach(() => repository.remove())

/** In the repository, offline or with the double. */
const offline = (command: string, ...args: readonly string[]): Promise<Run> =>
  runCommand([command, '--repo', repository.directory, ...args])
const asking = (command: string, ...args: readonly string[]): Promise<Run> =>
  inScratch(async (folder) => offline(command, ...(await doubleFlags(market.registry, folder)), ...args))

describe('check on what cannot be read', () => {
  const lock = () => filesAt(market, '1.0.0')['package-lock.json']
  const cases: readonly (readonly [what: string, files: () => Files, path: string, words: string])[] = [
    ['an empty lockfile', () => ({ 'package-lock.json': '' }), 'package-lock.json:1', 'cannot be read'],
    [
      'a truncated lockfile',
      () => ({ 'package-lock.json': lock().slice(0, 300) }),
      'package-lock.json',
      'cannot be read',
    ],
    ['a lockfile of the wrong type', () => ({ 'package-lock.json': '[]' }), 'package-lock.json:1', 'no JSON object'],
    [
      'conflict markers',
      () => ({ 'package-lock.json': `<<<<<<< a\n${lock()}=======\n{}\n>>>>>>> b\n` }),
      'package-lock.json:1',
      'conflict',
    ],
    [
      'an unknown version',
      () => ({ 'package-lock.json': lock().replace('"lockfileVersion": 3', '"lockfileVersion": 9') }),
      'package-lock.json:4',
      'lockfileVersion "9"',
    ],
    [
      'a lockfile too large',
      () => ({ 'package-lock.json': ' '.repeat(21 * 1024 * 1024) }),
      'package-lock.json:1',
      'too large',
    ],
    [
      'a lockfile that is gone',
      () => ({ 'package-lock.json': null }),
      'package-lock.json',
      'is removed while package.json',
    ],
    ['a manifest that is no JSON', () => ({ 'package.json': '{,}' }), 'package.json:1', 'cannot be read'],
    ['a client config that is no JSON', () => ({ '.mcp.json': '{"mcpServers": ' }), '.mcp.json:1', 'cannot be read'],
  ]

  test.each(cases)('%s: a finding with file and remedy, exit 1', async (_, files, path, words) => {
    repository.write(files())
    const { exit, stdout, stderr } = await offline('check', '--offline')
    expect([exit, stderr]).toEqual([1, ''])
    const finding = stdout.split('\n').findIndex((line) => line.includes('source-unread/') && line.includes(path))
    expect(finding).toBeGreaterThan(0)
    expect(stdout).toContain(words)
    expect(stdout).toContain('→')
  })
})

describe('what the user must mend: one message, exit 2', () => {
  test.each([
    ['an unknown command', ['chekc'], 'there is no command "chekc"'],
    ['an unknown option', ['check', '--bse', 'main'], 'check has no option --bse; did you mean --base?'],
    ['a format that is none', ['check', '--format', 'xml'], '--format of check is text'],
    [
      'a severity that is none',
      ['check', '--fail-on', 'urgent'],
      '--fail-on of check is low, moderate, high, critical',
    ],
    [
      'a registry on plain http',
      ['check', '--registry', 'http://registry.example.test/'],
      '--registry needs an https address',
    ],
    [
      'half of a trust root',
      ['check', '--tuf-mirror', 'https://tuf.example.test/'],
      '--tuf-mirror and --tuf-root go together',
    ],
    ['a base that is unknown', ['check', '--base', 'nowhere'], 'no commit is named "nowhere" here'],
    ['a policy that is not there', ['check', '--policy', 'nowhere.yml'], 'nowhere.yml: the policy cannot be read'],
    ['no name', ['inspect'], 'inspect needs NAME'],
  ])('%s', async (_, args, words) => {
    const repo = args[0] === 'check' ? ['--repo', repository.directory] : []
    const { exit, stdout, stderr } = await runCommand([...args, ...repo])
    expect([exit, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`mcp-gate: ${words}`)
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
  })

  test('no repository', async () => {
    const { exit, stderr } = await runCommand(['check'])
    expect(exit).toBe(2)
    expect(stderr).toContain('is not a git repository')
  })

  test('a policy with a fault: file, line and the word that was meant', async () => {
    repository.commit({ [POLICY_PATH]: 'version: 1\nfail-on: high\nalow: []\n' })
    const { exit, stderr } = await offline('check', '--offline')
    expect(exit).toBe(2)
    expect(stderr).toContain(`${POLICY_PATH}:3`)
    expect(stderr).toContain('allow')
  })
})

describe('the commands', () => {
  test('diff lists what changed, without network', async () => {
    repository.write(filesAt(market, '1.1.0'))
    const seen = market.registry.requests.length
    const { exit, stdout } = await offline('diff', '--base', 'main', '--format', 'json')
    expect(exit).toBe(0)
    const { changes } = JSON.parse(stdout)
    expect(changes.map(({ source, name, kind, tier }: Record<string, unknown>) => [source, name, kind, tier])).toEqual([
      ['package-lock.json', SERVER, 'updated', 'server'],
      ['package.json', SERVER, 'updated', 'server'],
    ])
    expect(market.registry.requests).toHaveLength(seen)
  })

  test('diff of an unreadable source says so and exits 1, the others reported', async () => {
    repository.write({ ...filesAt(market, '1.1.0'), 'package-lock.json': '{' })
    const { exit, stdout, stderr } = await offline('diff', '--base', 'main', '--format', 'json')
    expect(exit).toBe(1)
    expect(stderr).toContain('package-lock.json')
    expect(JSON.parse(stdout).changes.map(({ source }: { source: string }) => source)).toContain('package.json')
  })

  test('inventory lists what is there, and as CycloneDX', async () => {
    const { exit, stdout } = await offline('inventory', '--format', 'json')
    expect(exit).toBe(0)
    expect(JSON.parse(stdout).components).toContainEqual(
      expect.objectContaining({ name: SERVER, version: '1.0.0', tier: 'server', source: 'package-lock.json' }),
    )
    const sbom = JSON.parse((await offline('inventory', '--format', 'cyclonedx')).stdout)
    expect([sbom.bomFormat, sbom.components.some(({ name }: { name: string }) => name === SERVER)]).toEqual([
      'CycloneDX',
      true,
    ])
  })

  test('audit judges what is there', async () => {
    const { exit, stdout } = await asking('audit', '--format', 'json')
    const { verdict, mode, findings } = JSON.parse(stdout)
    expect([exit, verdict, mode]).toEqual([0, 'warn', 'audit'])
    expect(findings.map(({ rule, id }: Record<string, string>) => `${rule}/${id}`)).toEqual([
      'version/unreviewed-release',
    ])
  })

  test('inspect prints one line for each name, from standard input too', async () => {
    const run = await inScratch(async (folder) =>
      runCommand(['inspect', '-', '--format', 'ndjson', ...(await doubleFlags(market.registry, folder))], {
        input: `${SERVER}@1.1.0\nno-such-mcp\n`,
      }),
    )
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ name, version }) => [name, version])).toEqual([
      [SERVER, '1.1.0'],
      ['no-such-mcp', null],
    ])
    expect(lines[0].findings.map(({ rule }: { rule: string }) => rule)).toContain('install-script')
    expect(lines[1].findings.map(({ id }: { id: string }) => id)).toContain('not-found')
  })

  test('allow --write inserts an entry, after which check passes', async () => {
    repository.git('checkout', '--quiet', '-b', 'bump')
    repository.commit(filesAt(market, '1.0.1'))
    const policy = 'version: 1\nallow: []\n'
    repository.git('checkout', '--quiet', 'main')
    repository.commit({ [POLICY_PATH]: policy })
    const before = await asking('check', '--base', 'main', '--head', 'bump')
    expect([before.exit, before.stdout.includes('allowlist/not-allowlisted')]).toEqual([1, true])
    const written = await asking('allow', `${SERVER}@1.0.1`, '--write')
    expect([written.exit, written.stderr]).toEqual([0, ''])
    expect(readFileSync(join(repository.directory, POLICY_PATH), 'utf8')).toContain(market.integrity['1.0.1'])
    repository.commit({})
    const after = await asking('check', '--base', 'main', '--head', 'bump')
    expect([after.exit, after.stdout.includes('PASS')]).toEqual([0, true])
  })

  test('allow refuses what the evidence speaks against, and writes nothing', async () => {
    const before = readFileSync(join(repository.directory, POLICY_PATH), 'utf8')
    const { exit, stdout, stderr } = await asking('allow', 'no-such-mcp@1.0.0', '--write')
    expect([exit, stdout]).toEqual([1, ''])
    expect(stderr).toContain('no-such-mcp')
    expect(readFileSync(join(repository.directory, POLICY_PATH), 'utf8')).toBe(before)
  })

  test('init, then check on the same repository passes once it is committed', async () => {
    repository.commit({ [POLICY_PATH]: null })
    const first = await asking('init')
    expect([first.exit, first.stderr]).toEqual([0, ''])
    expect(first.stdout).toContain(`wrote ${POLICY_PATH}`)
    expect((await asking('init')).exit).toBe(2)
    repository.commit({}, 'gate')
    const nothing = await asking('check', '--base', 'main')
    expect([nothing.exit, nothing.stdout.includes('PASS')]).toEqual([0, true])
    const all = await asking('audit', '--format', 'json')
    expect([
      all.exit,
      JSON.parse(all.stdout).findings.filter(({ severity }: Record<string, string>) => severity === 'high'),
    ]).toEqual([0, []])
    repository.git('checkout', '--quiet', '-b', 'bump')
    repository.commit(filesAt(market, '1.1.0'))
    expect((await asking('check', '--base', 'main', '--head', 'bump')).exit).toBe(1)
  })

  test('--output writes the file and prints nothing', async () => {
    await inScratch(async (folder) => {
      const path = join(folder, 'diff.json')
      const run = await offline('diff', '--base', 'main', '--format', 'json', '--output', path)
      expect([run.exit, run.stdout, run.stderr]).toEqual([0, '', ''])
      expect(JSON.parse(readFileSync(path, 'utf8')).changes).toEqual([])
    })
  })
})

describe('help and version', () => {
  test('the overview names every command, and each has a help of its own', async () => {
    const { exit, stdout } = await runCommand(['--help'])
    expect(exit).toBe(0)
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name ?? '')
    expect(commands).toEqual(
      expect.arrayContaining(['check', 'diff', 'inventory', 'audit', 'inspect', 'allow', 'init']),
    )
    const helps = await Promise.all(commands.map((name) => runCommand([name, '--help'])))
    for (const [at, help] of helps.entries()) {
      expect([help.exit, help.stderr]).toEqual([0, ''])
      expect(help.stdout).toContain(`usage: mcp-gate ${commands[at]}`)
      expect(help.stdout).toContain('--help')
    }
  })

  test('the version is the package’s', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect((await runCommand(['--version'])).stdout).toBe(`mcp-gate ${version}\n`)
  })
})

const OLD_NODE = oldNode()
const onOldNode = OLD_NODE === null ? test.skip : test
onOldNode('a Node that is too old gets one line and exit 2', async () => {
  const [exit, stderr] = await new Promise<[number, string]>((done) =>
    execFile(OLD_NODE ?? '', [resolve('dist/cli.js'), 'check'], (error, _, text) =>
      done([Number(error?.code ?? 0), text]),
    ),
  )
  expect(exit).toBe(2)
  expect(stderr).toMatch(/^mcp-gate needs Node 24 or newer.* Node \d+\.\d+\.\d+.*\n$/)
})

/** The machine's own Node, where it is older than what is needed. */
function oldNode(): string | null {
  try {
    const path = (process.env['PATH'] ?? '')
      .split(':')
      .filter((folder) => !folder.includes('node_modules'))
      .join(':')
    const command = execFileSync('/usr/bin/env', ['node', '-p', 'process.execPath'], { env: { PATH: path } })
      .toString()
      .trim()
    const major = Number(execFileSync(command, ['-p', 'process.versions.node.split(".")[0]']).toString())
    return major < 24 ? command : null
  } catch {
    return null
  }
}
