import { expect, test } from '@jest/globals'
import { daysLeft, hasExpired } from '../../../src/rules/shared/expiry.ts'

const NOON = Date.UTC(2026, 10, 20, 12)
const MIDNIGHT = Date.UTC(2026, 10, 21)

test.each([
  ['2026-11-19', NOON, 0, true],
  ['2026-11-18', NOON, -1, true],
  ['2026-11-20', NOON, 1, false],
  ['2026-11-21', NOON, 2, false],
  ['2026-11-20', MIDNIGHT, 0, true],
  ['2026-11-20', MIDNIGHT - 1, 1, false],
  ['soon', NOON, 0, true],
  [null, NOON, null, false],
])('what holds until %s has, at %d, %d days left', (expires, now, left, expired) => {
  expect(daysLeft(expires, now)).toEqual(left === 0 ? expect.closeTo(0) : left)
  expect(hasExpired(expires, now)).toBe(expired)
})
