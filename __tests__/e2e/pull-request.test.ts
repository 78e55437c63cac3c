// A pull request's life under the built Action: judged, commented on, mended, and nothing said twice.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { pullRequestEvent } from '../support/github-events.ts'
import {
  filesAt,
  type Market,
  openScene,
  POLICY,
  QUIET,
  READER,
  type Scene,
  SERVER,
  startMarket,
} from '../support/scene.ts'

let market: Market
let scene: Scene
beforeAll(async () => {
  market = await startMarket()
  scene = await openScene(market)
})
afterAll(async () => {
  await scene.close()
  await market.registry.close()
})

const badBump = () => filesAt(market, '1.1.0', '^1.1.0')
const REPORTED = [
  'allowlist/version-not-allowlisted',
  'exact-pin/spec-not-exact',
  'install-script/added',
  'provenance/downgraded',
  'provenance/missing',
]

describe('a bad bump', () => {
  let number = 0
  let head = ''
  beforeAll(async () => {
    number = await scene.propose('bump', badBump())
    head = await scene.github.tipOf('bump')
  })

  test('fails, with a comment on the line that is wrong, a summary, annotations and outputs', async () => {
    const run = await scene.judgePull(number)
    expect(run.exit).toBe(1)
    expect(run.outputs).toEqual({ verdict: 'fail', findings: '5', 'changed-packages': `["${SERVER}"]` })
    expect(run.writes).toEqual([`POST /issues/${number}/comments`, `POST /pulls/${number}/reviews`])
    expect(annotationsIn(run.stdout)).toEqual(
      REPORTED.map((id) => (id === 'provenance/missing' ? `warning moderate: ${id}` : `error high: ${id}`)).map(
        (text) => `${text} package.json:6`,
      ),
    )
    expect(run.summary).toContain('### MCP gate: failed · 1 of 1 changed server needs a decision')

    const { comments, reviews, lines } = await scene.conversation(number)
    expect(comments).toHaveLength(1)
    expect(comments[0]?.body).toContain('### MCP gate: failed')
    expect(reviews.map(({ state, commit_id }) => [state, commit_id])).toEqual([['COMMENTED', head]])
    expect(lines.map(({ path, line }) => [path, line])).toEqual([['package.json', 6]])
    for (const id of REPORTED) expect(lines[0]?.body).toContain(id)
    expect(lines[0]?.body).toContain('```suggestion\n    "weather-mcp": "1.1.0"\n```')
  })

  test('asks each thing of the registry once', async () => {
    const run = await scene.judgePull(number)
    const paths = run.registryAsked.map(({ path }) => path).filter((path) => !path.startsWith('/tuf/'))
    expect(paths.toSorted()).toEqual([
      `/-/npm/v1/attestations/${SERVER}@1.0.0`,
      '/-/npm/v1/security/advisories/bulk',
      '/osv/v1/querybatch',
      `/${SERVER}`,
      `/${SERVER}/-/${SERVER}-1.0.0.tgz`,
      `/${SERVER}/-/${SERVER}-1.1.0.tgz`,
    ])
  })

  test('judged again at the same head says nothing new', async () => {
    const run = await scene.judgePull(number)
    expect(run.exit).toBe(1)
    expect(run.writes).toEqual([])
  })

  test('by a token that may only read has the same verdict, told in the job alone', async () => {
    const other = await scene.propose('bump-unheard', badBump())
    const run = await scene.judgePull(other, { permissions: READER })
    expect(run.exit).toBe(1)
    expect(run.outputs['verdict']).toBe('fail')
    expect(run.outputs['findings']).toBe('5')
    expect(run.summary).toContain('### MCP gate: failed')
    expect(run.stdout.match(/^::notice::/gm)).toHaveLength(2)
    expect(run.stdout).toContain('::notice::The summary comment was not posted: GitHub refused')
    expect(run.stdout).toContain('::notice::The review was not posted: GitHub refused')
    expect(await scene.conversation(other)).toEqual({ comments: [], reviews: [], lines: [] })
  })

  test('mended turns its comment green and hides what it said on lines', async () => {
    await scene.github.commit({ branch: 'bump', files: filesAt(market, '1.0.1'), author: 'ana' })
    const run = await scene.judgePull(number)
    expect(run.exit).toBe(0)
    expect(run.outputs).toEqual({ verdict: 'pass', findings: '0', 'changed-packages': `["${SERVER}"]` })
    expect(annotationsIn(run.stdout)).toEqual([])
    const { comments, reviews, lines } = await scene.conversation(number)
    expect(run.writes).toEqual([`PATCH /issues/comments/${comments[0]?.id}`, 'POST /graphql'])
    expect(comments).toHaveLength(1)
    expect(comments[0]?.body).toContain('### MCP gate: passed · 1 changed server, nothing to decide')
    expect([...reviews, ...lines].map(({ node_id }) => scene.github.isMinimized(node_id))).toEqual([true, true])
    expect((await scene.judgePull(number)).writes).toEqual([])
  })

  test('made again is said again, in the same comment', async () => {
    await scene.github.commit({ branch: 'bump', files: badBump(), author: 'ana' })
    const run = await scene.judgePull(number)
    expect(run.exit).toBe(1)
    const { comments, reviews, lines } = await scene.conversation(number)
    expect(comments).toHaveLength(1)
    expect(comments[0]?.body).toContain('### MCP gate: failed')
    expect(reviews).toHaveLength(2)
    expect(lines.map(({ node_id }) => scene.github.isMinimized(node_id))).toEqual([true, false])
  })
})

