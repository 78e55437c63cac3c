// What each form of launch line fetches: a table of ecosystem, name, version or spec, and whether that is one set of bytes.
import { describe, expect, test } from '@jest/globals'
import type { Component } from '../../src/model/component.ts'
import { readServer } from './client-reading.ts'

const SHA = '0123456789abcdef0123456789abcdef01234567'
const DIGEST = `sha256:${'ab'.repeat(32)}`

/** Command line, and what it names: `ecosystem name version-or-spec`, `=` before a pinned version. */
type Form = readonly [line: readonly string[], expected: readonly string[]]

const REGISTRY_FORMS: readonly Form[] = [
  [['npx', '-y', 'a-mcp'], ['npm a-mcp -']],
  [['npx', '-y', 'a-mcp@latest'], ['npm a-mcp latest']],
  [['npx', '-y', 'a-mcp@^1.2.3'], ['npm a-mcp ^1.2.3']],
  [['npx', '-y', 'a-mcp@1.2'], ['npm a-mcp 1.2']],
  [['npx', '-y', 'a-mcp@1.2.x'], ['npm a-mcp 1.2.x']],
  [['npx', '-y', 'a-mcp@1.2.3 - 2.0.0'], ['npm a-mcp 1.2.3 - 2.0.0']],
  [['npx', '-y', 'a-mcp@1.2.3||2.0.0'], ['npm a-mcp 1.2.3||2.0.0']],
  [['npx', '-y', 'a-mcp@1.2.3'], ['npm a-mcp =1.2.3']],
  [['npx', '-y', '@s/a-mcp@v1.2.3'], ['npm @s/a-mcp =1.2.3']],
  [['npx', '-y', 'a-mcp@=1.2.3'], ['npm a-mcp =1.2.3']],
  [['npx', '-y', 'a-mcp@1.2.3-beta.1'], ['npm a-mcp =1.2.3-beta.1']],
  [['npx', '--yes', '--', 'a-mcp@1.2.3'], ['npm a-mcp =1.2.3']],
  [['npx', '--prefer-online', '--loglevel=error', '--cache', '/tmp/x', 'a-mcp'], ['npm a-mcp -']],
  [
    ['npx', '-p', 'a-mcp@1.0.0', '-p', 'b', '--package=c@2', 'bin'],
    ['npm a-mcp =1.0.0', 'npm b -', 'npm c 2'],
  ],
  [['npx', '-y', 'alias@npm:real-mcp@1.0.0'], ['npm real-mcp =1.0.0']],
  [['npx', '-y', 'npm:@s/x@1'], ['npm @s/x 1']],
  [['npx', '-c', 'run it', 'decoy@1.0.0'], ['unknown s -']],
  [['npx', '--call=run it', 'decoy@1.0.0'], ['unknown s -']],
  [['npx', '--unheard-of', 'x', 'a-mcp@1.0.0'], ['unknown s -']],
  [['npx', '-y', '$' + '{PACKAGE}'], ['unknown s -']],
  [['npx', '-y', '{{package}}'], ['unknown s -']],
  [['npx', '-y', 'a-mcp@$' + '{input:version}'], ['npm a-mcp $' + '{input:version}']],
  [['npx', '-y', 'not a name!'], ['unknown s -']],
  [['npx'], ['unknown s -']],
  [['npx', './tools/mcp'], ['local s ./tools/mcp']],
  [['npx', '-y', 'github:o/r'], ['npm github:o/r github:o/r']],
  [['npx', '-y', `github:o/r#${SHA}`], [`npm github:o/r =${SHA}`]],
  [['npx', '-y', 'o/r#v1.0.0'], ['npm o/r o/r#v1.0.0']],
  [['npx', '-y', `git+https://git.example.test/o/r.git#${SHA}`], [`npm git+https://git.example.test/o/r.git =${SHA}`]],
  [
    ['npx', '-y', 'https://files.example.test/x-1.0.0.tgz'],
    ['npm https://files.example.test/x-1.0.0.tgz https://files.example.test/x-1.0.0.tgz'],
  ],
  [['npm', '--silent', 'exec', 'a-mcp'], ['npm a-mcp -']],
  [['npm', 'exec', '--yes', '--package=a-mcp@1.0.0', '--', 'bin'], ['npm a-mcp =1.0.0']],
  [['npm', 'exec', 'a-mcp@1.0.0', '--package=evil-mcp'], ['npm evil-mcp -']],
  [['npm', 'exec', '--yes', 'true', 'evil-mcp'], ['unknown s -']],
  [['npm', 'x', '--', 'a-mcp@1.0.0', '--package=b'], ['npm a-mcp =1.0.0']],
  [['npm', 'run', 'mcp'], ['local s -']],
  [['npm', 'install', 'evil-mcp'], ['unknown s -']],
  [['pnpm', 'dlx', 'a-mcp@1.0.0'], ['npm a-mcp =1.0.0']],
  [['pnpm', '--package=a-mcp', '--silent', 'dlx', 'bin'], ['npm a-mcp -']],
  [['pnpm', 'dlx', '-c', 'a | b'], ['unknown s -']],
  [['pnpm', '--dir', 'x', 'exec', 'node', 'build/index.js'], ['local s -']],
  [['pnpm', 'dev', 'mcp'], ['local s -']],
  [['pnpx', 'a-mcp'], ['npm a-mcp -']],
  [['yarn', 'dlx', '-q', '-p', 'a-mcp@1.0.0', 'bin'], ['npm a-mcp =1.0.0']],
  [['yarn', 'mcp'], ['local s -']],
  [['corepack', 'pnpm@9.0.0', 'dlx', 'a-mcp'], ['npm a-mcp -']],
  [['bunx', '--bun', 'a-mcp@1.0.0'], ['npm a-mcp =1.0.0']],
  [['bun', 'x', '-y', 'a-mcp'], ['npm a-mcp -']],
  [['bun', 'run', 'start'], ['local s -']],
  [['bun', './src/index.ts'], ['local s -']],
  [['vp', 'dlx', 'a-mcp'], ['npm a-mcp -']],
  [['deno', 'run', '-A', 'npm:a-mcp@1.0.0/bin'], ['npm a-mcp =1.0.0']],
  [['deno', 'run', '--allow-net=x', 'npm:@s/a-mcp'], ['npm @s/a-mcp -']],
  [['deno', 'run', '-A', 'jsr:@s/a@1.0.0'], ['unknown @s/a =1.0.0']],
  [
    ['deno', 'run', 'https://code.example.test/mod.ts'],
    ['unknown https://code.example.test/mod.ts https://code.example.test/mod.ts'],
  ],
  [['deno', 'run', '-A', 'main.ts'], ['local s -']],
  [['node', './node_modules/@s/n/dist/index.js'], ['npm @s/n -']],
  [['C:\\tools\\node.exe', 'K:\\x\\node_modules\\n-mcp\\dist\\i.js'], ['npm n-mcp -']],
  [['node', '--import', 'tsx', 'src/index.ts'], ['local s -']],
  [['node', 'node_modules/.bin/x'], ['local s -']],
]

