// What GitHub hands on from strangers: payloads of events, trees, patches and comments.
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { accepts } from '../../src/github/changed-files.ts'
import { planRun, type RunRequest } from '../../src/github/events.ts'
import { marked, markedValue } from '../../src/github/marker.ts'
import { walkTree } from '../../src/snapshot/github-tree.ts'
import { fuzz } from './harness.ts'
import { word } from './hostile.ts'
import { mutatedValue } from './mutate.ts'

const SHA = 'ab'.repeat(20)
const PAYLOADS = [
  {
    action: 'opened',
    pull_request: {
      number: 7,
      user: { login: 'ana' },
      base: { ref: 'main', sha: SHA },
      head: { ref: 'feature', sha: SHA, repo: { full_name: 'ana/app' } },
    },
  },
  { merge_group: { head_ref: 'refs/heads/q', head_sha: SHA, base_ref: 'refs/heads/main', base_sha: SHA } },
  { ref: 'refs/heads/main', before: SHA, after: SHA, repository: { default_branch: 'main' } },
]
const EVENTS = [
  'pull_request',
  'pull_request_target',
  'pull_request_review',
  'merge_group',
  'push',
  'schedule',
  'workflow_dispatch',
]

const events = fc.record({
  name: fc.oneof(fc.constantFrom(...EVENTS), word),
  payload: mutatedValue(PAYLOADS),
  known: fc.boolean(),
  mode: fc.constantFrom(null, 'gate' as const, 'audit' as const),
  base: fc.oneof(fc.constant(null), word),
})

fuzz({
  name: 'event',
  cases: events,
  runs: 400,
  holds: async ({ name, payload, known, mode, base }) => {
    const request: RunRequest = {
      event: { name, ref: 'refs/heads/main', sha: SHA, payload },
      repository: { owner: 'acme', repo: 'app' },
      inputs: { mode, base, head: null },
      lookup: { commitOf: async () => (known ? SHA : null), mergeBaseOf: async () => (known ? SHA : null) },
    }
    const plan = await planRun(request)
    expect(plan.head.sha).toMatch(/^[0-9a-f]{40}$/)
    expect(plan.policy.sha).toBe(SHA)
  },
})

const item = fc.record({
  path: word,
  mode: fc.constantFrom('100644', '100755', '120000', '160000', '040000'),
  type: fc.constantFrom('blob', 'tree', 'commit'),
  sha: fc.constantFrom(SHA, 'cd'.repeat(20)),
})

/** A folder that holds itself, cut answers, and paths of any kind: a list of files or an error, after a bounded number of questions. */
fuzz({
  name: 'tree',
  cases: fc.record({ tree: fc.array(item, { maxLength: 6 }), truncated: fc.boolean(), cutAgain: fc.boolean() }),
  runs: 150,
  holds: async ({ tree, truncated, cutAgain }) => {
    let asked = 0
    const count = () => expect(++asked).toBeLessThan(500)
    const entries = await walkTree(SHA, async (_, recursive) => {
      count()
      return { tree, truncated: recursive ? truncated : cutAgain }
    })
    expect(entries.length).toBeGreaterThanOrEqual(tree.filter(({ type }) => type !== 'tree').length)
  },
})

/** Only what a marker was put on has one, and it says what it was given. */
fuzz({
  name: 'marker',
  cases: fc.record({ body: word, value: fc.stringMatching(/^[\w, ]{0,20}$/) }),
  runs: 300,
  holds: ({ body, value }) => {
    expect(markedValue('', marked('', value, body))).toBe(value)
    expect(markedValue(':review', marked('', value, body))).toBeNull()
    if (!body.startsWith('<!-- mcp-gate:v1')) expect(markedValue('', body)).toBeNull()
  },
})

fuzz({
  name: 'patch',
  cases: fc.record({
    lines: fc.array(
      fc.oneof(
        word,
        fc.constantFrom('@@ -1,2 +3,4 @@', '@@ -1 +1 @@', '@@ -0,0 +1,99999999999999999999 @@', '+x', '-x', ' x'),
      ),
    ),
    from: fc.integer(),
  }),
  runs: 200,
  holds: ({ lines, from }) =>
    expect(typeof accepts({ path: 'a', patch: lines.join('\n') }, { from, to: from })).toBe('boolean'),
})
