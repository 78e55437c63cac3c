// The Action reads a central policy over the API, with its own client, and counts nothing that a pull request says of it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readEnvironment } from '../../src/action/environment.ts'
import { writeFiles } from '../../src/action/files.ts'
import { readInputs } from '../../src/action/inputs.ts'
import { type ActionRun, judgePlan } from '../../src/action/judge-plan.ts'
import type { GithubClient } from '../../src/github/client.ts'
import { aClient } from '../github/support.ts'
import { type Github, startGithub } from '../support/github.ts'

const CONFIG = '{"mcpServers":{"x":{"command":"node","args":["x.js"]}}}'
const CENTRAL = 'version: 1\nlocked: [fail-on, client-config]\nfail-on: moderate\n'

let github: Github
let client: GithubClient
let central: string
let base: string

beforeAll(async () => {
  github = await startGithub({ repo: 'acme/app', others: ['acme/security-policy'] })
  central = await github.commit({ repo: 'acme/security-policy', branch: 'main', files: { 'p.yml': CENTRAL } })
  base = await commit('main', { '.github/mcp-gate.yml': policy(''), '.mcp.json': CONFIG })
  client = await aClient(github)
})
afterAll(() => github.close())

function policy(text: string): string {
  return `version: 1\nextends: acme/security-policy//p.yml@${central}\n${text}`
}

function commit(branch: string, files: Readonly<Record<string, string>>): Promise<string> {
  return github.commit({ branch, files, ...(branch === 'main' ? {} : { from: 'main' }) })
}

function auditOf(sha: string, policyClient = client): ActionRun {
  const commit = { ref: 'main', sha }
  const env = { GITHUB_REPOSITORY: 'acme/app', GITHUB_EVENT_NAME: 'schedule', GITHUB_API_URL: github.apiUrl }
  return {
    inputs: { ...readInputs(), token: 'unused' },
    environment: readEnvironment(env),
    client,
    policyClient,
    plan: { kind: 'audit', head: commit, policy: commit },
  }
}

test('the repository is judged by its policy on top of the central one', async () => {
  const { report } = await judgePlan(auditOf(base))
  expect(report.policy).toMatchObject({
    path: '.github/mcp-gate.yml',
    extends: { reference: `acme/security-policy//p.yml@${central}` },
  })
  expect([report.failOn, report.verdict]).toEqual(['moderate', 'fail'])
})

test('only the client of the policy token reads the central repository', async () => {
  const asked = github.requests.length
  const blind = await aClient(github)
  blind.hook.before('request', ({ url }) => {
    throw new Error(`asked with the other token: ${url}`)
  })
  await expect(judgePlan(auditOf(base, blind))).rejects.toThrow(/asked with the other token/)
  const paths = github.requests.slice(asked).map(({ path }) => path)
  expect(paths.filter((path) => path.includes('security-policy'))).toEqual([])
})

test('a policy that loosens what is locked ends the run, and its author mends it', async () => {
  const loose = await commit('loose', { '.github/mcp-gate.yml': policy('rules: { client-config: off }\n') })
  await expect(judgePlan(auditOf(loose))).rejects.toMatchObject({ code: 'policy-invalid', line: 3 })
})

test('the files that inputs ask for are written, each in its form', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-gate-written-'))
  const run = auditOf(base)
  const judged = await judgePlan(run)
  const inputs = {
    ...run.inputs,
    reportFile: 'out/report.html',
    sarifFile: 'out/findings.sarif',
    sbomFile: 'out/bom.json',
  }
  const environment = { ...run.environment, workspace: folder }
  await writeFiles({ ...run, inputs, environment }, judged, { links: null, docsBase: null })
  const read = (name: string) => readFileSync(join(folder, 'out', name), 'utf8')
  expect(read('report.html')).toMatch(/^<!doctype html>/)
  expect(JSON.parse(read('findings.sarif'))).toMatchObject({ version: '2.1.0' })
  expect(JSON.parse(read('bom.json'))).toMatchObject({
    bomFormat: 'CycloneDX',
    metadata: { component: { name: 'acme/app', version: base } },
  })
  rmSync(folder, { recursive: true, force: true })
})
