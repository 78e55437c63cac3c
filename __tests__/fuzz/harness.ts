// Runs a property on a few fixed cases in tests, on many random ones under `npm run fuzz`, and on every case that failed before.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { GateError } from '../../src/errors.ts'

export interface Target<Case> {
  /** Also the folder of its past failures. */
  readonly name: string
  /** Cases are plain JSON, so that a failure can be kept. */
  readonly cases: fc.Arbitrary<Case>
  /** In the normal test run. */
  readonly runs: number
  /** Throws, or rejects, where the property does not hold. A GateError is a proper outcome. */
  readonly holds: (given: Case) => unknown
  /** Milliseconds that one case may take; a machine under load needs several times what is usual. */
  readonly within?: number
}

const SCALE = Number(process.env['FUZZ'] ?? 1)
const SEED = process.env['FUZZ_SEED']
const IS_LONG = process.env['FUZZ'] !== undefined
const FIXTURES = new URL('../fixtures/fuzz/', import.meta.url)
const WITHIN = 4000

/** A test for new cases and one for each kept failure. */
export function fuzz<Case>(target: Target<Case>): void {
  const kept = keptCases<Case>(target.name)
  if (kept.length > 0) test.each(kept)(`${target.name}: %s`, async (_, given) => attempt(target, given))
  const seed = SEED === undefined ? (IS_LONG ? Date.now() | 0 : 42) : Number(SEED)
  const runs = Math.ceil(target.runs * SCALE)
  test(
    `${target.name}: ${runs} cases from seed ${seed}`,
    async () => {
      const property = fc.asyncProperty(target.cases, (given) => attempt(target, given))
      const outcome = await fc.check(property, {
        seed,
        numRuns: runs,
        endOnFailure: !IS_LONG,
        interruptAfterTimeLimit: 15_000 + 15_000 * SCALE,
      })
      if (!outcome.failed) return
      const [given] = outcome.counterexample ?? []
      if (IS_LONG && given !== undefined) keep(target.name, given)
      throw new Error(`FUZZ_SEED=${outcome.seed} path ${outcome.counterexamplePath}\n${shown(given)}`, {
        cause: outcome.errorInstance,
      })
    },
    20_000 + 20_000 * SCALE,
  )
}

async function attempt<Case>({ holds, within = WITHIN }: Target<Case>, given: Case): Promise<void> {
  const before = prototypes()
  const started = performance.now()
  try {
    await holds(given)
  } catch (error) {
    if (!(error instanceof GateError)) throw error
  }
  const ms = performance.now() - started
  if (prototypes() !== before) throw new Error('a prototype was changed')
  if (ms > within) throw new Error(`took ${Math.round(ms)} ms`)
}

/** What every object inherits, and what a `for in` over any object would meet. */
function prototypes(): string {
  const inherited = [Object.prototype, Array.prototype, Function.prototype].map((each) => Reflect.ownKeys(each).length)
  const stray = []
  for (const key in {}) stray.push(key)
  return JSON.stringify([inherited, stray])
}

function keptCases<Case>(name: string): readonly (readonly [file: string, given: Case])[] {
  const folder = new URL(`${name}/`, FIXTURES)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case])
}

function keep(name: string, given: unknown): void {
  const text = `${JSON.stringify(given, null, 1)}\n`
  const folder = new URL(`${name}/`, FIXTURES)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`, folder), text)
}

function shown(given: unknown): string {
  const text = JSON.stringify(given) ?? 'undefined'
  return text.length > 2000 ? `${text.slice(0, 2000)}… (${text.length} characters)` : text
}

/** A value of JSON as a parser would give it: `__proto__` is an own key. */
export function reparsed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null')
}

/** True for every value that is not undefined: the outcome of a reader. */
export function isOutcome(value: unknown): void {
  expect(value).not.toBeUndefined()
}
