// Where the Action may stand: a GitHub of one's own, behind a proxy, on a checkout, in a very large repository, before many findings.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Forwarder, startEnterprise, startProxy } from '../support/forwarder.ts'
import { cloneTo } from '../support/github-clone.ts'
import { type Locked, projectFiles } from '../support/project.ts'
import {
  filesAt,
  lockedAt,
  type Market,
  openScene,
  QUIET,
  type Scene,
  SERVER,
  startMarket,
  type Version,
} from '../support/scene.ts'

let market: Market
let scene: Scene
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.registry.close())
beforeEach(async () => {
  scene = await openScene(market)
})
afterEach(() => scene.close())

describe('a GitHub of one’s own', () => {
  let enterprise: Forwarder
  beforeEach(async () => {
    enterprise = await startEnterprise(scene.github.apiUrl)
  })
  afterEach(() => enterprise.close())

  test('is asked below /api/v3, GraphQL at /api/graphql', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.1.0'))
    const env = { GITHUB_API_URL: `${enterprise.url}/api/v3`, GITHUB_GRAPHQL_URL: `${enterprise.url}/api/graphql` }
    const run = await scene.judgePull(number, { env })
    expect(run.exit).toBe(1)
    expect(run.writes).toEqual([`POST /issues/${number}/comments`, `POST /pulls/${number}/reviews`])
    expect(enterprise.asked).toHaveLength(run.asked.length)
    expect(enterprise.asked).toContain('POST /api/graphql')
    expect(enterprise.asked.every((line) => /^\w+ \/api\/(?:v3\/|graphql$)/.test(line))).toBe(true)
  })
})

describe('behind a proxy', () => {
  let proxy: Forwarder
  beforeEach(async () => {
    const { registry } = market
    proxy = await startProxy({ 'github.example.test': scene.github.apiUrl, [registry.host]: registry.url })
  })
  afterEach(() => proxy.close())

  test.each(['HTTP_PROXY', 'http_proxy'])('%s is obeyed for everything that is not exempt', async (name) => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const env = { [name]: proxy.url, GITHUB_API_URL: 'http://github.example.test' }
    const run = await scene.judgePull(number, { env })
    expect(run.stdout).not.toContain('evidence-unavailable')
    expect([run.exit, run.outputs['verdict']]).toEqual([0, 'pass'])
    expect(proxy.asked.some((line) => line.includes('github.example.test'))).toBe(true)
  })

  test('NO_PROXY is obeyed', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }
    const run = await scene.judgePull(number, { env })
    expect([run.exit, proxy.asked]).toEqual([0, []])
  })

  test('one that cannot be reached is an error of GitHub, not a pass', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const env = { HTTP_PROXY: 'http://127.0.0.1:9', GITHUB_API_URL: 'http://github.example.test' }
    const run = await scene.judgePull(number, { env })
    expect([run.exit, run.outputs]).toEqual([3, { verdict: 'incomplete' }])
    expect(run.stdout).toContain('GitHub could not be reached')
  })
})

describe('source: git', () => {
  let checkout: string
  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), 'mcp-gate-checkout-'))
  })
  afterEach(() => rmSync(checkout, { recursive: true, force: true }))

  test('reads both sides from the checkout, no file by the API', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.1.0'))
    await cloneTo(checkout, scene.github, { branches: ['main', 'bump'] })
    const inputs = { ...QUIET.inputs, source: 'git' }
    const run = await scene.judgePull(number, { inputs, workspace: checkout })
    expect(run.exit).toBe(1)
    expect(run.outputs['changed-packages']).toBe('["weather-mcp"]')
    expect(run.asked.filter(({ path }) => /\/git\/(?:blobs|trees)\//.test(path))).toEqual([])
  })

  test('a checkout without the history says what to do', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    await cloneTo(checkout, scene.github, { branches: ['bump'], depth: 1 })
    const inputs = { ...QUIET.inputs, source: 'git' }
    const run = await scene.judgePull(number, { inputs, workspace: checkout })
    expect(run.exit).toBe(2)
    expect(run.stdout).toContain('fetch-depth: 0')
  })

  test('no checkout at all says so', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const run = await scene.judgePull(number, { inputs: { ...QUIET.inputs, source: 'git' } })
    expect(run.exit).toBe(2)
    expect(run.stdout).toContain('actions/checkout')
  })
})

test('a lockfile over 1 MB is read whole', async () => {
  const big = (version: Version) =>
    projectFiles({
      dependencies: { [SERVER]: version },
      locked: { ...filler(4000), [SERVER]: lockedAt(market, version) },
    })
  await scene.github.commit({ branch: 'main', files: big('1.0.0') })
  const number = await scene.propose('bump', big('1.1.0'))
  expect(big('1.1.0')['package-lock.json'].length).toBeGreaterThan(1_100_000)
  const run = await scene.judgePull(number)
  expect(run.exit).toBe(1)
  expect(run.outputs['changed-packages']).toBe('["weather-mcp"]')
  expect(run.stdout).toContain('install-script/added')
  const { lines } = await scene.conversation(number)
  expect(lines.map(({ path, line }) => [path, line])).toEqual([['package.json', 6]])
})

test('many findings: bounded annotations, bounded comments, all of them counted', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `tool-${index}-mcp`)
  const published = await Promise.all(names.map((name) => market.registry.publish({ name, version: '1.0.0' })))
  const locked = Object.fromEntries(
    names.map((name, index) => [name, { version: '1.0.0', integrity: published[index]?.integrity ?? '' }]),
  )
  const dependencies = Object.fromEntries(names.map((name) => [name, '^1.0.0']))
  const number = await scene.propose('many', projectFiles({ dependencies, locked }))
  const run = await scene.judgePull(number)
  expect(run.exit).toBe(1)
  expect(Number(run.outputs['findings'])).toBeGreaterThanOrEqual(80)
  expect(run.stdout.match(/^::error /gm)).toHaveLength(10)
  expect(run.stdout.match(/^::warning /gm)).toHaveLength(10)
  expect(run.writes).toEqual([`POST /issues/${number}/comments`, `POST /pulls/${number}/reviews`])
  const { comments, lines } = await scene.conversation(number)
  expect(comments[0]?.body.length).toBeLessThan(61_000)
  expect(lines.length).toBeLessThanOrEqual(30)
  expect(new Set(lines.map(({ line }) => line)).size).toBe(lines.length)
  for (const name of names) expect(run.summary).toContain(`\`${name}\``)
  expect(run.summary.length).toBeLessThan(1_000_000)
  expect((await scene.judgePull(number)).writes).toEqual([])
})

/** Entries of ordinary packages, about 300 bytes each. */
function filler(count: number): Readonly<Record<string, Locked>> {
  const integrity = `sha512-${'A'.repeat(86)}==`
  const names = Array.from({ length: count }, (_, index) => `ordinary-package-number-${index}`)
  return Object.fromEntries(
    names.map((name) => [
      name,
      { version: '1.0.0', resolved: `${market.registry.url}${name}/-/${name}-1.0.0.tgz`, integrity },
    ]),
  )
}