test('request-changes blocks while it is bad and is taken back when it is mended', async () => {
  const number = await scene.propose('bump-blocked', badBump())
  const inputs = { review: 'request-changes' }
  expect((await scene.judgePull(number, { inputs })).exit).toBe(1)
  expect((await scene.conversation(number)).reviews.map(({ state }) => state)).toEqual(['CHANGES_REQUESTED'])
  await scene.github.commit({ branch: 'bump-blocked', files: filesAt(market, '1.0.1'), author: 'ana' })
  expect((await scene.judgePull(number, { inputs })).exit).toBe(0)
  expect((await scene.conversation(number)).reviews.map(({ state }) => state)).toEqual(['DISMISSED'])
})

test('a change of the lockfile alone is commented on in the lockfile', async () => {
  const files = filesAt(market, '1.1.0')
  const number = await scene.propose('bump-lock', { 'package-lock.json': files['package-lock.json'] })
  const run = await scene.judgePull(number)
  expect(run.exit).toBe(1)
  const { lines } = await scene.conversation(number)
  const shown = lines.map(({ path, line }) => `${path}:${lineAt(files, path, line)}`)
  expect(shown).toContain('package-lock.json:    "node_modules/weather-mcp": {')
  expect(lines.every(({ path, body }) => path !== 'package-lock.json' || !body.includes('```suggestion'))).toBe(true)
})

test('no MCP change and no added direct dependency: nobody is asked, nothing is posted', async () => {
  const number = await scene.propose('docs', { 'README.md': '# Words\n', 'src/index.js': 'export {}\n' })
  const run = await scene.judgePull(number)
  expect(run.exit).toBe(0)
  expect(run.outputs).toEqual({ verdict: 'pass', findings: '0', 'changed-packages': '[]' })
  expect(run.registryAsked).toEqual([])
  expect(run.writes).toEqual([])
})