const OTHER_FORMS: readonly Form[] = [
  [['uvx', 'a-mcp'], ['pypi a-mcp -']],
  [['uvx', 'a-mcp@latest'], ['pypi a-mcp latest']],
  [['uvx', 'a-mcp@1.2.3'], ['pypi a-mcp =1.2.3']],
  [['uvx', 'a-mcp==1.2'], ['pypi a-mcp =1.2']],
  [['uvx', 'a-mcp[x,y]===1.2'], ['pypi a-mcp =1.2']],
  [['uvx', 'a-mcp==1.*'], ['pypi a-mcp ==1.*']],
  [['uvx', 'a-mcp~=1.2'], ['pypi a-mcp ~=1.2']],
  [
    ['uvx', '--from', 'a==1.0', '--with', 'b', '--python', '3.12', 'cmd'],
    ['pypi a =1.0', 'pypi b -'],
  ],
  [['uvx', '-p3.12', '--index-url=https://registry.example.test', 'a'], ['pypi a -']],
  [
    ['uvx', '--from', `git+https://git.example.test/o/r@${SHA}`, 'x'],
    [`pypi git+https://git.example.test/o/r =${SHA}`],
  ],
  [['uvx', '--from', 'a @ git+https://git.example.test/o/r', 'x'], ['pypi a git+https://git.example.test/o/r']],
  [['uvx', '--from', '.', 'x'], ['local s .']],
  [['uvx', '--unheard-of', 'x', 'a'], ['unknown s -']],
  [['uv', 'tool', 'run', '--from', 'a', 'cmd'], ['pypi a -']],
  [['uv', '--directory', '/x', 'run', 'server.py'], ['local s -']],
  [
    ['uv', 'run', '--with', 'a,b[c]==1.0', 'file.py'],
    ['local s -', 'pypi a -', 'pypi b =1.0'],
  ],
  [
    ['uv', 'run', 'https://code.example.test/x.py'],
    ['unknown https://code.example.test/x.py https://code.example.test/x.py'],
  ],
  [['pipx', 'run', '--spec', 'a==1.0', 'cmd'], ['pypi a =1.0']],
  [['pipx', 'run', 'a-mcp'], ['pypi a-mcp -']],
  [['python3.12', '-m', 'server'], ['local s -']],
  [['python', '-m', 'pipx', 'run', 'a-mcp'], ['pypi a-mcp -']],
  [['docker', 'run', '-i', '--rm', '-e', 'X', '--network', 'host', 'mcp/x'], ['oci mcp/x -']],
  [
    [
      'docker',
      'run',
      '-it',
      '-eX=1',
      '-v/a:/b',
      '-p',
      '1:1',
      '--log-opt',
      'a=b',
      'host.example.test/o/r:1.2.3',
      'stdio',
    ],
    ['oci host.example.test/o/r 1.2.3'],
  ],
  [['docker', 'run', 'localhost:5000/x'], ['oci localhost:5000/x -']],
  [['docker', 'run', `o/r:1@${DIGEST}`], [`oci o/r =${DIGEST}`]],
  [['docker', 'run', `o/r@${DIGEST.slice(0, -1)}`], [`oci o/r ${DIGEST.slice(0, -1)}`]],
  [['docker', 'run', '--unheard-of', 'x', 'image'], ['unknown s -']],
  [['docker', 'run', '$' + '{IMAGE}'], ['unknown s -']],
  [
    ['docker', 'run', '-i', 'node:20', 'npx', '-y', 'a-mcp'],
    ['oci node 20', 'npm a-mcp -'],
  ],
  [
    ['docker', 'run', '--entrypoint', 'npx', 'node:20', '-y', 'a-mcp'],
    ['oci node 20', 'npm a-mcp -'],
  ],
  [['docker', 'mcp', 'gateway', 'run'], ['local s -']],
  [['docker', 'exec', '-i', 'c', 'x'], ['local s -']],
  [['podman', 'container', 'run', '--rm', 'x'], ['oci x -']],
  [['go', 'run', 'git.example.test/o/r/cmd/x@v1.2.3'], ['golang git.example.test/o/r/cmd/x =v1.2.3']],
  [['go', 'run', 'git.example.test/o/r@latest'], ['golang git.example.test/o/r latest']],
  [['go', 'run', './cmd/x'], ['local s -']],
  [['go', 'run', 'main.go'], ['local s -']],
  [['dnx', 'A.Mcp@1.0.0', '--yes'], ['unknown A.Mcp =1.0.0']],
  [['nix', 'run', 'github:o/r'], ['unknown github:o/r github:o/r']],
  [['gh', 'aw', 'mcp-server'], ['local s -']],
  [['$' + '{env:SHELL}', 'x'], ['unknown s -']],
  [['$' + '{workspaceFolder}/bin/server'], ['local s -']],
]

