// Whether the pull request is still where it was judged: only then is it written on.
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { isAtHead } from '../../src/github/pull-head.ts'
import { type Github, startGithub } from '../support/github.ts'
import { aClient } from './support.ts'

let github: Github
beforeEach(async () => {
  github = await startGithub()
})
afterEach(() => github.close())

async function aPull() {
  const headSha = await github.commit({ branch: 'bump', author: 'bo', files: { 'a.txt': 'a' } })
  const number = await github.pull({ head: 'bump', author: 'bo' })
  const repository = { owner: github.owner, repo: github.name }
  return { ...repository, number, author: 'bo', headSha, headRef: 'bump', headRepository: repository, isFork: false }
}

test('it is, until something is pushed', async () => {
  const [client, pull] = [await aClient(github), await aPull()]
  expect(await isAtHead(client, pull)).toBe(true)
  await github.commit({ branch: 'bump', author: 'bo', files: { 'b.txt': 'b' } })
  expect(await isAtHead(client, pull)).toBe(false)
})

test('where GitHub does not say, it is taken to be', async () => {
  const pull = await aPull()
  github.fail({ path: /\/pulls\/\d+$/, status: 403 })
  expect(await isAtHead(await aClient(github), pull)).toBe(true)
  github.fail({ path: /\/pulls\/\d+$/, status: 200, body: {} })
  expect(await isAtHead(await aClient(github), pull)).toBe(true)
})
