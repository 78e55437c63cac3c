import { expect, test } from '@jest/globals'
import { endOfDay } from '../../src/policy/dates.ts'

test.each([
  ['2026-02-28', Date.UTC(2026, 2, 1)],
  ['2028-02-29', Date.UTC(2028, 2, 1)],
  ['2026-12-31', Date.UTC(2027, 0, 1)],
])('%s ends with the last of its milliseconds', (day, end) => {
  expect(endOfDay(day)).toBe(end)
})

test.each(['2026-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-01', '2026', '+002026-01-01', 'soon', ''])(
  '%s is no day',
  (day) => {
    expect(endOfDay(day)).toBeNull()
  },
)
