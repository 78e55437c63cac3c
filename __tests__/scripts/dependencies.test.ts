// The rules that docs/dependencies.md states hold of the lockfile as it is, and each of them can be broken.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import {
  EXCEPTIONS,
  faultsOf,
  type LockEntry,
  nameOf,
  type Project,
  placeholdersOf,
} from '../../scripts/dependency-rules.ts'

const readJson = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'))
const manifest: Project['manifest'] = readJson('package.json')
const lock: Project['lock'] = readJson('package-lock.json')
const names = Object.keys(manifest.dependencies)
const REAL: Project = { manifest, lock, rows: names, bundled: names }
const GOOD: LockEntry = { version: '1.0.0', license: 'MIT', integrity: `sha512-${'A'.repeat(86)}==` }

function withEntry(entry: LockEntry, overrides: Partial<Project> = {}): Project {
  return { ...REAL, lock: { packages: { ...lock.packages, 'node_modules/new': entry } }, ...overrides }
}

test('nothing is wrong', () => {
  expect(faultsOf(REAL)).toEqual([])
  expect(faultsOf(withEntry(GOOD))).toEqual([])
})

test('the page names every dependency and nothing else', () => {
  const page = readFileSync(new URL('../../docs/dependencies.md', import.meta.url), 'utf8')
  const [first = ''] = page.split('## What they bring')
  expect([...first.matchAll(/^\| `([^`]+)` (\S+) \|/gm)].map(([, name, version]) => [name, version])).toEqual(
    names.map((name) => [name, lock.packages[`node_modules/${name}`]?.version]),
  )
  expect(page).toContain(`but for ${placeholdersOf(lock).length} optional development packages of other platforms`)
})

describe('broken', () => {
  const said = (project: Project) => faultsOf(project).join('\n')
  const { license: _, ...unlicensed } = GOOD
  const { integrity: __, ...unpinned } = GOOD
  const PLATFORM = { dev: true, optional: true, os: ['plan9'] } as const

  test('a dependency without a row, and a row without a dependency', () => {
    expect(said({ ...REAL, rows: names.slice(1) })).toBe(`${names[0]} has no reason in scripts/dependencies.mjs`)
    expect(said({ ...REAL, rows: [...names, 'old'] })).toBe('old is no dependency any more')
  })

  test.each(['GPL-3.0', 'MIT AND GPL-3.0', 'GPL-2.0 OR AGPL-3.0', '', 'UNLICENSED'])('the licence %j', (license) => {
    expect(said(withEntry({ ...GOOD, license }))).toContain('which is not on the list')
  })

  test.each(['(MIT OR GPL-3.0)', 'Apache-2.0 AND MIT'])('the licence %j is taken', (license) => {
    expect(said(withEntry({ ...GOOD, license }))).toBe('')
  })

  test('no licence at all', () => {
    expect(said(withEntry(unlicensed))).toContain('not on the list')
    expect(said(withEntry({ ...unlicensed, ...PLATFORM }))).toBe('')
  })

  test('a licence that only what is not bundled may have', () => {
    const [[name = ''] = []] = Object.entries(EXCEPTIONS)
    expect(said({ ...REAL, bundled: [...names, name] })).toContain('is bundled, and its licence is')
  })

  test('an install script', () => {
    expect(said(withEntry({ ...GOOD, dev: true, hasInstallScript: true }))).toBe(
      'node_modules/new runs a script when it is installed',
    )
    const packages = { ...lock.packages, 'node_modules/x/node_modules/node': { ...GOOD, hasInstallScript: true } }
    expect(said({ ...REAL, lock: { packages } })).toContain('is no development dependency')
  })

  test.each<readonly [string, LockEntry]>([
    ['no integrity', unpinned],
    ['a weak one', { ...GOOD, integrity: 'sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
    ['one that is cut', { ...GOOD, integrity: 'sha512-AAAA' }],
    ['none, and not optional', { ...unpinned, dev: true, os: ['plan9'] }],
    ['none, and not for development', { ...unpinned, optional: true, os: ['plan9'] }],
    ['none, and for every platform', { ...unpinned, dev: true, optional: true }],
  ])('%s', (__name, entry) => {
    expect(said(withEntry(entry))).toContain('has no SHA-512')
  })

  test('something bundled that is for development, or nowhere', () => {
    expect(said({ ...REAL, bundled: [...names, 'jest'] })).toBe('jest is bundled and is no dependency')
    expect(said({ ...REAL, bundled: [...names, 'nowhere'] })).toBe('nowhere is bundled and is no dependency')
  })
})

test('the name of a path', () => {
  expect(nameOf('node_modules/a/node_modules/@b/c')).toBe('@b/c')
})

test('to install this project runs no script of its own, by whatever name npm would run one', () => {
  const { scripts } = readJson('package.json')
  const run = [
    'preinstall',
    'install',
    'postinstall',
    'preprepare',
    'prepare',
    'postprepare',
    'prepublish',
    'dependencies',
  ]
  expect(run.filter((name) => Object.hasOwn(scripts, name))).toEqual([])
})
