// Every GraphQL document the gate sends is valid in GitHub's schema, and refusals at status 200 are told as errors.
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { validate } from '@octokit/graphql-schema'
import { InputError, SourceError } from '../../src/errors.ts'
import { wrote } from '../../src/github/author.ts'
import { HIDDEN, minimize, minimizeDocument, readHidden, readLogin, VIEWER } from '../../src/github/graphql.ts'
import { type Github, startGithub } from '../support/github.ts'
import { aClient, READER } from './support.ts'

let github: Github
beforeEach(async () => {
  github = await startGithub()
})
afterEach(() => github.close())

test.each([
  ['viewer', VIEWER],
  ['hidden', HIDDEN],
  ['minimize one', minimizeDocument(1)],
  ['minimize many', minimizeDocument(50)],
])('%s is valid', (_, document) => {
  expect(validate(document)).toEqual([])
})

test('a document that GitHub has not is seen', () => {
  expect(validate('query { viewer { nickname } }')).not.toEqual([])
})

test('says who the token is', async () => {
  expect(await readLogin(await aClient(github))).toBe('github-actions[bot]')
})

test('hides in batches and sees what is hidden', async () => {
  const client = await aClient(github)
  const ids = Array.from({ length: 120 }, (_, index) => `node${index}`)
  await minimize(client, ids.slice(0, 110))
  expect((await readHidden(client, ids)).size).toBe(110)
  expect(github.requests).toHaveLength(3 + 3)
})

test('a refusal is an input to mend, a used-up limit and any other fault the world’s', async () => {
  const client = await aClient(github, READER)
  await expect(minimize(client, ['x'])).rejects.toThrowWithCode(InputError, 'permission-missing')
  const fault = (type: string) =>
    github.fail({ path: /graphql/, status: 200, body: { data: null, errors: [{ type, message: 'no' }] } })
  fault('RATE_LIMITED')
  await expect(readLogin(client)).rejects.toThrowWithCode(SourceError, 'rate-limited')
  fault('NOT_FOUND')
  await expect(readLogin(client)).rejects.toThrowWithCode(SourceError, 'github-failed')
})

test.each([
  ['github-actions[bot]', { login: 'github-actions[bot]', type: 'Bot' }, true],
  ['github-actions', { login: 'github-actions[bot]', type: 'Bot' }, true],
  ['github-actions[bot]', { login: 'github-actions', type: 'Bot' }, true],
  ['github-actions[bot]', { login: 'github-actions', type: 'User' }, false],
  ['ana', { login: 'ana', type: 'User' }, true],
  ['ana', null, false],
])('as %p it wrote what %p did: %p', (login, author, expected) => {
  expect(wrote(login, author)).toBe(expected)
})
