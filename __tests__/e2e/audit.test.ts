// The scheduled audit over months: silence, one issue, no needless edit, closed when clean, reopened rather than doubled.
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { scheduleEvent } from '../support/github-events.ts'
import { projectFiles } from '../support/project.ts'
import { type RegistryDouble, startRegistry } from '../support/registry.ts'
import { type Judged, openScene, POLICY, READER, type Scene, SERVER } from '../support/scene.ts'

let registry: RegistryDouble
let scene: Scene
let files: Readonly<Record<string, string>>
beforeEach(async () => {
  registry = await startRegistry()
  const { integrity } = await registry.publish({ name: SERVER, version: '1.0.0', provenance: true })
  const dependencies = { [SERVER]: '1.0.0' }
  files = projectFiles({ dependencies, locked: { [SERVER]: { version: '1.0.0', integrity } } })
  const market = { registry, integrity: { '1.0.0': integrity, '1.0.1': '', '1.1.0': '' } }
  scene = await openScene(market, { files: { ...files, '.github/mcp-gate.yml': POLICY } })
})
afterEach(async () => {
  await scene.close()
  await registry.close()
})

interface Issue {
  readonly number: number
  readonly state: string
  readonly state_reason: string | null
  readonly body: string
  readonly title: string
}

const audit = async (judging = {}): Promise<Judged> => scene.judge(await scheduleEvent(scene.github), judging)
const issues = async () =>
  (await scene.github.ask('GET', `/repos/${scene.github.repo}/issues?state=all`)) as readonly Issue[]

/** The world moves on: an advisory for what is installed, and a release that nobody has reviewed. */
async function twoFindings(): Promise<void> {
  registry.advise(SERVER, {
    id: 7,
    ghsa: 'GHSA-aaaa-bbbb-cccc',
    title: 'Reads too much',
    severity: 'high',
    vulnerable_versions: '<1.1.0',
  })
  await registry.publish({ name: SERVER, version: '1.1.0', provenance: true })
}
const removeServer = () =>
  scene.github.commit({
    branch: 'main',
    files: { 'package.json': '{ "name": "example", "version": "1.0.0" }\n', 'package-lock.json': null },
  })
const restoreServer = () => scene.github.commit({ branch: 'main', files })

test('clean, two new findings, the same, clean, found again: one issue through all of it', async () => {
  const clean = await audit()
  expect([clean.exit, clean.writes, clean.outputs['findings']]).toEqual([0, [], '0'])
  expect(await issues()).toEqual([])

  await twoFindings()
  const found = await audit()
  expect(found.exit).toBe(1)
  expect(found.outputs['findings']).toBe('2')
  expect(found.writes).toEqual(['POST /labels', 'POST /issues'])

  const same = await audit()
  expect([same.exit, same.writes]).toEqual([1, []])

  await removeServer()
  const mended = await audit()
  expect(mended.exit).toBe(0)
  expect(mended.writes).toEqual(['POST /issues/1/comments', 'PATCH /issues/1'])
  expect((await issues()).map(({ state, state_reason }) => [state, state_reason])).toEqual([['closed', 'completed']])

  await restoreServer()
  const again = await audit()
  expect(again.exit).toBe(1)
  expect(again.writes).toEqual(['PATCH /issues/1', 'POST /issues/1/comments'])
  expect((await issues()).map(({ number, state }) => [number, state])).toEqual([[1, 'open']])
})

test('an issue closed by hand as not planned stays closed for what it told, and opens for what is new', async () => {
  await twoFindings()
  await audit()
  const state = { state: 'closed', state_reason: 'not_planned' }
  await scene.github.ask('PATCH', `/repos/${scene.github.repo}/issues/1`, state)
  const declined = await audit()
  expect([declined.exit, declined.writes]).toEqual([1, []])
  registry.reportMalware({ id: 'MAL-2026-1', name: SERVER, versions: ['1.0.0'] })
  const news = await audit()
  expect(news.writes).toEqual(['PATCH /issues/1', 'POST /issues/1/comments'])
  expect((await issues()).map(({ number, state }) => [number, state])).toEqual([[1, 'open']])
})

test('workflow_dispatch audits too; the input audit-issue can keep it from opening an issue', async () => {
  await twoFindings()
  const event = { ...(await scheduleEvent(scene.github)), name: 'workflow_dispatch' }
  const run = await scene.judge(event, { inputs: { 'audit-issue': 'off' } })
  expect([run.exit, run.writes, run.outputs['findings']]).toEqual([1, [], '2'])
})

test('a token that may not write issues has the same verdict, told in the job', async () => {
  await twoFindings()
  const run = await audit({ permissions: READER })
  expect([run.exit, run.outputs['findings']]).toEqual([1, '2'])
  expect(run.stdout.match(/^::notice::.*$/gm)).toEqual([expect.stringContaining('The tracking issue was not updated')])
  expect(await issues()).toEqual([])
})
