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
  ['no repository at all', () => bare.folder, 'is not a git repository'],
  ['a repository without a commit', () => emptyRepository(), 'there is no commit here yet'],
  ['a base that shares no history', () => unrelated(), 'share no commit'],
])('%s is named with what to do', async (_, folder, text) => {
  const { stdout, stderr, exit } = await command('check', '--offline', '--repo', folder())
  expect(exit).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(text)
  expect(stderr.trimEnd().split('\n')).toHaveLength(2)
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
