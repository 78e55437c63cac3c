// Which tests a file is tried against by mutation testing.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Tests that do not bear their file's name. */
const ELSEWHERE = new Map([
  ['src/inventory/diff.ts', ['__tests__/inventory/diff.test.ts', '__tests__/inventory/protections.test.ts']],
  ['src/inventory/protections.ts', ['__tests__/inventory/protections.test.ts', '__tests__/inventory/diff.test.ts']],
  ['src/policy/decide.ts', ['__tests__/policy/judge.test.ts']],
  ['src/policy/waive.ts', ['__tests__/policy/judge.test.ts']],
  ['src/rules/index.ts', ['__tests__/rules/conformance.test.ts']],
])

/** The test that mirrors the file; where there is none, those of the files of its stage that stand directly on it. */
export function testsOf(file) {
  return [...new Set(nearest([file], new Set([file])))].sort()
}

function nearest(files, seen) {
  const own = files.flatMap(ownTestsOf)
  if (own.length > 0 || files.length === 0) return own
  const users = files.flatMap(usersOf).filter((user) => !seen.has(user))
  return nearest([...new Set(users)], new Set([...seen, ...users]))
}

function ownTestsOf(file) {
  const mirror = file.replace(/^src/, '__tests__').replace(/\.ts$/, '.test.ts')
  return ELSEWHERE.get(file) ?? (existsSync(mirror) ? [mirror] : [])
}

function usersOf(file) {
  const [, stage] = file.split('/')
  return globSync(`src/${stage}/**/*.ts`).filter((other) => importsOf(other).has(file))
}

function importsOf(file) {
  const paths = readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g)
  return new Set([...paths].map(([, path]) => join(dirname(file), path)))
}
