// The Action's own description and this repository's workflows keep the rules the gate asks of others.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { load } from 'js-yaml'
import { GATE_WORKFLOW } from '../../src/pipeline/workflows.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const FOLDER = '.github/workflows/'
const names = readdirSync(new URL(FOLDER, root)).filter((name) => name.endsWith('.yml'))

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly steps: readonly {
    readonly uses?: string
    readonly run?: string
    readonly with?: Readonly<Record<string, unknown>>
  }[]
}
interface Workflow {
  readonly on: Readonly<Record<string, { readonly paths?: unknown; readonly [key: string]: unknown } | null>>
  readonly permissions: unknown
  readonly concurrency?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

describe.each(names)('%s', (name) => {
  const text = read(`${FOLDER}${name}`)
  const workflow = load(text) as Workflow
  const jobs = Object.values(workflow.jobs)
  const steps = jobs.flatMap((job) => job.steps)

  test('pins every action by its commit, with the version beside it', () => {
    const uses = [...text.matchAll(/^[ -]*uses: *(.+)$/gm)].map(([, value = '']) => value)
    expect(uses.filter((value) => !/^(\.\/[\w.-]*|[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(value))).toEqual([])
  })

  test('grants nothing at the top, and to each job only what a comment explains', () => {
    expect(workflow.permissions).toEqual({})
    expect(jobs.map(({ permissions }) => typeof permissions)).toEqual(jobs.map(() => 'object'))
    const granted = [...text.matchAll(/^ {6}[a-z-]+: (?:read|write)(.*)$/gm)].map(([, rest = '']) => rest)
    expect(granted.filter((rest) => !/^ # \w/.test(rest))).toEqual([])
    expect(granted).toHaveLength(jobs.flatMap(({ permissions }) => Object.keys(permissions ?? {})).length)
  })

  test('ends in time and alone, and keeps no credentials', () => {
    expect(jobs.map((job) => typeof job['timeout-minutes'])).toEqual(jobs.map(() => 'number'))
    expect(workflow.concurrency).toBeDefined()
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  test('puts no expression into a script, and no filter before a check', () => {
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([])
    expect(Object.values(workflow.on).filter((trigger) => trigger !== null && 'paths' in trigger)).toEqual([])
  })
})

describe('the workflows that others call', () => {
  const called = ['gate-reusable.yml', 'audit-many.yml'].map((name) => load(read(`${FOLDER}${name}`)) as Workflow)

  test('take this repository at the commit that the caller has pinned', () => {
    const own = called.flatMap(({ jobs }) =>
      Object.values(jobs).flatMap(({ steps }) => steps.filter((step) => step.with?.['path'] === '.mcp-gate')),
    )
    expect(own).toHaveLength(3)
    for (const step of own) {
      expect(step.with).toMatchObject({
        repository: expect.stringContaining('workflow_repository'),
        ref: expect.stringContaining('workflow_sha'),
      })
    }
  })

  test('hand every input on under a name that the action has', () => {
    const { inputs } = load(read('action.yml')) as { inputs: object }
    const steps = called.flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => job.steps))
    const handed = steps.filter(({ uses }) => uses === './.mcp-gate').flatMap((step) => Object.keys(step.with ?? {}))
    expect(handed).not.toEqual([])
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(handed))
  })

  test('use options that the command has', () => {
    const text = read(`${FOLDER}audit-many.yml`)
    const used = [...text.matchAll(/--([a-z]+)/g)].map(([, name = '']) => name)
    const known = [...read('src/cli/options.ts').matchAll(/^ {2}'?([a-z-]+)'?: \{/gm)].map(([, name = '']) => name)
    expect(known).toEqual(expect.arrayContaining(used))
  })
})

test('the audit does not start on the full hour', () => {
  const { on } = load(read(`${FOLDER}re-audit.yml`)) as { on: { schedule: readonly { cron: string }[] } }
  expect(on.schedule.map(({ cron }) => cron.split(' ')[0])).not.toContain('0')
})

describe('action.yml', () => {
  interface Described {
    readonly description?: string
    readonly default?: string
  }
  const action = load(read('action.yml')) as {
    readonly inputs: Readonly<Record<string, Described>>
    readonly outputs: Readonly<Record<string, Described>>
    readonly runs: unknown
  }

  test('runs the bundle on Node 24', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' })
  })

  test('describes every input and output, and defaults every input', () => {
    const inputs = Object.entries(action.inputs)
    expect(inputs.filter(([, { description }]) => (description ?? '').length < 20)).toEqual([])
    expect(inputs.filter(([, { default: value }]) => value === undefined)).toEqual([])
    expect(Object.values(action.outputs).filter(({ description }) => (description ?? '').length < 20)).toEqual([])
  })

  test('names the inputs that the entry reads, no more and no less', () => {
    const source = read('src/action/inputs.ts')
    const asked = [...source.matchAll(/(?:getInput|text|oneOf)\('([a-z-]+)'/g)].map(([, name = '']) => name)
    expect([...new Set(asked)].sort()).toEqual(Object.keys(action.inputs).sort())
  })
})

describe('a review never ends the run that speaks for the head', () => {
  const readme = /```yaml\n(name: mcp-gate\n[\s\S]*?)```/.exec(read('README.md'))?.[1] ?? ''

  test.each([
    ['init', GATE_WORKFLOW],
    ['README.md', readme],
    ['gate.yml', read(`${FOLDER}gate.yml`)],
  ])('%s', (_, text) => {
    expect((load(text) as Workflow).concurrency).toEqual({
      group: 'mcp-gate-$' + '{{ github.event.pull_request.number || github.ref }}',
      'cancel-in-progress': '$' + "{{ github.event_name != 'pull_request_review' }}",
    })
  })
})
