// Mutation testing of the pure stages, file by file, each against the tests that mirror it. Prints survivors and scores, keeps
// the scores in mutation.json and writes the table of docs/mutation.md.
// npm run mutation -- [file…]: only these, e.g. src/policy/waive.ts; without any: all that changed since they were measured.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { FILES, isMeasured, record, rowOf } from './mutation-scores.mjs'
import { testsOf } from './mutation-tests.mjs'

const FOLDER = 'stryker.tmp'

const files = process.argv.length > 2 ? process.argv.slice(2) : FILES.filter((file) => !isMeasured(file))
const base = JSON.parse(readFileSync('stryker.config.json', 'utf8'))
for (const file of files) {
  const results = await mutate(file)
  for (const mutant of results.filter(survived)) console.log(survivor(file, mutant))
  console.log(rowOf(record(file, scoreOf(results))).join('  '))
}
rmSync(FOLDER, { recursive: true, force: true })

/** Every mutant of one file with its status. */
function mutate(file) {
  mkdirSync(FOLDER, { recursive: true })
  const testMatch = testsOf(file).map((test) => `<rootDir>/${test}`)
  const config = { ...base, mutate: [file], jest: { ...base.jest, config: { testMatch } } }
  const path = join(FOLDER, `${basename(file, '.ts')}.json`)
  writeFileSync(path, JSON.stringify(config))
  return new Stryker({ configFile: path, logLevel: 'error' }).runMutationTest()
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
function scoreOf(results) {
  const valid = results.filter(({ status }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(status))
  return { noticed: valid.length - valid.filter(survived).length, of: valid.length }
}
