import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makeRepository, type TestRepository } from '../support/repository.ts'
import { command } from './support.ts'

let central: TestRepository
let repository: TestRepository
let sha: string

beforeAll(() => {
  central = makeRepository()
  sha = central.commit({ 'mcp-gate.yml': 'version: 1\nlocked: [fail-on]\nfail-on: low\nunavailable: warn\n' })
  central.commit({ 'mcp-gate.yml': 'version: 1\nfail-on: critical\n' })
  repository = makeRepository({
    '.github/mcp-gate.yml': `version: 1\nextends: acme/policy//mcp-gate.yml@${sha}\n`,
    '.mcp.json': '{"mcpServers":{"x":{"command":"node","args":["x.js"]}}}',
  })
})
afterAll(() => {
  central.remove()
  repository.remove()
})

const audit = (...args: readonly string[]) =>
  command('audit', '--offline', '--format', 'json', '--repo', repository.directory, ...args)

test('a clone gives the pinned commit, whatever is checked out there', async () => {
  const { stdout, exit } = await audit('--central', central.directory)
  const { policy, verdict } = JSON.parse(stdout)
  expect(policy.extends).toEqual({
    reference: `acme/policy//mcp-gate.yml@${sha}`,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  // A local command is moderate: it fails from the central threshold on only.
  expect([verdict, exit]).toEqual(['fail', 1])
})

test('without a clone nothing passes, and it says how to get one', async () => {
  expect(await audit()).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringContaining('Clone acme/policy') })
})

test('nor with a clone of something else', async () => {
  expect(await audit('--central', repository.directory)).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining(`git fetch origin ${sha}`),
  })
})

test('what loosens a lock stops every command, at its line', async () => {
  repository.commit({
    '.github/mcp-gate.yml': `version: 1\nextends: acme/policy//mcp-gate.yml@${sha}\nfail-on: high\n`,
  })
  const { exit, stderr } = await audit('--central', central.directory)
  expect(exit).toBe(2)
  expect(stderr).toContain('.github/mcp-gate.yml:3:10: fail-on is locked by the central policy at low')
})
