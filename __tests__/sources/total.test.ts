// Many files, each within its bounds: from where they are too many together, every further one is named as unread.
import { expect, test } from '@jest/globals'
import { readTexts } from '../fuzz/outcome.ts'
import { aLockfile } from './lockfiles.ts'

const servers = (count: number, first: number) =>
  JSON.stringify({
    mcpServers: Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`s${at}`, { command: 'npx', args: ['-y', `a${first + at}@1.0.0`] }]),
    ),
  })

test('servers of many client configs', async () => {
  const many = Array.from({ length: 11 }, (_, at) => [`d${String(at).padStart(2, '0')}/.mcp.json`, servers(1000, at)])
  const sources = await readTexts({
    ...Object.fromEntries(many),
    'e/any-name.json': servers(1, 0),
    'e/package-lock.json': aLockfile({}, {}),
    'e/harmless.json': '{}',
    'e/.npmrc': 'ignore-scripts=true\n',
    '.github/workflows/z.yml': 'jobs: {}\n',
  })
  const unread = sources.filter(({ status }) => status !== 'read')
  expect(unread.map(({ path, status }) => [path, status])).toEqual([
    ['e/any-name.json', 'too-large'],
    ['e/package-lock.json', 'too-large'],
  ])
  expect(unread[0]).toMatchObject({ reason: expect.stringContaining('more than 10000 servers') })
})

test('packages of many lockfiles', async () => {
  const packages = Object.fromEntries(
    Array.from({ length: 60_000 }, (_, at) => [`node_modules/a${at}`, { version: '1.0.0' }]),
  )
  const text = aLockfile({}, packages)
  const sources = await readTexts(
    Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((folder) => [`${folder}/package-lock.json`, text])),
  )
  expect(sources.map(({ status }) => status)).toEqual(['read', 'read', 'read', 'too-large', 'too-large'])
})
