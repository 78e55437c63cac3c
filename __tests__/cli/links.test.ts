// Nothing is written through a link that a repository holds.
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { makeRepository, type TestRepository } from '../support/repository.ts'
import { command, scratch } from './support.ts'

const POLICY = '.github/mcp-gate.yml'
const REFUSED = { exit: 2, stderr: expect.stringContaining('is a symbolic link, and nothing is written through one') }

let home: ReturnType<typeof scratch>
let repository: TestRepository
let victim: string
beforeEach(() => {
  home = scratch()
  victim = join(home.folder, 'victim')
  writeFileSync(victim, 'old')
  repository = makeRepository({ 'README.md': 'x' })
})
afterEach(() => {
  repository.remove()
  home.remove()
})

const at = (path: string) => join(repository.directory, path)
const here = (...args: readonly string[]) => command(...args, '--repo', repository.directory, '--offline')

function link(path: string, target: string) {
  rmSync(at(path), { recursive: true, force: true })
  mkdirSync(join(at(path), '..'), { recursive: true })
  symlinkSync(target, at(path))
}

describe('init and allow --write', () => {
  const attempts = { init: ['init', '--force'], 'init that may not overwrite': ['init'], allow: allowing() }

  test.each(Object.entries(attempts))('%s: not over a policy that is a link', async (_, args) => {
    link(POLICY, victim)
    expect(await here(...args)).toMatchObject(REFUSED)
    expect(readFileSync(victim, 'utf8')).toBe('old')
  })

  test.each(Object.entries(attempts))('%s: not below a folder that is one', async (_, args) => {
    link('.github', home.folder)
    expect(await here(...args)).toMatchObject(REFUSED)
    expect(existsSync(join(home.folder, 'mcp-gate.yml'))).toBe(false)
  })

  test.each(Object.entries(attempts))('%s: not over a link that leads to nothing yet', async (_, args) => {
    link(POLICY, join(home.folder, 'new'))
    expect(await here(...args)).toMatchObject(REFUSED)
    expect(existsSync(join(home.folder, 'new'))).toBe(false)
  })

  test('init: nor over a workflow that is one', async () => {
    link('.github/workflows/mcp-gate.yml', victim)
    expect(await here('init', '--force')).toMatchObject(REFUSED)
    expect([readFileSync(victim, 'utf8'), existsSync(at(POLICY))]).toEqual(['old', false])
  })

  test('allow: nor over a policy that is named', async () => {
    writeFileSync(victim, 'version: 1\n')
    link('policies/own.yml', victim)
    expect(await here(...allowing(), '--policy', at('policies/own.yml'))).toMatchObject(REFUSED)
    expect(readFileSync(victim, 'utf8')).toBe('version: 1\n')
  })

  test('a plain file is written', async () => {
    expect(await here('init')).toMatchObject({ exit: 0 })
    expect(await here(...allowing())).toMatchObject({ exit: 0 })
    expect(readFileSync(at(POLICY), 'utf8')).toContain('pkg:pypi/time-mcp')
  })
})

describe('--output and --evidence', () => {
  test('not through a link of the repository', async () => {
    link('report.json', victim)
    expect(await here('audit', '--output', at('report.json'))).toMatchObject(REFUSED)
    link('out', home.folder)
    expect(await here('audit', '--output', at('out/report.json'))).toMatchObject(REFUSED)
    expect(await here('audit', '--evidence', at('out/evidence'))).toMatchObject(REFUSED)
    expect([readFileSync(victim, 'utf8'), existsSync(join(home.folder, 'report.json'))]).toEqual(['old', false])
  })

  test('through a link of the user’s own, elsewhere', async () => {
    symlinkSync(victim, join(home.folder, 'mine'))
    const args = ['inventory', '--repo', repository.directory, '--output', join(home.folder, 'mine')]
    expect(await command(...args)).toMatchObject({ exit: 0 })
    expect(readFileSync(victim, 'utf8')).not.toBe('old')
    expect(lstatSync(join(home.folder, 'mine')).isSymbolicLink()).toBe(true)
  })
})

function allowing() {
  return ['allow', 'uvx time-mcp==1.2.0', '--write']
}