const WRAPPED: readonly Form[] = [
  [['cmd', '/c', 'npx', '-y', 'a@1.0.0'], ['npm a =1.0.0']],
  [['cmd.exe', '/d', '/s', '/c', 'npx -y a@1.0.0'], ['npm a =1.0.0']],
  [
    ['cmd', '/c', 'npx', 'a@1.0.0', '&calc'],
    ['unknown s -', 'npm a =1.0.0'],
  ],
  [['cmd', '/c', 'start', '/b', 'npx', 'a'], ['npm a -']],
  [['powershell', '-NoProfile', '-Command', '& npx -y a'], ['npm a -']],
  [['powershell', '-EncodedCommand', 'AAAA'], ['unknown s -']],
  [['pwsh', '-File', 'x.ps1'], ['local s -']],
  [['sh', '-c', 'npx -y a@1.0.0'], ['npm a =1.0.0']],
  [['bash', '-lc', 'FOO=1 exec npx -y a'], ['npm a -']],
  [
    ['bash', '-c', 'cd x && npx a@1.0.0'],
    ['unknown s -', 'npm a =1.0.0'],
  ],
  [
    ['bash', '-c', 'npx a 2>/dev/null'],
    ['unknown s -', 'npm a -'],
  ],
  [['bash', './run.sh'], ['local s -']],
  [['env', 'X=1', 'npx', 'a'], ['npm a -']],
  [['/usr/bin/env', '-S', 'npx -y a'], ['npm a -']],
  [['timeout', '-k', '5', '30s', 'npx', 'a'], ['npm a -']],
  [['sudo', '-u', 'x', '-E', 'npx', 'a'], ['npm a -']],
  [['nice', '-n', '10', 'npx', 'a'], ['npm a -']],
  [['wsl.exe', '-d', 'Ubuntu', 'bash', '-c', 'npx a'], ['npm a -']],
  [['mise', 'x', '--', 'npx', 'a'], ['npm a -']],
  [['mise', 'x', '--', 'tool'], ['local s -']],
  [['op', 'run', '--env-file=.env', '--', 'npx', 'a'], ['npm a -']],
  [['C:\\Program Files\\nodejs\\NPX.CMD', 'a'], ['npm a -']],
  [['npx -y a@1.0.0 --stdio'], ['npm a =1.0.0']],
  [['C:\\Program Files\\nodejs\\npx.cmd -y a'], ['npm a -']],
  [['npx', '-y a --stdio'], ['npm a -']],
  [
    ['npx', '-y', 'mcp-remote@0.1.0', 'https://x.example.test/mcp?a=1'],
    ['npm mcp-remote =0.1.0', 'remote x.example.test/mcp -'],
  ],
  [
    ['npx', '-y', 'supergateway', '--stdio', 'npx -y a@1.0.0'],
    ['npm supergateway -', 'npm a =1.0.0'],
  ],
  [
    ['npx', '-y', 'dotenv-cli', '-e', '.env', '--', 'uvx', 'b'],
    ['npm dotenv-cli -', 'pypi b -'],
  ],
  [
    ['npx', '@smithery/cli@latest', 'run', '@o/x'],
    ['npm @smithery/cli latest', 'unknown @o/x -'],
  ],
]

