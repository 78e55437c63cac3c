// Every known way past other gates, and more of our own: each must be reported by the built command, and fail unless it is an edit of settings.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { marked } from 'marked'
import { checkChange, type LocalChange } from '../support/local.ts'
import { filesAt, type Market, openScene, POLICY, type Scene, SERVER, startMarket } from '../support/scene.ts'
import { renderBypasses } from './bypasses-page.ts'
import { type Attempt, FORGED, OWN, PEERS } from './bypasses-table.ts'

let market: Market
beforeAll(async () => {
  market = await startMarket()
  for (const name of ['evil-mcp', 'plain']) await market.registry.publish({ name, version: '1.0.0' })
})
afterAll(() => market.registry.close())

const base = () => ({ ...filesAt(market, '1.0.0'), '.github/mcp-gate.yml': POLICY, 'docs/words.md': '# Words\n' })
const check = (change: Omit<LocalChange, 'registry' | 'base'>) =>
  checkChange({ registry: market.registry, base: base(), ...change })

async function isReported({ head, finish, reports, warns }: Attempt): Promise<void> {
  const { exit, ids, report } = await check({ head: head(market), ...(finish ? { finish } : {}) })
  for (const id of reports) expect(ids).toContain(id)
  expect([exit, report.verdict]).toEqual(warns === true ? [0, 'warn'] : [1, 'fail'])
}

const named = (attempts: readonly Attempt[]) =>
  attempts.map((attempt) => [attempt.attempt, attempt.peers ?? '', attempt] as const)

describe('what passes other gates', () => {
  test.each(named(PEERS))('%s (%s)', async (_, __, attempt) => isReported(attempt))
})

describe('what an adversary of this one would try', () => {
  test.each(named(OWN))('%s', async (_, __, attempt) => isReported(attempt))
})

test('the base itself passes: nothing above is reported for another reason', async () => {
  const { exit, ids } = await check({ head: { 'docs/words.md': '# Other words\n' } })
  expect([exit, ids]).toEqual([0, []])
})

test('a server moved from development to production is judged anew', async () => {
  const dependencies = { [SERVER]: '1.1.0' }
  const at = (field: string, dev: boolean) => {
    const lock = JSON.parse(filesAt(market, '1.1.0')['package-lock.json'])
    const root = { name: 'example', version: '1.0.0', [field]: dependencies }
    lock.packages[''] = root
    lock.packages[`node_modules/${SERVER}`].dev = dev || undefined
    return { 'package.json': JSON.stringify(root), 'package-lock.json': JSON.stringify(lock) }
  }
  const { registry } = market
  const before = { ...base(), ...at('devDependencies', true) }
  const { exit, ids, report } = await checkChange({ registry, base: before, head: at('dependencies', false) })
  expect(report.changes.map(({ name, kind, tier }) => [name, kind, tier])).toContainEqual([
    SERVER,
    'promoted',
    'server',
  ])
  expect(ids).toContain('allowlist/version-not-allowlisted')
  expect(exit).toBe(1)
})

test('a registry that is down is no pass', async () => {
  const heal = market.registry.fail(SERVER, { kind: 'status', status: 404 })
  const gone = await check({ head: filesAt(market, '1.0.1') })
  heal()
  expect(gone.ids).toContain('known-bad/not-found')
  const { exit, ids } = await check({ head: filesAt(market, '1.0.1'), args: ['--offline'] })
  expect([exit, ids.every((id) => id.startsWith('evidence-unavailable/'))]).toEqual([1, true])
})

describe('what names and paths hold', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene(market)
  })
  afterAll(() => scene.close())

  test('does not get out of where it is shown', async () => {
    const config = { mcpServers: { [FORGED]: { command: 'npx', args: ['evil-mcp'] } } }
    const number = await scene.propose('forged', { 'a\n::error::x/.mcp.json': JSON.stringify(config) })
    const run = await scene.judgePull(number)
    expect(run.exit).toBe(1)
    const commands = run.stdout.split('\n').filter((line) => /^\s*::/.test(line))
    expect(commands.filter((line) => !/^::(?:error|warning|notice)(?: title=|::)/.test(line))).toEqual([])
    expect(run.stdout).not.toMatch(/^\s*::(?:stop-commands|error::x)/m)
    const { comments, lines, reviews } = await scene.conversation(number)
    expect(comments).toHaveLength(1)
    for (const { body } of [...comments, ...lines, ...reviews]) {
      // Only what is no code can be a marker, a mention or a link.
      const [first, second, ...rest] = body.split('\n')
      const shown = String(marked.parse(rest.join('\n'))).replace(/<code[^>]*>[\s\S]*?<\/code>/g, '')
      expect([first, second]).toEqual([
        expect.stringMatching(/^<!-- mcp-gate/),
        expect.stringMatching(/^<!-- mcp-gate/),
      ])
      expect(shown).not.toMatch(/<!--|@everyone|evil\.example\.test/)
    }
  })
})

test('docs/bypasses.md lists all of them', () => {
  expect(readFileSync('docs/bypasses.md', 'utf8')).toBe(renderBypasses())
})
