// A bump that brings its own allow entry: it counts once an approver of the base, who made none of it, has approved exactly this head.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { reviewEvent } from '../support/github-events.ts'
import { projectFiles } from '../support/project.ts'
import {
  type Files,
  type Judged,
  type Judging,
  type Market,
  openScene,
  POLICY,
  QUIET,
  type Scene,
  SERVER,
  startMarket,
} from '../support/scene.ts'

const VERSION = '1.2.0'

let market: Market
let scene: Scene
let integrity: string
beforeAll(async () => {
  market = await startMarket()
  const release = { name: SERVER, version: VERSION, provenance: true }
  integrity = (await market.registry.publish(release)).integrity
  scene = await openScene(market, { users: ['ana', 'bo', 'cy'] })
})
afterAll(async () => {
  await scene.close()
  await market.registry.close()
})

/** A bump to a release that the base does not allow, with this text at the end of the policy. */
function bump(policy: string): Files {
  const locked = { [SERVER]: { version: VERSION, integrity } }
  return { ...projectFiles({ dependencies: { [SERVER]: VERSION }, locked }), '.github/mcp-gate.yml': policy }
}
const entry = () =>
  `  - package: "${SERVER}"\n    versions: "${VERSION}"\n    integrity: { "${VERSION}": "${integrity}" }\n`

async function approve(number: number, login: string, branch: string, judging: Judging = QUIET): Promise<Judged> {
  const { github } = scene
  const body = { event: 'APPROVE', body: 'Read it.', commit_id: await github.tipOf(branch) }
  await github.ask('POST', `/repos/${github.repo}/pulls/${number}/reviews`, body, github.userToken(login))
  return scene.judge(await reviewEvent(github, number, login), judging)
}

const NOT_ALLOWED = 'allowlist/version-not-allowlisted'

test('counts after the review of exactly this head, and not for a later head', async () => {
  const number = await scene.propose('bump', bump(POLICY + entry()))
  const before = await scene.judgePull(number)
  expect([before.exit, before.outputs['verdict']]).toEqual([1, 'fail'])
  expect(before.stdout).toContain(NOT_ALLOWED)

  const approved = await approve(number, 'cy', 'bump', {})
  expect([approved.exit, approved.outputs['verdict']]).toEqual([0, 'warn'])
  expect(approved.stdout).not.toContain(NOT_ALLOWED)
  expect(approved.stdout).toContain('policy-change/policy-edited')
  const { comments } = await scene.conversation(number)
  expect(comments.map(({ body }) => /### MCP gate: (\w+)/.exec(body)?.[1])).toEqual(['passed'])

  await scene.github.commit({ branch: 'bump', files: { 'README.md': 'more' }, author: 'ana' })
  const later = await scene.judgePull(number, QUIET)
  expect(later.exit).toBe(1)
  expect(later.stdout).toContain(NOT_ALLOWED)
})

test('not by one who is no approver', async () => {
  const number = await scene.propose('bump-bo', bump(POLICY + entry()))
  const run = await approve(number, 'bo', 'bump-bo')
  expect(run.exit).toBe(1)
  expect(run.stdout).toContain(NOT_ALLOWED)
})

test('not by an approver who pushed to it, whoever the commit names', async () => {
  const number = await scene.propose('bump-pushed', bump(POLICY + entry()))
  await scene.github.commit({ branch: 'bump-pushed', files: { 'README.md': 'x' }, author: 'ana', pusher: 'cy' })
  const run = await approve(number, 'cy', 'bump-pushed')
  expect(run.exit).toBe(1)
  expect(run.stdout).toContain(NOT_ALLOWED)
})

test('not by an approver whom only the pull request names', async () => {
  const policy = POLICY.replace('"cy"', '"cy", "bo"') + entry()
  const number = await scene.propose('bump-named', bump(policy))
  expect((await approve(number, 'bo', 'bump-named')).exit).toBe(1)
})

test.each([
  ['without integrity', () => POLICY + entry().replace(/^ +integrity.*\n/m, '')],
  ['with a range', () => POLICY + entry().replace(`versions: "${VERSION}"`, 'versions: "^1.0.0"')],
  ['in place of another', () => POLICY.replace('"1.0.1"]', `"1.0.1", "${VERSION}"]`)],
])('not an entry %s', async (what, policy) => {
  const branch = `bump ${what}`.replaceAll(' ', '-')
  const number = await scene.propose(branch, bump(policy()))
  const run = await approve(number, 'cy', branch)
  expect(run.exit).toBe(1)
  expect(run.stdout).toContain(NOT_ALLOWED)
})

test('clears nothing but itself: the rest of the head’s policy does not count', async () => {
  const ranges = bump(`${POLICY + entry()}rules:\n  exact-pin: off\n`)
  const files = { ...ranges, 'package.json': String(ranges['package.json']).replace(`"${VERSION}"`, `"^${VERSION}"`) }
  const number = await scene.propose('bump-more', files)
  const run = await approve(number, 'cy', 'bump-more')
  expect(run.exit).toBe(1)
  expect(run.stdout).not.toContain(NOT_ALLOWED)
  expect(run.stdout).toContain('exact-pin/spec-not-exact')
})
