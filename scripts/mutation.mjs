// Mutation testing of the pure stages, file by file, each against the tests that mirror it. Prints survivors and scores.
// npm run mutation -- [file…]: only these, e.g. src/policy/waive.ts.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Stryker } from '@stryker-mutator/core'

const FOLDER = 'stryker.tmp'
const DEFAULTS = ['src/inventory/*.ts', 'src/policy/*.ts', 'src/rules/*.ts', 'src/rules/shared/*.ts']
/** Tests that do not bear their file's name. */
const ELSEWHERE = new Map([
  ['src/inventory/diff.ts', ['__tests__/inventory/diff.test.ts', '__tests__/inventory/protections.test.ts']],
  ['src/inventory/protections.ts', ['__tests__/inventory/protections.test.ts', '__tests__/inventory/diff.test.ts']],
  ['src/policy/decide.ts', ['__tests__/policy/judge.test.ts']],
  ['src/policy/waive.ts', ['__tests__/policy/judge.test.ts']],
])

const files = process.argv.length > 2 ? process.argv.slice(2) : DEFAULTS.flatMap((pattern) => globSync(pattern)).sort()
const base = JSON.parse(readFileSync('stryker.config.json', 'utf8'))
const rows = []
for (const file of files) {
  const results = await mutate(file)
  for (const mutant of results.filter(survived)) console.log(survivor(file, mutant))
  rows.push(scoreOf(file, results))
  console.log(line(rows.at(-1)))
}
rmSync(FOLDER, { recursive: true, force: true })
console.log(['', ...rows.map(line), line(rows.reduce(joined, { file: 'all', found: 0, all: 0 }))].join('\n'))

/** Every mutant of one file with its status. */
function mutate(file) {
  mkdirSync(FOLDER, { recursive: true })
  const config = {
    ...base,
    mutate: [file],
    jest: { ...base.jest, config: { testMatch: testsOf(file).map((test) => `<rootDir>/${test}`) } },
  }
  const path = join(FOLDER, `${basename(file, '.ts')}.json`)
  writeFileSync(path, JSON.stringify(config))
  return new Stryker({ configFile: path, logLevel: 'error' }).runMutationTest()
}

/** The test that mirrors the file; all tests of its folder where there is none. */
function testsOf(file) {
  const folder = dirname(file)
    .replace(/^src/, '__tests__')
    .replace(/\/shared$/, '')
  const mirror = join(folder, `${basename(file, '.ts')}.test.ts`)
  return ELSEWHERE.get(file) ?? (existsSync(mirror) ? [mirror] : [join(folder, '**/*.test.ts')])
}

function survived({ status }) {
  return status === 'Survived' || status === 'NoCoverage'
}

/** The place, what stands there and what no test tells apart from it. Places count from 1. */
function survivor(file, { location: { start, end }, mutatorName, replacement }) {
  const text = readFileSync(file, 'utf8').split('\n')[start.line - 1] ?? ''
  const shown = text.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined)
  return `${file}:${start.line}:${start.column} ${mutatorName}\n  - ${shown.trim()}\n  + ${replacement.split('\n')[0]}`
}

/** A mutant that never ends was noticed as well. */
function scoreOf(file, results) {
  const valid = results.filter(({ status }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(status))
  return { file, all: valid.length, found: valid.length - valid.filter(survived).length }
}

function joined(sum, { found, all }) {
  return { ...sum, found: sum.found + found, all: sum.all + all }
}

function line({ file, found, all }) {
  const score = all === 0 ? '—' : `${((100 * found) / all).toFixed(1)} %`
  return `${score.padStart(8)}  ${String(found).padStart(4)} of ${String(all).padStart(4)}  ${file}`
}