describe('what a launch line fetches', () => {
  test.each([...REGISTRY_FORMS, ...OTHER_FORMS, ...WRAPPED])('%j', (line, expected) => {
    const [command, ...args] = line
    expect(readServer({ command, args }).components.map(shown)).toEqual(expected)
  })
})

describe('what makes a line unreadable is said', () => {
  test.each([
    [['npx', '--unheard-of', 'x', 'a'], /option is not known/],
    [['npx', '-y', '$' + '{X}'], /placeholder/],
    [['npx', '-c', 'x'], /code stands in the line/],
    [['sh', '-c', 'a; b'], /more than one simple command/],
    [['sh', '-c', 'npx $(cat x)'], /more than one simple command/],
    [['sh', '-c', 'A=1'], /starts nothing/],
    [['node', '-e', 'x'], /code stands in the line/],
    [['env', ...Array<string>(20).fill('env')], /too many levels/],
    [[''], /neither a command nor an address/],
  ])('%j', ([command, ...args], detail) => {
    const details = readServer({ command, args }).facts.flatMap(({ kind, args: { detail: text = '' } }) =>
      kind === 'unreadable-launch' ? [text] : [],
    )
    expect(details.some((text) => detail.test(text))).toBe(true)
  })
})

test('a shell is said to be one', () => {
  const kinds = (line: readonly string[]): readonly string[] =>
    readServer({ command: line[0], args: line.slice(1) }).facts.map(({ kind }) => kind)
  expect(kinds(['cmd', '/c', 'npx', 'a@1.0.0'])).toContain('shell-wrapped')
  expect(kinds(['bash', '-c', 'npx a@1.0.0'])).toContain('shell-wrapped')
  expect(kinds(['npx', 'a@1.0.0'])).toEqual([])
})

function shown({ ecosystem, name, version, spec, pinned }: Component): string {
  return `${ecosystem} ${name} ${pinned === true ? `=${version}` : (spec ?? '-')}`
}
