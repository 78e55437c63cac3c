import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { projectFiles } from '../support/project.ts'
import { type RegistryDouble, startRegistry } from '../support/registry.ts'
import { makeRepository, type TestRepository } from '../support/repository.ts'
import { doubleFlags } from '../support/run.ts'
import { command, scratch } from './support.ts'

const home = scratch()
let registry: RegistryDouble
let repository: TestRepository
let flags: readonly string[]

beforeAll(async () => {
  registry = await startRegistry()
  const { integrity } = await registry.publish({ name: 'weather-mcp', version: '1.0.0' })
  repository = makeRepository({
    ...projectFiles({
      dependencies: { 'weather-mcp': '1.0.0' },
      locked: {
        'weather-mcp': { version: '1.0.0', integrity, resolved: `${registry.url}weather-mcp/-/weather-mcp-1.0.0.tgz` },
      },
    }),
    '.npmrc': 'registry=https://user:secret@npm.example.test/\n',
    '.github/mcp-gate.yml': `version: 1\nallow:\n  - package: weather-mcp\n    versions: "1.0.0"\n    reviewed: { by: alice, on: 2026-11-01 }\n`,
  })
  flags = ['--repo', repository.directory, ...(await doubleFlags(registry, home.folder))]
})
afterAll(async () => {
  repository.remove()
  home.remove()
  await registry.close()
})

describe('every format of a report comes from one audit', () => {
  test.each([
    ['json', /^\{\n {2}"schemaVersion": 1/],
    ['sarif', /"version": "2\.1\.0"/],
    ['html', /^<!doctype html>/],
    ['markdown', /^### MCP audit/],
    ['text', /MCP audit/],
  ])('%s', async (format, start) => {
    const { stdout, exit } = await command('audit', ...flags, '--offline', '--format', format)
    expect(stdout).toMatch(start)
    expect(exit).toBe(1)
  })

  test('ndjson has one finding a line', async () => {
    const { stdout } = await command('audit', ...flags, '--offline', '--format', 'ndjson')
    const rules = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).rule)
    expect(rules).toContain('evidence-unavailable')
  })

  test('a format that a command has not is the user’s to mend', async () => {
    expect(await command('diff', '--format', 'sarif')).toMatchObject({ exit: 2 })
  })
})

test('an inventory is also a CycloneDX SBOM', async () => {
  const { stdout, exit } = await command('inventory', '--repo', repository.directory, '--format', 'cyclonedx')
  const bom = JSON.parse(stdout)
  expect(exit).toBe(0)
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' })
  expect(bom.components.map(({ name }: { name: string }) => name)).toContain('weather-mcp')
  expect(JSON.stringify(bom)).toContain('name:mcp')
})

describe('evidence files', () => {
  test('one for each item, each with time, tool, commit and hashes, and an index that names them all', async () => {
    const folder = join(home.folder, 'evidence')
    await command('audit', ...flags, '--evidence', folder, '--output', join(home.folder, 'report.txt'))
    const files = readdirSync(folder).sort()
    expect(files).toEqual([
      '1-allowlist.json',
      '2-verification.json',
      '3-registries.json',
      '4-names.json',
      '5-publishers.json',
      '6-imitations.json',
      '7-installation.json',
      'index.json',
    ])
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    const lockfile = readFileSync(join(repository.directory, 'package-lock.json'))
    for (const name of files) {
      expect(JSON.parse(read(name))).toMatchObject({
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        tool: { name: 'mcp-gate', version: expect.any(String) },
        input: { ref: 'working tree' },
        policy: { path: '.github/mcp-gate.yml', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        files: expect.arrayContaining([
          { path: 'package-lock.json', blob: expect.anything(), sha256: sha256(lockfile) },
          { path: '.github/mcp-gate.yml', blob: expect.stringMatching(/^[0-9a-f]{40}$/), sha256: expect.any(String) },
        ]),
      })
    }
    const { evidence } = JSON.parse(read('index.json'))
    expect(evidence.map((one: { sha256: string }) => one.sha256)).toEqual(
      files.slice(0, -1).map((name) => sha256(Buffer.from(read(name)))),
    )
  })

  test('say what was verified, who reviewed it, and from where it comes', async () => {
    const folder = join(home.folder, 'said')
    await command('audit', ...flags, '--evidence', folder, '--output', join(home.folder, 'report.txt'))
    const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
    expect(read('1-allowlist.json').entries).toMatchObject([
      { name: 'weather-mcp', reviewed: { by: 'alice', on: '2026-11-01' }, fits: ['pkg:npm/weather-mcp@1.0.0'] },
    ])
    const [verified] = read('2-verification.json').packages
    expect(verified).toMatchObject({
      purl: 'pkg:npm/weather-mcp@1.0.0',
      registrySignature: { status: 'observed', value: { verified: true } },
    })
    expect(verified.integrity.lockfile).toEqual([verified.integrity.registry.value])
    expect(read('3-registries.json')).toMatchObject({
      settings: [{ path: '.npmrc', line: 1, url: expect.not.stringContaining('secret') }],
      installedFrom: [{ source: 'package-lock.json', origin: new URL(registry.url).origin, components: 1 }],
    })
    expect(read('4-names.json').names).toContainEqual(
      expect.objectContaining({ name: 'weather-mcp', packageExists: { status: 'observed', value: true } }),
    )
    expect(read('5-publishers.json').publishers[0]).toMatchObject({ release: { status: 'observed' } })
    expect(read('6-imitations.json').names).toContainEqual({ name: 'weather-mcp', imitates: null })
    expect(read('7-installation.json').components).toContainEqual(
      expect.objectContaining({ name: 'weather-mcp', source: 'package-lock.json', location: expect.anything() }),
    )
  })

  test('say so where nobody could be asked', async () => {
    const folder = join(home.folder, 'offline')
    await command('audit', ...flags, '--offline', '--evidence', folder, '--output', join(home.folder, 'report.txt'))
    const { packages } = JSON.parse(readFileSync(join(folder, '2-verification.json'), 'utf8'))
    expect(packages[0]).toMatchObject({
      registrySignature: { status: 'unavailable', reason: 'offline' },
      attestation: { status: 'unavailable', reason: 'offline' },
    })
  })

  test('a folder that cannot be written is the user’s to mend', async () => {
    const blocked = join(home.folder, 'blocked')
    writeFileSync(blocked, '')
    const { exit, stderr } = await command('audit', ...flags, '--offline', '--evidence', join(blocked, 'x'))
    expect(exit).toBe(2)
    expect(stderr).toContain('evidence files cannot be written')
  })
})

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
