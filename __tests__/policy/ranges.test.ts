import { expect, test } from '@jest/globals'
import { exactVersion, rangeFault, versionFits } from '../../src/policy/ranges.ts'

test.each([
  ['1.0.0', '1.0.0'],
  ['v1.0.0', '1.0.0'],
  ['1.0.0-a', '1.0.0-a'],
  ['^1.0.0', null],
  ['1.0', null],
  ['', null],
])('%s is exactly %s', (text, version) => {
  expect(exactVersion(text)).toBe(version)
})

const NO_RANGE = 'is neither an exact version nor a semver range'

test.each([
  ['1.0.0', null],
  ['^1.0.0', null],
  ['*', null],
  ['1.x || 3.x', null],
  ['', NO_RANGE],
  [' ', NO_RANGE],
  ['latest', NO_RANGE],
  ['>2 <1', 'holds a range that no version satisfies (>2 <1)'],
  ['1.0.0 || >2 <1', 'holds a range that no version satisfies (>2 <1)'],
])('%j: %s', (text, fault) => {
  expect(rangeFault(text)).toBe(fault)
})

test.each([
  ['1.0.0', '1.0.0', true],
  ['1.0.0', 'v1.0.0', true],
  ['v1.0.0', '1.0.0', true],
  ['1.0.1', '1.0.0', false],
  ['1.0.0-a', '1.0.0', false],
  ['1.5.0', '^1.0.0', true],
  ['2.0.0', '^1.0.0', false],
  ['1.5.0-a', '^1.0.0', false],
  ['1.0.0-b', '^1.0.0-a', true],
  ['next', '*', false],
])('%s fits %s: %s', (version, text, fits) => {
  expect(versionFits(version, text)).toBe(fits)
})
