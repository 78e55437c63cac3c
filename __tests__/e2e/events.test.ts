// Every event the Action answers to, and those it refuses: what is compared with what, by whose policy, and where it is said.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { mergeGroupEvent, pullRequestEvent, pushEvent, reviewEvent } from '../support/github-events.ts'
import { filesAt, type Market, openScene, POLICY, QUIET, type Scene, SERVER, startMarket } from '../support/scene.ts'

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

const badBump = () => filesAt(market, '1.1.0')
const POLICY_PATH = '.github/mcp-gate.yml'

describe('merge_group', () => {
  test('is judged from where it left the base branch, not from the entry before it', async () => {
    const { github } = scene
    const previous = await github.commit({ branch: 'queue-1', files: badBump() })
    const head = await github.commit({ branch: 'queue-2', from: 'queue-1', files: { 'README.md': 'x' } })
    const run = await scene.judge(await mergeGroupEvent(github, { head, previous }))
    expect(run.exit).toBe(1)
    expect(run.outputs['changed-packages']).toBe(`["${SERVER}"]`)
    expect(run.writes).toEqual([])
    expect(run.summary).toContain('### MCP gate: failed')
  })

  test('passes where nothing is wrong', async () => {
    const head = await scene.github.commit({ branch: 'queue-1', files: filesAt(market, '1.0.1') })
    const previous = await scene.github.tipOf('main')
    const run = await scene.judge(await mergeGroupEvent(scene.github, { head, previous }))
    expect([run.exit, run.writes]).toEqual([0, []])
  })
})

describe('pull_request_target', () => {
  test('reads the policy at the base and says the verdict as a commit status on the head', async () => {
    const relaxed = 'version: 1\nallow:\n  - package: "weather-mcp"\n    versions: "1.1.0"\nfail-on: critical\n'
    const number = await scene.propose('bump', { ...badBump(), [POLICY_PATH]: relaxed })
    const head = await scene.github.tipOf('bump')
    const event = await pullRequestEvent(scene.github, number, { name: 'pull_request_target' })
    const run = await scene.judge({ ...event, ref: 'refs/heads/main', sha: await scene.github.tipOf('main') })
    expect(run.exit).toBe(1)
    expect(run.writes.at(-1)).toBe(`POST /statuses/${head}`)
    expect(run.asked.at(-1)?.body).toMatchObject({
      context: 'mcp-gate',
      state: 'failure',
      target_url: 'https://github.example.test/acme/app/actions/runs/42',
    })
  })

  test('sets a green status where nothing is wrong', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const run = await scene.judge(await pullRequestEvent(scene.github, number, { name: 'pull_request_target' }))
    expect(run.exit).toBe(0)
    expect(run.writes).toEqual([`POST /statuses/${await scene.github.tipOf('bump')}`])
    expect(run.asked.at(-1)?.body).toMatchObject({ context: 'mcp-gate', state: 'success' })
  })

  test('leaves no old status standing where the gate itself could not run', async () => {
    await scene.github.commit({ branch: 'main', files: { [POLICY_PATH]: 'version: 1\nalow: []\n' } })
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const run = await scene.judge(await pullRequestEvent(scene.github, number, { name: 'pull_request_target' }))
    expect(run.exit).toBe(2)
    expect(run.writes).toEqual([`POST /statuses/${await scene.github.tipOf('bump')}`])
    expect(run.asked.at(-1)?.body).toMatchObject({ context: 'mcp-gate', state: 'error' })
  })
})

describe('where it cannot even be told what to judge, the head gets no green', () => {
  test.each([
    ['an input that does not exist', 'pull_request_target', { review: 'loud' }, 2],
    ['a base that does not exist', 'pull_request_target', { base: 'gone' }, 2],
    ['a line of credentials without a token', 'pull_request_target', { 'registry-auth': 'x' }, 2],
  ] as const)('%s', async (_, name, inputs, exit) => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const run = await scene.judge(await pullRequestEvent(scene.github, number, { name }), { inputs })
    expect(run.exit).toBe(exit)
    expect(run.writes).toEqual([`POST /statuses/${await scene.github.tipOf('bump')}`])
    expect(run.asked.at(-1)?.body).toMatchObject({
      context: 'mcp-gate',
      state: 'error',
      description: 'Could not run: an input or the policy is to be mended, see the log',
    })
  })

  test('GitHub that does not say where the base branch is', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    scene.github.fail({ path: /\/commits\/heads/, status: 404, times: 1 })
    const run = await scene.judge(await pullRequestEvent(scene.github, number, { name: 'pull_request_target' }))
    expect([run.exit, run.writes]).toEqual([2, [`POST /statuses/${await scene.github.tipOf('bump')}`]])
  })

  test('a review, where a status was set before', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    await scene.judge(await pullRequestEvent(scene.github, number, { name: 'pull_request_target' }))
    const event = await reviewEvent(scene.github, number, 'cy')
    const run = await scene.judge(event, { inputs: { review: 'loud' } })
    expect([run.exit, run.writes]).toEqual([2, [`POST /statuses/${await scene.github.tipOf('bump')}`]])
  })

  test('nothing where the job’s own result stands on the head', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const run = await scene.judgePull(number, { inputs: { review: 'loud' } })
    expect([run.exit, run.asked]).toEqual([2, []])
  })

  test('a token that is empty', async () => {
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const event = await pullRequestEvent(scene.github, number, { name: 'pull_request_target' })
    const run = await scene.judge(event, { inputs: { 'github-token': '' } })
    expect([run.exit, run.asked]).toEqual([2, []])
    expect(run.stdout).toContain('The input `github-token` is empty')
  })
})

