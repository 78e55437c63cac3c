// expect(...).toThrowWithCode(InputError, 'policy-invalid'): errors are compared by class and code, never by prose.
import { expect } from '@jest/globals'
import { GateError } from '../../src/errors.ts'

type ErrorClass = new (...args: never[]) => GateError

/** Accepts a function that throws, or a promise's rejection through `.rejects`. */
function toThrowWithCode(received: unknown, expectedClass: ErrorClass, code: string) {
  const thrown = typeof received === 'function' ? thrownBy(received as () => unknown) : received
  const pass = thrown instanceof expectedClass && thrown.code === code
  const seen = thrown instanceof GateError ? `${thrown.name} ${thrown.code}: ${thrown.message}` : String(thrown)
  return { pass, message: () => `expected ${expectedClass.name} with code ${code}, got ${seen}` }
}

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return 'nothing thrown'
}

expect.extend({ toThrowWithCode })

declare module 'expect' {
  interface Matchers<R> {
    toThrowWithCode(expectedClass: ErrorClass, code: string): R
  }
}
