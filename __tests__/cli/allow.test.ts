import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type RegistryDouble, startRegistry } from '../support/registry.ts'
import { makeRepository, type TestRepository } from '../support/repository.ts'
import { doubleFlags } from '../support/run.ts'
import { command, scratch } from './support.ts'

const home = scratch()
let registry: RegistryDouble
let repository: TestRepository
let flags: readonly string[]
let integrity: string

beforeAll(async () => {
  registry = await startRegistry()
  integrity = (await registry.publish({ name: '@acme/weather-mcp', version: '1.0.0' })).integrity
  repository = makeRepository({ '.github/mcp-gate.yml': 'version: 1\nallow: []\n' })
  flags = ['--repo', repository.directory, ...(await doubleFlags(registry, home.folder))]
})
afterAll(async () => {
  repository.remove()
  home.remove()
  await registry.close()
})

test.each(['@acme/weather-mcp@1.0.0', 'pkg:npm/%40acme/weather-mcp@1.0.0', 'npx -y @acme/weather-mcp@1.0.0'])(
  '%s gives the same entry, its bytes pinned',
  async (text) => {
    const { stdout, exit } = await command('allow', ...flags, text)
    expect(exit).toBe(0)
    expect(stdout).toContain('- package: "@acme/weather-mcp"\n    versions: "1.0.0"\n')
    expect(stdout).toContain(`integrity: { "1.0.0": "${integrity}" }`)
  },
)

test('what has no evidence is said to have none, and nobody is asked', async () => {
  const before = registry.requests.length
  const { stdout, stderr, exit } = await command('allow', ...flags, 'uvx time-mcp==1.2.0', '--write')
  expect(exit).toBe(0)
  expect(stdout).toContain('the entry was added')
  expect(stderr).toContain('no evidence is gathered for pypi')
  expect(readFileSync(join(repository.directory, '.github/mcp-gate.yml'), 'utf8')).toContain('pkg:pypi/time-mcp')
  expect(registry.requests).toHaveLength(before)
})

test('a line without an exact version is the user’s to mend', async () => {
  expect(await command('allow', ...flags, 'npx -y @acme/weather-mcp')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('names no exact version'),
  })
})