describe('a run that is late', () => {
  test('writes nothing on a pull request that has moved on', async () => {
    const number = await scene.propose('bump', badBump())
    const event = await pullRequestEvent(scene.github, number)
    await scene.github.commit({ branch: 'bump', author: 'ana', files: { 'README.md': 'more' } })
    const run = await scene.judge(event)
    expect([run.exit, run.writes]).toEqual([1, []])
    expect(run.stdout).toContain('The pull request has moved on to another commit')
  })
})

describe('push', () => {
  test('to the default branch judges what it brought', async () => {
    const before = await scene.github.tipOf('main')
    const after = await scene.github.commit({ branch: 'main', files: badBump() })
    const run = await scene.judge(await pushEvent(scene.github, { before, after }))
    expect(run.exit).toBe(1)
    expect(run.outputs['changed-packages']).toBe(`["${SERVER}"]`)
    expect(run.writes).toEqual([])
  })

  test('that makes the branch judges all of it', async () => {
    const after = await scene.github.tipOf('main')
    const run = await scene.judge(await pushEvent(scene.github, { before: '0'.repeat(40), after }))
    expect(run.exit).toBe(0)
    expect(run.outputs['changed-packages']).toBe(`["${SERVER}"]`)
  })

  test('to another branch is refused in words', async () => {
    const after = await scene.github.commit({ branch: 'side', files: badBump() })
    const run = await scene.judge(
      await pushEvent(scene.github, { before: await scene.github.tipOf('main'), after, branch: 'side' }),
    )
    expect(run.exit).toBe(2)
    expect(run.stdout).toContain('::error title=MCP gate could not run::A push to refs/heads/side is not judged')
  })
})

test.each(['issues', 'workflow_run', 'release'])('the event %s is refused with the events that work', async (name) => {
  const run = await scene.judge({ name, payload: {}, ref: 'refs/heads/main', sha: await scene.github.tipOf('main') })
  expect(run.exit).toBe(2)
  expect(run.outputs).toEqual({ verdict: 'incomplete' })
  expect(run.stdout).toContain(`The event ${name} says neither what changed nor what to audit`)
  expect(run.stdout).toContain('pull_request_target')
  expect(run.asked).toEqual([])
})

describe('a policy that cannot be used', () => {
  test('broken at the base: exit 2 with file and line', async () => {
    await scene.github.commit({ branch: 'main', files: { [POLICY_PATH]: 'version: 1\nfail-on: high\nalow: []\n' } })
    const number = await scene.propose('bump', badBump())
    const run = await scene.judgePull(number)
    expect(run.exit).toBe(2)
    expect(run.outputs).toEqual({ verdict: 'incomplete' })
    expect(run.stdout).toMatch(/^::error title=MCP gate could not run,file=\.github\/mcp-gate\.yml,line=3::.*alow/m)
    expect(run.stdout).toContain('allow')
    expect(run.registryAsked).toEqual([])
  })

  test.each([
    ['empty', ''],
    ['of an unknown version', 'version: 2\n'],
    ['no YAML', 'version: 1\nallow: [\n'],
  ])('%s: exit 2, never the default', async (_, text) => {
    await scene.github.commit({ branch: 'main', files: { [POLICY_PATH]: text } })
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const run = await scene.judgePull(number)
    expect(run.exit).toBe(2)
    expect(run.stdout).toContain('file=.github/mcp-gate.yml')
  })

  test('broken by the pull request: judged by the base’s, and told', async () => {
    const number = await scene.propose('bump', { ...filesAt(market, '1.0.1'), [POLICY_PATH]: 'version: 1\nallow: [\n' })
    const run = await scene.judgePull(number, QUIET)
    expect([run.exit, run.outputs['verdict']]).toEqual([0, 'warn'])
    expect(run.stdout).toContain('policy-change/policy-edited')
  })

  test('no policy at all: nothing is allowlisted, and the report says how to start', async () => {
    await scene.github.commit({ branch: 'main', files: { [POLICY_PATH]: null } })
    const number = await scene.propose('bump', filesAt(market, '1.0.1'))
    const run = await scene.judgePull(number, QUIET)
    expect(run.exit).toBe(1)
    expect(run.stdout).toContain('allowlist/not-allowlisted')
    expect(run.summary).toContain('mcp-gate init')
  })
})

describe('inputs', () => {
  test('fail-on only tightens', async () => {
    await scene.github.commit({ branch: 'main', files: { [POLICY_PATH]: `${POLICY}fail-on: moderate\n` } })
    const number = await scene.propose('bump', { ...filesAt(market, '1.0.1'), [POLICY_PATH]: null })
    const run = await scene.judgePull(number, { inputs: { ...QUIET.inputs, 'fail-on': 'critical' } })
    expect(run.exit).toBe(1)
  })

  test('one that is wrong is named with what it takes', async () => {
    const number = await scene.propose('bump', badBump())
    const run = await scene.judgePull(number, { inputs: { review: 'loudly' } })
    expect(run.exit).toBe(2)
    expect(run.stdout).toContain('The input `review` is "loudly"%0AIt takes comment, request-changes, off.')
    expect(run.asked).toEqual([])
  })

  test('policy names another file, which then must be there', async () => {
    const number = await scene.propose('bump', badBump())
    const run = await scene.judgePull(number, { inputs: { policy: 'security/gate.yml' } })
    expect(run.exit).toBe(2)
    expect(run.stdout).toContain('file=security/gate.yml')
  })

  test('an unknown base is named', async () => {
    const number = await scene.propose('bump', badBump())
    const run = await scene.judgePull(number, { inputs: { base: 'nowhere' } })
    expect(run.exit).toBe(2)
    expect(run.stdout).toContain('The repository has no commit called nowhere')
  })
})