test('a transitive dependency that no server needs is judged from the files alone', async () => {
  const files = filesAt(market, '1.0.0')
  const lockfile = JSON.parse(files['package-lock.json'])
  const dependencies = { [SERVER]: '1.0.0', plain: '1.0.0' }
  lockfile.packages[''].dependencies = dependencies
  const entry = (version: string) => ({ version, integrity: market.integrity['1.0.0'] })
  const manifest = { name: 'example', version: '1.0.0', private: true, dependencies }
  lockfile.packages['node_modules/plain'] = { ...entry('1.0.0'), dependencies: { deep: '^1.0.0' } }
  lockfile.packages['node_modules/deep'] = entry('1.0.0')
  const base = { 'package.json': JSON.stringify(manifest), 'package-lock.json': JSON.stringify(lockfile) }
  await scene.github.commit({ branch: 'with-plain', files: base, author: 'ana' })
  lockfile.packages['node_modules/deep'] = entry('1.0.1')
  await scene.github.commit({
    branch: 'deep',
    from: 'with-plain',
    files: { 'package-lock.json': JSON.stringify(lockfile) },
    author: 'ana',
  })
  const number = await scene.github.pull({ head: 'deep', base: 'with-plain', author: 'ana' })
  const run = await scene.judgePull(number)
  expect(run.registryAsked).toEqual([])
  expect(run.exit).toBe(0)
})

test('a pull request of a fork is judged without a checkout and without a write token', async () => {
  await scene.github.commit({ branch: 'mallory:bump', files: badBump(), author: 'bo', from: 'main' })
  const number = await scene.github.pull({ head: 'mallory:bump', author: 'bo' })
  const run = await scene.judgePull(number, { ...QUIET, permissions: READER })
  expect(run.exit).toBe(1)
  expect(run.outputs['findings']).toBe('5')
})

test('retargeted to another base it is judged by what differs from that one', async () => {
  await scene.github.commit({ branch: 'release', files: badBump(), author: 'cy' })
  await scene.github.commit({ branch: 'onto', from: 'release', files: { 'README.md': 'x' }, author: 'ana' })
  const number = await scene.github.pull({ head: 'onto', author: 'ana' })
  const before = await scene.judgePull(number)
  expect(before.exit).toBe(1)
  const edited = await pullRequestEvent(scene.github, number, { action: 'edited' })
  const payload = structuredClone(edited.payload) as { pull_request: { base: { ref: string } } }
  payload.pull_request.base.ref = 'release'
  const after = await scene.judge({ ...edited, payload: { ...edited.payload, ...payload } })
  expect(after.exit).toBe(0)
  const { comments, lines } = await scene.conversation(number)
  expect(comments).toHaveLength(1)
  expect(comments[0]?.body).toContain('### MCP gate: passed')
  expect(lines.map(({ node_id }) => scene.github.isMinimized(node_id))).toEqual([true])
})

test('a policy relaxed in the head does not count: the base’s judges, and the edit is told', async () => {
  const relaxed = `${POLICY.replace('"1.0.1"', '"1.0.1", "1.1.0"').replace('source: github.com/acme/sample-mcp', '')}fail-on: critical\n`
  const number = await scene.propose('relaxed', { ...badBump(), '.github/mcp-gate.yml': relaxed })
  const run = await scene.judgePull(number, QUIET)
  expect(run.exit).toBe(1)
  expect(run.outputs['findings']).toBe('6')
  expect(run.stdout).toContain('policy-change/policy-edited')
})

test('a removed server turns nothing red', async () => {
  const files = { 'package.json': '{ "name": "example", "version": "1.0.0" }\n', 'package-lock.json': null }
  const number = await scene.propose('remove', files)
  const run = await scene.judgePull(number)
  expect(run.exit).toBe(0)
  expect(run.registryAsked).toEqual([])
})

/** `level title file:line` of every workflow command that annotates a file. */
function annotationsIn(log: string): readonly string[] {
  const found = [...log.matchAll(/^::(error|warning|notice) title=([^,]+),file=([^,]+),line=(\d+)::/gm)]
  return found.map(([, level, title, file, line]) => `${level} ${title?.replace('%3A', ':')} ${file}:${line}`)
}

function lineAt(files: Readonly<Record<string, string>>, path: string, line: number | null): string {
  return files[path]?.split('\n')[(line ?? 0) - 1] ?? ''
}
