import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Github, startGithub } from '../support/github.ts'
import { pullRequestEvent } from '../support/github-events.ts'
import { projectFiles } from '../support/project.ts'
import { type RegistryDouble, startRegistry } from '../support/registry.ts'
import { type ActionRun, runAction } from '../support/run.ts'

const POLICY = 'version: 1\nallow:\n  - package: "weather-mcp"\n    versions: "1.0.0"\n'

let registry: RegistryDouble
let github: Github
let integrity: Readonly<Record<'1.0.0' | '1.1.0', string>>

beforeAll(async () => {
  registry = await startRegistry()
  const [old, bump] = [
    await registry.publish({ name: 'weather-mcp', version: '1.0.0' }),
    await registry.publish({
      name: 'weather-mcp',
      version: '1.1.0',
      manifest: { scripts: { postinstall: 'node setup.js' } },
    }),
  ]
  integrity = { '1.0.0': old.integrity, '1.1.0': bump.integrity }
  github = await startGithub({ files: { ...filesAt('1.0.0', '1.0.0'), '.github/mcp-gate.yml': POLICY } })
})
afterAll(async () => {
  await github.close()
  await registry.close()
})

function filesAt(version: '1.0.0' | '1.1.0', range: string) {
  return projectFiles({
    dependencies: { 'weather-mcp': range },
    locked: { 'weather-mcp': { version, integrity: integrity[version], hasInstallScript: version === '1.1.0' } },
  })
}

async function judge(number: number, permissions: Record<string, 'read' | 'write'>): Promise<ActionRun> {
  return runAction({
    github,
    registry,
    event: await pullRequestEvent(github, number),
    token: await github.token(permissions),
  })
}

describe('a pull request that bumps a server badly', () => {
  test('fails, with comments on the right lines and a summary', async () => {
    await github.commit({ branch: 'bump', files: filesAt('1.1.0', '^1.1.0'), from: github.defaultBranch })
    const number = await github.pull({ head: 'bump', author: 'ana' })
    const run = await judge(number, { contents: 'read', pull_requests: 'write', issues: 'write' })
    console.log(
      run.stdout,
      run.stderr,
      run.outputs,
      github.requests.map((r) => `${r.method} ${r.path} ${r.status}`).join('\n'),
    )
    expect(run.exit).toBe(1)
    expect(run.outputs['verdict']).toBe('fail')
    expect(github.violations).toEqual([])
  })
})
