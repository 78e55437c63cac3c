import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { InputError } from '../../src/errors.ts'
import { requireOwnCommit } from '../../src/github/central.ts'
import { type Github, startGithub } from '../support/github.ts'
import { aClient } from './support.ts'

const CENTRAL = { owner: 'acme', repo: 'security-policy' }

let github: Github
let first: string
let stray: string
let foreign: string

beforeAll(async () => {
  github = await startGithub({ repo: 'acme/app', others: ['acme/security-policy'] })
  const commit = (branch: string, text: string, from?: string) =>
    github.commit({
      repo: 'acme/security-policy',
      branch,
      files: { 'mcp-gate.yml': text },
      ...(from === undefined ? {} : { from }),
    })
  first = await commit('main', 'version: 1\n')
  await commit('main', 'version: 1\nfail-on: low\n')
  stray = await commit('draft', 'version: 1\nfail-on: critical\n', 'main')
  foreign = await commit('mallory:evil', 'version: 1\nunavailable: warn\n', 'main')
})
afterAll(() => github.close())

describe('the commit of a central policy', () => {
  test('is one of the default branch, however old', async () => {
    await expect(requireOwnCommit(await aClient(github), CENTRAL, first)).resolves.toBeUndefined()
  })

  test('is not one of another branch', async () => {
    const check = requireOwnCommit(await aClient(github), CENTRAL, stray)
    await expect(check).rejects.toMatchObject({
      code: 'policy-missing',
      message: expect.stringContaining('branch main'),
    })
  })

  test('nor one of a fork, which GitHub serves under the same name', async () => {
    const check = requireOwnCommit(await aClient(github), CENTRAL, foreign)
    await expect(check).rejects.toMatchObject({ code: 'policy-missing' })
  })

  test('nor one that does not exist', async () => {
    const check = requireOwnCommit(await aClient(github), CENTRAL, 'f'.repeat(40))
    await expect(check).rejects.toBeInstanceOf(InputError)
  })

  test('a repository that the token cannot read names the input that mends it', async () => {
    const check = requireOwnCommit(await aClient(github), { owner: 'acme', repo: 'hidden' }, first)
    await expect(check).rejects.toMatchObject({
      code: 'policy-missing',
      hint: expect.stringContaining('policy-token'),
    })
  })
})
