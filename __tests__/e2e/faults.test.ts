// Every request meets every fault: the verdict is never better than without it, and the user is told what was not learned.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Policy } from '../../src/model/policy.ts'
import type { Report } from '../../src/model/report.ts'
import { runGate } from '../../src/pipeline/gate.ts'
import { openGatherer } from '../../src/pipeline/gatherer.ts'
import { anAllowedPackage, aPolicy } from '../support/builders.ts'
import { snapshotOf } from '../support/files.ts'
import { type Faulty, startFaulty } from '../support/forwarder.ts'
import { aRequest } from '../support/gathering.ts'
import { checkChange } from '../support/local.ts'
import {
  filesAt,
  type Judged,
  type Judging,
  type Market,
  openScene,
  POLICY,
  QUIET,
  type Scene,
  SERVER,
  startMarket,
  type Version,
} from '../support/scene.ts'
import { renderFaults } from './faults-page.ts'
import {
  EVIDENCE,
  EVIDENCE_FAULTS,
  GITHUB_FAULTS,
  GITHUB_READS,
  GITHUB_WRITES,
  GITHUB_WRONG,
  REPORT,
  reportedFor,
} from './faults-table.ts'

let market: Market
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-gate-faults-'))
  market = await startMarket()
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await market.registry.close()
})

describe('evidence', () => {
  const SMALL = { packumentBytes: 200_000, answerBytes: 200_000, tarballBytes: 200_000 }
  const PATIENT = { ...SMALL, attemptMs: 5000, requestMs: 10_000, stageMs: 20_000, backoffMs: 1 }
  const HASTY = { ...SMALL, attempts: 1, attemptMs: 500, stageMs: 1000 }

  interface Asking {
    readonly version?: Version
    readonly bounds?: typeof PATIENT | typeof HASTY
    readonly unavailable?: Policy['unavailable']
    readonly isUnvouched?: boolean
  }

  /** A bump in a client config, for which no lockfile has to be read. */
  async function judge(asking: Asking = {}): Promise<Report> {
    const { version = '1.0.1', bounds = PATIENT, unavailable = 'fail', isUnvouched = false } = asking
    const { registry } = market
    // The trust root vouches for the host by its other name.
    const registries = [
      { url: isUnvouched ? registry.url.replace('127.0.0.1', 'localhost') : registry.url, scopes: [] },
    ]
    const { wanted: _, ...options } = await aRequest(registry, { folder, bounds, registries })
    const launch = (at: Version) =>
      JSON.stringify({ mcpServers: { weather: { command: 'npx', args: [`${SERVER}@${at}`] } } })
    return runGate({
      mode: 'gate',
      base: snapshotOf('main', { '.mcp.json': launch('1.0.0') }),
      head: snapshotOf('head', { '.mcp.json': launch(version) }),
      policy: aPolicy({
        unavailable,
        allow: [anAllowedPackage({ name: SERVER, versions: ['1.0.0', '1.0.1'] })],
        registries,
      }),
      gather: openGatherer(options),
      now: Date.UTC(2026, 10, 20, 12),
      version: '1.0.0',
    })
  }
  const idsOf = ({ findings }: Report) => [...new Set(findings.map(({ rule, id }) => `${rule}/${id}`))].toSorted()

  let clean: readonly string[]
  let bad: readonly string[]
  beforeAll(async () => {
    const [good, worse] = [await judge(), await judge({ version: '1.1.0' })]
    expect([good.verdict, worse.verdict]).toEqual(['warn', 'fail'])
    clean = idsOf(good)
    bad = idsOf(worse)
  })

  const rows = EVIDENCE.flatMap((request) =>
    EVIDENCE_FAULTS.map((fault) => [request.request, fault.fault, request, fault] as const),
  )
  test.each(rows)('%s: %s', async (_, __, request, fault) => {
    const heal = market.registry.fail(request.path, fault.how)
    const { isUnvouched = false } = request
    const report = await judge({ bounds: fault.silent === true ? HASTY : PATIENT, isUnvouched })
    heal()
    expect(report.verdict).toBe('fail')
    const told = idsOf(report)
    expect(told).toEqual(expect.arrayContaining([...reportedFor(request, fault)]))
    expect(told.filter((id) => id.startsWith('evidence-unavailable/'))).toEqual(reportedFor(request, fault))
    expect(told.filter((id) => !clean.includes(id) && !id.startsWith('evidence-unavailable/'))).toEqual([])
  })

  test.each(EVIDENCE.map((request) => [request.request, request] as const))(
    '%s: a fault that passes costs nothing',
    async (_, { path, isUnvouched = false }) => {
      const heal = market.registry.fail(path, { kind: 'status', status: 503, times: 1 })
      const report = await judge({ isUnvouched })
      heal()
      expect(idsOf(report)).toEqual(clean)
    },
  )

  test.each(EVIDENCE_FAULTS.map((fault) => [fault.fault, fault] as const))(
    `${REPORT.request}: %s`,
    async (_, { how, silent }) => {
      market.registry.reportMalware({ id: 'MAL-2026-1', name: SERVER, versions: ['1.1.0'] })
      const heal = market.registry.fail(REPORT.path, how)
      const report = await judge({ version: '1.1.0', bounds: silent === true ? HASTY : PATIENT })
      heal()
      expect(report.verdict).toBe('fail')
      expect(idsOf(report)).toContain(REPORT.reported)
    },
  )

  test('what files alone show is reported all the same', async () => {
    const heal = market.registry.fail(/./, { kind: 'drop' })
    const report = await judge({ version: '1.1.0' })
    heal()
    expect(report.verdict).toBe('fail')
    expect(idsOf(report)).toContain('allowlist/version-not-allowlisted')
    expect(bad).toContain('allowlist/version-not-allowlisted')
  })

  test('with `unavailable: warn` the rest decides, and all is told', async () => {
    const heal = market.registry.fail(/./, { kind: 'drop' })
    const [good, worse] = [await judge({ unavailable: 'warn' }), await judge({ unavailable: 'warn', version: '1.1.0' })]
    heal()
    expect([good.verdict, worse.verdict]).toEqual(['warn', 'fail'])
    expect(idsOf(good)).toEqual(
      expect.arrayContaining(['evidence-unavailable/packument', 'evidence-unavailable/malware']),
    )
  })
})

