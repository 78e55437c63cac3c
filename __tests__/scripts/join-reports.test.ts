import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-gate-join-'))
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value))
  const counts = { critical: 0, high: 0, moderate: 1, low: 2, waived: 0 }
  write('acme__good.json', { verdict: 'pass', counts: { ...counts, moderate: 0, low: 0 } })
  write('acme__meh.json', { verdict: 'warn', counts })
  write('acme__bad.json', { verdict: 'fail', counts: { ...counts, critical: 3 } })
  write('acme__forged.json', { verdict: 'pass', counts: { ...counts, high: '0 | ✅' } })
  write('acme__other.json', { verdict: '__proto__', counts })
  writeFileSync(join(folder, 'acme__cut.json'), '{"verdict": "pa')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(repositories: unknown) {
  const { status, stdout } = spawnSync(process.execPath, [resolve('scripts/join-reports.mjs'), folder], {
    env: { REPOSITORIES: typeof repositories === 'string' ? repositories : JSON.stringify(repositories) },
    encoding: 'utf8',
  })
  return { status, lines: stdout.trimEnd().split('\n') }
}

describe('the summary of many audits', () => {
  test('passes where all pass or warn', () => {
    expect(run(['acme/good', 'acme/meh'])).toEqual({
      status: 0,
      lines: [
        '### MCP audit: 2 of 2 repositories pass',
        '',
        '| repository | verdict | critical | high | moderate | low |',
        '| --- | --- | --- | --- | --- | --- |',
        '| `acme/meh` | ⚠️ warns | 0 | 0 | 1 | 2 |',
        '| `acme/good` | ✅ passes | 0 | 0 | 0 | 0 |',
      ],
    })
  })

  test('fails where one fails, worst first', () => {
    const { status, lines } = run(['acme/good', 'acme/bad'])
    expect(status).toBe(1)
    expect(lines.at(-2)).toBe('| `acme/bad` | ❌ fails | 3 | 0 | 1 | 2 |')
  })

  test.each(['acme/missing', 'acme/cut', 'acme/forged', 'acme/other'])('%s has no report, and that fails', (name) => {
    const { status, lines } = run(['acme/good', name])
    expect(status).toBe(1)
    expect(lines).toContain(`| \`${name}\` | ❌ no report |  |  |  |  |`)
  })

  test.each(['[]', '{}', '["acme"]', '["../../x/y"]', '["a/b`c"]', 'nothing', '[1]'])(
    '%s is no list of repositories',
    (text) => {
      expect(run(text).status).not.toBe(0)
    },
  )
})
