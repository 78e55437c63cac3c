import { afterAll, expect, test } from '@jest/globals'
import { makeRepository } from '../support/repository.ts'
import { command, scratch } from './support.ts'

const bare = scratch()
const repository = makeRepository({
  '.github/mcp-gate.yml': 'version: 1\nfail-no: high\nunavailable: never\n',
  '.mcp.json': '{"mcpServers":{}}',
})
afterAll(() => {
  bare.remove()
  repository.remove()
})

test('several faults of a policy stand on a line each', async () => {
  const { stderr, exit } = await command('check', '--offline', '--repo', repository.directory)
  expect(exit).toBe(2)
  expect(stderr.split('\n')).toEqual([
    'mcp-gate: .github/mcp-gate.yml:2:1: unknown key "fail-no"; did you mean fail-on?',
    '  .github/mcp-gate.yml:3:14: unavailable must be fail or warn',
    expect.stringMatching(/^ {2}Mend the policy file/),
    '',
  ])
})

test.each([
  [['chekc'], 'there is no command "chekc"; did you mean check?', '--help'],
  [['help', 'foo'], 'there is no command "foo"', '--help'],
  [['check', '--bas', 'main'], 'check has no option --bas; did you mean --base?', 'check --help'],
  [['check', '--zzz'], 'check has no option --zzz', 'check --help'],
  [['check', '--base'], "Option '--base <value>' argument missing", 'check --help'],
  [['check', 'main'], 'check takes no "main"', 'check --help'],
])('a wrong word %j is named with the right one', async (words, message, help) => {
  const { stderr, exit } = await command(...words)
  expect(exit).toBe(2)
  expect(stderr).toBe(`mcp-gate: ${message}\n  See mcp-gate ${help}.\n`)
})

test.each([[], ['help'], ['--help'], ['help', 'check'], ['check', '--help']])(
  'help is no fault: %j',
  async (...words) => {
    expect(await command(...words)).toMatchObject({ exit: 0, stderr: '', stdout: expect.stringContaining('usage:') })
  },
)

test.each([
  ['no repository at all', () => bare.folder, 'is not a git repository'],
  ['a repository without a commit', () => emptyRepository(), 'there is no commit here yet'],
  ['a base that shares no history', () => unrelated(), 'share no commit'],
])('%s is named with what to do', async (_, folder, text) => {
  const { stdout, stderr, exit } = await command('check', '--offline', '--repo', folder())
  expect(exit).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(text)
  expect(stderr).toMatch(/mcp-gate: .+\n {2}\S.+\n$/)
})

function emptyRepository(): string {
  repository.git('init', '--quiet', bare.folder)
  return bare.folder
}

/** As in a shallow clone: the branch’s beginning is not the base’s. */
function unrelated(): string {
  repository.git('checkout', '--quiet', '--orphan', 'island')
  repository.git('commit', '--quiet', '--allow-empty', '-m', 'island')
  return repository.directory
}