describe('the built command', () => {
  test.each([
    ['500', { kind: 'status', status: 500 }],
    ['connection reset', { kind: 'drop' }],
    ['a page in place of data', { kind: 'body', body: '<html>' }],
  ] as const)('packument: %s', async (_, fault) => {
    const heal = market.registry.fail(`/${SERVER}`, fault)
    const base = { ...filesAt(market, '1.0.0'), '.github/mcp-gate.yml': POLICY }
    const { exit, ids, stderr } = await checkChange({ registry: market.registry, base, head: filesAt(market, '1.0.1') })
    heal()
    expect([exit, stderr]).toEqual([1, ''])
    expect(ids).toContain('evidence-unavailable/packument')
  })
})

describe('GitHub', () => {
  let scene: Scene
  let faulty: Faulty
  let number: number
  beforeAll(async () => {
    scene = await openScene(market)
    number = await scene.propose('good', filesAt(market, '1.0.1'))
  })
  afterAll(() => scene.close())
  beforeEach(async () => {
    faulty = await startFaulty(scene.github.apiUrl)
  })
  afterEach(() => faulty.close())

  const judge = (which = number, judging: Judging = QUIET, url = faulty.url): Promise<Judged> =>
    scene.judgePull(which, { ...judging, env: { GITHUB_API_URL: url, GITHUB_GRAPHQL_URL: `${url}/graphql` } })

  const rows = [...GITHUB_FAULTS, ...GITHUB_WRONG].map((fault) => [fault.fault, fault] as const)
  test.each(rows)('reading: %s', async (_, { how, exit, says }) => {
    const failing = GITHUB_READS.map(async ({ path }) => {
      const own = await startFaulty(scene.github.apiUrl)
      own.fail(path, how)
      const run = await judge(number, QUIET, own.url).finally(() => own.close())
      expect([path, run.exit, run.outputs]).toEqual([path, exit, { verdict: 'incomplete' }])
      expect(run.stdout).toContain('::error title=MCP gate could not run')
      expect(run.stdout).toContain(says)
      expect(run.stdout).not.toContain('fault of mcp-gate itself')
    })
    await Promise.all(failing)
  })

  test('reading: a fault that passes costs a second', async () => {
    faulty.fail(/\/git\/trees\//, { kind: 'status', status: 502, times: 1 })
    expect((await judge()).exit).toBe(0)
  })

  test('a page in place of what was posted before: the verdict stands', async () => {
    const other = await scene.propose('bad-page', filesAt(market, '1.1.0'))
    for (const path of [/\/issues\/\d+\/comments/, /\/pulls\/\d+\/(?:reviews|comments|files)/, /graphql/])
      faulty.fail(path, { kind: 'body', body: '<html>Sign in</html>' })
    const run = await judge(other, {})
    expect([run.exit, run.outputs['verdict'], run.writes]).toEqual([1, 'fail', []])
    expect(run.stdout).not.toContain('fault of mcp-gate itself')
  })

  test.each(GITHUB_WRITES.map((write) => [write.request, write] as const))(
    'writing: %s',
    async (name, { path, says }) => {
      const other = await scene.propose(`bad ${name}`.replaceAll(' ', '-'), filesAt(market, '1.1.0'))
      faulty.fail(path, { kind: 'status', status: 500 })
      const run = await judge(other, {})
      expect([run.exit, run.outputs['verdict']]).toEqual([1, 'fail'])
      expect(run.summary).toContain('### MCP gate: failed')
      if (says !== '') expect(run.stdout).toContain(`::notice::${says}`)
    },
  )
})

test('docs/faults.md says so', () => {
  expect(readFileSync('docs/faults.md', 'utf8')).toBe(renderFaults())
})
